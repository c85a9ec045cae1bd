/** What there is of a person beside their chats: counted, and erased. Runs in the database thread. */
import path from 'node:path'
import type { ErasedCounts, HeldByCrm } from '../../contract'
import { fold } from '../catalog/fold'
import { forgetRecord } from '../crm/change-store'
import { OF_CONTACT } from '../followup/subject-store'
import { builder, getSetting, setSetting, type Sql, type SyncKind } from '../storage'
import { onlySome } from './counts'
import { tracesOf, type Traces } from '../inbox/traces'

/** One row of what is kept in step with the CRM. */
interface Step {
  /** Products are nobody's. */
  kind: Exclude<SyncKind, 'product' | 'category'>
  id: string
}

const count = (sql: Sql, query: string, ...values: string[]): number =>
  sql
    .statement(query)
    .pluck()
    .get(...values) as number

/** Chats of a person, by the person or by one of their numbers, at every account. */
const CHATS = `kind = 'person' AND (contact_id = ? OR phone IN (SELECT phone FROM contact_phones WHERE contact_id = ?))`

export const chatIdsOf = (sql: Sql, contactId: string): string[] =>
  sql
    .statement(`SELECT id FROM conversations WHERE ${CHATS} ORDER BY seq`)
    .pluck()
    .all(contactId, contactId) as string[]

export function tracesOfPerson(sql: Sql, contactId: string): Traces {
  const phones = sql
    .statement(
      `SELECT phone FROM contact_phones WHERE contact_id = ?
        UNION SELECT phone FROM conversations WHERE ${CHATS} AND phone IS NOT NULL`,
    )
    .pluck()
    .all(contactId, contactId, contactId) as string[]
  const chats = chatIdsOf(sql, contactId)
  const addresses = chats.flatMap(
    (id) =>
      sql
        .statement(
          `SELECT address FROM addresses WHERE conversation_id = ?
            UNION SELECT address FROM conversations WHERE id = ?
            UNION SELECT lid FROM conversations WHERE id = ? AND lid IS NOT NULL`,
        )
        .pluck()
        .all(id, id, id) as string[],
  )
  return tracesOf(phones, addresses)
}

/** Everything of theirs that the CRM may know, with the person first. */
export function stepsOf(sql: Sql, contactId: string): Step[] {
  return sql
    .statement(
      `SELECT 'contact' AS kind, ? AS id
        UNION ALL SELECT 'lead', id FROM leads WHERE contact_id = ?
        UNION ALL SELECT 'order', id FROM orders WHERE contact_id = ?
        UNION ALL SELECT 'note', id FROM notes WHERE ${OF_CONTACT}
        UNION ALL SELECT 'task', id FROM tasks WHERE ${OF_CONTACT}`,
    )
    .all(...Array.from({ length: 9 }, () => contactId)) as Step[]
}

export function heldByCrm(sql: Sql, contactId: string, steps: readonly Step[]): HeldByCrm[] {
  const sync = sql.statement(
    `SELECT s.remote_id AS id, s.version, EXISTS (SELECT 1 FROM change_log e
        WHERE e.kind = s.kind AND e.record_id = s.record_id AND e.request IS NOT NULL) AS sent
      FROM sync s WHERE s.kind = ? AND s.record_id = ? AND s.state <> 'gone'`,
  )
  const held = steps.flatMap(({ kind, id }): HeldByCrm[] => {
    const row = sync.get(kind, id) as { id: string; version: number | null; sent: 0 | 1 } | undefined
    if (!row || (row.version === null && row.sent === 0)) return []
    return [{ kind, id: row.id, maybe: row.version === null }]
  })
  const others = sql
    .statement('SELECT remote_id FROM merged_remotes WHERE contact_id = ? AND gone = 0 ORDER BY remote_id')
    .pluck()
    .all(contactId) as string[]
  return [...held, ...others.map((id) => ({ kind: 'contact' as const, id, maybe: false }))]
}

