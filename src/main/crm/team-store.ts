/** What a device reports that only the database knows. Runs in the database thread. */
import { randomUUID } from 'node:crypto'
import { builder, getSetting, setSetting, type Sql } from '../storage'

const INSTALLATION = 'crm.installation'

/** A name of this installation by chance, the same for ever. */
export function installation(sql: Sql): string {
  return sql.transaction(() => {
    const known = getSetting(sql, INSTALLATION)
    if (known !== null) return known
    const made = randomUUID()
    setSetting(sql, INSTALLATION, made)
    return made
  })
}

/** Of an account: messages that wait to be sent, and when its last one came or went, ms. */
export function traffic(sql: Sql, accountId: string): { queued: number; lastMessageAt: number | null } {
  const waiting = sql.get(
    builder
      .selectFrom('outbox')
      .select((e) => e.fn.countAll<number>().as('queued'))
      .where('account_id', '=', accountId),
  )
  const last = sql.get(
    builder
      .selectFrom('conversations')
      .select((e) => e.fn.max('at').as('at'))
      .where('account_id', '=', accountId)
      .where('archived', '=', 0),
  )
  return { queued: waiting?.queued ?? 0, lastMessageAt: last?.at ?? null }
}
