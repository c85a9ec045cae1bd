/**
 * Which messages were handed to WhatsApp within the last hour, and what became of them: what an account's health goes by. A message may
 * have been written hours before, waiting for a connection, and may come back hours later. Bounded: what is older goes with the next.
 */
import type { Sql } from '../storage'

/** For so long it is known when a message was tried, in ms. */
export const TRIED_MS = 3_600_000

export interface Tried {
  /** Handed over, whatever became of it; without what is not known to have been taken or refused. */
  handed: number
  refused: number
  /** Taken, and given back (ack -1). */
  returned: number
}

const NOTE = `INSERT INTO send_tries (message_id, account_id, at) VALUES (?, ?, ?)
  ON CONFLICT (message_id) DO UPDATE SET at = excluded.at`

/** What had come back before counts no more: pages tell it again and again. */
const NOTE_RETURNED = `INSERT INTO send_tries (message_id, account_id, at)
  SELECT m.id, c.account_id, ? FROM messages m JOIN conversations c ON c.id = m.conversation_id
    WHERE m.id = ? AND m.client_id IS NOT NULL AND m.ack = 0 AND m.state <> 'failed'
  ON CONFLICT (message_id) DO UPDATE SET at = excluded.at`

const TRIED = `SELECT count(*) AS handed,
    coalesce(sum(failure = 'refused'), 0) AS refused, coalesce(sum(failure = 'not-delivered'), 0) AS returned
  FROM send_tries t JOIN messages m ON m.id = t.message_id
  WHERE t.account_id = ? AND t.at > ? AND t.at <= ?
    AND m.state NOT IN ('queued', 'stale') AND (m.state <> 'failed' OR m.failure IN ('refused', 'not-delivered'))`

/** Inside the caller's transaction. A clock that was set back takes with it what was noted ahead of it. */
function prune(sql: Sql, now: number): void {
  sql.statement('DELETE FROM send_tries WHERE at <= ? OR at > ?').run(now - TRIED_MS, now)
}

/** It is handed over. */
export function noteTry(sql: Sql, messageId: number, accountId: string, now: number): void {
  prune(sql, now)
  sql.statement(NOTE).run(messageId, accountId, now)
}

/** WhatsApp gave it back. Before that is written into the message. */
export function noteReturned(sql: Sql, messageId: number, now: number): void {
  prune(sql, now)
  sql.statement(NOTE_RETURNED).run(now, messageId)
}

/** What became of those that this account handed over, or got back, within the last hour. */
export function triedLately(sql: Sql, accountId: string, now: number): Tried {
  return sql.statement(TRIED).get(accountId, now - TRIED_MS, now) as Tried
}
