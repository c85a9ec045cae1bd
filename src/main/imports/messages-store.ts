/**
 * Messages of an earlier system. They are history: no outbox row, no unread, no day's count, nothing for WhatsApp. One that the phone has
 * brought already is recognised by WhatsApp's id, else by chat, time, direction and text. Runs in the database thread.
 */
import { nextMessageId } from '../inbox/ingest-store'
import { MESSAGE_COLUMNS } from '../inbox/message-row'
import { nearbyTwin } from '../inbox/twin-store'
import { learnText } from '../inbox/text-index'
import type { Sql } from '../storage'
import type { MessageItem } from './items'
import { chatWith, type Outcome, type World } from './world-store'

const STATES = { 0: null, 1: 'sent', 2: 'delivered', 3: 'read', 4: 'played' } as const
const WITHOUT_MEDIA = new Set(['text', 'location', 'contact-card', 'poll', 'call', 'system', 'unsupported'])

function insert(sql: Sql, item: MessageItem, conversationId: string): number {
  const id = nextMessageId(sql, item.at)
  const media = WITHOUT_MEDIA.has(item.type)
    ? {}
    : // The old system's files are not taken along.
      {
        media_state: 'unavailable' as const,
        media_mime: item.mediaMime ?? 'application/octet-stream',
        media_name: item.mediaName,
        media_size: item.mediaSize,
      }
  sql.inserter(
    'messages',
    MESSAGE_COLUMNS,
  )({
    id,
    conversation_id: conversationId,
    key: item.waKey,
    serialized_id: item.waId,
    direction: item.direction,
    type: item.type,
    body: item.body,
    at: item.at,
    state: STATES[item.ack],
    ack: item.ack,
    media_attempts: 0,
    starred: item.starred ? 1 : 0,
    forwarded: 0,
    ...media,
  })
  learnText(sql, id, item.body)
  return id
}

const remember = (sql: Sql, key: string, messageId: number): void => {
  sql.statement('INSERT INTO imported_messages (key, message_id) VALUES (?, ?)').run(key, messageId)
}

/** A message that is here, and that no other row of a source was found to be. */
function findHere(sql: Sql, item: MessageItem, conversationId: string): number | null {
  if (item.waKey !== null) {
    const byKey = sql.statement('SELECT id FROM messages WHERE conversation_id = ? AND key = ?').pluck()
    const id = byKey.get(conversationId, item.waKey) as number | undefined
    if (id !== undefined) return id
  }
  const { direction, type, body, at } = item
  return nearbyTwin(
    sql,
    { conversationId, direction, type, body, at },
    item.waKey === null ? 'unclaimed' : 'keyless',
  )
}

export function takeMessage(world: World, item: MessageItem): Outcome {
  const { sql, scratch } = world
  if (sql.statement('SELECT 1 FROM imported_messages WHERE key = ?').get(item.key) !== undefined)
    return 'matched'
  const chat = chatWith(world, item.phone, item.at)
  if ('reason' in chat) return chat
  const here = chat.id === null ? null : findHere(sql, item, chat.id)
  if (scratch) {
    const isNew = scratch.add(`message ${item.key}`)
    return isNew && here === null ? 'made' : 'matched'
  }
  if (chat.id === null) throw new Error('a chat that was to be made')
  if (here !== null) {
    if (item.waKey !== null) {
      const adopt = sql.statement(
        'UPDATE messages SET key = ?, serialized_id = coalesce(serialized_id, ?) WHERE id = ? AND key IS NULL',
      )
      adopt.run(item.waKey, item.waId, here)
    }
    remember(sql, item.key, here)
    return 'matched'
  }
  const id = insert(sql, item, chat.id)
  remember(sql, item.key, id)
  const touched = world.touched.get(chat.id) ?? { at: 0, lastId: 0 }
  world.touched.set(chat.id, { at: Math.max(touched.at, item.at), lastId: Math.max(touched.lastId, id) })
  return 'made'
}
