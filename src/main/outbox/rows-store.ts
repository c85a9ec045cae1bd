/** What the outbox's store functions share: rows, views, and removing a message. */
import { conversationViews } from '../inbox/conversation-view'
import { viewsOf } from '../inbox/message-view'
import { forgetText } from '../inbox/text-index'
import type { MessagesTable, OutboxTable, Sql } from '../storage'
import { UNCHANGED, type Changed } from './changed'

export function messageRow(sql: Sql, messageId: number): MessagesTable | undefined {
  return sql.get(sql.build.selectFrom('messages').selectAll().where('id', '=', messageId))
}

export function jobRow(sql: Sql, messageId: number): OutboxTable | undefined {
  return sql.get(sql.build.selectFrom('outbox').selectAll().where('message_id', '=', messageId))
}

/** The account of a message's conversation, which is there as long as the message is. */
export function accountOf(sql: Sql, conversationId: string): string {
  const query = sql.build.selectFrom('conversations').select('account_id').where('id', '=', conversationId)
  const row = sql.get(query)
  if (!row) throw new Error('a message without its conversation')
  return row.account_id
}

export function setMessage(sql: Sql, messageId: number, values: Partial<MessagesTable>): void {
  sql.run(sql.build.updateTable('messages').set(values).where('id', '=', messageId))
}

export function setJob(sql: Sql, messageId: number, values: Partial<OutboxTable>): void {
  sql.run(sql.build.updateTable('outbox').set(values).where('message_id', '=', messageId))
}

export function endJob(sql: Sql, messageId: number): void {
  sql.run(sql.build.deleteFrom('outbox').where('message_id', '=', messageId))
}

export function changed(sql: Sql, messageIds: readonly number[]): Changed {
  if (messageIds.length === 0) return UNCHANGED
  const rows = sql.all(
    sql.build
      .selectFrom('messages')
      .selectAll()
      .where('id', 'in', [...messageIds])
      .orderBy('id'),
  )
  const conversations = [...new Set(rows.map((row) => row.conversation_id))]
  return { messages: viewsOf(sql, rows), conversations: conversationViews(sql, conversations) }
}

/** Takes a message and all that hangs on it away, inside the caller's transaction. */
export function removeMessage(sql: Sql, row: MessagesTable): void {
  const { build } = sql
  forgetText(sql, row.id, row.body)
  sql.run(build.deleteFrom('messages').where('id', '=', row.id))
  const last = sql.get(
    build
      .selectFrom('messages')
      .select('id')
      .where('conversation_id', '=', row.conversation_id)
      .orderBy('id', 'desc')
      .limit(1),
  )
  sql.run(
    build
      .updateTable('conversations')
      .set({ last_message_id: last?.id ?? null })
      .where('id', '=', row.conversation_id)
      .where('last_message_id', '=', row.id),
  )
}
