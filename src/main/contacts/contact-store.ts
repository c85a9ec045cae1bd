/** People, kept once each: a phone belongs to one contact. Runs in the database thread. */
import { AppError, type Contact, LIMITS } from '../../contract'
import { enqueue, isTold, syncRow, syncState } from '../crm/change-store'
import { oneLine, type Fields } from '../crm/fields'
import { builder, type ContactsTable, type Sql } from '../storage'
import { detailsOf, distinct, setDetails } from './details-store'
import { indexing, indexPerson, insertFound } from './search-store'

export interface NewContact {
  id: string
  name: string
  /** E.164; null while WhatsApp has not told it. */
  phone: string | null
  email?: string | null
  note?: string | null
  now: number
}

/** @throws {AppError} `invalid-input` where nothing readable is left of it. */
export function contactName(text: string): string {
  const name = oneLine(text).slice(0, LIMITS.name).trim()
  if (name === '') throw new AppError('invalid-input', 'A name is needed.')
  return name
}

/** Makes a contact, or answers the one who has this id or this phone already: never doubles. */
export function createContact(sql: Sql, input: NewContact): Contact {
  return sql.transaction(() => {
    const name = contactName(input.name)
    if (find(sql, input.id)) return getContact(sql, input.id)
    const known = input.phone === null ? null : contactIdByPhone(sql, input.phone)
    if (known) return getContact(sql, known)
    const { id, now } = input
    const row = {
      ...{ id, name, email: input.email ?? null, note: input.note ?? null },
      ...{ created_at: now, updated_at: now, seq: null, folded: '', company: null, address: null },
      ...{ consent: 'unknown' as const, consent_at: null, consent_how: null },
    }
    sql.run(builder.insertInto('contacts').values(row))
    if (input.phone !== null)
      sql.run(builder.insertInto('contact_phones').values({ phone: input.phone, contact_id: id }))
    indexPerson(sql, id)
    return getContact(sql, id)
  })
}

const find = (sql: Sql, id: string): ContactsTable | undefined =>
  sql.statement('SELECT * FROM contacts WHERE id = ?').get(id) as ContactsTable | undefined

function phonesOf(sql: Sql, id: string): string[] {
  const rows = sql.all(
    builder.selectFrom('contact_phones').select('phone').where('contact_id', '=', id).orderBy('phone'),
  )
  return rows.map((row) => row.phone)
}

/** @throws {AppError} `not-found`. */
export function getContact(sql: Sql, id: string): Contact {
  const row = find(sql, id)
  if (!row) throw new AppError('not-found', 'There is no such contact.')
  const chats = sql.all(
    builder
      .selectFrom('conversations')
      .select(['phone', 'lid', 'is_business', 'is_blocked'])
      .where('contact_id', '=', id),
  )
  const lids = chats.flatMap((chat) => (chat.phone === null && chat.lid !== null ? [chat.lid] : []))
  return {
    id,
    name: row.name,
    phones: phonesOf(sql, id),
    email: row.email,
    company: row.company,
    address: row.address,
    note: row.note,
    ...detailsOf(sql, id),
    consent: { state: row.consent, at: row.consent_at, how: row.consent_how },
    lids: [...new Set(lids)],
    isBusiness: chats.some((chat) => chat.is_business === 1),
    isBlocked: chats.some((chat) => chat.is_blocked === 1),
    knownSince: Math.min(row.created_at, firstMessageAt(sql, id) ?? row.created_at),
    sync: syncState(sql, 'contact', id),
  }
}

/** When the oldest message kept of this contact's chats was written: they were known before Leadline heard of them. Milliseconds. */
function firstMessageAt(sql: Sql, id: string): number | null {
  return sql
    .statement(
      `SELECT min((SELECT at FROM messages WHERE conversation_id = c.id ORDER BY id LIMIT 1))
         FROM conversations c WHERE c.contact_id = ?`,
    )
    .pluck()
    .get(id) as number | null
}

/** Whether this person asked not to be written to. False for nobody. */
export function isOptedOut(sql: Sql, id: string | null): boolean {
  if (id === null) return false
  return sql.get(builder.selectFrom('contacts').select('consent').where('id', '=', id))?.consent === 'out'
}

/** Whose number this is, or null. `phone` in E.164. */
export function contactIdByPhone(sql: Sql, phone: string): string | null {
  const row = sql.statement('SELECT contact_id FROM contact_phones WHERE phone = ?').get(phone)
  return (row as { contact_id: string } | undefined)?.contact_id ?? null
}

/**
 * Adds a number to a contact (WhatsApp revealed whose LID it is). Where it belongs to somebody else already, nothing changes.
 * @returns whose number it is now.
 */
export function addPhone(sql: Sql, input: { id: string; phone: string; now: number }): Contact {
  return sql.transaction(() => {
    const owner = contactIdByPhone(sql, input.phone)
    if (owner) return getContact(sql, owner)
    getContact(sql, input.id)
    sql.run(builder.insertInto('contact_phones').values({ phone: input.phone, contact_id: input.id }))
    indexPerson(sql, input.id)
    tellPhones(sql, input.id, input.now)
    return getContact(sql, input.id)
  })
}

/** This contact's numbers changed. */
export function tellPhones(sql: Sql, id: string, now: number): void {
  changed(sql, id, { phones: phonesOf(sql, id) }, now)
}

