/** Two databases of the same kind, a small and a large one, for what must not get slower as messages gather. */
import type { Sql } from '../src/main/storage'
import { TemporaryDatabase } from './database'
import { rawMessages } from './raw-messages'
import { insertConversations, insertPlainly, mapped, valuesOf } from './rows'

export const SMALL = { messages: 1000, chats: 100 }
export const LARGE = { messages: Number(process.env['BENCH_LARGE'] ?? 100_000), chats: 2000 }

/** Made in pieces, so that the library's data of all messages are never in memory at once. */
const PIECE = 10_000

export interface Filled {
  database: TemporaryDatabase
  sql: Sql
  messages: number
}

export function filled({ messages, chats }: typeof SMALL): Filled {
  const database = new TemporaryDatabase()
  const sql = database.open()
  const ids = insertConversations(sql, chats)
  let lastId = 0
  for (let done = 0; done < messages; done += PIECE) {
    const count = Math.min(PIECE, messages - done)
    const rows = valuesOf(mapped(rawMessages(count, chats, 7 + done, done)), ids, lastId)
    insertPlainly(sql, rows, [5000])
    lastId = Number(rows.at(-1)?.[0] ?? lastId)
  }
  sql.raw.exec(`UPDATE conversations SET (at, last_message_id) =
    (SELECT coalesce(max(at), 1), max(id) FROM messages WHERE conversation_id = conversations.id)`)
  sql.raw.pragma('wal_checkpoint(TRUNCATE)')
  return { database, sql, messages }
}

let both: { small: Filled; large: Filled } | null = null

/** Made on the first call. */
export function fixtures(): { small: Filled; large: Filled } {
  both ??= { small: filled(SMALL), large: filled(LARGE) }
  return both
}

export function removeFixtures(): void {
  for (const { sql, database } of both ? [both.small, both.large] : []) {
    sql.raw.close()
    database.remove()
  }
  both = null
}
