/** The steps of one message on its way out, each a transaction: nothing is handed over before the database says so. */
import { LIMIT_BOUNDS } from '../../contract'
import { localDay } from '../days'
import { getSetting, setSetting, type MessagesTable, type OutboxTable, type Sql } from '../storage'
import { UNCHANGED, type Changed } from './changed'
import { isToBlocked, isUnwanted, stopUnwanted } from './opted-out-store'
import { pauseEnd, type Head } from './pacing'
import { changed, jobRow, messageRow, setJob, setMessage } from './rows-store'
import { WINDOW_MS } from './limits'
import { keyHabit, type KeyHabit } from './settle-store'
import { noteTry } from './tries-store'

/** A message in doubt, or handed over and not yet acknowledged: to be looked for in its chat. */
export interface Check {
  messageId: number
  conversationId: string
  /** Where it was handed over. */
  address: string
  /** The conversation's address by now, where that is another: WhatsApp moves a whole chat there. */
  movedTo: string | null
  state: 'sending' | 'unknown'
  key: string
  serializedId: string | null
  body: string | null
  /** Bytes, null without an attachment. */
  mediaSize: number | null
  sendingAt: number
  attempts: number
}

export interface Agenda {
  /** What became stale, or was stopped, just now. */
  changed: Changed
  heads: Head[]
  checks: Check[]
  /** When the next check, or the next staleness, is due; null if nothing waits. */
  nextCheckAt: number | null
  nextStaleAt: number | null
  habit: KeyHabit
  lastSend: { conversationId: string; at: number } | null
  /** Handed over today, from here and on the phone. */
  sentToday: number
  /** When the messages of the last minute were handed over, oldest first. */
  handedAt: number[]
  paused: boolean
}

/** No more than these can matter for a limit. */
const MOST_A_MINUTE = LIMIT_BOUNDS.minute.max

type JobRow = OutboxTable &
  Pick<MessagesTable, 'body' | 'media_size' | 'media_file' | 'serialized_id'> & {
    address_now: string
    message_state: MessagesTable['state']
  }

function jobs(sql: Sql, accountId: string): JobRow[] {
  return sql.all(
    sql.build
      .selectFrom('outbox as o')
      .innerJoin('messages as m', 'm.id', 'o.message_id')
      .innerJoin('conversations as c', 'c.id', 'o.conversation_id')
      .selectAll('o')
      .select([
        'm.body',
        'm.media_size',
        'm.media_file',
        'm.serialized_id',
        'm.state as message_state',
        'c.address as address_now',
      ])
      .where('o.account_id', '=', accountId)
      .orderBy('o.queued_at')
      .orderBy('o.message_id'),
  )
}

const waitsSince = (job: OutboxTable): number => job.confirmed_at ?? job.queued_at

const lastSendKey = (accountId: string): string => `outbox.last-send.${accountId}`

function lastSend(sql: Sql, accountId: string): Agenda['lastSend'] {
  const [at, conversationId] = (getSetting(sql, lastSendKey(accountId)) ?? '').split(' ')
  return at && conversationId ? { at: Number(at), conversationId } : null
}

const handedAtKey = (accountId: string): string => `outbox.handed-at.${accountId}`

function handedAt(sql: Sql, accountId: string): number[] {
  const text = getSetting(sql, handedAtKey(accountId)) ?? ''
  return text === '' ? [] : text.split(' ').map(Number)
}

/** The limits must not begin anew with each start, so it is written with the message. */
function noteHandOver(sql: Sql, accountId: string, now: number): void {
  const before = handedAt(sql, accountId).filter((at) => Math.abs(now - at) < WINDOW_MS)
  setSetting(sql, handedAtKey(accountId), [...before, now].slice(-MOST_A_MINUTE).join(' '))
}

/** How fast a removed account sent is nobody's any more. */
export function forgetPacing(sql: Sql, accountId: string): void {
  for (const key of [lastSendKey(accountId), handedAtKey(accountId)]) setSetting(sql, key, null)
}

function sentOn(sql: Sql, accountId: string, day: string): number {
  const statement = sql.statement('SELECT sent FROM daily_counts WHERE account_id = ? AND day = ?').pluck()
  return (statement.get(accountId, day) as number | undefined) ?? 0
}

function lastIncoming(sql: Sql, conversationId: string): number | null {
  const recent = sql.statement(
    'SELECT at FROM (SELECT at, direction FROM messages WHERE conversation_id = ? ORDER BY id DESC LIMIT 20) WHERE direction = ? LIMIT 1',
  )
  return (recent.pluck().get(conversationId, 'in') as number | undefined) ?? null
}

