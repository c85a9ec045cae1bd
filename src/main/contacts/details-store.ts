/** What is known of a person in lists: other names, other e-mails, tags, fields of their own. Runs in the database thread. */
import type { Contact, ContactChange, CustomField } from '../../contract'
import { fold } from '../catalog/fold'
import { oneLine } from '../crm/fields'
import { builder, type Sql } from '../storage'

export type Details = Pick<Contact, 'aliases' | 'otherEmails' | 'tags' | 'fields'>

/** Each in the order in which it was put in. */
export function detailsOf(sql: Sql, id: string): Details {
  const of = <R>(columns: string, table: string, order: string): R[] =>
    sql.statement(`SELECT ${columns} FROM ${table} WHERE contact_id = ? ORDER BY ${order}`).all(id) as R[]
  return {
    aliases: of<{ name: string }>('name', 'contact_aliases', 'rowid').map(({ name }) => name),
    otherEmails: of<{ email: string }>('email', 'contact_emails', 'rowid').map(({ email }) => email),
    tags: of<{ tag: string }>('tag', 'contact_tags', 'rowid').map(({ tag }) => tag),
    fields: of<CustomField>('name, value', 'contact_fields', 'position'),
  }
}

/** One of each, whatever its case and accents; the first writing stands. */
export function distinct(texts: readonly string[]): string[] {
  const seen = new Map<string, string>()
  for (const text of texts.map(oneLine)) {
    const key = fold(text)
    if (text !== '' && !seen.has(key)) seen.set(key, text)
  }
  return [...seen.values()]
}

type Lists = Pick<ContactChange, 'aliases' | 'otherEmails' | 'tags' | 'fields'>

/** Replaces the lists that are given. A name or an e-mail that is the main one is no other one. */
export function setDetails(sql: Sql, id: string, lists: Lists): void {
  const main = sql.get(builder.selectFrom('contacts').select(['name', 'email']).where('id', '=', id))
  if (lists.aliases) {
    sql.run(builder.deleteFrom('contact_aliases').where('contact_id', '=', id))
    for (const name of distinct(lists.aliases).filter((one) => fold(one) !== fold(main?.name ?? '')))
      sql.run(builder.insertInto('contact_aliases').values({ contact_id: id, name, folded: fold(name) }))
  }
  if (lists.otherEmails) {
    sql.run(builder.deleteFrom('contact_emails').where('contact_id', '=', id))
    const first = main?.email?.toLowerCase()
    for (const email of new Set(lists.otherEmails.map((one) => one.toLowerCase())))
      if (email !== first) sql.run(builder.insertInto('contact_emails').values({ contact_id: id, email }))
  }
  if (lists.tags) {
    sql.run(builder.deleteFrom('contact_tags').where('contact_id', '=', id))
    for (const tag of distinct(lists.tags))
      sql.run(builder.insertInto('contact_tags').values({ contact_id: id, tag, folded: fold(tag) }))
  }
  if (lists.fields) {
    sql.run(builder.deleteFrom('contact_fields').where('contact_id', '=', id))
    for (const [position, { name, value }] of lists.fields.entries())
      sql.run(builder.insertInto('contact_fields').values({ contact_id: id, position, name, value }))
  }
}
