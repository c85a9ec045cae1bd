/**
 * How people are found: one text for each in a trigram index, folded (no accents, no case), with names, company, tags, e-mails and
 * numbers in it. Runs in the database thread.
 */
import type { ContactRow, Page, TagCount } from '../../contract'
import { fold } from '../catalog/fold'
import { builder, type ContactsTable, type Sql } from '../storage'

/** What a person is found by, as it stands in the index. */
const indexed = (words: readonly (string | null)[]): string =>
  [...new Set(words.flatMap((word) => word ?? []).map(fold))].join('\n')

/** Their place in the index. The condition lets SQLite take it from the end of its own index instead of walking over all people. */
const nextSeq = (sql: Sql): number =>
  sql
    .statement('SELECT coalesce(max(seq), 0) + 1 FROM contacts WHERE seq IS NOT NULL')
    .pluck()
    .get() as number

/** What a person is found by, as `insertFound` and the row of each need it. */
export interface Found extends Pick<ContactsTable, 'folded'> {
  seq: number
  text: string
}

/** Places in the index for people who are being written just now. For one transaction, and before any other is given a place. */
export function indexing(sql: Sql): (name: string, words: readonly (string | null)[]) => Found {
  let next = nextSeq(sql)
  return (name, words) => {
    const seq = next
    next += 1
    return { seq, folded: fold(name), text: indexed([name, ...words]) }
  }
}

/**
 * Puts people there who were given places one behind the other. In one statement, and best the last of a transaction: a later one may
 * have the index write out by itself what it has gathered so far.
 */
export function insertFound(sql: Sql, found: readonly Found[]): void {
  const [first] = found
  if (!first) return
  sql
    .statement('INSERT INTO contact_search (rowid, text) SELECT ? + key, value FROM json_each(?)')
    .run(first.seq, JSON.stringify(found.map(({ text }) => text)))
}

/** Call after any change of what a person is found by. */
export function indexPerson(sql: Sql, id: string): void {
  const row = sql.statement('SELECT seq, name, email, company FROM contacts WHERE id = ?').get(id) as
    Pick<ContactsTable, 'seq' | 'name' | 'email' | 'company'> | undefined
  if (!row) return
  const lists = sql
    .statement(
      `SELECT name FROM contact_aliases WHERE contact_id = ? UNION ALL SELECT tag FROM contact_tags WHERE contact_id = ?
        UNION ALL SELECT email FROM contact_emails WHERE contact_id = ?
        UNION ALL SELECT phone FROM contact_phones WHERE contact_id = ?`,
    )
    .pluck()
    .all(id, id, id, id) as string[]
  const words = [row.company, row.email, ...lists]
  const write = sql.statement('UPDATE contacts SET seq = ?, folded = ? WHERE id = ?')
  if (row.seq === null) {
    const found = indexing(sql)(row.name, words)
    insertFound(sql, [found])
    write.run(found.seq, found.folded, id)
    return
  }
  write.run(row.seq, fold(row.name), id)
  const text = indexed([row.name, ...words])
  const before = sql.statement('SELECT text FROM contact_search WHERE rowid = ?').pluck().get(row.seq)
  if (before === text) return
  sql.statement('DELETE FROM contact_search WHERE rowid = ?').run(row.seq)
  sql.statement('INSERT INTO contact_search (rowid, text) VALUES (?, ?)').run(row.seq, text)
}

/** Some of those who are not in the index yet; answers whether there may be more. */
export function indexRest(sql: Sql, limit: number): boolean {
  return sql.transaction(() => {
    const rows = sql.all(builder.selectFrom('contacts').select('id').where('seq', 'is', null).limit(limit))
    for (const { id } of rows) indexPerson(sql, id)
    return rows.length === limit
  })
}

/** What is looked for: the words as typed, and the forms in which a number may be written in the index (see `numberForms`). */
export interface Wanted {
  query: string
  numbers: readonly string[]
}

const phrase = (text: string): string => `"${text.replaceAll('"', '""')}"`

/**
 * An SQL query for the index's rows in which every word is found, or one of the numbers. Words of one or two letters have no trigram
 * and are looked for in the texts that the others leave.
 */
