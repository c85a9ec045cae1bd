/** Pipelines, and what hangs on people, leads and orders: notes and tasks. */
import { z } from 'zod'
import { line, stamps, text, timestamp, uuid } from './common'

export const stage = z.strictObject({
  id: uuid,
  name: line(60),
  order: z.int().min(0),
  color: z.string().regex(/^#[0-9a-f]{6}$/),
  outcome: z.enum(['open', 'won', 'lost']),
})
export const pipelineInput = z.strictObject({ name: line(80), stages: z.array(stage).min(1).max(30) })
export const pipeline = z.object({ ...pipelineInput.shape, ...stamps })
export type Pipeline = z.infer<typeof pipeline>

export const subject = z.strictObject({ kind: z.enum(['contact', 'lead', 'order']), id: uuid })

export const noteInput = z.strictObject({
  subject,
  body: text(10_000).min(1),
  ownerId: uuid.optional(),
})
export const note = z.object({ ...noteInput.shape, ...stamps, ownerId: uuid })
export type Note = z.infer<typeof note>

export const taskInput = z.strictObject({
  subject: subject.nullable().default(null),
  title: line(200),
  body: text(5000).nullable().default(null),
  dueAt: timestamp.nullable().default(null),
  done: z.boolean().default(false),
  priority: z.enum(['low', 'normal', 'high']).default('normal'),
  /** Who is to do it. Left out: the writer for a new task, unchanged for a known one. */
  ownerId: uuid.optional(),
})
export const task = z.object({ ...taskInput.shape, ...stamps, ownerId: uuid })
export type Task = z.infer<typeof task>
