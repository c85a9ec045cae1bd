/**
 * Two people who were made one become two again. What each had goes back to them; what was changed on the one since stays as it is, and
 * what came since (messages, leads, orders) goes with its chat. Runs in the database thread.
 */
import { AppError, type Contact, type UndoObstacle } from '../../contract'
import { boundTo } from '../crm/bound-store'
import { entriesOf, pendingFields, setSync, syncRow } from '../crm/change-store'
import { parseFields, same, writable, type Fields } from '../crm/fields'
import { withRemoteIds } from '../crm/records-store'
import { belongingsOf, moveBelongings, type Belongings } from '../orders/move-store'
import { builder, type Sql, type SyncKind } from '../storage'
import { changed, contactIdByPhone, getContact } from './contact-store'
import { setDetails } from './details-store'
import { toldOf } from './edit-store'
import { noteEvent } from './events-store'
import { mergeRecord, OWN_TABLES, type MergeRecord } from './merge-record'
import { indexPerson } from './search-store'

interface MergeRow {
  id: string
  contact_id: string
  gone_id: string
  at: number
  before: string
}

const find = (sql: Sql, mergeId: string): MergeRow | undefined =>
  sql.get(builder.selectFrom('merges').selectAll().where('id', '=', mergeId))

/** Why a merge can't be undone, or null where it can. `not-found` is an error of the caller. */
export function obstacleOf(sql: Sql, mergeId: string): UndoObstacle | null {
  const row = find(sql, mergeId)
  if (!row) return 'later-merge'
  if (row.before === '') return 'too-long-ago'
  const later = sql
    .statement('SELECT id FROM merges WHERE contact_id = ? ORDER BY at DESC, rowid DESC LIMIT 1')
    .pluck()
    .get(row.contact_id)
  if (later !== mergeId) return 'later-merge'
  const record = readRecord(row)
  const isElsewhere = (phone: string): boolean =>
    ![null, row.contact_id].includes(contactIdByPhone(sql, phone))
  if (record.phones.some(isElsewhere)) return 'phone-taken'
  const [remote] = record.gone.sync
  const isTaken = remote !== undefined && boundTo(sql, 'contact', String(remote['remote_id'])) !== null
  return isTaken ? 'crm-taken' : null
}

const readRecord = (row: MergeRow): MergeRecord => mergeRecord.parse(JSON.parse(row.before))

/** The one that went is here again, as they were. */
function bringBack(sql: Sql, { gone }: MergeRecord, contactId: string): void {
  const isTaken =
    sql.statement('SELECT 1 FROM contacts WHERE seq = ?').get(gone.contacts['seq']) !== undefined
  insert(sql, 'contacts', isTaken ? { ...gone.contacts, seq: null } : gone.contacts)
  for (const table of OWN_TABLES) for (const row of gone[table]) insert(sql, table, row)
  for (const row of gone.not_same) {
    const other = row['one'] === contactId ? row['other'] : row['one']
    if (sql.statement('SELECT 1 FROM contacts WHERE id = ?').get(other)) insert(sql, 'not_same', row)
  }
}

