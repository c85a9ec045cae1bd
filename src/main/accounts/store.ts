/** The accounts linked on this machine. Runs in the database thread. */
import { localDay } from '../inbox/day-store'
import { failInDoubt, failWaiting, type Changed } from '../outbox/link-store'
import type { AccountsTable, Sql, Store } from '../storage'
import { isSame, type Identity } from './same'

export interface AccountRow extends AccountsTable {
  today: { sent: number; received: number }
}

function rowOf(sql: Sql, row: AccountsTable, now: number): AccountRow {
  const counts = sql.get(
    sql.build
      .selectFrom('daily_counts')
      .select(['sent', 'received'])
      .where('account_id', '=', row.id)
      .where('day', '=', localDay(now)),
  )
  return { ...row, today: counts ?? { sent: 0, received: 0 } }
}

export const accountsStore = {
  /** All accounts; the first one is made where there is none. */
  list: (sql: Sql, now: number): AccountRow[] =>
    sql.transaction(() => {
      const select = sql.build.selectFrom('accounts').selectAll().orderBy('created_at')
      if (sql.all(select).length === 0) {
        const row = {
          id: 'main',
          name: null,
          phone: null,
          lid: null,
          linked: 0,
          paused: 0,
          created_at: now,
        } as const
        sql.run(sql.build.insertInto('accounts').values({ ...row, last_connected_at: null }))
      }
      return sql.all(select).map((row) => rowOf(sql, row, now))
    }),
  /** Null where there is no such account. */
  get: (sql: Sql, id: string, now: number): AccountRow | null => {
    const row = sql.get(sql.build.selectFrom('accounts').selectAll().where('id', '=', id))
    return row ? rowOf(sql, row, now) : null
  },
  /** Answers the waiting messages that will not go, because they were written for another account; null for none. */
  setConnected: (sql: Sql, id: string, me: Identity & { name: string | null }, now: number): Changed | null =>
    sql.transaction(() => {
      const before = sql.get(
        sql.build.selectFrom('accounts').select(['phone', 'lid', 'last_connected_at']).where('id', '=', id),
      )
      const isFirst = !before || before.last_connected_at === null
      const same = isFirst ? true : isSame(before, me)
      const isOther = same === false
      sql.run(
        sql.build
          .updateTable('accounts')
          .set({
            linked: 1,
            last_connected_at: now,
            // What is not told now is still true of the same account, and of none that is certainly another.
            ...(me.phone || isOther ? { phone: me.phone } : {}),
            ...(me.lid || isOther ? { lid: me.lid } : {}),
            ...(me.name ? { name: me.name } : {}),
          })
          .where('id', '=', id),
      )
      return same === true ? null : failWaiting(sql, id)
    }),
  /** Answers the messages whose sending can no longer be verified. */
  setUnlinked: (sql: Sql, id: string): Changed =>
    sql.transaction(() => {
      sql.run(sql.build.updateTable('accounts').set({ linked: 0 }).where('id', '=', id))
      return failInDoubt(sql, id)
    }),
  setPaused: (sql: Sql, id: string, paused: boolean): void => {
    sql.run(
      sql.build
        .updateTable('accounts')
        .set({ paused: paused ? 1 : 0 })
        .where('id', '=', id),
    )
  },
} satisfies Store
