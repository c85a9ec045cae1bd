/** How far the CRM was read, and for whom. Runs in the database thread. */
import { builder, getSetting, setSetting, type Sql } from '../storage'
import type { Pulled } from './pulled'

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

/** The CRM does not know our cursor any more. */
export const forgetCursor = (sql: Sql, kind: Pulled): void => setCursor(sql, kind, null)

/** Somebody else reads from the beginning, and pages still under way for the one before are not taken. */
export function forgetCursors(sql: Sql): void {
  sql.transaction(() => {
    sql.run(builder.deleteFrom('settings').where('key', 'like', 'crm.cursor.%'))
    setSetting(sql, GENERATION, String(generationNow(sql) + 1))
  })
}