/** Of this code's own tables and columns: names never come from outside. */
function insert(sql: Sql, table: string, row: MergeRecord['gone']['contacts']): void {
  const columns = Object.keys(row)
  sql
    .statement(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`)
    .run(Object.values(row))
}

/** Who wrote STOP since they were made one may be either of both: neither is written to. */
function keepOptOut(sql: Sql, id: string, joined: Contact, { after }: MergeRecord): void {
  if (joined.consent.state !== 'out' || same(joined.consent, after.consent)) return
  const { state, at, how } = joined.consent
  sql.run(
    builder
      .updateTable('contacts')
      .set({ consent: state, consent_at: at, consent_how: how })
      .where('id', '=', id),
  )
}

/** A list without what the merge put into it; what was added or taken away since stays so. */
function listBefore<T>(now: readonly T[], after: readonly T[], before: readonly T[]): T[] {
  if (same(now, after)) return [...before]
  const has = (list: readonly T[], item: T): boolean => list.some((one) => same(one, item))
  return now.filter((item) => has(before, item) || !has(after, item))
}

/** The one that stayed gets back what the merge changed, where nobody changed it since. */
function restoreValues(
  sql: Sql,
  id: string,
  { before, after, updatedBefore, updatedAfter }: MergeRecord,
): void {
  const now = getContact(sql, id)
  const value = <K extends 'name' | 'email' | 'company' | 'address' | 'note' | 'consent'>(
    key: K,
  ): Contact[K] => (same(now[key], after[key]) ? before[key] : now[key])
  const { state, at, how } = value('consent')
  sql.run(
    builder
      .updateTable('contacts')
      .set((set) => ({
        name: value('name'),
        email: value('email'),
        company: value('company'),
        address: value('address'),
        note: value('note'),
        consent: state,
        consent_at: at,
        consent_how: how,
        updated_at: set
          .case()
          .when('updated_at', '=', updatedAfter)
          .then(updatedBefore)
          .else(set.ref('updated_at'))
          .end(),
      }))
      .where('id', '=', id),
  )
  setDetails(sql, id, {
    aliases: listBefore(now.aliases, after.aliases, before.aliases),
    otherEmails: listBefore(now.otherEmails, after.otherEmails, before.otherEmails),
    tags: listBefore(now.tags, after.tags, before.tags),
    fields: listBefore(now.fields, after.fields, before.fields),
  })
}

/** Chats of the one that is back: those that moved, and those made since with their numbers. Answers their ids. */
function partChats(sql: Sql, record: MergeRecord, stays: string): string[] {
  const { id } = record.gone.contact
  const theirs = builder
    .updateTable('conversations')
    .set({ contact_id: id })
    .where('contact_id', '=', stays)
    .where((e) => e.or([e('id', 'in', record.conversations), e('phone', 'in', record.phones)]))
  sql.run(theirs)
  return sql
    .all(builder.selectFrom('conversations').select('id').where('contact_id', '=', id))
    .map((chat) => chat.id)
}

const KINDS = ['lead', 'order', 'note', 'task'] as const

/** Leads and orders made in these chats. */
function madeIn(sql: Sql, conversationIds: readonly string[]): Set<string> {
  const rows = (['leads', 'orders'] as const).flatMap((table) =>
    sql.all(builder.selectFrom(table).select('id').where('conversation_id', 'in', conversationIds)),
  )
  return new Set(rows.map(({ id }) => id))
}

/** What was theirs then, and what was made in their chats since; of that what nobody gave to somebody else. */
function theirs(
  sql: Sql,
  { belongings, kept }: MergeRecord,
  stays: string,
  conversationIds: readonly string[],
): Belongings {
  const made = madeIn(sql, conversationIds)
  const now = belongingsOf(sql, stays)
  const of = (kind: keyof Belongings): string[] =>
    now[kind].filter((id) => belongings[kind].includes(id) || (made.has(id) && !kept[kind].includes(id)))
  return { lead: of('lead'), order: of('order'), note: of('note'), task: of('task') }
}

/** What the CRM knew of the one that is back, and what waited for it, is so again; whom it means by them is no longer the other. */
function relink(sql: Sql, { gone, remotes, merges, events }: MergeRecord, contactId: string): void {
  for (const row of gone.sync) {
    sql.run(builder.deleteFrom('merged_remotes').where('remote_id', '=', String(row['remote_id'])))
    insert(sql, 'sync', row)
  }
  for (const row of gone.change_log)
    insert(sql, 'change_log', {
      ...row,
      state: row['state'] === 'sending' ? 'waiting' : (row['state'] ?? null),
    })
  const to = { contact_id: contactId }
  sql.run(builder.updateTable('merged_remotes').set(to).where('remote_id', 'in', remotes))
  sql.run(builder.updateTable('merges').set(to).where('id', 'in', merges))
  sql.run(builder.updateTable('contact_events').set(to).where('id', 'in', events))
}

/** What waits for the CRM and says nothing but what the CRM says already, since it was taken back before it was sent, waits no more. */
function forgetIdle(sql: Sql, kind: SyncKind, recordId: string): void {
  const entries = entriesOf(sql, kind, recordId)
  const sync = syncRow(sql, kind, recordId)
  const [entry] = entries
  if (!entry || typeof sync?.base !== 'string' || sync.version === null) return
  if (entries.length > 1 || entry.request !== null || entry.state !== 'waiting') return
  const base = writable(kind, parseFields(sync.base))
  const pending = pendingFields(entries)
  const told = withRemoteIds(sql, pending)
  const left: Fields = Object.fromEntries(
    Object.entries(pending).filter(([key]) => !same(told[key], base[key])),
  )
  const row = builder.updateTable('change_log').where('id', '=', entry.id)
  sql.run(row.set({ fields: JSON.stringify(left) }))
  if (Object.keys(left).length > 0) return
  sql.run(builder.deleteFrom('change_log').where('id', '=', entry.id))
  setSync(sql, kind, recordId, { state: 'synced', reason: null })
}

/**
 * Parts two people again.
 * @returns the one that stayed, and the one that is back.
 * @throws {AppError} `not-found`, or `wrong-state` where something stands against it (see `obstacleOf`).
 */
export function undoMerge(
  sql: Sql,
  { mergeId, now }: { mergeId: string; now: number },
): { contact: Contact; back: Contact } {
  return sql.transaction(() => {
    const row = find(sql, mergeId)
    if (!row) throw new AppError('not-found', 'There is no such merge.')
    const obstacle = obstacleOf(sql, mergeId)
    if (obstacle !== null) throw new AppError('wrong-state', `This merge can not be undone: ${obstacle}.`)
    const record = readRecord(row)
    const [stays, id] = [row.contact_id, row.gone_id]
    const joined = getContact(sql, stays)
    const isInCrm = record.gone.sync.some((sync) => (sync['version'] ?? null) !== null)
    bringBack(sql, record, id)
    keepOptOut(sql, id, joined, record)
    for (const phone of record.phones) {
      sql.run(builder.deleteFrom('contact_phones').where('phone', '=', phone))
      sql.run(builder.insertInto('contact_phones').values({ phone, contact_id: id }))
    }
    relink(sql, record, id)
    const chats = partChats(sql, record, stays)
    const all = theirs(sql, record, stays, chats)
    restoreValues(sql, stays, record)
    const { phones, ...rest } = toldOf(joined, getContact(sql, stays))
    const told = { ...rest, ...(phones && !isInCrm ? { phones } : {}) }
    if (Object.keys(told).length > 0) changed(sql, stays, told, now)
    moveBelongings(sql, { all, into: id, now })
    for (const kind of KINDS) for (const each of all[kind]) forgetIdle(sql, kind, each)
    forgetIdle(sql, 'contact', stays)
    for (const contactId of [stays, id]) indexPerson(sql, contactId)
    sql.run(builder.deleteFrom('merges').where('id', '=', mergeId))
    noteEvent(sql, stays, { kind: 'unmerge', name: record.gone.contact.name }, now)
    return { contact: getContact(sql, stays), back: getContact(sql, id) }
  })
}
