/** What a merge can be undone by: two people as they were, and what moved. Kept as JSON in `merges.before`. */
import { z } from 'zod'
import { contact } from '../../contract'

/** A table's row, as it was. */
const row = z.record(z.string(), z.union([z.string(), z.number(), z.null()]))
const ids = z.array(z.string())
const belongings = z.object({ lead: ids, order: ids, note: ids, task: ids })

export const mergeRecord = z.object({
  /** The one that stayed, before and after. */
  before: contact,
  after: contact,
  /** When they were changed last, before and after. */
  updatedBefore: z.number(),
  updatedAfter: z.number(),
  /** The one that went: their rows, by table. */
  gone: z.object({
    contact,
    contacts: row,
    contact_emails: z.array(row),
    contact_aliases: z.array(row),
    contact_tags: z.array(row),
    contact_fields: z.array(row),
    not_same: z.array(row),
    sync: z.array(row),
    change_log: z.array(row),
  }),
  /** What moved with them. */
  phones: z.array(z.string()),
  conversations: z.array(z.string()),
  belongings,
  /** What had been the other's. */
  kept: belongings,
  events: z.array(z.number()),
  merges: z.array(z.string()),
  remotes: z.array(z.string()),
})
export type MergeRecord = z.infer<typeof mergeRecord>
/** The tables whose rows of the one that went are kept whole. */
export const OWN_TABLES = ['contact_emails', 'contact_aliases', 'contact_tags', 'contact_fields'] as const
