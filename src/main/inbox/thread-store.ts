/** Pages of a thread, and search over all of them, newest first. */
import type { Conversation, Message, MessagePage } from '../../contract'
import type { Sql } from '../storage'
import { conversationViews } from './conversation-view'
import { viewsOf, type MessageRow } from './message-view'
import { wordsBeginningWith } from './term-index'

export interface ThreadRequest {
  conversationId: string
  at:
    | { edge: 'newest' }
    | { edge: 'before'; messageId: number }
    | { edge: 'after'; messageId: number }
    | { edge: 'around'; messageId: number }
  limit: number
}

const BEFORE = 'SELECT * FROM messages WHERE conversation_id = ? AND id < ? ORDER BY id DESC LIMIT ?'
const FROM = 'SELECT * FROM messages WHERE conversation_id = ? AND id >= ? ORDER BY id LIMIT ?'

/** One row more than asked for tells whether there are more. */
function older(
  sql: Sql,
  conversationId: string,
  id: number,
  limit: number,
): { rows: MessageRow[]; more: boolean } {
  const rows = sql.statement(BEFORE).all(conversationId, id, limit + 1) as MessageRow[]
  return { rows: rows.slice(0, limit).reverse(), more: rows.length > limit }
}

function newer(
  sql: Sql,
  conversationId: string,
  id: number,
  limit: number,
): { rows: MessageRow[]; more: boolean } {
  const rows = sql.statement(FROM).all(conversationId, id, limit + 1) as MessageRow[]
  return { rows: rows.slice(0, limit), more: rows.length > limit }
}

export function threadPage(sql: Sql, { conversationId, at, limit }: ThreadRequest): MessagePage {
  switch (at.edge) {
    case 'newest': {
      const page = older(sql, conversationId, Number.MAX_SAFE_INTEGER, limit)
      return { items: viewsOf(sql, page.rows), older: page.more, newer: false }
    }
    case 'before': {
      const page = older(sql, conversationId, at.messageId, limit)
      return { items: viewsOf(sql, page.rows), older: page.more, newer: true }
    }
    case 'after': {
      const page = newer(sql, conversationId, at.messageId + 1, limit)
      return { items: viewsOf(sql, page.rows), older: true, newer: page.more }
    }
    case 'around': {
      const half = Math.ceil(limit / 2)
      const before = older(sql, conversationId, at.messageId, half)
      const after = newer(sql, conversationId, at.messageId, limit - half)
      return { items: viewsOf(sql, [...before.rows, ...after.rows]), older: before.more, newer: after.more }
    }
  }
}

/** What was typed, in words as the index cuts them. */
const wordsOf = (query: string): string[] =>
  query
    .normalize('NFC')
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .filter((word) => word !== '')

/** Each word is looked for as typed, the last one also as a beginning. FTS5's own syntax is not offered: quotes are doubled. */
export function searchExpression(query: string): string | null {
  const words = wordsOf(query)
  if (words.length === 0) return null
  return words.map((word, index) => `"${word}"${index === words.length - 1 ? '*' : ''}`).join(' ')
}

/** The same, for the words that there are. Null where nothing can be found. */
function expressionFor(sql: Sql, query: string): string | null {
  const words = wordsOf(query)
  const last = words.at(-1)
  if (last === undefined) return null
  const beginning = wordsBeginningWith(sql, last)
  if (beginning === null) return searchExpression(query)
  if (beginning.length === 0) return null
  const any = beginning.map((word) => `"${word}"`).join(' OR ')
  return [...words.slice(0, -1).map((word) => `"${word}"`), `(${any})`].join(' AND ')
}

export interface SearchRequest {
  /** Without it: of all accounts. */
  accountId?: string | null
  query: string
  limit: number
  /** Only messages before this one: the next page. */
  before: number | null
}

/** Revoked messages keep their text, but are not found by it. */
const searchIn = (conversations: string): string =>
  `SELECT m.* FROM message_search s JOIN messages m ON m.id = s.rowid
  WHERE message_search MATCH ? AND s.rowid < ? AND m.revoked_at IS NULL ${conversations} ORDER BY s.rowid DESC LIMIT ?`
const SEARCH = searchIn('')
const SEARCH_ACCOUNT = searchIn(
  'AND (SELECT c.account_id FROM conversations c WHERE c.id = m.conversation_id) = ?',
)

export function searchMessages(
  sql: Sql,
  request: SearchRequest,
): { message: Message; conversation: Conversation }[] {
  const expression = expressionFor(sql, request.query)
  if (expression === null) return []
  const before = request.before ?? Number.MAX_SAFE_INTEGER
  const { accountId = null, limit } = request
  const rows = (
    accountId === null
      ? sql.statement(SEARCH).all(expression, before, limit)
      : sql.statement(SEARCH_ACCOUNT).all(expression, before, accountId, limit)
  ) as MessageRow[]
  const conversations = conversationViews(sql, [...new Set(rows.map((row) => row.conversation_id))])
  const byId = new Map(conversations.map((conversation) => [conversation.id, conversation]))
  return viewsOf(sql, rows).flatMap((message) => {
    const conversation = byId.get(message.conversationId)
    return conversation ? [{ message, conversation }] : []
  })
}
