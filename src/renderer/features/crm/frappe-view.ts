/** What was found at a Frappe site, in words: what is there in one sentence, what is missing one by one. Pure. */
import type { FrappeCheck, FrappeSite } from '../../../contract'

export interface Lack {
  /** Below `frappe.`. */
  word: 'missing' | 'forbidden' | 'ref' | 'title' | 'currency'
  subject: string
  field: string
}

function lackOf({ subject, field, found }: FrappeCheck): Lack | null {
  if (found === 'ok') return null
  const named = { subject, field: field ?? '' }
  if (subject === 'currency') return { word: 'currency', ...named }
  if (field === null) return { word: found, ...named }
  return { word: field === 'wa_title' ? 'title' : 'ref', ...named }
}

/** Items and products are the same to us: one of both is enough. */
const isEither = (has: readonly string[], { subject, word }: Lack): boolean =>
  word === 'missing' &&
  ((subject === 'CRM Product' && has.includes('Item')) ||
    (['Item', 'Item Group'].includes(subject) && has.includes('CRM Product')))

/** Doctypes that are there, and what to ask the administrator for. */
export function siteView({ checks }: FrappeSite): { has: string[]; lacks: Lack[] } {
  const has = checks
    .filter(({ found, field, subject }) => found === 'ok' && field === null && subject !== 'currency')
    .map(({ subject }) => subject)
  const lacks = checks.flatMap((check) => lackOf(check) ?? [])
  return { has, lacks: lacks.filter((lack) => !isEither(has, lack)) }
}
