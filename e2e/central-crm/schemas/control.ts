/** The test's own door: faults, edits on the server's side, and the request log. Not part of the contract. */
import { z } from 'zod'
import { role, uuid } from './common'

/**
 * `422`: refused for good, though nothing is wrong with it. `portal`: nothing is done, and a page that is not the CRM's answers. `…-after-commit`,
 * `cut-mid-answer`: it is done, and the answer does not tell. `batch-partly`: of a batch every other write is not done, for good or for now.
 */
export const faultKind = z.enum([
  '500',
  '503',
  '429',
  '401',
  '422',
  'portal',
  'timeout',
  'timeout-after-commit',
  'cut-before-commit',
  'cut-after-commit',
  'cut-mid-answer',
  '500-after-commit',
  'garbage-after-commit',
  'batch-partly',
])
export type FaultKind = z.infer<typeof faultKind>

export const recordKind = z.enum([
  'contact',
  'lead',
  'order',
  'note',
  'task',
  'pipeline',
  'product',
  'category',
])
export type RecordKind = z.infer<typeof recordKind>

export const faultOrder = z.strictObject({
  do: z.literal('fail'),
  kind: faultKind,
  /** How many requests it hits; left out: until cleared. */
  count: z.int().min(1).optional(),
  match: z.strictObject({ method: z.string().optional(), pathPrefix: z.string().optional() }).optional(),
  /** Chance of 1000 that a matching request is hit, from `seed`; left out: each one. */
  ratePerMille: z.int().min(0).max(1000).optional(),
  seed: z.int().optional(),
  /** Seconds, told with 429 and 503. */
  retryAfter: z.int().min(0).optional(),
})
export type FaultOrder = z.infer<typeof faultOrder>

export const controlOrder = z.discriminatedUnion('do', [
  faultOrder,
  z.strictObject({ do: z.literal('clear') }),
  z.strictObject({
    do: z.literal('edit'),
    kind: recordKind,
    id: uuid,
    /** Fields to change; the result must be a record the contract allows. */
    set: z.record(z.string(), z.unknown()).optional(),
    delete: z.boolean().optional(),
    /** Makes it where it is not there. */
    isNew: z.boolean().optional(),
  }),
  z.strictObject({ do: z.literal('set-role'), email: z.string(), role }),
  /** Ends every access token; with `refresh` every refresh token as well, so that people must sign in again. */
  z.strictObject({ do: z.literal('expire-tokens'), refresh: z.boolean().optional() }),
  /** Milliseconds before each answer, plus up to `jitter` more. */
  z.strictObject({ do: z.literal('latency'), ms: z.int().min(0), jitter: z.int().min(0).optional() }),
])
export type ControlOrder = z.infer<typeof controlOrder>

/**
 * committed: something was written; replayed: an idempotency key's stored answer was given again; answered: a request that
 * writes nothing succeeded; refused: a 4xx; failed: a 5xx, or no answer and nothing written.
 */
export const outcome = z.enum(['committed', 'replayed', 'answered', 'refused', 'failed'])

export const logEntry = z.object({
  /** Grows by one with each entry. */
  seq: z.int(),
  time: z.string(),
  method: z.string(),
  /** Without the query. */
  path: z.string(),
  idempotencyKey: z.string().nullable(),
  /** As computed; with a fault after the commit the client never saw it. Null where none was computed. */
  status: z.int().nullable(),
  outcome,
  kind: z.string().nullable(),
  recordId: z.string().nullable(),
  userId: z.string().nullable(),
  /** The fault that hit this request. */
  fault: faultKind.nullable(),
  /** True for one operation inside a batch. */
  inBatch: z.boolean(),
  /** The problem's type, for refusals. */
  problem: z.string().nullable(),
})
export type LogEntry = z.infer<typeof logEntry>
export const logPage = z.object({ entries: z.array(logEntry), last: z.int() })
