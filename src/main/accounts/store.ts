/** The accounts linked on this machine. Runs in the database thread. */
import { AppError, type AccountColour } from '../../contract'
import { failInDoubt, failWaiting, type Changed } from '../outbox/link-store'
import { forgetPacing } from '../outbox/sending-store'
import { forgetHabit } from '../outbox/settle-store'
import type { AccountsTable, Sql, Store } from '../storage'
import { carryAway, carryOver, forgetCarried } from './carried-store'
import { freeColour } from './colours'
import { countsOf, type DayCounts } from './counts-store'
import { isSame, type Identity } from './same'

/** The account that is always there at first; its profile and keys are older than there being several. */
const FIRST = 'main'

export interface AccountRow extends AccountsTable {
  today: DayCounts
  /** Last activity in one of its chats, or last connection, whichever is later; ms, null for never. */
  used_at: number | null
}

function rowOf(sql: Sql, row: AccountsTable, now: number): AccountRow {
  const last = sql.get(
    sql.build
      .selectFrom('conversations')
      .select((e) => e.fn.max('at').as('at'))
      .where('account_id', '=', row.id)
      .where('archived', '=', 0),
  )
  const used = Math.max(row.last_connected_at ?? -1, last?.at ?? -1)
  return { ...row, today: countsOf(sql, row.id, now), used_at: used < 0 ? null : used }
}

const all = (sql: Sql): AccountsTable[] =>
  sql.all(sql.build.selectFrom('accounts').selectAll().orderBy('created_at').orderBy('id'))

function insert(sql: Sql, own: Pick<AccountsTable, 'id' | 'label' | 'colour' | 'created_at'>): AccountsTable {
  const row: AccountsTable = {
    ...own,
    name: null,
    phone: null,
    lid: null,
    linked: 0,
    paused: 0,
    leaving: null,
    linked_by: null,
    ended: null,
    last_connected_at: null,
  }
  sql.run(sql.build.insertInto('accounts').values(row))
  return row
}

/** How far an account goes: unlinked, its history erased too, or gone from the list as well. */
export type Leaving = NonNullable<AccountsTable['leaving']>

export interface NewAccount {
  id: string
  label: string | null
  /** Null: one that is free. */
  colour: AccountColour | null
}

export const accountsStore = {
  /** All accounts; the first one is made where there is none. */
  list: (sql: Sql, now: number): AccountRow[] =>
    sql.transaction(() => {
      forgetCarried(sql, now)
      if (all(sql).length === 0)
        insert(sql, { id: FIRST, label: null, colour: freeColour([]), created_at: now })
      return all(sql).map((row) => rowOf(sql, row, now))
    }),
  /**
   * One more, not linked.
   * @throws {AppError} `too-many-accounts` where there are `most` already.
   */
  add: (sql: Sql, { id, label, colour }: NewAccount, most: number, now: number): AccountRow =>
    sql.transaction(() => {
      const here = all(sql)
      if (here.length >= most) throw new AppError('too-many-accounts', `There are ${most} accounts already.`)
      const free = freeColour(here.map((row) => row.colour))
      return rowOf(sql, insert(sql, { id, label, colour: colour ?? free, created_at: now }), now)
    }),
  /** The person's own name and colour; what is left out stays. */
  update: (sql: Sql, id: string, change: Partial<Pick<AccountsTable, 'label' | 'colour'>>): void => {
    if (Object.keys(change).length > 0)
      sql.run(sql.build.updateTable('accounts').set(change).where('id', '=', id))
  },
  /** Null where there is no such account. */
  get: (sql: Sql, id: string, now: number): AccountRow | null => {
    const row = sql.get(sql.build.selectFrom('accounts').selectAll().where('id', '=', id))
    return row ? rowOf(sql, row, now) : null
  },
  /**
   * Answers the waiting messages that will not go, because they were written for another account; null for none; `linked-twice`, and
   * nothing is noted, where this number is newly linked here while another account has it.
   */
  setConnected: (
    sql: Sql,
    id: string,
    me: Identity & { name: string | null },
    now: number,
    /** The CRM's id of who is here; null without a CRM. */
    userId: string | null = null,
  ): Changed | 'linked-twice' | null =>
    sql.transaction(() => {
      const here = all(sql)
      const before = here.find((row) => row.id === id)
      const isNew = before?.linked !== 1 || isSame(before, me) !== true
      const isTwice = here.some((row) => row.id !== id && row.linked === 1 && isSame(row, me) === true)
      if (isNew && isTwice) return 'linked-twice'
      const isFirst = !before || before.last_connected_at === null
      const same = isFirst ? true : isSame(before, me)
      const isOther = same === false
      if (before && isOther) carryAway(sql, before, now)
      if (isNew) carryOver(sql, id, me, here, now)
      sql.run(
        sql.build
          .updateTable('accounts')
          .set({
            linked: 1,
            ended: null,
            last_connected_at: now,
            // Whoever links again wants it: what was to become of it before, and failed half-way, is not made up for.
            leaving: null,
            // Whose it is does not change when somebody who may links it again for them.
            ...(isNew && (isOther || !before?.linked_by) ? { linked_by: userId } : {}),
            // What is not told now is still true of the same account, and of none that is certainly another.
            ...(me.phone || isOther ? { phone: me.phone } : {}),
            ...(me.lid || isOther ? { lid: me.lid } : {}),
            ...(me.name ? { name: me.name } : {}),
          })
          .where('id', '=', id),
      )
      return same === true ? null : failWaiting(sql, id)
    }),
  /** Answers the messages whose sending can no longer be verified. `ended`: by the phone, or here (null). */
  setUnlinked: (sql: Sql, id: string, ended: AccountsTable['ended']): Changed =>
    sql.transaction(() => {
      sql.run(sql.build.updateTable('accounts').set({ linked: 0, ended }).where('id', '=', id))
      return failInDoubt(sql, id)
    }),
  /**
   * Notes what is to become of it; null for nothing after all.
   * @throws {AppError} `wrong-state` where none would be left.
   */
  setLeaving: (sql: Sql, id: string, how: Leaving | null): void =>
    sql.transaction(() => {
      const stays = all(sql).some((row) => row.id !== id && row.leaving !== 'remove')
      if (how === 'remove' && !stays) throw new AppError('wrong-state', 'The last account stays.')
      sql.run(sql.build.updateTable('accounts').set({ leaving: how }).where('id', '=', id))
    }),
  /** All that was asked for is done: its counters go, with the history whose account it was, or its row. */
  left: (sql: Sql, id: string, how: Leaving, now: number): void =>
    sql.transaction(() => {
      const row = all(sql).find((one) => one.id === id)
      if (row) carryAway(sql, row, now)
      if (how === 'remove') {
        sql.run(sql.build.deleteFrom('not_work').where('account_id', '=', id))
        forgetPacing(sql, id)
        forgetHabit(sql, id)
        sql.run(sql.build.deleteFrom('accounts').where('id', '=', id))
        return
      }
      const nobody = { name: null, phone: null, lid: null, last_connected_at: null }
      const change = { leaving: null, linked_by: null, ...(how === 'erase' ? nobody : {}) }
      sql.run(sql.build.updateTable('accounts').set(change).where('id', '=', id))
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
