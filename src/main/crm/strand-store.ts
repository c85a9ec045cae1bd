/** What hangs on a record that will not be in the CRM. Runs in the database thread. */
import { builder, type Sql, type SyncKind } from '../storage'
import { setSync, syncRow } from './change-store'
import type { Touches } from './touches-store'

/** As a person calls it. */
export const nameOfKind = (kind: SyncKind): string => (kind === 'contact' ? 'customer' : kind)

/** Leads, orders, notes and tasks of somebody who will not be in the CRM can't go there: each waits for the person. */
export function strand(sql: Sql, recordId: string, touches: Touches): void {
  const rows = sql.all(builder.selectFrom('change_log').selectAll().where('depends_on', '=', recordId))
  for (const row of rows) {
    if (row.state === 'sending' || row.state === 'conflict') continue
    const reason = `The ${nameOfKind(row.depends_kind ?? 'contact')} is not in the CRM.`
    const values = { state: 'refused' as const, last_error: reason, request: null }
    sql.run(builder.updateTable('change_log').set(values).where('id', '=', row.id))
    setSync(sql, row.kind, row.record_id, { state: 'refused', reason })
    touches.add(row.kind, row.record_id)
    if (syncRow(sql, row.kind, row.record_id)?.version === null) strand(sql, row.record_id, touches)
  }
}
