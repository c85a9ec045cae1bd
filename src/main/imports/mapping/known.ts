/** What is known of the source while its rows are understood, and what every entity needs of it. */
import type { ImportPlan, SkipReason } from '../../../contract'
import type { Twins } from './keys'
import type { Get } from './row'
import { readPhone, readTime, type Read } from './values'

export interface KnownProduct {
  name: string
  unitPrice: number
  currency: string
}

export interface KnownOrder {
  id: string
  currency: string
}

/** Whom an id of the source stands for, or why nobody. */
export type Person = Read<string>

export interface Known {
  plan: ImportPlan
  contacts: Map<string, Person>
  conversations: Map<string, Person>
  products: Map<string, KnownProduct>
  orders: Map<string, KnownOrder>
  owners: Map<string, string>
  twins: Twins
}

/** Something a row can't be taken for; caught where rows are understood, one by one. */
export class Refused extends Error {
  constructor(readonly reason: SkipReason) {
    super(reason)
  }
}

export function must<T>(read: Read<T>): T {
  if ('reason' in read) throw new Refused(read.reason)
  return read.value
}

export const MOST_TEXT = 100_000

/** A time that says nothing is no reason to leave a person out. */
export function optionalTime(get: Get, plan: ImportPlan): number | null {
  const text = get('at')
  const read = text === null ? null : readTime(text, plan.zone)
  return read && 'value' in read ? read.value : null
}

/** Of the references that are given, the first that leads to somebody; else why none does. */
export function personOf(get: Get, known: Known): string {
  let why: SkipReason = 'no-phone'
  for (const field of ['conversation', 'contact', 'phone'] as const) {
    const text = get(field)
    if (text === null) continue
    const table = field === 'conversation' ? known.conversations : field === 'contact' ? known.contacts : null
    const isOwnAddress = table === null || (!table.has(text) && text.includes('@'))
    const found = isOwnAddress ? readPhone(text, known.plan.country) : table.get(text)
    if (found && 'value' in found) return found.value
    why = found?.reason ?? 'no-such-row'
  }
  throw new Refused(why)
}
