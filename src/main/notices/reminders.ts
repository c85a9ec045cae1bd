/** Notices that something is to be done now: one for each task, or one for all where they are many; gone when it is done or put away. */
import type { Reminders, Task } from '../../contract'
import type { Notice } from '../platform/ports'
import { NOBODY, plainName, plainText } from './content'
import type { Words } from './words'

/** More at once are told as a number. */
const FEW = 3
const KEY_OF_MANY = 'tasks'

export interface ReminderNoticesOptions {
  /** Never throws. `taskId`: what a click is about; null: no single one. */
  show(notice: Notice, task: Task | null): void
  remove(key: string): void
  /** Whether the person wants to be told anything now. */
  mayTell(): boolean
  /** Whether nobody and nothing may be named. */
  isPrivate(): boolean
  words(): Words
}

/** Beside the conversations' ids, which are UUIDs. */
const keyOf = (taskId: string): string => `task:${taskId}`

export class ReminderNotices {
  /** Tasks with a notice out; that of many under its own key. */
  private readonly out = new Set<string>()

  constructor(private readonly options: ReminderNoticesOptions) {}

  rang(tasks: readonly Task[]): void {
    if (!this.options.mayTell() || tasks.length === 0) return
    const words = this.options.words()
    if (tasks.length > FEW) {
      this.show(KEY_OF_MANY, NOBODY, words.tasksDue(tasks.length), null)
      return
    }
    for (const task of tasks) {
      const hidden = this.options.isPrivate()
      const name = hidden ? '' : plainName(task.contact?.name ?? '')
      const body = hidden ? words.tasksDue(1) : `${words.taskDue}: ${plainText(task.title)}`
      this.show(keyOf(task.id), name || NOBODY, body, task)
    }
  }

  /** What still waits for the person: the others' notices go. */
  now({ tasks, count }: Reminders): void {
    const left = new Set(tasks.map(({ id }) => keyOf(id)))
    for (const key of [...this.out]) {
      const stays = key === KEY_OF_MANY ? count > 0 : left.has(key) || count > tasks.length
      if (!stays) this.take(key)
    }
  }

  removeAll(): void {
    for (const key of [...this.out]) this.take(key)
  }

  private take(key: string): void {
    this.out.delete(key)
    this.options.remove(key)
  }

  private show(conversationId: string, title: string, body: string, task: Task | null): void {
    this.out.add(conversationId)
    this.options.show({ conversationId, title, body, silent: false, replyHint: null }, task)
  }
}
