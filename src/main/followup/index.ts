/** Notes and tasks on people, leads and orders: kept here at once, in the CRM as soon as it can be reached. */
import type { AppEvent, Contact, Lead, Note, NoteInput, Page, Subject, Task, TaskInput } from '../../contract'
import type { ContactsStore } from '../contacts'
import type { Leads } from '../orders'
import type { Storage } from '../storage'
import type { followupStore } from './store'

export { createReminders, type Reminders } from './reminders'

export interface FollowupOptions {
  storage: Storage
  leads: Pick<Leads, 'get'>
  emit: (event: AppEvent) => void
  /** Something now waits for the CRM. */
  changed: () => void
  /** Milliseconds since the epoch. */
  clock?: () => number
}

type WithId<T> = T & { id: string }
interface PageRequest {
  cursor: string | null
  limit: number
}

/** The contract's `notes` procedures. */
export interface Notes {
  ofContact(input: PageRequest & { contactId: string }): Promise<Page<Note>>
  /** The same id twice is one note. @throws {AppError} `not-found` or `invalid-input`. */
  create(input: WithId<NoteInput>): Promise<Note>
  /** @throws {AppError} `not-found` or `invalid-input`. */
  update(input: { id: string; body: string }): Promise<Note>
}

/** The contract's `tasks` procedures. */
export interface Tasks {
  /** @throws {AppError} `not-found`. */
  get(input: { id: string }): Promise<Task>
  ofContact(input: { contactId: string }): Promise<Task[]>
  list(input: PageRequest & { done: boolean }): Promise<Page<Task>>
  /** The same id twice is one task. @throws {AppError} `not-found` or `invalid-input`. */
  create(input: WithId<TaskInput>): Promise<Task>
  /** @throws {AppError} `not-found` or `invalid-input`. */
  update(input: WithId<Partial<Omit<TaskInput, 'subject'> & { done: boolean }>>): Promise<Task>
}

export function createFollowup(options: FollowupOptions): { notes: Notes; tasks: Tasks } {
  const { storage, leads, emit, changed, clock = Date.now } = options
  const store = storage.store<typeof followupStore>('followup')
  const people = storage.store<ContactsStore>('contacts')

  /** A person may now be on their way to the CRM, and a lead may have another next step. */
  const tellSubject = async (subject: Subject | null): Promise<void> => {
    if (subject?.kind === 'contact') {
      const contact: Contact = await people.getContact(subject.id)
      emit({ type: 'contact', contact })
    } else if (subject?.kind === 'lead') {
      const lead: Lead = await leads.get({ id: subject.id })
      emit({ type: 'lead', lead })
    }
  }
  const note = async (result: Promise<Note>): Promise<Note> => {
    const kept = await result
    emit({ type: 'note', note: kept })
    await tellSubject(kept.subject)
    changed()
    return kept
  }
  const task = async (result: Promise<Task>): Promise<Task> => {
    const kept = await result
    emit({ type: 'task', task: kept })
    await tellSubject(kept.subject)
    changed()
    return kept
  }
  return {
    notes: {
      ofContact: (input) => store.notesOfContact(input),
      create: (input) => note(store.createNote({ ...input, now: clock() })),
      update: (input) => note(store.updateNote({ ...input, now: clock() })),
    },
    tasks: {
      get: ({ id }) => store.getTask(id),
      ofContact: ({ contactId }) => store.tasksOfContact(contactId),
      list: (input) => store.listTasks(input),
      create: (input) => task(store.createTask({ ...input, now: clock() })),
      update: (input) => task(store.updateTask({ ...input, now: clock() })),
    },
  }
}
