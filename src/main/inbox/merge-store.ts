/** Two threads that prove to be one person's become one: the older keeps its id, doubled messages are dropped. */
import type { Sql } from '../storage'
import { unindexName } from './name-index'
import { forgetText } from './text-index'

/** Moves everything of `from` into `into` and removes `from`. Runs inside the caller's transaction. */
export function mergeConversations(sql: Sql, into: string, from: string): void {
  const { build } = sql
  const doubled = sql.all(
    build
      .selectFrom('messages as a')
      .innerJoin('messages as b', (join) =>
        join.onRef('a.key', '=', 'b.key').on('b.conversation_id', '=', into),
      )
      .select(['a.id', 'a.body', 'a.client_id', 'b.id as other_id', 'b.body as other_body'])
      .where('a.conversation_id', '=', from),
  )
  // What was sent from here keeps its row: the composer and the outbox know it.
  const dropped = doubled.map((row) =>
    row.client_id === null ? { id: row.id, body: row.body } : { id: row.other_id, body: row.other_body },
  )
  for (const message of dropped) forgetText(sql, message.id, message.body)
  if (dropped.length > 0) {
    sql.run(build.updateTable('conversations').set({ last_message_id: null }).where('id', 'in', [from, into]))
    const ids = dropped.map((message) => message.id)
    sql.run(build.deleteFrom('messages').where('id', 'in', ids))
  }
  sql.run(build.updateTable('messages').set({ conversation_id: into }).where('conversation_id', '=', from))
  sql.run(build.updateTable('outbox').set({ conversation_id: into }).where('conversation_id', '=', from))
  sql.run(build.updateTable('addresses').set({ conversation_id: into }).where('conversation_id', '=', from))
  const gone = sql.get(build.selectFrom('conversations').selectAll().where('id', '=', from))
  if (!gone) return
  unindexName(sql, gone.seq)
  sql.run(build.deleteFrom('conversations').where('id', '=', from))
  const last = sql.get(
    build
      .selectFrom('messages')
      .select('id')
      .where('conversation_id', '=', into)
      .orderBy('id', 'desc')
      .limit(1),
  )
  sql.run(
    build
      .updateTable('conversations')
      .set((e) => ({
        at: e.fn<number>('max', ['at', e.val(gone.at)]),
        unread: e('unread', '+', gone.unread),
        last_message_id: last?.id ?? null,
        phone: e.fn.coalesce('phone', e.val(gone.phone)),
        lid: e.fn.coalesce('lid', e.val(gone.lid)),
        contact_id: e.fn.coalesce('contact_id', e.val(gone.contact_id)),
        saved_name: e.fn.coalesce('saved_name', e.val(gone.saved_name)),
        push_name: e.fn.coalesce('push_name', e.val(gone.push_name)),
      }))
      .where('id', '=', into),
  )
}