/** Nothing of theirs is here. A group is nobody new. */
function isToNew(sql: Sql, conversationId: string): boolean {
  const query = `SELECT 1 FROM conversations WHERE id = ? AND kind = 'person'
    AND NOT EXISTS (SELECT 1 FROM messages WHERE conversation_id = conversations.id AND direction = 'in')`
  return sql.statement(query).get(conversationId) !== undefined
}

function checkOf(job: JobRow): Check {
  return {
    messageId: job.message_id,
    conversationId: job.conversation_id,
    address: job.address ?? job.address_now,
    movedTo: job.address === null || job.address === job.address_now ? null : job.address_now,
    state: job.state === 'unknown' ? 'unknown' : 'sending',
    key: job.key ?? '',
    serializedId: job.serialized_id,
    body: job.body,
    mediaSize: job.media_file === null ? null : job.media_size,
    sendingAt: job.sending_at ?? job.queued_at,
    attempts: job.attempts,
  }
}

function soonest(times: readonly number[]): number | null {
  return times.length === 0 ? null : Math.min(...times)
}

/** WhatsApp told of a message that was to be sent again: it has it after all. */
function heard(sql: Sql, job: JobRow): JobRow {
  if (job.state !== 'queued' || job.message_state === 'queued' || job.message_state === 'stale') return job
  setJob(sql, job.message_id, { state: 'sending', next_at: 0 })
  return { ...job, state: 'sending', next_at: 0 }
}

/** Everything that decides what an account does next. `staleAfter` in ms; what waited longer becomes stale here. */
export function agenda(sql: Sql, accountId: string, now: number, staleAfter: number): Agenda {
  return sql.transaction(() => {
    const stopped = stopUnwanted(sql, accountId)
    const all = jobs(sql, accountId)
      .map((job) => heard(sql, job))
      .map((job) => ({ ...job, next_at: pauseEnd(job.next_at, now) }))
    const waiting = all.filter((job) => job.state === 'queued' && job.message_state !== 'stale')
    const stale = waiting.filter((job) => now - waitsSince(job) >= staleAfter)
    for (const job of stale) setMessage(sql, job.message_id, { state: 'stale' })
    const fresh = waiting.filter((job) => !stale.includes(job))

    const open = all.filter((job) => job.state !== 'queued')
    const seen = new Set(open.map((job) => job.conversation_id))
    const heads: Head[] = []
    for (const job of fresh) {
      if (seen.has(job.conversation_id)) continue
      seen.add(job.conversation_id)
      const lastIncomingAt = lastIncoming(sql, job.conversation_id)
      heads.push({
        messageId: job.message_id,
        conversationId: job.conversation_id,
        queuedAt: job.queued_at,
        nextAt: job.next_at,
        lastIncomingAt,
        isToNew: lastIncomingAt === null && isToNew(sql, job.conversation_id),
        isCounted: job.attempts > 0,
      })
    }
    const account = sql.get(sql.build.selectFrom('accounts').select('paused').where('id', '=', accountId))
    return {
      changed: changed(sql, [...stopped, ...stale.map((job) => job.message_id)]),
      heads,
      checks: open.filter((job) => job.next_at <= now).map(checkOf),
      nextCheckAt: soonest(open.filter((job) => job.next_at > now).map((job) => job.next_at)),
      nextStaleAt: soonest(fresh.map((job) => waitsSince(job) + staleAfter)),
      habit: keyHabit(sql, accountId),
      lastSend: lastSend(sql, accountId),
      sentToday: sentOn(sql, accountId, localDay(now)),
      handedAt: handedAt(sql, accountId),
      paused: account?.paused === 1,
    }
  })
}

/** At start: whatever was being sent when the last run ended is in doubt. */
export function recover(sql: Sql): Changed {
  return sql.transaction(() => {
    const found = sql.all(sql.build.selectFrom('outbox').select('message_id').where('state', '=', 'sending'))
    const ids = found.map((job) => job.message_id)
    for (const id of ids) doubt(sql, id)
    return changed(sql, ids)
  })
}

function doubt(sql: Sql, messageId: number): void {
  setJob(sql, messageId, { state: 'unknown', next_at: 0 })
  setMessage(sql, messageId, { state: 'unknown' })
}

/** The account's session is new: everything open is looked for at once. */
export function checkAll(sql: Sql, accountId: string): void {
  sql
    .statement(`UPDATE outbox SET next_at = 0 WHERE account_id = ? AND state IN ('sending', 'unknown')`)
    .run(accountId)
}

/** What is handed to WhatsApp. */
export interface Parcel {
  address: string
  key: string
  body: string | null
  quotedId: string | null
  attachment: { file: string; mime: string; name: string | null; as: 'media' | 'voice' | 'document' } | null
}

