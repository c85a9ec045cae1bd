/** People who may be one. Everything is asked of indexes: their numbers' twins, e-mail addresses, names. Runs in the database thread. */
import type { Duplicate } from '../../contract'
import { builder, type ContactsTable, type Sql } from '../storage'
import { getContact } from './contact-store'
import { samenessOf, type Compared } from './merge-rules-store'
import { rowsOf } from './search-store'

/** Of a group that has something in common, so many are compared with each other. */
const MOST_OF_A_GROUP = 6

/** E-mail addresses of more than one: of each kind by its own index, for together they would have to be sorted first. */
const SHARED_MAILS = `
  SELECT lower(email) AS mail FROM contacts WHERE email IS NOT NULL GROUP BY lower(email) HAVING count(*) > 1
  UNION SELECT e.email FROM contact_emails e
    WHERE EXISTS (SELECT 1 FROM contacts c WHERE c.email IS NOT NULL AND lower(c.email) = lower(e.email))
      OR EXISTS (SELECT 1 FROM contact_emails o WHERE o.email = e.email AND o.contact_id <> e.contact_id)`

/** What two or more have in common, as queries for ids; `?` is how many groups. */
export const GROUPS = [
  `SELECT group_concat(contact_id) FROM contact_phones
    WHERE twin IN (SELECT twin FROM contact_phones GROUP BY twin HAVING count(*) > 1)
    GROUP BY twin HAVING count(DISTINCT contact_id) > 1 LIMIT ?`,
  `SELECT (SELECT group_concat(id) FROM (
      SELECT c.id FROM contacts c WHERE c.email IS NOT NULL AND lower(c.email) = shared.mail
      UNION SELECT e.contact_id FROM contact_emails e WHERE e.email = shared.mail))
    FROM (${SHARED_MAILS}) AS shared LIMIT ?`,
  `SELECT group_concat(id) FROM contacts WHERE folded != '' GROUP BY folded HAVING count(*) > 1 LIMIT ?`,
]

/** Who has something in common with one person. */
export const ALIKE = `
  WITH mine AS (SELECT lower(email) AS mail FROM contacts WHERE id = :id AND email IS NOT NULL
    UNION SELECT email FROM contact_emails WHERE contact_id = :id)
  SELECT b.contact_id AS id FROM contact_phones a JOIN contact_phones b ON b.twin = a.twin WHERE a.contact_id = :id
  UNION SELECT c.id FROM mine CROSS JOIN contacts c ON c.email IS NOT NULL AND lower(c.email) = mine.mail
  UNION SELECT e.contact_id FROM mine CROSS JOIN contact_emails e ON e.email = mine.mail
  UNION SELECT c.id FROM contacts c WHERE c.folded = (SELECT folded FROM contacts WHERE id = :id) AND c.folded != ''`

/** Little of each, since there may be many to compare. */
function compared(sql: Sql, id: string): Compared {
  const { name, company, email } = sql
    .statement('SELECT name, company, email FROM contacts WHERE id = ?')
    .get(id) as Pick<ContactsTable, 'name' | 'company' | 'email'>
  const of = (query: string): string[] => sql.statement(query).pluck().all(id) as string[]
  const others = of('SELECT email FROM contact_emails WHERE contact_id = ?')
  const twins = of('SELECT twin FROM contact_phones WHERE contact_id = ?')
  return { name, company, emails: [...(email === null ? [] : [email.toLowerCase()]), ...others], twins }
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
