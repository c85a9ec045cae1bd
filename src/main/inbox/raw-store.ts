/** What the library said of a message, word for word, as JSON: kept for what Leadline does not read yet, beside the message's row. */
import type { Sql } from '../storage'

/** Where nothing is kept of the message yet. */
export function keepRaw(sql: Sql, messageId: number, raw: string | null): void {
  if (raw === null) return
  sql
    .statement('INSERT INTO message_raws (message_id, raw) VALUES (?, ?) ON CONFLICT DO NOTHING')
    .run(messageId, raw)
}

export function replaceRaw(sql: Sql, messageId: number, raw: string | null): void {
  dropRaw(sql, messageId)
  keepRaw(sql, messageId, raw)
}

export function dropRaw(sql: Sql, messageId: number): void {
  sql.statement('DELETE FROM message_raws WHERE message_id = ?').run(messageId)
}

/** The one message turned out to be the other: what was told last of it counts. */
export function moveRaw(sql: Sql, from: number, to: number): void {
  sql.statement('UPDATE OR REPLACE message_raws SET message_id = ? WHERE message_id = ?').run(to, from)
}
