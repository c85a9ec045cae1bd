/** A change of ours meets a newer state of its record in the CRM. Runs in the database thread. */
import { remoteStageId } from '../catalog/store'
import { builder, type Sql, type SyncKind } from '../storage'
import { collapse, ofSame, reopen, syncRow } from './change-store'
import { stopInConflict } from './conflict-store'
import type { RemoteRecord } from './connector'
import { conflicts, parseFields, same, writable, type Fields } from './fields'
import { entryById, finish } from './push-store'
import { giveFreed } from './freed-store'
import { applyRecord, rememberBase, withRemoteIds } from './records-store'
import { baseOfTold, withTold } from './told'
import { Touches, type Touched } from './touches-store'

/** Fields as they are sent. A stage from before the CRM was known stands for one of the CRM's. */
function asSent(sql: Sql, kind: SyncKind, fields: Fields): Fields {
  const { stageId, ...rest } = withRemoteIds(sql, fields)
  if (stageId === undefined) return rest
  const stage = kind === 'lead' && typeof stageId === 'string' ? remoteStageId(sql, stageId) : null
  return stage === null ? rest : { ...rest, stageId: stage }
}

/**
 * Somebody changed the record in the CRM since we read it, or it turned out to be there though no answer to its making had come. Changes
 * of different fields stand side by side: ours is sent again on top of theirs. Where both changed the same field, ours stops until the
 * person has chosen.
 */
export function rebase(
  sql: Sql,
  input: { entryId: number; current: RemoteRecord; nextAt: number; now: number },
): Touched {
  return sql.transaction(() => {
    const touches = new Touches()
    const row = entryById(sql, input.entryId)
    if (!row) return touches.shown(sql)
    const { kind, record_id: recordId } = row
    const sync = syncRow(sql, kind, recordId)
    const known = sync?.base ? parseFields(sync.base) : null
    const fields = collapse(sql, ofSame(sql, row))
    const sent = asSent(sql, kind, fields)
    const told = known ? null : baseOfTold(kind, withTold(row), input.current)
    const base = known ?? told
    // What the CRM leaves out says nothing: it stands as it was told.
    const current: RemoteRecord = { ...(base ?? sent), ...input.current }
    const theirs = writable(kind, current)
    // A new record names all of its fields: only what is not as it was told was changed since.
    const isOurs = (key: string): boolean => told === null || !same(sent[key], told[key])
    const ours = Object.fromEntries(Object.entries(sent).filter(([key]) => isOurs(key)))
    const clash = conflicts(kind, base, current, ours)
    const left = Object.fromEntries(
      Object.entries(fields).filter(([key]) => key in ours && !same(ours[key], theirs[key])),
    )
    reopen(sql, row, left, input.nextAt)
    const values = { operation: 'update' as const, merges: row.merges + 1, told: null }
    sql.run(builder.updateTable('change_log').set(values).where('id', '=', row.id))
    if (Object.keys(left).length === 0) {
      sql.run(builder.deleteFrom('change_log').where('id', '=', row.id))
      finish(sql, kind, recordId, current, input.now)
    } else {
      rememberBase(sql, kind, recordId, current, input.now, touches)
      // First what clashes: what is shown until the person has chosen is all ours or all theirs, never half of each.
      if (clash.length > 0)
        stopInConflict(sql, row, clash, { base: base && writable(kind, base), theirs, ours })
      applyRecord(sql, kind, recordId, current)
    }
    giveFreed(sql, touches)
    return touches.add(kind, recordId).shown(sql)
  })
}
