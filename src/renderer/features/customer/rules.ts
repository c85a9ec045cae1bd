/** What the customer card shows of a conversation. Pure. */
import type { Conversation, Lead, Stage } from '../../../contract'

interface Dated {
  id: string
  createdAt: number
  updatedAt: number
}

/** The list with this record in its place, newest first; an older state than what is there changes nothing. */
export function withRecord<T extends Dated>(records: readonly T[], record: T): T[] {
  const there = records.find((one) => one.id === record.id)
  if (there && there.updatedAt > record.updatedAt) return [...records]
  return [...records.filter((one) => one.id !== record.id), record].sort(
    (a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1),
  )
}

/** Why there is no customer behind a conversation, or that there is one. */
export type Standing = 'customer' | 'stranger-live' | 'stranger-kept' | 'group' | 'not-work'

export function standingOf({ kind, keeping, contactId }: Conversation): Standing {
  if (keeping === 'not-work') return 'not-work'
  if (kind === 'group') return 'group'
  if (contactId !== null) return 'customer'
  return keeping === 'live' ? 'stranger-live' : 'stranger-kept'
}

/** Leads still open first, as they are worked on; each newest first. */
export function leadsInOrder(leads: readonly Lead[], stages: readonly Stage[]): Lead[] {
  const closed = new Set(stages.filter(({ outcome }) => outcome !== 'open').map(({ id }) => id))
  return [...leads].sort(
    (a, b) => Number(closed.has(a.stageId)) - Number(closed.has(b.stageId)) || b.createdAt - a.createdAt,
  )
}

/** The stages to choose from; one the CRM no longer has stays choosable while a lead is in it. */
export function stageOptions(stages: readonly Stage[], current: string, unknown: string) {
  const options = [...stages]
    .sort((a, b) => a.order - b.order)
    .map(({ id, name }) => ({ value: id, label: name }))
  return options.some(({ value }) => value === current)
    ? options
    : [{ value: current, label: unknown }, ...options]
}

/** Whether a name is only the number, however it is written: WhatsApp calls whom nobody saved by theirs. */
const isWritten = (name: string, phone: string | null): boolean =>
  phone !== null && !/\p{L}/u.test(name) && name.replaceAll(/\D/g, '') === phone.replaceAll(/\D/g, '')

/**
 * What to call whoever is behind a conversation; a number that stands for a name is laid out as numbers are. `isNumber`: it says the
 * number already.
 */
export function callIt(
  { kind, name, phone }: Conversation,
  words: { phone: (e164: string) => string; person: string; group: string },
): { text: string; isNumber: boolean } {
  if (name !== null && !isWritten(name, phone)) return { text: name, isNumber: false }
  if (phone !== null) return { text: words.phone(phone), isNumber: true }
  return { text: kind === 'group' ? words.group : words.person, isNumber: false }
}

/** What the field for a contact's name begins with: never a number that stands for one. */
export const nameToBegin = (name: string | null): string => (name !== null && /\p{L}/u.test(name) ? name : '')
