/**
 * Batches on their way to the database thread. A row as an object would be written with its forty names, copied and read again for
 * every message; as a list of values it costs a fraction.
 */
import type { IngestItem } from './ingest-store'
import { MESSAGE_COLUMNS, type NewMessageRow } from './message-row'

type MessageItem = Extract<IngestItem, { op: 'message' }>
type Value = NewMessageRow[keyof NewMessageRow]

/** Account, liveness, and the values of the row in the order of `NAMES`. */
export type PackedMessage = [accountId: string, live: boolean, ...values: Value[]]
export type PackedItem = PackedMessage | Exclude<IngestItem, MessageItem>

const NAMES = [...MESSAGE_COLUMNS.filter((column) => column !== 'id'), 'raw'] as const

export function pack(items: readonly IngestItem[]): PackedItem[] {
  return items.map((item) => {
    if (item.op !== 'message') return item
    const { accountId, live, row } = item
    return [accountId, live, ...NAMES.map((name) => row[name])]
  })
}

function unpackMessage([accountId, live, ...values]: PackedMessage): MessageItem {
  const row: Partial<Record<keyof NewMessageRow, Value>> = {}
  NAMES.forEach((name, index) => (row[name] = values[index] ?? null))
  // What `pack` took apart, put together again.
  const whole = row as NewMessageRow
  return { accountId, conversationId: whole.conversation_id, op: 'message', row: whole, live }
}

export function unpack(items: readonly PackedItem[]): IngestItem[] {
  return items.map((item) => (Array.isArray(item) ? unpackMessage(item) : item))
}
