/**
 * Which record here is which of the CRM's. Nearly all have the same id on both sides; the others stand in an index of their own
 * (migration 28), so each question has two halves. Runs in the database thread.
 */
import type { Sql, SyncKind } from '../storage'

const RECORD = `SELECT record_id AS id FROM sync WHERE kind = :kind AND record_id = :there AND remote_id = record_id
  UNION ALL SELECT record_id FROM sync WHERE kind = :kind AND remote_id = :there AND remote_id <> record_id`

/** The local id of a record of the CRM's, by its own; null where there is none. */
export function boundTo(sql: Sql, kind: SyncKind, there: string): string | null {
  const row = sql.statement(RECORD).get({ kind, there }) as { id: string } | undefined
  return row?.id ?? null
}

/** Of those that have another id here. */
const OTHERS = `SELECT remote_id AS there, record_id AS here FROM sync
  WHERE kind = ? AND remote_id IN (SELECT value FROM json_each(?)) AND remote_id <> record_id`
const RECORDS = `SELECT record_id AS here, remote_id = record_id AS isSame FROM sync
  WHERE kind = ? AND record_id IN (SELECT value FROM json_each(?))`

/** Mostly there are none, which is quicker asked than looked for one by one. */
const hasOthers = (sql: Sql, kind: SyncKind): boolean =>
  sql
    .statement(
      'SELECT 1 FROM sync INDEXED BY sync_by_remote WHERE kind = ? AND remote_id <> record_id LIMIT 1',
    )
    .get(kind) !== undefined

export interface Bound {
  /** Local ids, by the CRM's. */
  local: Map<string, string>
  /** Those of the ids asked for that are records' here. */
  records: Set<string>
}

/** @param ids the CRM's, or ours. */
export function boundAmong(sql: Sql, kind: SyncKind, ids: readonly string[]): Bound {
  const json = JSON.stringify(ids)
  const records = sql.statement(RECORDS).all(kind, json) as { here: string; isSame: 0 | 1 }[]
  const others = hasOthers(sql, kind)
    ? (sql.statement(OTHERS).all(kind, json) as { there: string; here: string }[])
    : []
  const same = records.filter(({ isSame }) => isSame === 1)
  return {
    local: new Map([
      ...same.map(({ here }) => [here, here] as const),
      ...others.map(({ there, here }) => [there, here] as const),
    ]),
    records: new Set(records.map(({ here }) => here)),
  }
}
