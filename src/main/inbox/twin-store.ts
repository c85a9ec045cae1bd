/**
 * One message from two sources: an earlier system's record and the phone's own history. Where WhatsApp's id is not on both, they are
 * recognised by chat, direction, text and time. Old systems note when they heard of a message, so a moment's difference is allowed; each
 * row is taken for one other at most, so that two equal messages stay two.
 */
import { endOfSecond, firstIdAt, type MessagesTable, type Sql } from '../storage'

const MOMENT_MS = 2_000

export type Twin = Pick<MessagesTable, 'direction' | 'type' | 'body' | 'at'> & { conversationId: string }

const WHICH = {
  /** Imported, and not known to WhatsApp yet. A message of the composer's has a client id. */
  keyless: 'm.key IS NULL AND m.client_id IS NULL',
  /** Whichever no row of an import stands for. */
  unclaimed: 'NOT EXISTS (SELECT 1 FROM imported_messages i WHERE i.message_id = m.id)',
}

/** The nearest in time, or null. */
export function nearbyTwin(sql: Sql, twin: Twin, which: keyof typeof WHICH): number | null {
  const statement = sql.statement(
    `SELECT m.id FROM messages m WHERE m.conversation_id = ? AND m.id >= ? AND m.id < ? AND m.direction = ?
      AND m.body IS ? AND (m.body IS NOT NULL OR m.type = ?) AND abs(m.at - ?) <= ? AND ${WHICH[which]}
      ORDER BY abs(m.at - ?), m.id LIMIT 1`,
  )
  const { conversationId, direction, body, type, at } = twin
  const from = firstIdAt(at - MOMENT_MS)
  const to = endOfSecond(at + MOMENT_MS)
  const id = statement.pluck().get(conversationId, from, to, direction, body, type, at, MOMENT_MS, at)
  return (id as number | undefined) ?? null
}

/**
 * What was imported turns out to be this message of WhatsApp's: it gets its key and its media, and all else as a message that is known.
 * @returns its id, or null where none was.
 */
export function adoptTwin(sql: Sql, row: MessagesTable): number | null {
  const { conversation_id: conversationId, direction, type, body, at } = row
  if (row.key === null) return null
  const id = nearbyTwin(sql, { conversationId, direction, type, body, at }, 'keyless')
  if (id === null) return null
  const adopt = sql.statement(
    'UPDATE messages SET key = ?, serialized_id = ?, type = ?, extra = ? WHERE id = ?',
  )
  adopt.run(row.key, row.serialized_id, row.type, row.extra, id)
  return id
}

/** Whether there is anything imported at all: else nobody needs to look for it. */
export const hasImports = (sql: Sql): boolean =>
  sql.statement('SELECT 1 FROM imported_messages LIMIT 1').get() !== undefined
