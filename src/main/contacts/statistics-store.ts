/** A person in figures. Runs in the database thread. */
import type { PersonStatistics } from '../../contract'
import type { Sql } from '../storage'
import { getContact } from './contact-store'
import { median, responses } from './response'
import { chatsOf, countTold, latestTold } from './told-store'

/** Answers are looked for among so many messages of each direction and chat: what was usual years ago says little. */
const LATEST = 500

/** @throws {AppError} `not-found`. */
export function statistics(sql: Sql, contactId: string): PersonStatistics {
  const { knownSince: firstSeen } = getContact(sql, contactId)
  const chats = chatsOf(sql, contactId)
  const counts = chats.map((chat) => countTold(sql, chat, 0, Number.MAX_SAFE_INTEGER))
  const waits = chats.flatMap((chat) => responses(latestTold(sql, chat, LATEST)))
  const middle = median(waits)
  const orders = sql
    .statement(
      `SELECT currency, count(*) AS count, sum(total) AS total FROM orders
        WHERE contact_id = ? AND status NOT IN ('draft', 'cancelled') GROUP BY currency ORDER BY count DESC, currency`,
    )
    .all(contactId) as PersonStatistics['orders']
  return {
    firstSeen,
    received: counts.reduce((sum, { received }) => sum + received, 0),
    sent: counts.reduce((sum, { sent }) => sum + sent, 0),
    orders,
    response: middle === null ? null : { median: middle, answers: waits.length },
  }
}
