/**
 * The queue of changes towards the CRM and each record's place in it. The rooms whose records go to the CRM call this inside the
 * transaction that changes the record, so that a change and its entry are kept together or not at all.
 *
 * One record's changes keep their order: only the first entry of a record may be under way, and a change made meanwhile waits in
 * one entry behind it. A change nobody has tried to send yet takes further changes in.
 */
import { randomUUID } from 'node:crypto'
import type { Selectable } from 'kysely'
import type { SyncState } from '../../contract'
import type { BaseKind, ChangeLogTable, Sql, SyncKind, SyncTable } from '../storage'
import { builder } from '../storage'
import { parseFields, type Fields } from './fields'

export type ChangeEntry = Selectable<ChangeLogTable>
export type SyncRow = Selectable<SyncTable>

export interface Change {
  kind: SyncKind
  recordId: string
  /** The contact that must be in the CRM before it; with `dependsKind` a record of that kind. */
  dependsOn: string | null
  dependsKind?: BaseKind
  /** What changed, by the names of the CRM's contract; for a new record all of it. */
  fields: Fields
  now: number
}

export function syncRow(sql: Sql, kind: SyncKind, recordId: string): SyncRow | undefined {
  return sql.statement('SELECT * FROM sync WHERE kind = ? AND record_id = ?').get(kind, recordId) as
    SyncRow | undefined
}

/** As the screens see it. A record the CRM was never told of is local. */
export function syncState(sql: Sql, kind: SyncKind, recordId: string): SyncState {
  const row = syncRow(sql, kind, recordId)
  return { state: row?.state ?? 'local', reason: row?.reason ?? null }
}

/** Whether the CRM has it, or is about to: further changes go there too. */
export const isTold = (state: SyncState['state']): boolean => state !== 'local' && state !== 'gone'

/** A record's entries, oldest first. */
export function entriesOf(sql: Sql, kind: SyncKind, recordId: string): ChangeEntry[] {
  return sql
    .statement('SELECT * FROM change_log WHERE kind = ? AND record_id = ? ORDER BY id')
    .all(kind, recordId) as ChangeEntry[]
}

/**
 * A record's changes of the same person as this one, which is among them, oldest first: of whoever is signed in, or of somebody before who
 * they wait for. Who that is may change while it is under way.
 */
export const ofSame = (sql: Sql, row: ChangeEntry): ChangeEntry[] =>
  entriesOf(sql, row.kind, row.record_id).filter((entry) => entry.of_user === row.of_user)

/** What is waiting of a record, all its entries taken together. */
export function pendingFields(entries: readonly ChangeEntry[]): Fields {
  return entries.reduce<Fields>((all, entry) => ({ ...all, ...parseFields(entry.fields) }), {})
}

export function setSync(sql: Sql, kind: SyncKind, recordId: string, values: Partial<SyncRow>): void {
  const columns = Object.keys(values).map((column) => `"${column}" = ?`)
  const { changes } = sql
    .statement(`UPDATE sync SET ${columns.join(', ')} WHERE kind = ? AND record_id = ?`)
    .run(...Object.values(values), kind, recordId)
  if (changes > 0) return
  const fresh: SyncRow = {
    kind,
    record_id: recordId,
    remote_id: recordId,
    state: 'local',
    reason: null,
    version: null,
    base: null,
    newer_version: null,
    synced_at: null,
  }
  sql.run(builder.insertInto('sync').values({ ...fresh, ...values }))
}

/** Nothing of ours waits, and what the CRM said last is kept already. */
export function setInStep(sql: Sql, kind: SyncKind, recordId: string): void {
  sql
    .statement("UPDATE sync SET state = 'synced', reason = NULL WHERE kind = ? AND record_id = ?")
    .run(kind, recordId)
}

/** The record is here no more: nothing of it waits for the CRM, and what the CRM answers still finds no entry. */
export function forgetRecord(sql: Sql, kind: SyncKind, recordId: string): void {
  for (const table of ['change_log', 'sync'] as const)
    sql.run(builder.deleteFrom(table).where('kind', '=', kind).where('record_id', '=', recordId))
}

/**
 * Two of the CRM's people are one person here: what the CRM says of leads, orders, notes and tasks of the one that goes is said of
 * the one that stays. The record of the one that goes stays in the CRM as it is. Call before it is forgotten here.
 */
export function aliasContact(sql: Sql, { from, into }: { from: string; into: string }): void {
  sql.run(builder.updateTable('merged_remotes').set({ contact_id: into }).where('contact_id', '=', from))
  const row = syncRow(sql, 'contact', from)
  if (row && row.version !== null) keepAlias(sql, row.remote_id, into)
}

function keepRemote(sql: Sql, remoteId: string, contactId: string, gone: 0 | 1): void {
  const values = { contact_id: contactId, gone }
  sql.run(
    builder
      .insertInto('merged_remotes')
      .values({ remote_id: remoteId, ...values })
      .onConflict((on) => on.column('remote_id').doUpdateSet(values)),
  )
}

