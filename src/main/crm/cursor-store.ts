/** How far the CRM was read, and for whom. Runs in the database thread. */
import { builder, getSetting, setSetting, type Sql } from '../storage'
import { PULLED, type Pulled } from './pulled'

const keyOf = (kind: Pulled): string => `crm.cursor.${kind}`

/** Counts up whenever somebody else signs in: what was asked for before is not theirs to take. */
const GENERATION = 'crm.generation'

export const generationNow = (sql: Sql): number => Number(getSetting(sql, GENERATION) ?? 0)

export interface Cursor {
  /** Null before the first page. */
  cursor: string | null
  /** Goes with the page that is asked for by it. */
  generation: number
}

export const getCursor = (sql: Sql, kind: Pulled): Cursor =>
  sql.transaction(() => ({ cursor: getSetting(sql, keyOf(kind)), generation: generationNow(sql) }))

/** Null: read everything again. */
export const setCursor = (sql: Sql, kind: Pulled, cursor: string | null): void =>
  setSetting(sql, keyOf(kind), cursor)

/** How many of a kind were read of the first reading so far; null once there is a whole one. */
const firstKey = (kind: Pulled): string => `crm.cursor.first.${kind}`

/** Counts what a page of the first reading brought; `more`: it is not the last. */
export function countFirst(sql: Sql, kind: Pulled, count: number, more: boolean): void {
  const key = firstKey(kind)
  const before = getSetting(sql, key)
  if (before === null && getSetting(sql, keyOf(kind)) !== null) return
  setSetting(sql, key, more ? String(Number(before ?? 0) + count) : null)
}

/** What is being read for the first time: resumed after a restart, since each page is kept with its cursor. */
export const firstReading = (sql: Sql): { kind: Pulled; read: number }[] =>
  PULLED.flatMap((kind) => {
    const read = getSetting(sql, firstKey(kind))
    return read === null ? [] : [{ kind, read: Number(read) }]
  })

/** The CRM does not know our cursor any more. */
export const forgetCursor = (sql: Sql, kind: Pulled): void => setCursor(sql, kind, null)

/** Somebody else reads from the beginning, and pages still under way for the one before are not taken. */
export function forgetCursors(sql: Sql): void {
  sql.transaction(() => {
    sql.run(builder.deleteFrom('settings').where('key', 'like', 'crm.cursor.%'))
    setSetting(sql, GENERATION, String(generationNow(sql) + 1))
  })
}
