/**
 * Reading what changed of a doctype since a place: in order of `modified`, and of the name where many changed in the same instant, so
 * that a page may end between them. Once at the end, the next look begins a little before it: what was written in a slow transaction
 * appears with a time that has passed already. What was seen in that while is not told again.
 */
import { z } from 'zod'
import type { Doc, Filter } from './client'
import { microsOf, textOf } from './time'

const walk = z.object({
  /** `modified` of the last one read, as Frappe writes it; null before the first. */
  at: z.string().nullable(),
  /** Its name; null where the walk begins at `at` itself. */
  name: z.string().nullable(),
  /** Read within the overlap before the end: name -> `modified`. */
  seen: z.record(z.string(), z.string()),
})
export type Walk = z.infer<typeof walk>

export const place = walk.extend({
  /** How far what was deleted is known, a walk of its own by `creation`; null: from the first end of this one on. */
  deleted: walk.nullable().default(null),
  /** As places of before this version tell that. */
  deletedAt: z.string().nullish(),
})
export type Place = z.infer<typeof place>

export const START: Place = { at: null, name: null, seen: {}, deleted: null }

/** How long before the end the next look begins, microseconds. */
const OVERLAP = 30_000_000
/** So many names are kept of it at most; others are told again, which does no harm. */
const MOST_SEEN = 100

/** The time by which a doctype is walked: what was deleted does not change. */
type By = 'modified' | 'creation'

export const orderOf = (by: By): string => `${by} asc, name asc`

/** What to ask, one list after the other until a page is full. */
export function filtersOf({ at, name }: Walk, by: By = 'modified'): Filter[][] {
  if (at === null) return [[]]
  if (name === null) return [[[by, '>=', at]]]
  return [
    [
      [by, '=', at],
      ['name', '>', name],
    ],
    [[by, '>', at]],
  ]
}

/** From where on what was deleted is asked for; null while nothing was read to the end yet. */
export const deletedFrom = ({ deleted, deletedAt }: Place): Walk | null =>
  deleted ?? (typeof deletedAt === 'string' ? { at: deletedAt, name: null, seen: {} } : null)

/** What of a page is news, and where the next one begins. `full`: there may be more at once. */
export function step<W extends Walk>(from: W, page: readonly Doc[], full: boolean): { news: Doc[]; next: W } {
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
