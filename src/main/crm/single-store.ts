/** Records of the CRM's that are read one by one, outside of its pages. Runs in the database thread. */
import { builder, type Sql, type SyncKind } from '../storage'
import { alone } from './alone-store'
import { entriesOf, setSync } from './change-store'
import type { RemoteRecord } from './connector'
import { generationNow } from './cursor-store'
import { giveFreed } from './freed-store'
import { look } from './fresh-store'
import { bringIn, drop, isKept, putRecord, recordsOf } from './pull-store'
import type { Pulled } from './pulled'
import type { Named } from './records-store'
import { Touches, type Touched } from './touches-store'

/** What some records are about and is not here. By the CRM's ids. */
export function missing(sql: Sql, { kind, items }: { kind: Pulled; items: unknown[] }): Named[] {
  return isKept(kind) ? look(sql, kind, [...recordsOf(kind, items).values()]).absent : []
}

/** One record read by itself. `fault`: it could not be kept and is passed over; why, for the log. */
export interface Applied {
  touched: Touched
  fault: string | null
}

/** One record that a page's records are about. Nothing is taken where somebody else signed in since it was asked for. */
export function applyMissing(
  sql: Sql,
  input: { kind: SyncKind; record: RemoteRecord; generation: number; now: number },
): Applied {
  return sql.transaction(() => {
    const touches = new Touches()
    const { kind, record, generation, now } = input
    const fault =
      generation === generationNow(sql)
        ? alone(sql, touches, (own) => putRecord(sql, kind, record, now, own)).fault
        : null
    giveFreed(sql, touches)
    return { touched: touches.shown(sql), fault }
  })
}

export interface NewerRecord {
  kind: SyncKind
  recordId: string
  /** The CRM's id. */
  remoteId: string
  /** Goes with what is read of it. */
  generation: number
}

/** Records of which something newer was seen while ours was under way, and which are free now. */
export function newerRecords(sql: Sql): NewerRecord[] {
  const generation = generationNow(sql)
  const rows = sql.all(
    builder
      .selectFrom('sync')
      .select(['kind', 'record_id', 'remote_id'])
      .where('newer_version', 'is not', null)
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('change_log')
              .select('change_log.id')
              .whereRef('change_log.kind', '=', 'sync.kind')
              .whereRef('change_log.record_id', '=', 'sync.record_id'),
          ),
        ),
      ),
  )
  return rows.map((row) => ({
    kind: row.kind,
    recordId: row.record_id,
    remoteId: row.remote_id,
    generation,
  }))
}

/** One record read by itself; null: the CRM has it no more. Nothing is taken where somebody else signed in since it was asked for. */
export function applyOne(
  sql: Sql,
  input: Omit<NewerRecord, 'remoteId'> & { record: RemoteRecord | null; now: number },
): Applied {
  return sql.transaction(() => {
    const { kind, recordId, record, now } = input
    const touches = new Touches()
    if (input.generation !== generationNow(sql) || entriesOf(sql, kind, recordId).length > 0)
      return { touched: touches.shown(sql), fault: null }
    setSync(sql, kind, recordId, { newer_version: null })
    const { fault } = alone(sql, touches, (own) => {
      if (record) bringIn(sql, kind, recordId, record, now, own)
      else drop(sql, kind, recordId, own)
    })
    giveFreed(sql, touches)
    return { touched: touches.shown(sql), fault }
  })
}
