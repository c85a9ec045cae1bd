/** What was found at a Frappe site before it is signed in to. */
import { z } from 'zod'

export const frappeCheck = z.object({
  /** A doctype's name as Frappe has it, or `currency`. */
  subject: z.string(),
  /** A custom field of the doctype; null for the doctype itself. */
  field: z.string().nullable(),
  /** `forbidden`: it is there, but this key may not read it. */
  found: z.enum(['ok', 'missing', 'forbidden']),
})
export type FrappeCheck = z.infer<typeof frappeCheck>

export const frappeSite = z.object({
  /** Whose key it is. */
  user: z.string(),
  checks: z.array(frappeCheck),
  /** Enough is there to begin: people, and leads or orders. */
  usable: z.boolean(),
})
export type FrappeSite = z.infer<typeof frappeSite>
