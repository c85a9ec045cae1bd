/**
 * A new record whose answer was lost, and whose repetition was refused: the CRM may hold it as any of the bodies that were sent. They are
 * kept with the change, so that what the CRM turns out to hold is told apart from what somebody changed there since. Pure functions.
 */
import { z } from 'zod'
import type { SyncKind } from '../storage'
import type { ChangeEntry } from './change-store'
import { same, writable, type Fields } from './fields'
import { readRequest } from './request'

const bodies = z.array(z.record(z.string(), z.unknown()))

/** The bodies under which the CRM may hold the record by requests before the one under way, oldest first. */
export const toldBy = ({ told }: Pick<ChangeEntry, 'told'>): Fields[] =>
  told === null ? [] : bodies.parse(JSON.parse(told))

/** Also by the one under way, where it was sent more than once. */
export function withTold(row: Pick<ChangeEntry, 'told' | 'request' | 'attempts'>): Fields[] {
  const before = toldBy(row)
  if (row.request === null || row.attempts < 2) return before
  const { body } = readRequest(row.request)
  return before.some((one) => same(one, body)) ? before : [...before, body]
}

/**
 * What of the CRM's record is ours, as the state before anybody's change: of each field what was told that the CRM still has; where it
 * has none of it any more, what was told first, since a later value may be a change of ours. Null where nothing was told.
 */
export function baseOfTold(kind: SyncKind, told: readonly Fields[], current: Fields): Fields | null {
  const [first, ...rest] = told.map((body) => writable(kind, body))
  if (!first) return null
  const now = writable(kind, current)
  const base = { ...first }
  for (const body of rest)
    for (const [key, value] of Object.entries(body))
      if (!(key in base) || (!same(base[key], now[key]) && same(value, now[key]))) base[key] = value
  return base
}
