/** Shapes shared by all entities. */
import { z } from 'zod'

/** What a Date can hold, in milliseconds. */
const FURTHEST = 8.64e15
/** Milliseconds since the epoch; before 1970 below nothing, as some CRMs say "no day" (0001-01-01). */
export const instant = z.number().int().min(-FURTHEST).max(FURTHEST)
/** Ids made by Leadline: UUIDs (v7 where order helps). */
export const id = z.uuid()
/** E.164 with the plus sign. */
export const phone = z.string().regex(/^\+[1-9]\d{5,14}$/, 'E.164 with the plus sign')
/** ISO 4217, upper case. */
export const currency = z.string().regex(/^[A-Z]{3}$/)
/** Minor currency units (sen, paise), signed, exact. */
export const minorUnits = z.number().int()

/** A page by key: pass `next` back as `cursor`; null means the end. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next: z.string().nullable() })
export interface Page<T> {
  items: T[]
  next: string | null
}
