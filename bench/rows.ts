/** The rows that the library's messages become, and the plain way to insert them: prepared, nothing else. */
import { randomUUID } from 'node:crypto'
import { MESSAGE_COLUMNS, rowOf } from '../src/main/inbox/message-row'
import { firstIdAt, type MessagesTable, type Sql } from '../src/main/storage'
import { mapMessage } from '../src/main/whatsapp/mapping/message'
import type { WaMessage } from '../src/main/whatsapp/types'
import { addressAt, ME, type RawMessage } from './raw-messages'

export const MEDIA_CAP = 16_000_000

export function mapped(raws: readonly RawMessage[]): WaMessage[] {
  const context = { me: new Set([ME]) }
  return raws.map((raw) => {
    const message = mapMessage(raw, context)
    if (message === null) throw new Error('a message that the app would not take')
    return message
  })
}

/** Conversations of that many chats; answers their ids by address. */
export function insertConversations(sql: Sql, chats: number): Map<string, string> {
  sql.raw.prepare("INSERT INTO accounts (id, created_at) VALUES ('main', 1)").run()
  const insert = sql.raw.prepare(
    "INSERT INTO conversations (id, account_id, kind, address, phone, saved_name, at) VALUES (?, 'main', 'person', ?, ?, ?, 1)",
  )
  const ids = new Map<string, string>()
  sql.raw.transaction(() => {
    for (let index = 0; index < chats; index++) {
      const [id, address] = [randomUUID(), addressAt(index)]
      insert.run(id, address, `+${address.slice(0, -5)}`, `Siti Rahma ${index}`)
      ids.set(address, id)
    }
  })()
  return ids
}

export type Values = (string | number | null)[]

/** A row's columns, then its raw data; each with the id that the app would give it, above `lastId`. */
export function valuesOf(
  messages: readonly WaMessage[],
  conversations: ReadonlyMap<string, string>,
  lastId = 0,
): Values[] {
  return messages.map((message) => {
    const conversationId = conversations.get(message.chat)
    if (conversationId === undefined) throw new Error('a message without a conversation')
    lastId = Math.max(lastId + 1, firstIdAt(message.at))
    const { raw, ...row } = rowOf(message, conversationId, MEDIA_CAP)
    const whole: MessagesTable = { ...row, id: lastId }
    return [...MESSAGE_COLUMNS.map((column) => whole[column]), raw]
  })
}

const BODY = MESSAGE_COLUMNS.indexOf('body')
const columns = MESSAGE_COLUMNS.join(', ')
const marks = MESSAGE_COLUMNS.map(() => '?').join(', ')

/** Messages, their raw data and their search index, in transactions of the sizes given, again and again until all are in. */
export function insertPlainly(sql: Sql, rows: readonly Values[], sizes: readonly number[]): void {
  const insert = sql.raw.prepare(`INSERT INTO messages (${columns}) VALUES (${marks})`)
  const insertRaw = sql.raw.prepare('INSERT INTO message_raws (message_id, raw) VALUES (?, ?)')
  const index = sql.raw.prepare('INSERT INTO message_search (rowid, body) VALUES (?, ?)')
  const take = sql.raw.transaction((part: readonly Values[]) => {
    for (const values of part) {
      insert.run(values.slice(0, -1))
      insertRaw.run(values[0], values.at(-1))
      if (values[BODY]) index.run(values[0], values[BODY])
    }
  })
  let start = 0
  for (let turn = 0; start < rows.length; turn++) {
    const size = sizes[turn % sizes.length] ?? rows.length
    take.immediate(rows.slice(start, start + size))
    start += size
  }
}