/** A person of the CRM's is this one here, who is another one of the CRM's already. */
export const keepAlias = (sql: Sql, remoteId: string, contactId: string): void =>
  keepRemote(sql, remoteId, contactId, 0)

/** A person of the CRM's was this one here, and is deleted there: what is left there about them is about this one. */
export const keepGone = (sql: Sql, remoteId: string, contactId: string): void =>
  keepRemote(sql, remoteId, contactId, 1)

export function dropAlias(sql: Sql, remoteId: string): void {
  sql.run(builder.deleteFrom('merged_remotes').where('remote_id', '=', remoteId))
}

/** When an entry is due: not at the time of its change, which a chat may date ahead of this machine's clock. */
const AT_ONCE = 0

/** What must be in the CRM before a record is what it hangs on now, whatever that was when its entry was made. */
const dependencyOf = ({ dependsOn, dependsKind = 'contact' }: Change) => ({
  depends_kind: dependsOn === null ? null : dependsKind,
  depends_on: dependsOn,
})

/**
 * Puts a change into the queue: into an entry that was never sent or was refused, else behind the one under way, or the one that waits for
 * somebody else.
 */
export function enqueue(sql: Sql, change: Change): void {
  const { kind, recordId, now } = change
  const entries = entriesOf(sql, kind, recordId)
  const last = entries.at(-1)
  const isMine = last?.of_user === null
  if (isMine && last.state === 'conflict') {
    // The person still has to choose between this and what the CRM has.
    const fields = JSON.stringify({ ...parseFields(last.fields), ...change.fields })
    sql.run(
      builder
        .updateTable('change_log')
        .set({ fields, ...dependencyOf(change) })
        .where('id', '=', last.id),
    )
    return
  }
  if (isMine && last.request === null && last.state !== 'sending') {
    reopen(sql, last, { ...parseFields(last.fields), ...change.fields }, AT_ONCE)
    sql.run(builder.updateTable('change_log').set(dependencyOf(change)).where('id', '=', last.id))
  } else {
    const known = entries.length > 0 || (syncRow(sql, kind, recordId)?.version ?? null) !== null
    sql.run(
      builder.insertInto('change_log').values({
        kind,
        record_id: recordId,
        ...dependencyOf(change),
        operation: known ? 'update' : 'create',
        fields: JSON.stringify(change.fields),
        base_version: null,
        idempotency_key: randomUUID(),
        request: null,
        created_at: now,
        state: 'waiting',
        attempts: 0,
        merges: 0,
        next_at: AT_ONCE,
        tried_at: null,
        last_error: null,
        conflict: null,
      }),
    )
  }
  setSync(sql, kind, recordId, { state: 'waiting', reason: null })
}

/**
 * A lead or an order is another contact's now. What the CRM refused goes on waiting for the person and names the new contact when it
 * is tried again; what the CRM was never told of stays local.
 * @returns whether the CRM is told, for which it must have that contact.
 */
export function changeContact(
  sql: Sql,
  { kind, recordId, contactId, now }: { kind: SyncKind; recordId: string; contactId: string; now: number },
): boolean {
  const ofRecord = builder
    .updateTable('change_log')
    .where('kind', '=', kind)
    .where('record_id', '=', recordId)
  sql.run(ofRecord.set({ depends_kind: 'contact', depends_on: contactId }))
  const entries = entriesOf(sql, kind, recordId)
  for (const { id, state, fields } of entries) {
    if (state !== 'refused' && state !== 'conflict') continue
    const named = JSON.stringify({ ...parseFields(fields), contactId })
    sql.run(builder.updateTable('change_log').set({ fields: named }).where('id', '=', id))
  }
  const needsPerson = entries.at(-1)?.state === 'refused' || entries.at(-1)?.state === 'conflict'
  const tells = !needsPerson && isTold(syncState(sql, kind, recordId).state)
  if (tells) enqueue(sql, { kind, recordId, dependsOn: contactId, fields: { contactId }, now })
  return tells
}

/** Makes an entry that is not under way a fresh attempt with these fields. A new attempt is a new request: it gets a new key. */
export function reopen(sql: Sql, entry: ChangeEntry, fields: Fields, nextAt: number): void {
  sql.run(
    builder
      .updateTable('change_log')
      .set({
        fields: JSON.stringify(fields),
        request: null,
        base_version: null,
        idempotency_key: randomUUID(),
        state: 'waiting',
        attempts: 0,
        next_at: nextAt,
        last_error: null,
        conflict: null,
      })
      .where('id', '=', entry.id),
  )
}

/** Takes the entries behind the first into it; the first must not be under way. Answers all their fields. */
export function collapse(sql: Sql, entries: readonly ChangeEntry[]): Fields {
  const fields = pendingFields(entries)
  const [first, ...rest] = entries
  if (!first || rest.length === 0) return fields
  sql.run(
    builder.deleteFrom('change_log').where(
      'id',
      'in',
      rest.map((entry) => entry.id),
    ),
  )
  sql.run(
    builder
      .updateTable('change_log')
      .set({ fields: JSON.stringify(fields) })
      .where('id', '=', first.id),
  )
  return fields
}
