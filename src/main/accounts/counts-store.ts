/** What an account did on one day. Runs in the database thread. */
import { localDay, startOfDay, startOfNextDay } from '../days'
import { firstIdAt, type Sql } from '../storage'

export interface DayCounts {
  /** Handed to WhatsApp from here, once each however often it was tried, and written on the phone. */
  sent: number
  received: number
  /**
   * People with whom this account had exchanged nothing before this day, in either direction, and to whom a message of ours went on
   * it. Who writes first and is answered counts too, a group never does. Counted from the messages that are here, so it says less
   * once a chat was erased, and again the same however often it is asked and wherever the clock was meanwhile.
   */
  newContacts: number
}

/** Of ours only what left, or may have; WhatsApp's own notices are no exchange. */
const WENT = `type <> 'system' AND coalesce(state, '') NOT IN ('queued', 'stale', 'failed')`

const NEW_CONTACTS = `SELECT count(*) FROM conversations c WHERE account_id = ? AND kind = 'person'
  AND id IN (SELECT conversation_id FROM messages WHERE id >= ? AND id < ? AND direction = 'out' AND ${WENT})
  AND NOT EXISTS (SELECT 1 FROM messages WHERE conversation_id = c.id AND id < ? AND ${WENT})`

/** Of the local day in which `now` lies. */
export function countsOf(sql: Sql, accountId: string, now: number): DayCounts {
  const counts = sql.get(
    sql.build
      .selectFrom('daily_counts')
      .select(['sent', 'received'])
      .where('account_id', '=', accountId)
      .where('day', '=', localDay(now)),
  )
  const [start, end] = [firstIdAt(startOfDay(now)), firstIdAt(startOfNextDay(now))]
  const newContacts = sql.statement(NEW_CONTACTS).pluck().get(accountId, start, end, start) as number
  return { sent: 0, received: 0, ...counts, newContacts }
}
