/** The full-text index over messages' bodies. It holds no text of its own, so what leaves it must be told again. */
import type { Sql } from '../storage'

export function learnText(sql: Sql, messageId: number, body: string | null): void {
  if (body) sql.statement('INSERT INTO message_search (rowid, body) VALUES (?, ?)').run(messageId, body)
}

/** @param body exactly what was learnt. */
export function forgetText(sql: Sql, messageId: number, body: string | null): void {
  if (body) {
    sql
      .statement("INSERT INTO message_search (message_search, rowid, body) VALUES ('delete', ?, ?)")
      .run(messageId, body)
  }
}
