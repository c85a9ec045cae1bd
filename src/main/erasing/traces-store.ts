/**
 * Traces of a person in what is not theirs: groups they wrote in, answers that hold their words, mentions, reactions, votes, contact
 * cards, WhatsApp's own data. Looked through a page of messages at a time. Runs in the database thread.
 */
import type { ErasedCounts } from '../../contract'
import { eraseMessages } from '../inbox/erase-store'
import { dropRaw } from '../inbox/raw-store'
import { forgetText, learnText } from '../inbox/text-index'
import type { Sql } from '../storage'
import { onlySome } from './counts'
import { isAnswerToThem, withoutCards, withoutMentions, type Traces } from '../inbox/traces'

/** Messages of one page: `after` < id <= `last`. */
interface Range {
  after: number
  last: number
}

interface Swept {
  counts: ErasedCounts
  files: string[]
  /** The page's last message; null: there are no more. */
  last: number | null
  /** Groups of which messages went. */
  groups: string[]
}

const IN = 'm.id > ? AND m.id <= ?'
const any = (one: string, values: readonly string[]): string => values.map(() => one).join(' OR ')

function eraseTheirs(sql: Sql, { addresses }: Traces, { after, last }: Range) {
  const theirs = any(String.raw`m.serialized_id LIKE '%\_' || ? ESCAPE '\'`, addresses)
  const rows = sql
    .statement(
      `SELECT m.id, m.key, m.body, m.media_file, m.conversation_id AS conversationId FROM messages m
        JOIN conversations c ON c.id = m.conversation_id WHERE ${IN} AND c.kind = 'group' AND (${theirs})`,
    )
    .all(after, last, ...addresses) as {
    id: number
    key: string | null
    body: string | null
    media_file: string | null
    conversationId: string
  }[]
  const files = rows.length > 0 ? eraseMessages(sql, rows) : []
  const groups = [...new Set(rows.map((row) => row.conversationId))]
  let quotes = 0
  for (const id of groups) {
    sql
      .statement(
        'UPDATE conversations SET last_message_id = (SELECT max(id) FROM messages WHERE conversation_id = ?) WHERE id = ?',
      )
      .run(id, id)
    quotes += eraseQuotes(
      sql,
      id,
      rows.flatMap(({ key, conversationId }) => (conversationId === id && key !== null ? key : [])),
    )
  }
  return { messages: rows.length, quotes, files, groups }
}

/** What others quoted of these messages, wherever they did in the group, also where nothing is kept of what WhatsApp said of it. */
function eraseQuotes(sql: Sql, conversationId: string, keys: readonly string[]): number {
  return sql
    .statement(
      `UPDATE messages SET quoted_body = NULL WHERE conversation_id = ? AND quoted_body IS NOT NULL
        AND quoted_key IN (SELECT value FROM json_each(?))`,
    )
    .run(conversationId, JSON.stringify(keys)).changes
}

function eraseRaws(sql: Sql, traces: Traces, { after, last }: Range): { raws: number; quotes: number } {
  const { digits } = traces
  const rows = sql
    .statement(
      `SELECT m.message_id AS id, m.raw FROM message_raws m WHERE m.message_id > ? AND m.message_id <= ?
        AND (${any('instr(m.raw, ?) > 0', digits)})`,
    )
    .all(after, last, ...digits) as { id: number; raw: string }[]
  let quotes = 0
  for (const { id, raw } of rows) {
    if (isAnswerToThem(raw, traces))
      quotes += sql
        .statement('UPDATE messages SET quoted_body = NULL WHERE id = ? AND quoted_body IS NOT NULL')
        .run(id).changes
    sql.statement('DELETE FROM message_raws WHERE message_id = ?').run(id)
  }
  return { raws: rows.length, quotes }
}

function eraseMentions(sql: Sql, traces: Traces, { after, last }: Range): number {
  const { digits } = traces
  const rows = sql
    .statement(
      `SELECT m.id, m.body FROM messages m WHERE ${IN} AND (${any(`instr(m.body, '@' || ?) > 0`, digits)})`,
    )
    .all(after, last, ...digits) as { id: number; body: string }[]
  for (const { id, body } of rows) {
    const left = withoutMentions(body, traces)
    forgetText(sql, id, body)
    learnText(sql, id, left)
    sql.statement('UPDATE messages SET body = ? WHERE id = ?').run(left, id)
  }
  for (const one of digits) {
    const replace = `SET {} = replace({}, '@' || ?, '@…') WHERE instr({}, '@' || ?) > 0 AND`
    const of = (column: string): string => replace.replaceAll('{}', column)
    sql.statement(`UPDATE messages ${of('quoted_body')} id > ? AND id <= ?`).run(one, one, after, last)
    sql.statement(`UPDATE edits ${of('body')} message_id > ? AND message_id <= ?`).run(one, one, after, last)
  }
  return rows.length
}

function eraseCards(sql: Sql, traces: Traces, { after, last }: Range): number {
  const rows = sql
    .statement(
      `SELECT m.id, m.extra FROM messages m WHERE ${IN} AND m.type = 'contact-card' AND m.extra IS NOT NULL`,
    )
    .all(after, last) as { id: number; extra: string }[]
  let cards = 0
  for (const { id, extra } of rows) {
    const left = withoutCards(extra, traces)
    if (left === null) continue
    sql.statement('UPDATE messages SET extra = ? WHERE id = ?').run(left, id)
    // What WhatsApp said of it holds the whole card too.
    dropRaw(sql, id)
    cards++
  }
  return cards
}

/** Deletes rows of a table that hangs on messages, by who made them. */
function eraseBy(sql: Sql, table: 'reactions' | 'poll_votes', { addresses }: Traces, { after, last }: Range) {
  const who = table === 'reactions' ? 'sender' : 'voter'
  const list = addresses.map(() => '?').join(', ')
  return sql
    .statement(`DELETE FROM ${table} WHERE message_id > ? AND message_id <= ? AND ${who} IN (${list})`)
    .run(after, last, ...addresses).changes
}

/** Erases the traces in the messages after this one, `limit` of them at most. Runs inside the caller's transaction. */
export function sweepPage(sql: Sql, traces: Traces, after: number, limit: number): Swept {
  const last = sql
    .statement('SELECT max(id) FROM (SELECT id FROM messages WHERE id > ? ORDER BY id LIMIT ?)')
    .pluck()
    .get(after, limit) as number | null
  if (last === null || traces.addresses.length === 0) return { counts: {}, files: [], last: null, groups: [] }
  const range = { after, last }
  const theirs = eraseTheirs(sql, traces, range)
  const mentions = eraseMentions(sql, traces, range)
  const { raws, quotes } = eraseRaws(sql, traces, range)
  const cards = eraseCards(sql, traces, range)
  const counts = onlySome({
    groupMessages: theirs.messages,
    files: theirs.files.length,
    ...{ mentions, cards, raws, quotes: theirs.quotes + quotes },
    reactions: eraseBy(sql, 'reactions', traces, range),
    votes: eraseBy(sql, 'poll_votes', traces, range),
  })
  return { counts, files: theirs.files, last, groups: theirs.groups }
}
