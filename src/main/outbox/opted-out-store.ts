/**
 * What Leadline wrote by itself does not go to somebody who has asked not to be written to since: it is stopped before it is handed over,
 * and says why. What a person wrote goes: they were warned, or had sent it before.
 */
import { isOptedOut } from '../contacts/store'
import type { Sql } from '../storage'
import { endJob, setMessage } from './rows-store'

/** Whether this message is Leadline's own, to somebody who asked for none. */
export function isUnwanted(sql: Sql, messageId: number): boolean {
  const row = sql
    .statement(
      `SELECT c.contact_id FROM automatic_messages a JOIN messages m ON m.id = a.message_id
         JOIN conversations c ON c.id = m.conversation_id WHERE a.message_id = ?`,
    )
    .get(messageId) as { contact_id: string | null } | undefined
  return row !== undefined && isOptedOut(sql, row.contact_id)
}

/** Stops those that wait at this account, and answers which; inside the caller's transaction. */
export function stopUnwanted(sql: Sql, accountId: string): number[] {
  const ids = sql
    .statement(
      `SELECT o.message_id FROM outbox o JOIN automatic_messages a ON a.message_id = o.message_id
         JOIN messages m ON m.id = o.message_id
         JOIN conversations c ON c.id = o.conversation_id JOIN contacts p ON p.id = c.contact_id
        WHERE o.account_id = ? AND o.state = 'queued' AND m.state IN ('queued', 'stale') AND p.consent = 'out'`,
    )
    .pluck()
    .all(accountId) as number[]
  for (const id of ids) {
    endJob(sql, id)
    setMessage(sql, id, { state: 'failed', failure: 'opted-out' })
  }
  return ids
}
