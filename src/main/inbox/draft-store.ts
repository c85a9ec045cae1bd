/** Replies begun and not sent, so that they outlast the window and the app. Runs in the database thread. */
import type { Draft, Page } from '../../contract'
import type { Sql } from '../storage'
import { viewsOf } from './message-view'

export interface DraftRequest {
  cursor: string | null
  limit: number
}

/** By conversation, a page at a time. */
export function draftPage(sql: Sql, { cursor, limit }: DraftRequest): Page<Draft> {
  const rows = sql.all(
    sql.build
      .selectFrom('drafts')
      .selectAll()
      .where('conversation_id', '>', cursor ?? '')
      .orderBy('conversation_id')
      .limit(limit),
  )
  const ids = rows.flatMap(({ quoted_id: id }) => id ?? [])
  const quoted =
    ids.length === 0
      ? []
      : viewsOf(sql, sql.all(sql.build.selectFrom('messages').selectAll().where('id', 'in', ids)))
  const items = rows.map((row): Draft => ({
    conversationId: row.conversation_id,
    text: row.text,
    quoted: quoted.find(({ id }) => id === row.quoted_id) ?? null,
  }))
  return { items, next: rows.length < limit ? null : (rows.at(-1)?.conversation_id ?? null) }
}

export interface DraftChange {
  conversationId: string
  text: string
  quotedMessageId: number | null
}

/** Nothing where neither text nor quote is left; does nothing for a chat that is no more. What is quoted must be of the same chat. */
export function setDraft(sql: Sql, { conversationId, text, quotedMessageId }: DraftChange): void {
  sql.transaction(() => {
    const { build } = sql
    const quoted = build
      .selectFrom('messages')
      .select('id')
      .where('conversation_id', '=', conversationId)
      .where('id', '=', quotedMessageId)
    const quotedId = quotedMessageId === null ? null : (sql.get(quoted)?.id ?? null)
    sql.run(build.deleteFrom('drafts').where('conversation_id', '=', conversationId))
    const chat = build.selectFrom('conversations').select('id').where('id', '=', conversationId)
    if ((text === '' && quotedId === null) || !sql.get(chat)) return
    const row = { conversation_id: conversationId, text, quoted_id: quotedId }
    sql.run(build.insertInto('drafts').values(row))
  })
}

/** What stood in the field has become a message: it is no draft any more. What was begun since stays. Runs inside the caller's transaction. */
export function dropSent(sql: Sql, conversationId: string, body: string): void {
  sql
    .statement('DELETE FROM drafts WHERE conversation_id = ? AND trim(text, ?) = ?')
    .run(conversationId, ' \t\r\n', body)
}

/** Two chats become one: what was begun in both stands in one field. Runs inside the caller's transaction. */
export function joinDrafts(sql: Sql, { from, into }: { from: string; into: string }): void {
  const read = (id: string) =>
    sql.get(sql.build.selectFrom('drafts').selectAll().where('conversation_id', '=', id))
  const [gone, kept] = [read(from), read(into)]
  if (!gone) return
  setDraft(sql, {
    conversationId: into,
    text: [kept?.text, gone.text].filter(Boolean).join('\n'),
    quotedMessageId: kept?.quoted_id ?? gone.quoted_id,
  })
}
