/**
 * Reading what changed of a doctype since a place: in order of `modified`, and of the name where many changed in the same instant, so
 * that a page may end between them. Once at the end, the next look begins a little before it: what was written in a slow transaction
 * appears with a time that has passed already. What was seen in that while is not told again.
 */
import { z } from 'zod'
import type { Doc, Filter } from './client'
import { microsOf, textOf } from './time'

export const place = z.object({
  /** `modified` of the last one read, as Frappe writes it; null before the first. */
  at: z.string().nullable(),
  /** Its name; null where the walk begins at `at` itself. */
  name: z.string().nullable(),
  /** Read within the overlap before the end: name -> `modified`. */
  seen: z.record(z.string(), z.string()),
  /** Deletions are known up to here; null: from the first end of a walk on. */
  deletedAt: z.string().nullable(),
})
export type Place = z.infer<typeof place>

export const START: Place = { at: null, name: null, seen: {}, deletedAt: null }

/** How long before the end the next look begins, microseconds. */
const OVERLAP = 30_000_000
/** So many names are kept of it at most; others are told again, which does no harm. */
const MOST_SEEN = 100

export const ORDER = 'modified asc, name asc'

/** What to ask, one list after the other until a page is full. */
export function filtersOf({ at, name }: Place): Filter[][] {
  if (at === null) return [[]]
  if (name === null) return [[['modified', '>=', at]]]
  return [
    [
      ['modified', '=', at],
      ['name', '>', name],
    ],
    [['modified', '>', at]],
  ]
}

/** What of a page is news, and where the next one begins. `full`: there may be more at once. */
export function step(from: Place, page: readonly Doc[], full: boolean): { news: Doc[]; next: Place } {
  const news = page.filter((doc) => from.seen[doc.name] !== doc.modified)
  const last = page.at(-1)
  const end = last?.modified ?? from.at
  const micros = microsOf(end)
  if (end === null || micros === null) return { news, next: from }
  const since = micros - OVERLAP
  const all = { ...from.seen, ...Object.fromEntries(page.map((doc) => [doc.name, doc.modified])) }
  const recent = Object.entries(all).filter(([, modified]) => (microsOf(modified) ?? 0) >= since)
  const seen = Object.fromEntries(recent.slice(-MOST_SEEN))
  if (full && last) return { news, next: { ...from, at: last.modified, name: last.name, seen } }
  // At rest already, and nothing came: the place stays as it is.
  if (from.name === null && news.length === 0) return { news, next: from }
  return { news, next: { ...from, at: textOf(since), name: null, seen } }
}
