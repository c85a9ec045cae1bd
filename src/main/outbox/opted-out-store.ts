/**
 * What Leadline wrote by itself does not go to somebody who has asked not to be written to since, and nothing goes to somebody who has
 * been blocked since: it is stopped before it is handed over, and says why. What a person wrote goes to who opted out: they were warned,
 * or had sent it before.
 */
import { isOptedOut } from '../contacts/store'
import type { SendFailure } from '../../contract'
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

/** Whether this message is to somebody who is blocked. */
export const isToBlocked = (sql: Sql, messageId: number): boolean =>
  sql
    .statement(
      'SELECT 1 FROM messages m JOIN conversations c ON c.id = m.conversation_id WHERE m.id = ? AND c.is_blocked = 1',
    )
    .get(messageId) !== undefined

/** Stops those that wait at this account, and answers which; inside the caller's transaction. */
export function stopUnwanted(sql: Sql, accountId: string): number[] {
  const rows = sql
    .statement(
      `SELECT o.message_id AS id, iif(c.is_blocked = 1, 'blocked', 'opted-out') AS failure
         FROM outbox o JOIN messages m ON m.id = o.message_id JOIN conversations c ON c.id = o.conversation_id
         LEFT JOIN automatic_messages a ON a.message_id = o.message_id LEFT JOIN contacts p ON p.id = c.contact_id
        WHERE o.account_id = ? AND o.state = 'queued' AND m.state IN ('queued', 'stale')
          AND (c.is_blocked = 1 OR (a.message_id IS NOT NULL AND p.consent = 'out'))`,
    )
    .all(accountId) as { id: number; failure: SendFailure }[]
  for (const { id, failure } of rows) {
    endJob(sql, id)
    setMessage(sql, id, { state: 'failed', failure })
  }
  return rows.map(({ id }) => id)
}
