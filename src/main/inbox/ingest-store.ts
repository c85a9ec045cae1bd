/**
 * The way in: whatever WhatsApp said within a few milliseconds, as one transaction. Statements are prepared once; a conversation's
 * row is written once per batch, not per message. Everything may come twice or in any order without harm.
 */
import type { Conversation, Message } from '../../contract'
import { Watch } from '../assistant/task-store'
import { settleByAck } from '../outbox/settle-store'
import { endOfSecond, firstIdAt, type MessagesTable, type Sql } from '../storage'
import type { WaAck } from '../whatsapp/types'
import { ACK_TIMES, higherAck, stateOfAck } from './ack'
import { conversationViews } from './conversation-view'
import { wasCounted } from './counted-store'
import { localDay } from '../days'
import { MESSAGE_COLUMNS, type NewMessageRow } from './message-row'
import { viewOf, viewsOf } from './message-view'
import { keepRaw, replaceRaw } from './raw-store'
import { forgetText, learnText } from './text-index'
import { adoptTwin, hasImports } from './twin-store'

export type IngestItem = { accountId: string; conversationId: string } & (
  | {
      op: 'message'
      row: NewMessageRow
      /** Came just now: counts as unread. History does not. */ live: boolean
    }
  | ({ op: 'unread' } & UnreadCount)
  | { op: 'ack'; key: string; ack: WaAck; at: number }
  | { op: 'edit'; key: string; body: string; at: number }
  | { op: 'revoke'; key: string; at: number }
  | { op: 'reaction'; key: string; sender: string; fromMe: boolean; emoji: string | null; at: number }
  | { op: 'poll-vote'; key: string; voter: string; options: string[]; at: number }
)

/** How many messages are unread by WhatsApp's own count. It may be some moments old. */
export interface UnreadCount {
  count: number
  /**
   * Time (WhatsApp's clock) of the last activity that it knows of: what came later counts beside it. Null where WhatsApp told none:
   * then the count is of all that was told before it.
   */
  asOf: number | null
  /** The chat that it was said of; null where it is the sum of all chats of the conversation. */
  chat: string | null
  /** Sets the count, as for a conversation that is new here. Else it only lowers ours: what was read here need not show on the phone. */
  isFirst: boolean
}

export interface IngestResult {
  /** As the contract shows them; only what changed. */
  messages: Message[]
  /** Instead of messages, where more changed than were asked for: the conversations they belong to. */
  history: string[]
  conversations: Conversation[]
  /** Messages that were not here before. */
  added: number
  /** New media wait to be fetched. */
  media: boolean
}

interface Touched {
  unread: number
  /** An own message: everything before it was read. */
  answered: boolean
  at: number
  lastId: number
}

interface Batch {
  touched: Map<string, Touched>
  fresh: MessagesTable[]
  /** Ids of messages with their conversations. */
  changed: Map<number, string>
  counts: Map<string, { accountId: string; day: string; sent: number; received: number }>
  /** By account: what was counted before, see counted-store. */
  wasCounted: Map<string, (at: number) => boolean>
  media: boolean
  /** Some of what comes may be here by an import. */
  hasImports: boolean
  assistant: Watch
}

function touch(batch: Batch, conversationId: string): Touched {
  let touched = batch.touched.get(conversationId)
  if (!touched) {
    touched = { unread: 0, answered: false, at: 0, lastId: 0 }
    batch.touched.set(conversationId, touched)
  }
  return touched
}

/** Writes what the batch has gathered of a conversation. */
function settle(sql: Sql, conversationId: string, touched: Touched): void {
  const { at, lastId, answered, unread } = touched
  if (lastId > 0) sql.statement(TOUCH).run(at, lastId, answered ? 1 : 0, unread, conversationId)
  Object.assign(touched, { unread: 0, answered: false, lastId: 0 })
}

function arrivedAfter(sql: Sql, conversationId: string, at: number): number {
  const statement = sql.statement(
    `SELECT count(*) FROM messages WHERE conversation_id = ? AND id >= ? AND at > ? AND direction = 'in'
      AND type NOT IN ('system', 'call')`,
  )
  return statement.pluck().get(conversationId, firstIdAt(at), at) as number
}

function takeUnread(sql: Sql, batch: Batch, item: Extract<IngestItem, { op: 'unread' }>): void {
  const { conversationId, count, asOf, chat, isFirst } = item
  const gathered = batch.touched.get(conversationId)
  if (gathered) settle(sql, conversationId, gathered)
  const unread = Math.max(count, 0) + (asOf === null ? 0 : arrivedAfter(sql, conversationId, asOf))
  const update = `UPDATE conversations SET unread = ? WHERE id = ? AND unread ${isFirst ? '<>' : '>'} ? AND address = coalesce(?, address)`
  const { changes } = sql.statement(update).run(unread, conversationId, unread, chat)
  if (changes > 0) touch(batch, conversationId)
}

