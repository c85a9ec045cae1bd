/** What hangs on a person, a lead or an order: notes, and tasks to be done by a day. */
import { z } from 'zod'
import { id, instant } from './common'
import { syncState } from './contact'
import { LIMITS } from './limits'

export const subject = z.object({ kind: z.enum(['contact', 'lead', 'order']), id })
export type Subject = z.infer<typeof subject>

export const note = z.object({
  id,
  subject,
  body: z.string(),
  /** The CRM's id of whose it is; null until the CRM has it. */
  ownerId: z.string().nullable(),
  createdAt: instant,
  updatedAt: instant,
  sync: syncState,
})
export type Note = z.infer<typeof note>

export const noteInput = note.pick({ subject: true }).extend({ body: z.string().min(1).max(LIMITS.note) })
export type NoteInput = z.infer<typeof noteInput>

export const taskPriority = z.enum(['low', 'normal', 'high'])

export const task = z.object({
  id,
  /** Null: it stands alone. */
  subject: subject.nullable(),
  /** The person behind the subject, whose chat it opens; null where there is none here. */
  contact: z.object({ id, name: z.string() }).nullable(),
  title: z.string(),
  body: z.string().nullable(),
  dueAt: instant.nullable(),
  done: z.boolean(),
  priority: taskPriority,
  /** The CRM's id of who is to do it; null until the CRM has it. */
  ownerId: z.string().nullable(),
  createdAt: instant,
  updatedAt: instant,
  sync: syncState,
})
export type Task = z.infer<typeof task>

export const taskInput = task.pick({ subject: true, priority: true }).extend({
  title: z.string().min(1).max(LIMITS.title),
  body: z.string().max(LIMITS.taskBody).nullable(),
  dueAt: instant.nonnegative().nullable(),
})
export type TaskInput = z.infer<typeof taskInput>

/** Tasks that were rung for, and neither done nor put away since: the latest of them, and how many there are. */
export const reminders = z.object({ tasks: z.array(task), count: z.number().int().nonnegative() })
export type Reminders = z.infer<typeof reminders>
