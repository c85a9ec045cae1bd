/** People, kept once each: a phone belongs to one contact. Runs in the database thread. */
import { AppError, type Contact } from '../../contract'
import { enqueue, syncRow, syncState } from '../crm/change-store'
import { oneLine, type Fields } from '../crm/fields'
import { builder, type Sql, type Store } from '../storage'

export interface NewContact {
  id: string
  name: string
  /** E.164; null while WhatsApp has not told it. */
  phone: string | null
  now: number
}

/** @throws {AppError} `invalid-input` where nothing readable is left of it. */
export function contactName(text: string): string {
  const name = oneLine(text).slice(0, 200).trim()
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
    const row = { id, name, email: null, note: null, created_at: now, updated_at: now }
    sql.run(builder.insertInto('contacts').values(row))
    if (input.phone !== null)
      sql.run(builder.insertInto('contact_phones').values({ phone: input.phone, contact_id: id }))
    return getContact(sql, id)
  })
}

const find = (sql: Sql, id: string) =>
  sql.get(builder.selectFrom('contacts').selectAll().where('id', '=', id))

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
    note: row.note,
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

/** Whose number this is, or null. `phone` in E.164. */
export function contactIdByPhone(sql: Sql, phone: string): string | null {
  const row = sql.get(builder.selectFrom('contact_phones').select('contact_id').where('phone', '=', phone))
  return row?.contact_id ?? null
}

/** @throws {AppError} `not-found` or `invalid-input`. */
export function renameContact(sql: Sql, input: { id: string; name: string; now: number }): Contact {
  return sql.transaction(() => {
    const name = contactName(input.name)
    const before = getContact(sql, input.id)
    if (before.name === name) return before
    const values = { name, updated_at: input.now }
    sql.run(builder.updateTable('contacts').set(values).where('id', '=', input.id))
    changed(sql, input.id, { name }, input.now)
    return getContact(sql, input.id)
  })
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
    tellPhones(sql, input.id, input.now)
    return getContact(sql, input.id)
  })
}

/** This contact's numbers changed. */
export function tellPhones(sql: Sql, id: string, now: number): void {
  changed(sql, id, { phones: phonesOf(sql, id) }, now)
}

/** A change goes to the CRM only where the CRM has the contact, or is about to. */
function changed(sql: Sql, id: string, fields: Fields, now: number): void {
  const state = syncRow(sql, 'contact', id)?.state ?? 'local'
  if (state !== 'local') enqueue(sql, { kind: 'contact', recordId: id, dependsOn: null, fields, now })
}

/** A lead or an order needs this person in the CRM: queues the contact where the CRM was not told of it yet. */
export function needInCrm(sql: Sql, id: string, now: number): void {
  const { name, phones, email, note, sync } = getContact(sql, id)
  if (sync.state !== 'local') return
  const fields = { name, phones, email, notes: note }
  enqueue(sql, { kind: 'contact', recordId: id, dependsOn: null, fields, now })
}

/** What the CRM says of a contact, where nothing of ours is waiting. Phones are only added: each is an identity. */
export function applyRemoteContact(
  sql: Sql,
  id: string,
  remote: { name: string; phones: string[]; email: string | null; notes: string | null },
  now: number,
): void {
  const values = { name: contactName(remote.name), email: remote.email, note: remote.notes, updated_at: now }
  sql.run(builder.updateTable('contacts').set(values).where('id', '=', id))
  for (const phone of remote.phones) {
    if (contactIdByPhone(sql, phone)) continue
    sql.run(builder.insertInto('contact_phones').values({ phone, contact_id: id }))
  }
}

export const contactsStore = {
  createContact,
  getContact,
  contactIdByPhone,
  renameContact,
  addPhone,
} satisfies Store
