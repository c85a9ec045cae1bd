/** The accounts linked on this machine. Runs in the database thread. */
import { localDay } from '../inbox/day-store'
import type { AccountsTable, Sql, Store } from '../storage'

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
        const row = { id: 'main', name: null, phone: null, linked: 0, paused: 0, created_at: now } as const
        sql.run(sql.build.insertInto('accounts').values({ ...row, last_connected_at: null }))
      }
      return sql.all(select).map((row) => rowOf(sql, row, now))
    }),
  /** Null where there is no such account. */
  get: (sql: Sql, id: string, now: number): AccountRow | null => {
    const row = sql.get(sql.build.selectFrom('accounts').selectAll().where('id', '=', id))
    return row ? rowOf(sql, row, now) : null
  },
  setConnected: (
    sql: Sql,
    id: string,
    me: { phone: string | null; name: string | null },
    now: number,
  ): void => {
    sql.run(
      sql.build
        .updateTable('accounts')
        .set({
          linked: 1,
          last_connected_at: now,
          ...(me.phone ? { phone: me.phone } : {}),
          ...(me.name ? { name: me.name } : {}),
        })
        .where('id', '=', id),
    )
  },
  setUnlinked: (sql: Sql, id: string): void => {
    sql.run(sql.build.updateTable('accounts').set({ linked: 0 }).where('id', '=', id))
  },
  setPaused: (sql: Sql, id: string, paused: boolean): void => {
    sql.run(
      sql.build
        .updateTable('accounts')
        .set({ paused: paused ? 1 : 0 })
        .where('id', '=', id),
    )
  },
} satisfies Store