export function matching({ query, numbers }: Wanted): { sql: string; values: string[] } {
  const words = fold(query).split(/\s+/).filter(Boolean)
  const isLong = (word: string): boolean => Array.from(word).length >= 3
  const long = words.filter(isLong).map(phrase).join(' AND ')
  const short = words
    .filter((word) => !isLong(word))
    .map((word) => `%${word.replaceAll(/[%_\\]/g, String.raw`\$&`)}%`)
  const conditions = [
    ...(long === '' ? [] : ['contact_search MATCH ?']),
    ...short.map(() => String.raw`text LIKE ? ESCAPE '\'`),
  ]
  const select = 'SELECT rowid FROM contact_search WHERE'
  const parts = conditions.length === 0 ? [] : [`${select} ${conditions.join(' AND ')}`]
  const values = [...(long === '' ? [] : [long]), ...short]
  if (numbers.length > 0) {
    parts.push(`${select} contact_search MATCH ?`)
    values.push(numbers.map(phrase).join(' OR '))
  }
  return { sql: parts.join(' UNION ') || `${select} 0`, values }
}

export interface PeopleRequest extends Wanted {
  tag: string | null
  chat: 'any' | 'none'
  cursor: string | null
  limit: number
}

interface Row {
  id: string
  name: string
  folded: string
  company: string | null
  consent: ContactRow['consent']
}

/** The last place of a page: the folded name may hold anything, the id never does. */
const cursorOf = ({ id, folded }: Row): string => `${id}:${folded.slice(0, 400)}`

function keyOf(cursor: string): { id: string; folded: string } | null {
  const match = /^([0-9a-f-]{36}):(.*)$/s.exec(cursor)
  return match?.[1] === undefined || match[2] === undefined ? null : { id: match[1], folded: match[2] }
}

function rowView(sql: Sql, { id, name, company, consent }: Row): ContactRow {
  const one = (query: string): string | null =>
    (sql.statement(query).pluck().get(id) as string | undefined) ?? null
  return {
    id,
    name,
    company,
    consent,
    phone: one('SELECT phone FROM contact_phones WHERE contact_id = ? ORDER BY phone LIMIT 1'),
    tags: sql
      .statement('SELECT tag FROM contact_tags WHERE contact_id = ? ORDER BY rowid LIMIT 3')
      .pluck()
      .all(id) as string[],
    conversationId: one(
      'SELECT id FROM conversations WHERE contact_id = ? ORDER BY archived, at DESC, id LIMIT 1',
    ),
  }
}

/** These people as a list shows them; who is not here is left out. */
export function rowsOf(sql: Sql, ids: readonly string[]): ContactRow[] {
  const select = sql.statement('SELECT id, name, folded, company, consent FROM contacts WHERE id = ?')
  return (ids.map((id) => select.get(id)).filter(Boolean) as Row[]).map((row) => rowView(sql, row))
}

/** Whose these numbers (E.164) are, each person once. */
export function havingPhones(sql: Sql, phones: readonly string[]): ContactRow[] {
  const ids = sql
    .statement(
      'SELECT DISTINCT contact_id FROM contact_phones WHERE phone IN (SELECT value FROM json_each(?))',
    )
    .pluck()
    .all(JSON.stringify(phones)) as string[]
  return rowsOf(sql, ids)
}

/** Pages of people, by name. A page costs the same whatever came before it. */
export function listPeople(sql: Sql, request: PeopleRequest): Page<ContactRow> {
  const where: string[] = ['1']
  const values: (string | number)[] = []
  if (request.query.trim() !== '') {
    const match = matching(request)
    where.push(`p.seq IN (${match.sql})`)
    values.push(...match.values)
  }
  if (request.tag !== null) {
    where.push('p.id IN (SELECT contact_id FROM contact_tags WHERE folded = ?)')
    values.push(fold(request.tag))
  }
  if (request.chat === 'none')
    where.push('NOT EXISTS (SELECT 1 FROM conversations c WHERE c.contact_id = p.id)')
  const after = request.cursor === null ? null : keyOf(request.cursor)
  if (after) {
    where.push('(p.folded, p.id) > (?, ?)')
    values.push(after.folded, after.id)
  }
  const rows = sql
    .statement(
      `SELECT p.id, p.name, p.folded, p.company, p.consent FROM contacts p WHERE ${where.join(' AND ')}
        ORDER BY p.folded, p.id LIMIT ?`,
    )
    .all(...values, request.limit + 1) as Row[]
  const shown = rows.slice(0, request.limit)
  const last = shown.at(-1)
  return {
    items: shown.map((row) => rowView(sql, row)),
    next: rows.length > request.limit && last ? cursorOf(last) : null,
  }
}

/** Tags that begin with the text, by how many people have them. */
export function listTags(sql: Sql, { query, limit }: { query: string; limit: number }): TagCount[] {
  const from = fold(query.trim())
  return sql
    .statement(
      `SELECT min(tag) AS tag, count(*) AS people FROM contact_tags WHERE folded >= ? AND folded < ? || char(1114111)
        GROUP BY folded ORDER BY people DESC, folded LIMIT ?`,
    )
    .all(from, from, limit) as TagCount[]
}
