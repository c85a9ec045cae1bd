/** Two threads that prove to be one person's become one: the older keeps its id, doubled messages are dropped. */
import { joinAssistantChats } from '../assistant/chat-store'
import { joinContacts } from '../contacts/join-store'
import { contactIdByPhone } from '../contacts/store'
import { moveToConversation } from '../orders/move-store'
import type { Sql } from '../storage'
import { joinDrafts } from './draft-store'
import { indexName, unindexName } from './name-index'
import { forgetText } from './text-index'

const contactOf = (sql: Sql, conversationId: string): string | null =>
  sql.get(sql.build.selectFrom('conversations').select('contact_id').where('id', '=', conversationId))
    ?.contact_id ?? null

const hasNumber = (sql: Sql, contactId: string): boolean =>
  sql.statement('SELECT 1 FROM contact_phones WHERE contact_id = ? LIMIT 1').get(contactId) !== undefined

/** Two who each have a number of their own may be two: somebody took over a number. They stay apart, since joining can't be undone. */
function joinPeople(sql: Sql, ids: readonly [string, string], now: number): void {
  if (ids.every((id) => hasNumber(sql, id))) return
  const contactId = joinContacts(sql, { ids, now })
  const chats = sql.build.selectFrom('conversations').select('id').where('contact_id', '=', contactId)
  for (const { id } of sql.all(chats)) indexName(sql, id)
}

/**
 * WhatsApp says that this number is behind a chat: whose number it is and who was taken for the one behind the chat are one person.
 * Leaves a chat alone whose number nobody has. Runs inside the caller's transaction.
 */
export function claimChat(
  sql: Sql,
  { conversationId, phone, now }: { conversationId: string; phone: string; now: number },
): void {
  const owner = contactIdByPhone(sql, phone)
  const before = contactOf(sql, conversationId)
  if (owner === null || owner === before) return
  const chat = sql.build.updateTable('conversations').where('id', '=', conversationId)
  if (before === null) sql.run(chat.set({ contact_id: owner }))
  else joinPeople(sql, [before, owner], now)
}

interface Double {
  id: number
  body: string | null
  client_id: string | null
  media_file: string | null
}

/**
 * Of two rows of one message the one that goes. What was sent from here keeps its row: the composer and the outbox know it. Else a
 * media file that is here already stays.
 */
const lesser = (a: Double, b: Double): Double =>
  a.client_id !== null || (b.client_id === null && a.media_file !== null && b.media_file === null) ? b : a

/** One row for each message that both hold: the one that goes. */
function doublesOf(sql: Sql, into: string, from: string): Double[] {
  // A key is there once in each conversation, so both answers have the same messages in the same order.
  const held = (here: string, there: string): Double[] =>
    sql.all(
      sql.build
        .selectFrom('messages as m')
        .innerJoin('messages as twin', 'twin.key', 'm.key')
        .select(['m.id', 'm.body', 'm.client_id', 'm.media_file'])
        .where('m.conversation_id', '=', here)
        .where('twin.conversation_id', '=', there)
        .orderBy('m.key'),
    )
  const kept = held(into, from)
  return held(from, into).flatMap((row, index) => {
    const twin = kept[index]
    return twin ? [lesser(row, twin)] : []
  })
}

/**
 * Moves everything of `from` into `into` and removes `from`; the people behind them become one too. Runs inside the caller's
 * transaction.
 * @returns names of media files that nothing refers to any more, for the caller to delete.
 */
export function mergeConversations(sql: Sql, into: string, from: string, now: number): string[] {
  const { build } = sql
  const dropped = doublesOf(sql, into, from)
  for (const message of dropped) forgetText(sql, message.id, message.body)
  if (dropped.length > 0) {
    sql.run(build.updateTable('conversations').set({ last_message_id: null }).where('id', 'in', [from, into]))
    const ids = dropped.map((message) => message.id)
    sql.run(build.deleteFrom('messages').where('id', 'in', ids))
  }
  sql.run(build.updateTable('messages').set({ conversation_id: into }).where('conversation_id', '=', from))
  sql.run(build.updateTable('outbox').set({ conversation_id: into }).where('conversation_id', '=', from))
  sql.run(build.updateTable('addresses').set({ conversation_id: into }).where('conversation_id', '=', from))
  moveToConversation(sql, { from, into })
  joinAssistantChats(sql, { from, into })
  joinDrafts(sql, { from, into })
  const people = [contactOf(sql, into), contactOf(sql, from)] as const
  if (people[0] !== null && people[1] !== null) joinPeople(sql, [people[0], people[1]], now)
  const gone = sql.get(build.selectFrom('conversations').selectAll().where('id', '=', from))
  const files = dropped.flatMap(({ media_file: file }) => file ?? [])
  if (!gone) return files
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
        // The older of both, and none where either has none: what one of them lacks is still to be read.
        history_at: e.fn<number | null>('min', ['history_at', e.val(gone.history_at)]),
      }))
      .where('id', '=', into),
  )
  return files
}
