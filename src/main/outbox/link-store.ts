/**
 * What becomes of waiting messages when an account's link to the phone goes or comes back with another number. Called by the
 * accounts room inside its transaction.
 */
import type { SendFailure } from '../../contract'
import type { OutboxTable, Sql } from '../storage'
import { changed, endJob, setMessage } from './rows-store'
import type { Changed } from './changed'

export type { Changed }

function failThose(
  sql: Sql,
  accountId: string,
  states: readonly OutboxTable['state'][],
  failure: SendFailure,
): Changed {
  const found = sql.all(
    sql.build
      .selectFrom('outbox')
      .select('message_id')
      .where('account_id', '=', accountId)
      .where('state', 'in', [...states]),
  )
  const ids = found.map((job) => job.message_id)
  for (const id of ids) {
    endJob(sql, id)
    setMessage(sql, id, { state: 'failed', failure })
  }
  return changed(sql, ids)
}

/**
 * What was on its way can no longer be looked for: a new link may bring too little history to say that it did not go. The person
 * decides; where the history does have it, the way in still shows it as sent.
 */
export function failInDoubt(sql: Sql, accountId: string): Changed {
  return failThose(sql, accountId, ['sending', 'unknown'], 'link-lost')
}

/** Nothing written for one number goes out from another by itself; what was on its way may have gone out from the first. */
export function failWaiting(sql: Sql, accountId: string): Changed {
  const inDoubt = failInDoubt(sql, accountId)
  const waiting = failThose(sql, accountId, ['queued'], 'other-number')
  return {
    messages: [...inDoubt.messages, ...waiting.messages],
    conversations: [...inDoubt.conversations, ...waiting.conversations],
  }
}
