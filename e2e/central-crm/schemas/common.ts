/** Shapes shared by everything that crosses the wire. Timestamps are RFC 3339 in UTC; money is integers in minor units (ISO 4217). */
import { z } from 'zod'

/** Made by the client, lower case; v7 where order helps. */
export const uuid = z.uuid()
export const timestamp = z.iso.datetime()
/** E.164 with the plus sign and no spaces. */
export const phone = z.string().regex(/^\+[1-9]\d{5,14}$/, 'must be E.164, for example +6281234567890')
/** Minor currency units: sen, paise; exact. IDR and INR have 2 digits, JPY 0, KWD 3. */
export const money = z.int().min(0)
/** ISO 4217, upper case. */
export const currency = z.string().regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code such as IDR')
export const role = z.enum(['owner', 'admin', 'manager', 'employee', 'customer'])
export type Role = z.infer<typeof role>

/** One line of text, not empty, without blanks at its ends. */
export const line = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^\S(?:[^\r\n]*\S)?$/, 'must be one line without blanks at its ends')
/** Any text, line breaks included. */
export const text = (max: number) => z.string().max(max)

/** What the server adds to each record. */
export const stamps = {
  id: uuid,
  /** Grows with each change; what If-Match names. */
  version: z.int().min(1),
  deleted: z.literal(false),
  createdAt: timestamp,
  updatedAt: timestamp,
}

/** What a list by cursor holds in place of a record that is gone, or that its reader may no longer see. */
export const tombstone = z.object({
  id: uuid,
  version: z.int().min(1),
  deleted: z.literal(true),
  updatedAt: timestamp,
})
export type Tombstone = z.infer<typeof tombstone>

/** A page in order of change. `nextCursor` is always there: keep it, and ask with it again later for what changed since. */
export const pageOf = (record: z.ZodType) =>
  z.object({
    items: z.array(z.union([record, tombstone])),
    nextCursor: z.string(),
    /** True when more can be had at once. */
    more: z.boolean(),
  })
