/** What was found at a Frappe site, in words: what is there in one sentence, what is missing by what to ask for. Pure. */
import type { FrappeCheck, FrappeSite } from '../../../contract'

interface One {
  /** Below `frappe.`. */
  word: 'missing' | 'forbidden' | 'ref' | 'title' | 'currency'
  subject: string
  field: string
}

/** The same lack of several doctypes, which is asked for in one sentence. */
export interface Lack extends Pick<One, 'word' | 'field'> {
  subjects: string[]
}

function lackOf({ subject, field, found }: FrappeCheck): One | null {
  if (found === 'ok') return null
  const named = { subject, field: field ?? '' }
  if (subject === 'currency') return { word: 'currency', ...named }
  if (field === null) return { word: found, ...named }
  return { word: field === 'wa_title' ? 'title' : 'ref', ...named }
}

/** Items and products are the same to us: one of both is enough. */
const isEither = (has: readonly string[], { subject, word }: One): boolean =>
  word === 'missing' &&
  ((subject === 'CRM Product' && has.includes('Item')) ||
    (['Item', 'Item Group'].includes(subject) && has.includes('CRM Product')))

/** Doctypes that are there, and what to ask the administrator for. */
export function siteView({ checks }: FrappeSite): { has: string[]; lacks: Lack[] } {
  const has = checks
    .filter(({ found, field, subject }) => found === 'ok' && field === null && subject !== 'currency')
    .map(({ subject }) => subject)
  const lacks = new Map<string, Lack>()
  for (const check of checks) {
    const one = lackOf(check)
    if (one === null || isEither(has, one)) continue
    const key = `${one.word} ${one.field}`
    const before = lacks.get(key)?.subjects ?? []
    lacks.set(key, { word: one.word, field: one.field, subjects: [...before, one.subject] })
  }
  return { has, lacks: [...lacks.values()] }
}
