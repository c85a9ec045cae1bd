/** A person, with every identity known of them. */
import { z } from 'zod'
import { id, instant, phone } from './common'

/** Where a record stands between this machine and the CRM. `refused` carries the server's reason. */
export const syncState = z.object({
  state: z.enum(['local', 'waiting', 'synced', 'refused']),
  reason: z.string().nullable(),
})
export type SyncState = z.infer<typeof syncState>

export const contact = z.object({
  id,
  name: z.string().min(1).max(200),
  phones: z.array(phone),
  email: z.string().nullable(),
  note: z.string().nullable(),
  /** WhatsApp ids without a phone behind them yet. */
  lids: z.array(z.string()),
  isBusiness: z.boolean(),
  isBlocked: z.boolean(),
  knownSince: instant,
  sync: syncState,
})
export type Contact = z.infer<typeof contact>
