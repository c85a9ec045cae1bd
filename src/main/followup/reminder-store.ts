/** Which tasks ring, each once for each time it is due. Runs in the database thread. */
import type { Reminders, Task } from '../../contract'
import { builder, type Sql } from '../storage'
import { viewTask, type TaskRow } from './task-store'

/** What was due longer ago than this is no news: it only stands in the list of what is due. */
export const STALE_MS = 7 * 24 * 3_600_000
/** Reminders shown at once; the others are counted. */
const MOST_SHOWN = 20
/** Rung for in one step. */
const MOST_AT_ONCE = 200

/**
 * The conditions of the partial indexes, word for word. Each is named where it is read: left to choose, SQLite takes the one of all open
 * tasks, and walks over what rang long ago.
 */
const TO_RING = `done = 0 AND due_at IS NOT NULL AND reminded_for IS NOT due_at`
const UNSEEN = `done = 0 AND due_at IS NOT NULL AND reminded_for IS due_at AND seen_for IS NOT due_at`

export interface Ringing {
  /** Due now, and never rung for before. */
  rung: Task[]
  /** When there is more to ring for, ms since the epoch; null where nothing has a time. */
  next: number | null
}

/**
 * Rings for what is due: noted before anybody hears of it, so that nothing rings twice.
 * @param input.userId the CRM's id of who is here; tasks that are somebody else's do not ring. Null: nobody in particular.
 */
export function ringDue(sql: Sql, { now, userId }: { now: number; userId: string | null }): Ringing {
  return sql.transaction(() => {
    const due = sql
      .statement(
        `SELECT * FROM tasks INDEXED BY tasks_to_ring WHERE ${TO_RING} AND due_at <= ? ORDER BY due_at, id LIMIT ?`,
      )
      .all(now, MOST_AT_ONCE) as TaskRow[]
    const rung: Task[] = []
    for (const row of due) {
      const isMine = row.owner_id === null || userId === null || row.owner_id === userId
      const rings = isMine && (row.due_at ?? 0) >= now - STALE_MS
      const values = { reminded_for: row.due_at, ...(rings ? {} : { seen_for: row.due_at }) }
      sql.run(builder.updateTable('tasks').set(values).where('id', '=', row.id))
      if (rings) rung.push(viewTask(sql, row))
    }
    const next = sql
      .statement(
        `SELECT due_at FROM tasks INDEXED BY tasks_to_ring WHERE ${TO_RING} ORDER BY due_at, id LIMIT 1`,
      )
      .get() as Pick<TaskRow, 'due_at'> | undefined
    return { rung, next: next?.due_at ?? null }
  })
}

/** What rang and was neither done nor put away, the latest first. */
export function pendingReminders(sql: Sql): Reminders {
  const rows = sql
    .statement(
      `SELECT * FROM tasks INDEXED BY tasks_unseen WHERE ${UNSEEN} ORDER BY due_at DESC, id DESC LIMIT ?`,
    )
    .all(MOST_SHOWN) as TaskRow[]
  const { count } = sql
    .statement(`SELECT count(*) AS count FROM tasks INDEXED BY tasks_unseen WHERE ${UNSEEN}`)
    .get() as {
    count: number
  }
  return { tasks: rows.map((row) => viewTask(sql, row)), count }
}

/** Puts reminders away, all of them where `ids` is null. The tasks stay as they are. */
export function seeReminders(sql: Sql, { ids }: { ids: readonly string[] | null }): Reminders {
  return sql.transaction(() => {
    if (ids === null) sql.statement(`UPDATE tasks SET seen_for = due_at WHERE ${UNSEEN}`).run()
    else
      for (const id of ids)
        sql.statement(`UPDATE tasks SET seen_for = due_at WHERE id = ? AND ${UNSEEN}`).run(id)
    return pendingReminders(sql)
  })
}