/** Notices and calls are no messages. */
function count(sql: Sql, batch: Batch, accountId: string, row: MessagesTable): void {
  if (row.type === 'system' || row.type === 'call') return
  const isKnown = batch.wasCounted.get(accountId) ?? wasCounted(sql, accountId)
  batch.wasCounted.set(accountId, isKnown)
  if (isKnown(row.at)) return
  const day = localDay(row.at)
  const key = `${accountId} ${day}`
  let entry = batch.counts.get(key)
  if (!entry) {
    entry = { accountId, day, sent: 0, received: 0 }
    batch.counts.set(key, entry)
  }
  if (row.direction === 'in') entry.received++
  else entry.sent++
}

/** The next free id of the message's second. */
export function nextMessageId(sql: Sql, at: number): number {
  const first = firstIdAt(at)
  const statement = sql.statement('SELECT max(id) FROM messages WHERE id >= ? AND id < ?').pluck()
  const last = statement.get(first, endOfSecond(at)) as number | null
  return last === null ? first : last + 1
}

function byKey(sql: Sql, conversationId: string, key: string): MessagesTable | undefined {
  const statement = sql.statement('SELECT * FROM messages WHERE conversation_id = ? AND key = ?')
  return statement.get(conversationId, key) as MessagesTable | undefined
}

const columns = MESSAGE_COLUMNS.map((column) => `"${column}"`).join(', ')
const INSERT = `INSERT INTO messages (${columns}) VALUES (${MESSAGE_COLUMNS.map(() => '?').join(', ')})
  ON CONFLICT (conversation_id, key) WHERE key IS NOT NULL DO NOTHING`

/** A call is told as it rings and again as an entry of the chat: the two are one. */
const SAME_CALL_MS = 120_000
function isKnownCall(sql: Sql, row: NewMessageRow): boolean {
  const statement = sql.statement(
    `SELECT 1 FROM messages WHERE conversation_id = ? AND id BETWEEN ? AND ? AND type = 'call' AND key IS NOT ? LIMIT 1`,
  )
  const [from, to] = [firstIdAt(row.at - SAME_CALL_MS), firstIdAt(row.at + SAME_CALL_MS)]
  return statement.get(row.conversation_id, from, to, row.key) !== undefined
}

/** After a retry WhatsApp's chat still holds the message that failed under its old key: it is none of ours any more. */
function isForeignFailure(sql: Sql, row: NewMessageRow): boolean {
  return row.direction === 'out' && row.key !== null && !byKey(sql, row.conversation_id, row.key)
}

function takeMessage(sql: Sql, batch: Batch, item: Extract<IngestItem, { op: 'message' }>): void {
  if (item.row.type === 'call' && isKnownCall(sql, item.row)) return
  if (item.row.ack === -1 && isForeignFailure(sql, item.row)) return
  const row: MessagesTable = { ...item.row, id: nextMessageId(sql, item.row.at) }
  if (batch.hasImports && takeTwin(sql, batch, item, row)) return
  const values = MESSAGE_COLUMNS.map((column) => row[column])
  if (sql.statement(INSERT).run(values).changes === 0) {
    mergeMessage(sql, batch, item)
    return
  }
  keepRaw(sql, row.id, item.row.raw)
  learnText(sql, row.id, row.body)
  batch.assistant.note(item.accountId, row)
  if (row.media_state === 'waiting') batch.media = true
  count(sql, batch, item.accountId, row)
  batch.fresh.push(row)
  const touched = touch(batch, item.conversationId)
  touched.at = Math.max(touched.at, row.at)
  touched.lastId = Math.max(touched.lastId, row.id)
  if (row.direction === 'out') {
    touched.answered ||= item.live
    if (item.live) touched.unread = 0
  } else if (item.live && row.type !== 'system') touched.unread++
}

/** An import brought this message before WhatsApp did: the two become one, counted as WhatsApp's. */
function takeTwin(
  sql: Sql,
  batch: Batch,
  item: Extract<IngestItem, { op: 'message' }>,
  row: MessagesTable,
): boolean {
  if (row.key === null || byKey(sql, row.conversation_id, row.key)) return false
  const id = adoptTwin(sql, row)
  if (id === null) return false
  if (row.media_state) sql.run(sql.build.updateTable('messages').set(mediaOf(item.row)).where('id', '=', id))
  if (row.media_state === 'waiting') batch.media = true
  count(sql, batch, item.accountId, row)
  batch.changed.set(id, row.conversation_id)
  touch(batch, item.conversationId)
  mergeMessage(sql, batch, item)
  return true
}