/** A change goes to the CRM only where the CRM has the contact, or is about to. */
export function changed(sql: Sql, id: string, fields: Fields, now: number): void {
  const state = syncRow(sql, 'contact', id)?.state ?? 'local'
  if (isTold(state)) enqueue(sql, { kind: 'contact', recordId: id, dependsOn: null, fields, now })
}

/** A lead or an order needs this person in the CRM: queues the contact where the CRM was not told of it yet. */
export function needInCrm(sql: Sql, id: string, now: number): void {
  const contact = getContact(sql, id)
  if (isTold(contact.sync.state)) return
  enqueue(sql, { kind: 'contact', recordId: id, dependsOn: null, fields: crmFields(contact), now })
}

/** What the CRM is told of a person, by the names of its contract. */
export const crmFields = ({ name, phones, email, company, address, tags, note }: Contact): Fields => ({
  ...{ name, phones, email, company, address, tags },
  notes: note,
})

/** A contact as the CRM tells it; what it leaves out says nothing. */
export interface RemoteContact {
  name: string
  /** E.164. */
  phones: string[]
  email?: string | null | undefined
  company?: string | null | undefined
  address?: string | null | undefined
  tags?: string[] | undefined
  notes?: string | null | undefined
  /** When the CRM made them; milliseconds since the epoch. */
  createdAt?: number
}

/** What says nothing leaves the column as it is. */
const said = <T extends object>(values: T): Partial<T> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>

/**
 * What the CRM says of a contact, where nothing of ours is waiting. Makes it where it is new here. Phones are only added: each is an
 * identity, and one that is somebody else's stays theirs. A chat with such a number that was nobody's is theirs from now on. What the CRM
 * had before and has no more: see `forgetPhones`.
 */
export function applyRemoteContact(sql: Sql, id: string, remote: RemoteContact, now: number): void {
  const free = remote.phones.filter((phone) => contactIdByPhone(sql, phone) === null)
  if (!find(sql, id)) {
    addRemoteContacts(sql, [{ id, remote: { ...remote, name: remoteName(remote), phones: free }, now }])
    return
  }
  const { email, company, address, notes: note, tags } = remote
  const values = { name: remoteName(remote), ...said({ email, company, address, note }), updated_at: now }
  sql.run(builder.updateTable('contacts').set(values).where('id', '=', id))
  for (const phone of free) keepPhone(sql, id, phone)
  takeChats(sql, free)
  if (tags) setDetails(sql, id, { tags })
  indexPerson(sql, id)
}

/** Numbers that are somebody's no more. One with a chat stays: WhatsApp says whose it is. */
export function forgetPhones(sql: Sql, id: string, phones: readonly string[]): void {
  if (phones.length === 0) return
  sql
    .statement(
      `DELETE FROM contact_phones WHERE contact_id = ? AND phone IN (SELECT value FROM json_each(?)) AND NOT EXISTS (
        SELECT 1 FROM conversations c INDEXED BY conversations_by_phone
        WHERE c.account_id IN (SELECT id FROM accounts) AND c.phone = contact_phones.phone)`,
    )
    .run(id, JSON.stringify(phones))
  indexPerson(sql, id)
}

/** People of the CRM's who are nowhere here yet, and none of whose numbers is anybody's, nor of two of them. */
export function addRemoteContacts(
  sql: Sql,
  people: readonly { id: string; remote: RemoteContact; now: number }[],
): void {
  const index = indexing(sql)
  const all = people.map(({ id, remote, now }) => {
    const { phones, email = null, company = null, address = null, notes = null } = remote
    const name = remoteName(remote)
    const tags = distinct(remote.tags ?? [])
    const found = index(name, [company, email, ...tags, ...phones])
    const values = [id, name, email, notes, company, address, remote.createdAt ?? now, now]
    return { id, phones, tags, found, row: [...values, found.seq, found.folded] }
  })
  sql.insertAll(
    { into: 'contacts (id, name, email, note, company, address, created_at, updated_at, seq, folded)' },
    all.map(({ row }) => row),
  )
  sql.insertAll(
    { into: 'contact_phones (phone, contact_id)' },
    all.flatMap(({ id, phones }) => [...new Set(phones)].map((phone) => [phone, id])),
  )
  for (const { id, tags } of all) if (tags.length > 0) setDetails(sql, id, { tags })
  insertFound(
    sql,
    all.map(({ found }) => found),
  )
  takeChats(
    sql,
    people.flatMap(({ remote }) => remote.phones),
  )
}

const remoteName = ({ name, phones }: RemoteContact): string =>
  oneLine(name).slice(0, LIMITS.name).trim() || (phones[0] ?? '?')

const keepPhone = (sql: Sql, id: string, phone: string): unknown =>
  sql.statement('INSERT INTO contact_phones (phone, contact_id) VALUES (?, ?)').run(phone, id)

/** The chats there are with numbers that have just become somebody's. */
function takeChats(sql: Sql, phones: readonly string[]): void {
  if (phones.length === 0) return
  sql
    .statement(
      `UPDATE conversations INDEXED BY conversations_by_phone
        SET contact_id = (SELECT contact_id FROM contact_phones WHERE phone = conversations.phone)
        WHERE account_id IN (SELECT id FROM accounts) AND phone IN (SELECT value FROM json_each(?)) AND contact_id IS NULL`,
    )
    .run(JSON.stringify(phones))
}
