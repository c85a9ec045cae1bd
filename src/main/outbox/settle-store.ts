/**
 * What ends a job of the outbox, and what an answer of WhatsApp does to its message. `settleByAck` is also called by the way in,
 * inside its transaction, whenever WhatsApp says how far a message is.
 */
import type { SendFailure } from '../../contract'
import { ACK_TIMES, higherAck, stateOfAck } from '../inbox/ack'
import { localDay } from '../days'
import { moveRaw } from '../inbox/raw-store'
import { getSetting, setSetting, type MessagesTable, type Sql } from '../storage'
import type { WaAck } from '../whatsapp/types'
import { accountOf, changed, endJob, messageRow, removeMessage, setJob, setMessage } from './rows-store'
import { UNCHANGED, type Changed } from './changed'
import { noteReturned } from './tries-store'

/**
 * From ack 1 on it was sent, -1 says that it never will be: either way there is nothing left to do. 0 leaves the job as it is. Before
 * the message itself is changed.
 */
export function settleByAck(sql: Sql, messageId: number, ack: WaAck, now: number): void {
  if (ack === -1) noteReturned(sql, messageId, now)
  if (ack !== 0) sql.statement('DELETE FROM outbox WHERE message_id = ?').run(messageId)
}

/** What WhatsApp says of one of our messages. */
export interface Answer {
  key: string
  /** Null where only an ack came. */
  serializedId: string | null
  ack: WaAck
}

/** What an answer changed, and files of doubled rows that nothing names any more. */
export interface Settled {
  changed: Changed
  files: string[]
}

/** Whether this account's page gives messages the keys we choose: learnt from its answers. Null while there was none. */
export type KeyHabit = 'kept' | 'refused' | null

const habitKey = (accountId: string): string => `outbox.keys.${accountId}`

export function keyHabit(sql: Sql, accountId: string): KeyHabit {
  const value = getSetting(sql, habitKey(accountId))
  return value === 'kept' || value === 'refused' ? value : null
}

export function learnHabit(sql: Sql, accountId: string, habit: 'kept' | 'refused'): void {
  if (keyHabit(sql, accountId) !== habit) setSetting(sql, habitKey(accountId), habit)
}

export const forgetHabit = (sql: Sql, accountId: string): void => setSetting(sql, habitKey(accountId), null)

/**
 * The page gave the message a key of its own, and the way in may have stored it as somebody's message from the phone: that row
 * goes, what was known of it is kept. Answers what it knew.
 */
function absorb(sql: Sql, ours: MessagesTable, key: string): { ack: WaAck; files: string[] } {
  const { build } = sql
  const double = sql.get(
    build
      .selectFrom('messages')
      .selectAll()
      .where('conversation_id', '=', ours.conversation_id)
      .where('key', '=', key)
      .where('id', '!=', ours.id),
  )
  if (!double) return { ack: 0, files: [] }
  sql.run(build.updateTable('reactions').set({ message_id: ours.id }).where('message_id', '=', double.id))
  moveRaw(sql, double.id, ours.id)
  removeMessage(sql, double)
  setMessage(sql, ours.id, {
    starred: double.starred,
    revoked_at: ours.revoked_at ?? double.revoked_at,
  })
  // The way in counted it as one more message sent that day.
  const account = accountOf(sql, ours.conversation_id)
  sql
    .statement('UPDATE daily_counts SET sent = max(sent - 1, 0) WHERE account_id = ? AND day = ?')
    .run(account, localDay(double.at))
  return { ack: double.ack as WaAck, files: double.media_file ? [double.media_file] : [] }
}

/** Brings a message of ours to what WhatsApp says; may be called twice or late without harm. */
export function apply(sql: Sql, messageId: number, answer: Answer, now: number): Settled {
  return sql.transaction(() => {
    const row = messageRow(sql, messageId)
    if (!row) return { changed: UNCHANGED, files: [] }
    const double = row.key === answer.key ? { ack: 0 as WaAck, files: [] } : absorb(sql, row, answer.key)
    const ack = higherAck(higherAck(row.ack, double.ack), answer.ack)
    const times: Partial<MessagesTable> = {}
    for (const time of ACK_TIMES) if (time.ack <= ack && row[time.column] === null) times[time.column] = now
    settleByAck(sql, messageId, ack, now)
    setMessage(sql, messageId, {
      key: answer.key,
      ...(answer.serializedId === null ? {} : { serialized_id: answer.serializedId }),
      ack,
      ...stateOfAck(ack),
      ...times,
    })
    if (ack === 0) setJob(sql, messageId, { key: answer.key, state: 'sending' })
    return { changed: changed(sql, [messageId]), files: double.files }
  })
}

/** WhatsApp took it. Learns whether the page kept our key. */
export function taken(
  sql: Sql,
  messageId: number,
  ourKey: string,
  answer: Answer,
  now: number,
  checkAt: number,
): Settled {
  return sql.transaction(() => {
    const row = messageRow(sql, messageId)
    if (!row) return { changed: UNCHANGED, files: [] }
    learnHabit(sql, accountOf(sql, row.conversation_id), answer.key === ourKey ? 'kept' : 'refused')
    const settled = apply(sql, messageId, answer, now)
    setJob(sql, messageId, { next_at: checkAt })
    return settled
  })
}

/** An ack for whatever job of the account has that key; nothing where the way in was faster. */
export function takeAck(sql: Sql, accountId: string, key: string, ack: WaAck, at: number): Changed {
  if (ack === 0) return UNCHANGED
  return sql.transaction(() => {
    const job = sql.get(
      sql.build
        .selectFrom('outbox')
        .select('message_id')
        .where('account_id', '=', accountId)
        .where('key', '=', key),
    )
    return job ? apply(sql, job.message_id, { key, serializedId: null, ack }, at).changed : UNCHANGED
  })
}

/** It will not go. Nothing where it did after all, or is gone. */
export function fail(sql: Sql, messageId: number, failure: SendFailure): Changed {
  return sql.transaction(() => {
    const job = sql.get(
      sql.build.selectFrom('outbox').select('message_id').where('message_id', '=', messageId),
    )
    if (!job) return UNCHANGED
    endJob(sql, messageId)
    setMessage(sql, messageId, { state: 'failed', failure })
    return changed(sql, [messageId])
  })
}