/** A message known already came again: from history, under its other address, or because we sent it. */
function mergeMessage(sql: Sql, batch: Batch, item: Extract<IngestItem, { op: 'message' }>): void {
  const { row, conversationId } = item
  if (row.key === null) return
  const known = byKey(sql, conversationId, row.key)
  if (!known) return
  const changes: Partial<MessagesTable> = {}
  if (row.serialized_id !== known.serialized_id) changes.serialized_id = row.serialized_id
  keepRaw(sql, known.id, row.raw)
  if (row.starred !== known.starred && !item.live) changes.starred = row.starred
  if (row.revoked_at !== null && known.revoked_at === null) changes.revoked_at = row.at
  else if (row.edited_at !== null && row.edited_at !== known.edited_at && row.body !== known.body) {
    takeEdit(sql, batch, { ...item, op: 'edit', key: row.key, body: row.body ?? '', at: row.edited_at })
  } else if (known.body === null && row.body !== null && known.revoked_at === null) {
    changes.body = row.body
    learnText(sql, known.id, row.body)
  }
  if (known.type === 'unsupported' && row.type !== 'unsupported') {
    Object.assign(changes, { type: row.type, extra: row.extra })
    replaceRaw(sql, known.id, row.raw)
    if (row.media_state) Object.assign(changes, mediaOf(row))
  }
  if (Object.keys(changes).length > 0) {
    sql.run(sql.build.updateTable('messages').set(changes).where('id', '=', known.id))
    batch.changed.set(known.id, known.conversation_id)
    touch(batch, conversationId)
  }
  if (row.direction === 'out')
    takeAck(sql, batch, { ...item, op: 'ack', key: row.key, ack: row.ack as WaAck, at: row.at })
}

function mediaOf(row: NewMessageRow): Partial<MessagesTable> {
  const {
    media_state,
    media_mime,
    media_size,
    media_name,
    media_width,
    media_height,
    media_duration,
    media_next_at,
  } = row
  return {
    media_state,
    media_mime,
    media_size,
    media_name,
    media_width,
    media_height,
    media_duration,
    media_next_at,
  }
}

function takeAck(sql: Sql, batch: Batch, item: Extract<IngestItem, { op: 'ack' }>): void {
  const known = byKey(sql, item.conversationId, item.key)
  if (known?.direction !== 'out') return
  settleByAck(sql, known.id, item.ack, item.at)
  const ack = higherAck(known.ack, item.ack)
  const { state, failure } = stateOfAck(ack)
  const times = ACK_TIMES.filter((time) => time.ack <= item.ack && known[time.column] === null)
  if (ack === known.ack && state === known.state && times.length === 0) return
  const set: Partial<MessagesTable> = { ack, state, failure }
  for (const time of times) set[time.column] = item.at
  sql.run(sql.build.updateTable('messages').set(set).where('id', '=', known.id))
  batch.changed.set(known.id, known.conversation_id)
  touch(batch, item.conversationId)
}

