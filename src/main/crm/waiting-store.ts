/** What is not in the CRM yet, and what a person does about it. Runs in the database thread. */
import { AppError, type WaitingEntry } from '../../contract'
import { emptyCatalog } from '../catalog/store'
import { needInCrm } from '../contacts/store'
import { builder, getSetting, setSetting, type Sql, type SyncKind } from '../storage'
import { entriesOf, reopen, setSync, syncRow, type ChangeEntry } from './change-store'
import { forgetCursors } from './cursor-store'
import { parseFields } from './fields'
import { addTouched, applyRecord, contactOf, nothingTouched, type Touched } from './records-store'

export function counts(sql: Sql): { waiting: number; refused: number } {
  const row = sql
    .statement(
      "SELECT count(*) AS total, count(*) FILTER (WHERE state = 'refused') AS refused FROM change_log",
    )
    .get() as { total: number; refused: number }
  return { waiting: row.total - row.refused, refused: row.refused }
}

const nameOf = (sql: Sql, contactId: string): string | undefined =>
  sql.get(builder.selectFrom('contacts').select('name').where('id', '=', contactId))?.name

/** Empty where the record is not here: one entry must not hide all others. */
function titleOf(sql: Sql, kind: SyncKind, recordId: string): string {
  if (kind === 'contact') return nameOf(sql, recordId) ?? ''
  if (kind === 'lead')
    return sql.get(builder.selectFrom('leads').select('title').where('id', '=', recordId))?.title ?? ''
  const query = builder.selectFrom('orders').select(['number', 'contact_id']).where('id', '=', recordId)
  const order = sql.get(query)
  return order?.number ?? (order && nameOf(sql, order.contact_id)) ?? ''
}

/** Why it waits, also where the reason is the person it is about. */
function reasonOf(sql: Sql, row: ChangeEntry): string | null {
  if (row.last_error !== null || row.depends_on === null) return row.last_error
  const person = syncRow(sql, 'contact', row.depends_on)
  return person?.state === 'refused' && person.version === null
    ? `The customer is not in the CRM: ${person.reason ?? 'refused'}`
    : null
}

/** Oldest first. */
export function waiting(sql: Sql): WaitingEntry[] {
  const rows = sql.all(builder.selectFrom('change_log').selectAll().orderBy('id'))
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    recordId: row.record_id,
    title: titleOf(sql, row.kind, row.record_id),
    since: row.created_at,
    attempts: row.attempts,
    state: row.state === 'refused' ? 'refused' : 'waiting',
    reason: reasonOf(sql, row),
  }))
}

/** @throws {AppError} `not-found`. */
function mustFind(sql: Sql, entryId: number): ChangeEntry {
  const row = sql.get(builder.selectFrom('change_log').selectAll().where('id', '=', entryId))
  if (!row) throw new AppError('not-found', 'There is no such change waiting.')
  return row
}

/** Tries a refused change anew, or one that waits at once. @throws {AppError} `not-found`. */
export function retry(sql: Sql, input: { entryId: number; now: number }): Touched {
  return sql.transaction(() => {
    const row = mustFind(sql, input.entryId)
    const touched = nothingTouched()
    if (row.state === 'refused') {
      reopen(sql, row, parseFields(row.fields), input.now)
      setSync(sql, row.kind, row.record_id, { state: 'waiting', reason: null })
    } else if (row.state === 'waiting') {
      sql.run(builder.updateTable('change_log').set({ next_at: input.now }).where('id', '=', row.id))
    }
    if (row.depends_on !== null) needInCrm(sql, row.depends_on, input.now)
    addTouched(sql, touched, row.kind, row.record_id)
    return touched
  })
}

/**
 * Gives up what waits of a record. What the CRM never had stays here, as local; what it has becomes again what it is there.
 * @throws {AppError} `not-found`, or `wrong-state` in the moment in which it is sent.
 */
export function discard(sql: Sql, input: { entryId: number; now: number }): Touched {
  return sql.transaction(() => {
    const row = mustFind(sql, input.entryId)
    const { kind, record_id: recordId } = row
    const entries = entriesOf(sql, kind, recordId)
    if (entries.some((entry) => entry.state === 'sending'))
      throw new AppError('wrong-state', 'This change is on its way to the CRM right now.')
    const touched = nothingTouched()
    for (const entry of entries) sql.run(builder.deleteFrom('change_log').where('id', '=', entry.id))
    const sync = syncRow(sql, kind, recordId)
    if (typeof sync?.base === 'string' && sync.version !== null) {
      applyRecord(sql, kind, recordId, parseFields(sync.base), contactOf(sql, kind, recordId))
      setSync(sql, kind, recordId, { state: 'synced', reason: null })
    } else {
      setSync(sql, kind, recordId, { state: 'local', reason: null })
      if (kind === 'contact') strand(sql, recordId, touched)
    }
    addTouched(sql, touched, kind, recordId)
    return touched
  })
}

/** Leads and orders of somebody who will not be in the CRM can't go there. */
function strand(sql: Sql, contactId: string, touched: Touched): void {
  const reason = 'The customer is not in the CRM.'
  const rows = sql.all(builder.selectFrom('change_log').selectAll().where('depends_on', '=', contactId))
  for (const row of rows) {
    if (row.state === 'sending') continue
    const values = { state: 'refused' as const, last_error: reason, request: null }
    sql.run(builder.updateTable('change_log').set(values).where('id', '=', row.id))
    setSync(sql, row.kind, row.record_id, { state: 'refused', reason })
    addTouched(sql, touched, row.kind, row.record_id)
  }
}

/** A person asked, or the network is back: nothing waits for its time any more. */
export function hurry(sql: Sql, now: number): void {
  sql.statement("UPDATE change_log SET next_at = ? WHERE state = 'waiting' AND next_at > ?").run(now, now)
}

const ADDRESS = 'crm.address'

/**
 * Before another CRM is signed in to: what came from the one before goes, and its records become local. The same person at another
 * address is the same CRM, moved. Somebody else at the same CRM sees other records: only the cursors go.
 * @throws {AppError} `wrong-state` where changes wait that were meant for another CRM.
 */
export function useCrm(sql: Sql, input: { address: string; newUser: boolean }): void {
  sql.transaction(() => {
    const before = getSetting(sql, ADDRESS)
    const moved = before !== null && before !== input.address && input.newUser
    if (moved && Object.values(counts(sql)).some((count) => count > 0))
      throw new AppError(
        'wrong-state',
        `Changes are still waiting for ${before}. Send them or give them up first.`,
      )
    if (moved) {
      emptyCatalog(sql)
      sql.run(builder.deleteFrom('sync'))
    }
    if (moved || input.newUser) forgetCursors(sql)
    setSetting(sql, ADDRESS, input.address)
  })
}