function quotedId(sql: Sql, row: MessagesTable): string | null {
  if (row.quoted_key === null) return null
  const query = sql.build
    .selectFrom('messages')
    .select('serialized_id')
    .where('conversation_id', '=', row.conversation_id)
    .where('key', '=', row.quoted_key)
  return sql.get(query)?.serialized_id ?? null
}

/** What a waiting message consists of, and under which key and where it was tried before; null where it no longer waits. */
export function parcel(sql: Sql, messageId: number): (Omit<Parcel, 'key'> & { key: string | null }) | null {
  const job = jobRow(sql, messageId)
  const row = messageRow(sql, messageId)
  if (job?.state !== 'queued' || row?.state !== 'queued') return null
  const conversation = sql.get(
    sql.build.selectFrom('conversations').select('address').where('id', '=', row.conversation_id),
  )
  if (!conversation) return null
  const attachment = row.media_file
    ? {
        file: row.media_file,
        mime: row.media_mime ?? 'application/octet-stream',
        name: row.media_name,
        as: job.attachment_as ?? ('media' as const),
      }
    : null
  return {
    address: job.address ?? conversation.address,
    key: job.key,
    body: row.body,
    quotedId: quotedId(sql, row),
    attachment,
  }
}

/** Marks it as being sent, before it is. Null where it was taken back or is to be stopped, or something of its chat is still open. */
export function begin(
  sql: Sql,
  messageId: number,
  { key, address }: Pick<Parcel, 'key' | 'address'>,
  now: number,
): Changed | null {
  return sql.transaction(() => {
    const job = jobRow(sql, messageId)
    const row = messageRow(sql, messageId)
    if (job?.state !== 'queued' || row?.state !== 'queued') return null
    if (isToBlocked(sql, messageId) || isUnwanted(sql, messageId)) return null
    const open = sql
      .statement(`SELECT 1 FROM outbox WHERE conversation_id = ? AND state <> 'queued'`)
      .get(job.conversation_id)
    if (open !== undefined) return null
    setJob(sql, messageId, {
      state: 'sending',
      key,
      address,
      sending_at: now,
      attempts: job.attempts + 1,
      next_at: now,
    })
    setMessage(sql, messageId, { state: 'sending', key, failure: null })
    if (job.attempts === 0) countSent(sql, job.account_id, now)
    setSetting(sql, lastSendKey(job.account_id), `${now} ${job.conversation_id}`)
    noteHandOver(sql, job.account_id, now)
    noteTry(sql, messageId, job.account_id, now)
    return changed(sql, [messageId])
  })
}

function countSent(sql: Sql, accountId: string, now: number): void {
  sql
    .statement(
      `INSERT INTO daily_counts (account_id, day, sent, received) VALUES (?, ?, 1, 0)
        ON CONFLICT (account_id, day) DO UPDATE SET sent = sent + 1`,
    )
    .run(accountId, localDay(now))
}

/** It may have gone. Nothing where an ack has settled it meanwhile. */
export function markUnknown(sql: Sql, messageId: number, checkAt: number): Changed {
  return sql.transaction(() => {
    if (jobRow(sql, messageId)?.state !== 'sending') return UNCHANGED
    doubt(sql, messageId)
    setJob(sql, messageId, { next_at: checkAt })
    return changed(sql, [messageId])
  })
}

/** It certainly did not go: waits again, under the key it has. Nothing where an ack has settled it meanwhile. */
export function requeue(sql: Sql, messageId: number, nextAt: number): Changed {
  return sql.transaction(() => {
    const job = jobRow(sql, messageId)
    if (!job || job.state === 'queued') return UNCHANGED
    setJob(sql, messageId, { state: 'queued', next_at: nextAt })
    setMessage(sql, messageId, { state: 'queued' })
    return changed(sql, [messageId])
  })
}

/** Looked for without an answer, or still on its way: once more then. */
export function checkLater(sql: Sql, messageId: number, nextAt: number): void {
  if (jobRow(sql, messageId)) setJob(sql, messageId, { next_at: nextAt })
}

/** Which of these keys belong to other messages that were sent from here. */
export function keysTaken(sql: Sql, messageId: number, keys: readonly string[]): string[] {
  const row = messageRow(sql, messageId)
  if (!row || keys.length === 0) return []
  const found = sql.all(
    sql.build
      .selectFrom('messages')
      .select('key')
      .where('conversation_id', '=', row.conversation_id)
      .where('id', '!=', messageId)
      .where('client_id', 'is not', null)
      .where('key', 'in', [...keys]),
  )
  return found.flatMap((other) => other.key ?? [])
}