/** Everything but what lies in chats. */
export function countPerson(sql: Sql, contactId: string, steps: readonly Step[]): ErasedCounts {
  const ofTable = (table: string): number =>
    count(sql, `SELECT count(*) FROM ${table} WHERE contact_id = ?`, contactId)
  const ofKind = (kind: SyncKind): number => steps.filter((step) => step.kind === kind).length
  const entries = sql.statement('SELECT count(*) FROM change_log WHERE kind = ? AND record_id = ?').pluck()
  return onlySome({
    phones: ofTable('contact_phones'),
    emails:
      ofTable('contact_emails') +
      count(sql, 'SELECT count(*) FROM contacts WHERE id = ? AND email IS NOT NULL', contactId),
    aliases: ofTable('contact_aliases'),
    tags: ofTable('contact_tags'),
    fields: ofTable('contact_fields'),
    events: ofTable('contact_events'),
    leads: ofKind('lead'),
    orders: ofKind('order'),
    notes: ofKind('note'),
    tasks: ofKind('task'),
    changes: steps.reduce((sum, { kind, id }) => sum + (entries.get(kind, id) as number), 0),
  })
}

/** What lies in their chats. */
export function countChats(sql: Sql, chats: readonly string[]): ErasedCounts {
  const ofChats = (query: string): number => chats.reduce((sum, id) => sum + count(sql, query, id), 0)
  return onlySome({
    conversations: chats.length,
    messages: ofChats('SELECT count(*) FROM messages WHERE conversation_id = ?'),
    files: ofChats('SELECT count(*) FROM messages WHERE conversation_id = ? AND media_file IS NOT NULL'),
    unsent: ofChats('SELECT count(*) FROM outbox WHERE conversation_id = ?'),
  })
}

/** Who was made one with them and parted again still has how they were, and their name. */
function forgetParted(sql: Sql, contactId: string): void {
  sql.run(builder.deleteFrom('merges').where('gone_id', '=', contactId))
  sql
    .statement(
      `DELETE FROM contact_events WHERE kind IN ('merge', 'unmerge') AND contact_id <> ? AND json_extract(data, '$.name') IN
        (SELECT name FROM contacts WHERE id = ? UNION SELECT name FROM contact_aliases WHERE contact_id = ?)`,
    )
    .run(contactId, contactId, contactId)
}

/** Words shorter than this are in any file's name. */
const SHORTEST = 3
const wordsOf = (text: string): string[] =>
  fold(text)
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word.length >= SHORTEST)

/** A file that was imported may be called like the person in it. One that is open is finished first: see `begin` in store.ts. */
function forgetFileNames(sql: Sql, contactId: string): void {
  const names = sql
    .statement(
      `SELECT name FROM contacts WHERE id = ? UNION SELECT name FROM contact_aliases WHERE contact_id = ?
        UNION SELECT phone FROM contact_phones WHERE contact_id = ?`,
    )
    .pluck()
    .all(contactId, contactId, contactId) as string[]
  const words = names.flatMap(wordsOf)
  for (const { id, file_name: name } of sql.all(builder.selectFrom('imports').select(['id', 'file_name'])))
    if (words.some((word) => fold(name).includes(word)))
      sql.run(
        builder
          .updateTable('imports')
          .set({ file_name: `…${path.extname(name)}` })
          .where('id', '=', id),
      )
}

/** Leads, orders, notes, tasks, what waits for the CRM, and the person with all that hangs on them. Runs inside the caller's transaction. */
export function erasePerson(sql: Sql, contactId: string): void {
  const steps = stepsOf(sql, contactId)
  for (const { kind, id } of steps) forgetRecord(sql, kind, id)
  const all = Array.from({ length: 3 }, () => contactId)
  for (const table of ['notes', 'tasks'] as const)
    sql.statement(`DELETE FROM ${table} WHERE ${OF_CONTACT}`).run(...all)
  for (const table of ['leads', 'orders'] as const)
    sql.run(builder.deleteFrom(table).where('contact_id', '=', contactId))
  forgetParted(sql, contactId)
  forgetFileNames(sql, contactId)
  sql.run(builder.deleteFrom('contacts').where('id', '=', contactId))
}

/** The outbox remembers per account to whom it sent last. */
export function forgetLastSends(sql: Sql, chats: readonly string[]): void {
  const keys = sql.all(
    builder.selectFrom('settings').select('key').where('key', 'like', 'outbox.last-send.%'),
  )
  for (const { key } of keys) {
    const value = getSetting(sql, key) ?? ''
    if (chats.some((id) => value.includes(id))) setSetting(sql, key, null)
  }
}
