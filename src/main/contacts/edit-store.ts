/** What a person changes of somebody. Each change and what the CRM is told of it are one transaction. Runs in the database thread. */
import { AppError, type Consent, type Contact, type ContactChange } from '../../contract'
import { same, type Fields } from '../crm/fields'
import { builder, type Sql } from '../storage'
import { changed, contactIdByPhone, contactName, createContact, getContact } from './contact-store'
import { setDetails } from './details-store'
import { noteEvent } from './events-store'
import { indexPerson } from './search-store'

/** By the names of the CRM's contract; nothing else of a person leaves this machine. */
const TOLD = {
  name: 'name',
  phones: 'phones',
  email: 'email',
  company: 'company',
  address: 'address',
  tags: 'tags',
  note: 'notes',
} as const satisfies Partial<Record<keyof ContactChange, string>>

/** Those of the fields in which the two differ, as the CRM is told. */
export function toldOf(before: Contact, after: Contact): Fields {
  const keys = Object.keys(TOLD) as (keyof typeof TOLD)[]
  return Object.fromEntries(
    keys.filter((key) => !same(before[key], after[key])).map((key) => [TOLD[key], after[key]]),
  )
}

/**
 * Somebody's numbers become these. One with a chat stays: its chat is theirs.
 * @throws {AppError} `phone-taken` where one is somebody else's, `wrong-state` where one with a chat is left out.
 */
function setPhones(sql: Sql, before: Contact, phones: readonly string[]): void {
  for (const phone of phones) {
    const owner = contactIdByPhone(sql, phone)
    if (owner === before.id) continue
    if (owner !== null) throw new AppError('phone-taken', 'This number is somebody else’s.')
    sql.run(builder.insertInto('contact_phones').values({ phone, contact_id: before.id }))
    const chats = builder.updateTable('conversations').set({ contact_id: before.id })
    sql.run(chats.where('phone', '=', phone).where('contact_id', 'is', null))
  }
  for (const phone of before.phones.filter((one) => !phones.includes(one))) {
    const chats = builder.selectFrom('conversations').select('id').where('contact_id', '=', before.id)
    if (sql.get(chats.where('phone', '=', phone)))
      throw new AppError('wrong-state', 'There is a chat with this number.')
    sql.run(builder.deleteFrom('contact_phones').where('phone', '=', phone))
  }
}

export interface Edit {
  id: string
  /** Phones in E.164. */
  change: ContactChange
  now: number
}

/**
 * Changes what is given, and nothing where all of it is so already.
 * @throws {AppError} `not-found`, `invalid-input`, `phone-taken`, `wrong-state`
 */
export function updateContact(sql: Sql, { id, change, now }: Edit): Contact {
  return sql.transaction(() => {
    const before = getContact(sql, id)
    const { email, company, address, note } = { ...before, ...present(change) }
    const name = change.name === undefined ? before.name : contactName(change.name)
    sql.run(builder.updateTable('contacts').set({ name, email, company, address, note }).where('id', '=', id))
    if (change.phones) setPhones(sql, before, change.phones)
    const { aliases = before.aliases, otherEmails = before.otherEmails, tags, fields } = change
    setDetails(sql, id, { aliases, otherEmails, ...(tags ? { tags } : {}), ...(fields ? { fields } : {}) })
    const after = getContact(sql, id)
    if (same(before, after)) return before
    sql.run(builder.updateTable('contacts').set({ updated_at: now }).where('id', '=', id))
    indexPerson(sql, id)
    if (before.name !== name) noteEvent(sql, id, { kind: 'name', from: before.name, to: name }, now)
    if (before.note !== note) noteEvent(sql, id, { kind: 'note', text: note }, now)
    const told = toldOf(before, after)
    if (Object.keys(told).length > 0) changed(sql, id, told, now)
    return getContact(sql, id)
  })
}

const present = (change: ContactChange): Partial<Contact> =>
  Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))

/**
 * Somebody new, without a chat; the same id again is the same person.
 * @throws {AppError} `invalid-input`, `phone-taken`
 */
export function createPerson(sql: Sql, { id, change, now }: Edit): Contact {
  return sql.transaction(() => {
    const known = sql.get(builder.selectFrom('contacts').select('id').where('id', '=', id))
    if (known) return getContact(sql, id)
    createContact(sql, { id, name: change.name ?? '', phone: null, now })
    return updateContact(sql, { id, change, now })
  })
}

/** What somebody said about being written to. Kept with its history; the CRM's contract has no place for it. @throws {AppError} `not-found` */
export function setConsent(
  sql: Sql,
  { id, state, how, now }: { id: string; state: Consent['state']; how: string | null; now: number },
): Contact {
  return sql.transaction(() => {
    const before = getContact(sql, id)
    if (before.consent.state === state && before.consent.how === how) return before
    const values = { consent: state, consent_at: state === 'unknown' ? null : now, consent_how: how }
    sql.run(
      builder
        .updateTable('contacts')
        .set({ ...values, updated_at: now })
        .where('id', '=', id),
    )
    noteEvent(sql, id, { kind: 'consent', state, how }, now)
    return getContact(sql, id)
  })
}