function takeEdit(sql: Sql, batch: Batch, item: Extract<IngestItem, { op: 'edit' }>): void {
  const known = byKey(sql, item.conversationId, item.key)
  if (!known || known.body === item.body || known.revoked_at !== null) return
  const statement = sql.statement(
    'INSERT INTO edits (message_id, at, body) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  )
  statement.run(known.id, item.at, known.body)
  forgetText(sql, known.id, known.body)
  learnText(sql, known.id, item.body)
  sql.run(
    sql.build.updateTable('messages').set({ body: item.body, edited_at: item.at }).where('id', '=', known.id),
  )
  batch.changed.set(known.id, known.conversation_id)
  touch(batch, item.conversationId)
}

/** The row stays: that something was deleted, and when, is what happened. Its text stays too, and the screen says it was deleted. */
function takeRevoke(sql: Sql, batch: Batch, item: Extract<IngestItem, { op: 'revoke' }>): void {
  const known = byKey(sql, item.conversationId, item.key)
  if (!known || known.revoked_at !== null) return
  sql.run(sql.build.updateTable('messages').set({ revoked_at: item.at }).where('id', '=', known.id))
  batch.changed.set(known.id, known.conversation_id)
  touch(batch, item.conversationId)
}

function takeReaction(sql: Sql, batch: Batch, item: Extract<IngestItem, { op: 'reaction' }>): void {
  const known = byKey(sql, item.conversationId, item.key)
  if (!known) return
  if (item.emoji === null) {
    sql.statement('DELETE FROM reactions WHERE message_id = ? AND sender = ?').run(known.id, item.sender)
  } else {
    const upsert = `INSERT INTO reactions (message_id, sender, emoji, from_me, at) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (message_id, sender) DO UPDATE SET emoji = excluded.emoji, at = excluded.at WHERE excluded.at >= at`
    sql.statement(upsert).run(known.id, item.sender, item.emoji, item.fromMe ? 1 : 0, item.at)
  }
  batch.changed.set(known.id, known.conversation_id)
}

function takeVote(sql: Sql, batch: Batch, item: Extract<IngestItem, { op: 'poll-vote' }>): void {
  const known = byKey(sql, item.conversationId, item.key)
  if (!known) return
  const upsert = `INSERT INTO poll_votes (message_id, voter, options, at) VALUES (?, ?, ?, ?)
    ON CONFLICT (message_id, voter) DO UPDATE SET options = excluded.options, at = excluded.at WHERE excluded.at >= at`
  sql.statement(upsert).run(known.id, item.voter, JSON.stringify(item.options), item.at)
  batch.changed.set(known.id, known.conversation_id)
}

function take(sql: Sql, batch: Batch, item: IngestItem): void {
  switch (item.op) {
    case 'message':
      takeMessage(sql, batch, item)
      break
    case 'unread':
      takeUnread(sql, batch, item)
      break
    case 'ack':
      takeAck(sql, batch, item)
      break
    case 'edit':
      takeEdit(sql, batch, item)
      break
    case 'revoke':
      takeRevoke(sql, batch, item)
      break
    case 'reaction':
      takeReaction(sql, batch, item)
      break
    case 'poll-vote':
      takeVote(sql, batch, item)
      break
  }
}

const TOUCH = `UPDATE conversations SET at = max(at, ?), last_message_id = max(coalesce(last_message_id, 0), ?),
  unread = CASE WHEN ? THEN 0 ELSE unread END + ? WHERE id = ?`
const COUNT = `INSERT INTO daily_counts (account_id, day, sent, received) VALUES (?, ?, ?, ?)
  ON CONFLICT (account_id, day) DO UPDATE SET sent = sent + excluded.sent, received = received + excluded.received`

/** A conversation that is gone by now (erased in between) takes nothing any more. */
function stillThere(sql: Sql): (item: IngestItem) => boolean {
  const known = new Map<string, boolean>()
  const exists = sql.statement('SELECT 1 FROM conversations WHERE id = ?').pluck()
  return ({ conversationId }) => {
    let there = known.get(conversationId)
    if (there === undefined) {
      there = exists.get(conversationId) === 1
      known.set(conversationId, there)
    }
    return there
  }
}

/** @param mostShown where more messages than this change, they are not given one by one: see `history`. */
export function ingest(
  sql: Sql,
  items: readonly IngestItem[],
  mostShown = Number.POSITIVE_INFINITY,
): IngestResult {
  const batch: Batch = {
    touched: new Map(),
    fresh: [],
    changed: new Map(),
    counts: new Map(),
    wasCounted: new Map(),
    media: false,
    hasImports: hasImports(sql),
    assistant: new Watch(sql),
  }
  sql.transaction(() => {
    for (const item of items.filter(stillThere(sql))) take(sql, batch, item)
    for (const [id, touched] of batch.touched) settle(sql, id, touched)
    for (const { accountId, day, sent, received } of batch.counts.values()) {
      sql.statement(COUNT).run(accountId, day, sent, received)
    }
  })
  const isShown = numberOf(batch) <= mostShown
  return {
    messages: isShown ? viewsAfter(sql, batch) : [],
    history: isShown ? [] : conversationsOf(batch),
    conversations: conversationViews(sql, [...batch.touched.keys()]),
    added: batch.fresh.length,
    media: batch.media,
  }
}

/** Messages that are new or changed, each counted once. */
const numberOf = (batch: Batch): number =>
  batch.changed.size + batch.fresh.filter((row) => !batch.changed.has(row.id)).length

const conversationsOf = (batch: Batch): string[] => [
  ...new Set([...batch.fresh.map((row) => row.conversation_id), ...batch.changed.values()]),
]

/** A new message that nothing hangs on is shown from the row at hand; the others are read. */
function viewsAfter(sql: Sql, batch: Batch): Message[] {
  const plain = batch.fresh.filter((row) => row.quoted_key === null && !batch.changed.has(row.id))
  const read = new Set(batch.changed.keys())
  for (const row of batch.fresh) if (row.quoted_key !== null) read.add(row.id)
  const rows =
    read.size > 0
      ? sql.all(
          sql.build
            .selectFrom('messages')
            .selectAll()
            .where('id', 'in', [...read])
            .orderBy('id'),
        )
      : []
  return [...plain.map((row) => viewOf(row, null)), ...viewsOf(sql, rows)].sort((a, b) => a.id - b.id)
}
