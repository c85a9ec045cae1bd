/** People of files: made with all that the file says of them. Runs in the database thread. */
import { codeOf } from '../../contract'
import type { Consent, CustomField } from '../../contract'
import { builder, type Sql } from '../storage'
import { contactIdByPhone, createContact } from './contact-store'
import { setDetails } from './details-store'
import { indexPerson } from './search-store'

/** What a file says of a person, besides their numbers. */
export interface PersonDetails {
  /** Null: they are called by their number or address. */
  name: string | null
  emails: string[]
  company: string | null
  address: string | null
  note: string | null
  aliases: string[]
  tags: string[]
  fields: CustomField[]
  consent: Consent['state']
  consentHow: string | null
}

export interface FoundPerson extends PersonDetails {
  id: string
  /** E.164; those that are somebody else's are left to them. */
  phones: readonly string[]
  /** When they were first known, ms. */
  at: number
  now: number
}

/** A name of which nothing readable is left makes way for the number. */
function make(sql: Sql, { id, name, phones, emails, note, at }: FoundPerson): void {
  const [phone = null] = phones
  const input = { id, phone, email: emails[0] ?? null, note, now: at }
  const plain = phone ?? emails[0] ?? id
  try {
    createContact(sql, { ...input, name: name ?? plain })
  } catch (error) {
    if (codeOf(error) !== 'invalid-input') throw error
    createContact(sql, { ...input, name: plain })
  }
}

/** Whose e-mail address this is, lower case; null for nobody's. */
export function contactIdByEmail(sql: Sql, email: string): string | null {
  const found = sql
    .statement(
      `SELECT id FROM contacts WHERE lower(email) = :email
        UNION ALL SELECT contact_id FROM contact_emails WHERE email = :email LIMIT 1`,
    )
    .pluck()
    .get({ email })
  return (found as string | undefined) ?? null
}

/** Somebody new; a chat with one of their numbers that was nobody's is theirs. The CRM is not told: see decision 0025. */
export function takePerson(sql: Sql, person: FoundPerson): void {
  const { id, phones, emails, company, address, consent, consentHow, aliases, tags, fields, now } = person
  sql.transaction(() => {
    make(sql, person)
    const said = { consent, consent_at: consent === 'unknown' ? null : now, consent_how: consentHow }
    sql.run(
      builder
        .updateTable('contacts')
        .set({ company, address, ...said })
        .where('id', '=', id),
    )
    for (const phone of phones.slice(1))
      if (contactIdByPhone(sql, phone) === null)
        sql.run(builder.insertInto('contact_phones').values({ phone, contact_id: id }))
    setDetails(sql, id, { aliases, otherEmails: emails.slice(1), tags, fields })
    indexPerson(sql, id)
  })
}
