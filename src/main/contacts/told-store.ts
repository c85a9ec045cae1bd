/** What a person's chats hold, counted from an index of its own (`messages_told`) without reading a message. Runs in the database thread. */
import { timeOfId, type Sql } from '../storage'
import type { Told } from './response'

/** As the index has it: neither calls nor WhatsApp's own notes. */
const OF_CHAT = "FROM messages WHERE conversation_id = ? AND direction = ? AND type NOT IN ('system', 'call')"
const DIRECTIONS = ['in', 'out'] as const

/** Their chats with them alone. */
export const chatsOf = (sql: Sql, contactId: string): string[] =>
  sql
    .statement('SELECT id FROM conversations WHERE contact_id = ? ORDER BY id')
    .pluck()
    .all(contactId) as string[]

/** How many messages of a chat came and went, from one id up to below another. */
export function countTold(
  sql: Sql,
  chat: string,
  from: number,
  below: number,
): { received: number; sent: number } {
  const count = (direction: string): number =>
    sql
      .statement(`SELECT count(*) ${OF_CHAT} AND id >= ? AND id < ?`)
      .pluck()
      .get(chat, direction, from, below) as number
  return { received: count('in'), sent: count('out') }
}

/** The newest message of a chat below an id, or null. */
export function newestTold(sql: Sql, chat: string, below: number): number | null {
  const newest = DIRECTIONS.map(
    (direction) =>
      sql.statement(`SELECT max(id) ${OF_CHAT} AND id < ?`).pluck().get(chat, direction, below) as
        number | null,
  )
  const ids = newest.filter((id) => id !== null)
  return ids.length === 0 ? null : Math.max(...ids)
}

/** The latest of a chat, oldest first: at most so many of each direction, and none of which the other direction is unknown. */
export function latestTold(sql: Sql, chat: string, most: number): Told[] {
  const lists = DIRECTIONS.map((direction) => ({
    direction,
    ids: sql
      .statement(`SELECT id ${OF_CHAT} ORDER BY id DESC LIMIT ?`)
      .pluck()
      .all(chat, direction, most) as number[],
  }))
  const since = Math.max(0, ...lists.map(({ ids }) => (ids.length < most ? 0 : (ids.at(-1) ?? 0))))
  return lists
    .flatMap(({ direction, ids }) => ids.filter((id) => id >= since).map((id) => ({ id, direction })))
    .sort((a, b) => a.id - b.id)
    .map(({ id, direction }) => ({ at: timeOfId(id), direction }))
}
