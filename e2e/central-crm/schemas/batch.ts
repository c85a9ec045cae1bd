/** Up to 100 writes in one request, each with its own key and its own answer. */
import { z } from 'zod'

export const MAX_BATCH = 100

export const batchOperation = z.strictObject({
  idempotencyKey: z.string(),
  method: z.literal('PUT'),
  /** For example `/api/leads/0199…`. */
  path: z.string().max(200),
  /** The version the update is based on; left out for a new record. */
  ifMatch: z.int().min(1).optional(),
  body: z.record(z.string(), z.unknown()),
})
export const batchInput = z.strictObject({ operations: z.array(batchOperation).min(1).max(MAX_BATCH) })

export const batchResult = z.object({
  idempotencyKey: z.string(),
  status: z.int(),
  replayed: z.boolean(),
  /** The record, or a problem document. */
  body: z.record(z.string(), z.unknown()),
})
/** In the order of the operations. */
export const batchOutput = z.object({ results: z.array(batchResult) })
export type BatchOutput = z.infer<typeof batchOutput>
