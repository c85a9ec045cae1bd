/** What a thread shows, line by line: day separators, the line above what is unread, and messages grouped by author and minute. */
import type { Message } from '../../../contract'
import { daysBetween } from '../../lib/format'

export type Row =
  | { kind: 'day'; key: string; at: number }
  | { kind: 'unread'; key: string }
  | { kind: 'message'; key: string; message: Message; first: boolean; last: boolean }

const minute = (at: number) => Math.floor(at / 60_000)

const together = (a: Message | undefined, b: Message | undefined): boolean =>
  a !== undefined &&
  b !== undefined &&
  a.type !== 'system' &&
  b.type !== 'system' &&
  a.direction === b.direction &&
  a.author === b.author &&
  minute(a.at) === minute(b.at)

export function rowsOf(messages: readonly Message[], firstUnread: number | null): Row[] {
  const rows: Row[] = []
  messages.forEach((message, index) => {
    const before = messages[index - 1]
    if (!before || daysBetween(before.at, message.at) !== 0)
      rows.push({
        kind: 'day',
        key: `day-${new Date(message.at).toDateString()}-${message.id}`,
        at: message.at,
      })
    const unread = message.id === firstUnread
    if (unread) rows.push({ kind: 'unread', key: 'unread' })
    rows.push({
      kind: 'message',
      key: `m${message.id}`,
      message,
      first: unread || !together(before, message),
      last: !together(message, messages[index + 1]) || messages[index + 1]?.id === firstUnread,
    })
  })
  return rows
}
