/** People who may be one. Everything is asked of indexes: their numbers' twins, e-mail addresses, names. Runs in the database thread. */
import type { Duplicate } from '../../contract'
import { builder, type Sql } from '../storage'
import { getContact } from './contact-store'
import { samenessOf, type Compared } from './merge-rules-store'
import { rowsOf } from './search-store'

/** Of a group that has something in common, so many are compared with each other. */
const MOST_OF_A_GROUP = 6

const MAILS = `SELECT id, lower(email) AS mail FROM contacts WHERE email IS NOT NULL
  UNION SELECT contact_id, email FROM contact_emails`

/** What two or more have in common, as queries for ids; `?` is how many groups. */
const GROUPS = [
  `SELECT group_concat(contact_id) FROM contact_phones GROUP BY twin HAVING count(DISTINCT contact_id) > 1 LIMIT ?`,
  `SELECT group_concat(id) FROM (${MAILS}) GROUP BY mail HAVING count(*) > 1 LIMIT ?`,
  `SELECT group_concat(id) FROM contacts WHERE folded != '' GROUP BY folded HAVING count(*) > 1 LIMIT ?`,
]

/** Who has something in common with one person. */
const ALIKE = `
  SELECT b.contact_id AS id FROM contact_phones a JOIN contact_phones b ON b.twin = a.twin WHERE a.contact_id = :id
  UNION SELECT c.id FROM contacts c WHERE lower(c.email) IN (SELECT mail FROM (${MAILS}) WHERE id = :id)
  UNION SELECT e.contact_id FROM contact_emails e WHERE e.email IN (SELECT mail FROM (${MAILS}) WHERE id = :id)
  UNION SELECT c.id FROM contacts c WHERE c.folded = (SELECT folded FROM contacts WHERE id = :id) AND c.folded != ''`

function compared(sql: Sql, id: string): Compared {
  const { name, company, email, otherEmails } = getContact(sql, id)
  const twins = sql.statement('SELECT twin FROM contact_phones WHERE contact_id = ?').pluck().all(id)
  const emails = [...(email === null ? [] : [email.toLowerCase()]), ...otherEmails]
  return { name, company, emails, twins: twins as string[] }
}

const inOrder = (a: string, b: string): [string, string] => (a < b ? [a, b] : [b, a])

function isSaidToBeTwo(sql: Sql, a: string, b: string): boolean {
  const [one, other] = inOrder(a, b)
  const query = builder.selectFrom('not_same').select('one').where('one', '=', one).where('other', '=', other)
  return sql.get(query) !== undefined
}

function pair(sql: Sql, a: string, b: string): Duplicate | null {
  const because = samenessOf(compared(sql, a), compared(sql, b))
  if (because.length === 0 || isSaidToBeTwo(sql, a, b)) return null
  const [one, other] = rowsOf(sql, [a, b])
  return one && other ? { one, other, because } : null
}

/** Pairs with this person, or of everybody; so many at most. @throws {AppError} `not-found` for a person who is not here. */
export function duplicates(
  sql: Sql,
  { contactId, limit }: { contactId: string | null; limit: number },
): Duplicate[] {
  const groups =
    contactId === null
      ? GROUPS.flatMap((query) => sql.statement(query).pluck().all(limit) as string[]).map((ids) => [
          ...new Set(ids.split(',')),
        ])
      : (sql.statement(ALIKE).pluck().all({ id: contactId }) as string[])
          .filter((id) => id !== contactId)
          .map((id) => [contactId, id])
  const found = new Map<string, Duplicate>()
  for (const group of groups) {
    const members = group.slice(0, MOST_OF_A_GROUP)
    for (const [index, a] of members.entries())
      for (const b of members.slice(index + 1)) {
        const key = inOrder(a, b).join()
        const suggested = found.has(key) ? null : pair(sql, a, b)
        if (suggested) found.set(key, suggested)
        if (found.size >= limit) return [...found.values()]
      }
  }
  return [...found.values()]
}

/** Somebody said that these are two. */
export function notSame(sql: Sql, { contactIds }: { contactIds: readonly [string, string] }): void {
  const [one, other] = inOrder(...contactIds)
  if (one === other) return
  for (const id of contactIds) getContact(sql, id)
  sql.run(
    builder
      .insertInto('not_same')
      .values({ one, other })
      .onConflict((c) => c.doNothing()),
  )
}
