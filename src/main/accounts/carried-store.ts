/**
 * WhatsApp counts what a number sends in a day, not what one of our rows does: today's counts go along when the number leaves its row
 * and is linked again, here or as another account. Runs in the database thread.
 */
import { createHash } from 'node:crypto'
import { localDay } from '../days'
import { setCountedUntil } from '../inbox/counted-store'
import { getSetting, setSetting, type AccountsTable, type Sql } from '../storage'
import { isSame, type Identity } from './same'

const PREFIX = 'accounts.carried.'

/** Of an erased account nothing may be readable here; and what is kept of it ends with the day. */
const keyOf = (id: string): string => PREFIX + createHash('sha256').update(id).digest('base64url')

/** What was carried on another day counts no more. */
export function forgetCarried(sql: Sql, now: number): void {
  sql
    .statement(`DELETE FROM settings WHERE key >= ? AND key < ? AND substr(value, 1, 10) <> ?`)
    .run(PREFIX, `${PREFIX}~`, localDay(now))
}

/** All that was counted for an account goes; what it counted today is put by for its number. */
export function carryAway(sql: Sql, account: Identity & { id: string }, now: number): void {
  forgetCarried(sql, now)
  const day = localDay(now)
  const counts = sql.build.selectFrom('daily_counts').where('account_id', '=', account.id)
  const today = sql.get(counts.where('day', '=', day).select(['sent', 'received']))
  const who = account.phone ?? account.lid
  if (today && who !== null) setSetting(sql, keyOf(who), `${day} ${today.sent} ${today.received} ${now}`)
  sql.run(sql.build.deleteFrom('daily_counts').where('account_id', '=', account.id))
  setCountedUntil(sql, account.id, null)
}

/** An account begins with what its number did today, in this row's place or in that of one that is unlinked by now. */
export function carryOver(
  sql: Sql,
  accountId: string,
  me: Identity,
  here: readonly AccountsTable[],
  now: number,
): void {
  for (const row of here)
    if (row.id !== accountId && row.linked === 0 && isSame(row, me) === true) carryAway(sql, row, now)
  forgetCarried(sql, now)
  for (const who of [me.phone, me.lid]) {
    const carried = who === null ? null : getSetting(sql, keyOf(who))
    if (who === null || carried === null) continue
    setSetting(sql, keyOf(who), null)
    const [day = '', sent, received, until] = carried.split(' ')
    const counts = { sent: Number(sent), received: Number(received) }
    sql.run(
      sql.build
        .insertInto('daily_counts')
        .values({ account_id: accountId, day, ...counts })
        .onConflict((on) => on.columns(['account_id', 'day']).doUpdateSet(counts)),
    )
    setCountedUntil(sql, accountId, Number(until))
    return
  }
}
