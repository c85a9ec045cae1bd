/** Pages of the conversation list, by key: a page costs the same whatever came before it. */
import type { Conversation, ConversationFilter, Page } from '../../contract'
import { matching, type Wanted } from '../contacts/search-store'
import type { ExpressionBuilder } from 'kysely'
import type { Schema, Sql } from '../storage'
import { conversationQuery, conversationView } from './conversation-view'

type Expressions = ExpressionBuilder<{ c: Schema['conversations'] }, 'c'>

export interface ListRequest {
  accountId: string | null
  filter: ConversationFilter
  query: string
  /** The forms in which a number looked for may be written: see `numberForms`. */
  numbers?: readonly string[]
  cursor: string | null
  limit: number
}

function keyOf(cursor: string): { at: number; lastId: number; id: string } | null {
  const [, at, lastId, id] = /^(\d+):(\d+):([0-9a-f-]{36})$/.exec(cursor) ?? []
  return id === undefined ? null : { at: Number(at), lastId: Number(lastId), id }
}

/** As the indexes have it. */
const lastIdOf = (e: Expressions) => e.fn.coalesce('c.last_message_id', e.lit(0))

/**
 * Conversations whose names or number contain the text, accents and case aside. Three letters or more go by the trigram index; one or
 * two have no trigram and are looked for in the indexed texts one by one.
 */
function containing(sql: Sql, text: string): number[] {
  const folded = text.normalize('NFC')
  const [where, value] =
    folded.length >= 3
      ? ['text MATCH ?', `"${folded.replaceAll('"', '""')}"`]
      : [String.raw`text LIKE ? ESCAPE '\'`, `%${folded.replaceAll(/[%_\\]/g, String.raw`\$&`)}%`]
  const statement = sql.statement(`SELECT rowid FROM conversation_search WHERE ${where} LIMIT 2000`)
  return statement.pluck().all(value) as number[]
}

/** Chats of people who are found by anything known of them: other names, company, tags, e-mails, other numbers. */
function ofPeople(sql: Sql, wanted: Wanted): number[] {
  const match = matching(wanted)
  const statement = sql.statement(
    `SELECT c.seq FROM conversations c WHERE c.contact_id IN (SELECT id FROM contacts WHERE seq IN (${match.sql})) LIMIT 2000`,
  )
  return statement.pluck().all(...match.values) as number[]
}

export function listConversations(sql: Sql, request: ListRequest): Page<Conversation> {
  const after = request.cursor === null ? null : keyOf(request.cursor)
  const query = request.query.trim()
  let select = conversationQuery(sql)
    .orderBy('c.at', 'desc')
    .orderBy(lastIdOf, 'desc')
    .orderBy('c.id', 'desc')
    .limit(request.limit + 1)
  if (request.accountId !== null) select = select.where('c.account_id', '=', request.accountId)
  if (request.filter === 'unread') select = select.where('c.unread', '>', 0)
  else select = select.where('c.archived', '=', request.filter === 'archived' ? 1 : 0)
  if (query !== '') {
    const { numbers = [] } = request
    const named = [query, ...numbers].flatMap((text) => containing(sql, text))
    const seqs = [...new Set([...named, ...ofPeople(sql, { query, numbers })])]
    if (seqs.length === 0) return { items: [], next: null }
    select = select.where('c.seq', 'in', seqs)
  }
  if (after) {
    // The first condition is implied; with it the index begins at the page instead of at the newest conversation.
    select = select
      .where('c.at', '<=', after.at)
      .where((e) =>
        e.or([
          e('c.at', '<', after.at),
          e.and([
            e('c.at', '=', after.at),
            e.or([
              e(lastIdOf(e), '<', after.lastId),
              e.and([e(lastIdOf(e), '=', after.lastId), e('c.id', '<', after.id)]),
            ]),
          ]),
        ]),
      )
  }
  const rows = sql.all(select)
  const items = rows.slice(0, request.limit)
  const last = items.at(-1)
  return {
    items: items.map(conversationView),
    next: rows.length > request.limit && last ? `${last.at}:${last.last_message_id ?? 0}:${last.id}` : null,
  }
}

export interface UnreadTotal {
  conversations: number
  messages: number
  /** Conversations by account. */
  byAccount: Record<string, number>
}

export function unreadTotal(sql: Sql): UnreadTotal {
  const rows = sql
    .statement(
      'SELECT account_id AS accountId, count(*) AS conversations, sum(unread) AS messages FROM conversations WHERE unread > 0 GROUP BY account_id',
    )
    .all() as { accountId: string; conversations: number; messages: number }[]
  return {
    conversations: rows.reduce((sum, row) => sum + row.conversations, 0),
    messages: rows.reduce((sum, row) => sum + row.messages, 0),
    byAccount: Object.fromEntries(rows.map((row) => [row.accountId, row.conversations])),
  }
}
