/** What is kept of an account's health: minutes in each grade by day, and its last states. Bounded. Runs in the database thread. */
import {
  HEALTH_DAYS,
  type AccountChange,
  type Grade,
  type HealthDay,
  type HealthReason,
} from '../../contract'
import { dayBefore, localDay } from '../days'
import { triedLately, type Tried } from '../outbox/tries-store'
import type { Sql, Store } from '../storage'

/** States kept of each account. */
export const MOST_CHANGES = 50
const MINUTE = 60_000

/** What became of the last hour's messages that were written here. */
export type Sends = Tried

function prune(sql: Sql, accountId: string, now: number): void {
  const oldest = dayBefore(now, HEALTH_DAYS - 1)
  const { build } = sql
  sql.run(build.deleteFrom('health_days').where('account_id', '=', accountId).where('day', '<', oldest))
}

export const healthStore = {
  sends: triedLately,

  /** Adds so many ms in this grade to the day of `now`, and forgets what is too old. */
  observe: (sql: Sql, accountId: string, grade: Grade, ms: number, now: number): void =>
    sql.transaction(() => {
      sql
        .statement(
          `INSERT INTO health_days (account_id, day, ${grade}) VALUES (?, ?, ?)
            ON CONFLICT (account_id, day) DO UPDATE SET ${grade} = ${grade} + excluded.${grade}`,
        )
        .run(accountId, localDay(now), Math.max(0, Math.round(ms)))
      prune(sql, accountId, now)
    }),

  /** One for each of the last days, oldest first. */
  days: (sql: Sql, accountId: string, now: number): HealthDay[] => {
    const { build } = sql
    const of = <T extends { day: string }>(rows: T[]): Map<string, T> =>
      new Map(rows.map((row) => [row.day, row]))
    const grades = of(
      sql.all(build.selectFrom('health_days').selectAll().where('account_id', '=', accountId)),
    )
    const oldest = dayBefore(now, HEALTH_DAYS - 1)
    const counts = of(
      sql.all(
        build
          .selectFrom('daily_counts')
          .selectAll()
          .where('account_id', '=', accountId)
          .where('day', '>=', oldest),
      ),
    )
    return Array.from({ length: HEALTH_DAYS }, (_, index) => {
      const day = dayBefore(now, HEALTH_DAYS - 1 - index)
      const { healthy = 0, warning = 0, critical = 0 } = grades.get(day) ?? {}
      const { sent = 0, received = 0 } = counts.get(day) ?? {}
      const minutes = (ms: number): number => Math.round(ms / MINUTE)
      return {
        day,
        minutes: { healthy: minutes(healthy), warning: minutes(warning), critical: minutes(critical) },
        sent,
        received,
      }
    })
  },

  /** Notes a state the account came into; the oldest beyond `MOST_CHANGES` goes. */
  note: (sql: Sql, accountId: string, change: AccountChange): void =>
    sql.transaction(() => {
      const { at, state, reason, grade, reasons } = change
      const row = { account_id: accountId, at, state, reason, grade, reasons: reasons.join(' ') }
      sql.run(sql.build.insertInto('account_changes').values(row))
      sql
        .statement(
          `DELETE FROM account_changes WHERE account_id = ? AND id <= (
            SELECT id FROM account_changes WHERE account_id = ? ORDER BY id DESC LIMIT 1 OFFSET ?)`,
        )
        .run(accountId, accountId, MOST_CHANGES)
    }),

  /** Newest first. */
  changes: (sql: Sql, accountId: string): AccountChange[] =>
    sql
      .all(
        sql.build
          .selectFrom('account_changes')
          .selectAll()
          .where('account_id', '=', accountId)
          .orderBy('id', 'desc'),
      )
      .map(({ at, state, reason, grade, reasons }) => {
        return { at, state, reason, grade, reasons: reasons.split(' ').filter(Boolean) as HealthReason[] }
      }),
} satisfies Store
