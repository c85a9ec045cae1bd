/** Tasks, each change kept together with its entry in the change log. Runs in the database thread. */
import type { Selectable } from 'kysely'
import { AppError, type Page, type Subject, type Task, type TaskInput, LIMITS } from '../../contract'
import { enqueue, syncState } from '../crm/change-store'
import { oneLine, type Fields } from '../crm/fields'
import { builder, type Flag, type Sql, type TasksTable } from '../storage'
import { contactBehind, mustHaveSubject, needSubject, OF_CONTACT } from './subject-store'

export type TaskRow = Selectable<TasksTable>

const find = (sql: Sql, id: string) => sql.get(builder.selectFrom('tasks').selectAll().where('id', '=', id))

const subjectOf = ({ subject_kind: kind, subject_id: id }: TaskRow): Subject | null =>
  kind === null || id === null ? null : { kind, id }

function contactOf(sql: Sql, subject: Subject | null): Task['contact'] {
  const id = subject === null ? null : contactBehind(sql, subject)
  if (id === null) return null
  return sql.get(builder.selectFrom('contacts').select(['id', 'name']).where('id', '=', id)) ?? null
}

/** The task of a row as the contract has it. */
export function viewTask(sql: Sql, row: TaskRow): Task {
  const subject = subjectOf(row)
  return {
    id: row.id,
    subject,
    contact: contactOf(sql, subject),
    title: row.title,
    body: row.body,
    dueAt: row.due_at,
    done: row.done === 1,
    priority: row.priority,
    ownerId: row.owner_id,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    sync: syncState(sql, 'task', row.id),
  }
}

/** @throws {AppError} `not-found`. */
export function getTask(sql: Sql, id: string): Task {
  const row = find(sql, id)
  if (!row) throw new AppError('not-found', 'There is no such task.')
  return viewTask(sql, row)
}

/** Of a person, their leads and orders; open ones first, each by when they are due. */
export function tasksOfContact(sql: Sql, contactId: string): Task[] {
  const rows = sql
    .statement(`SELECT * FROM tasks WHERE ${OF_CONTACT} ORDER BY done, due_at IS NULL, due_at, id`)
    .all(contactId, contactId, contactId) as TaskRow[]
  return rows.map((row) => viewTask(sql, row))
}

/** After all that have a day. */
const NO_DAY = Number.MAX_SAFE_INTEGER

/** First what is due first; those without a day last, by id. The cursor is the last task's time (empty for none) and id. */
export function listTasks(
  sql: Sql,
  { done, cursor, limit }: { done: boolean; cursor: string | null; limit: number },
): Page<Task> {
  const [at = '', after = ''] = cursor?.split(' ') ?? []
  const flag: Flag = done ? 1 : 0
  const due =
    cursor !== null && at === ''
      ? []
      : (sql
          .statement(
            `SELECT * FROM tasks WHERE done = ? AND due_at IS NOT NULL AND (due_at, id) > (?, ?) ORDER BY due_at, id LIMIT ?`,
          )
          .all(flag, cursor === null ? -NO_DAY : Number(at), after, limit + 1) as TaskRow[])
  const left = limit + 1 - due.length
  const others =
    left === 0
      ? []
      : (sql
          .statement('SELECT * FROM tasks WHERE done = ? AND due_at IS NULL AND id > ? ORDER BY id LIMIT ?')
          .all(flag, cursor !== null && at === '' ? after : '', left) as TaskRow[])
  const rows = [...due, ...others]
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const next = rows.length > limit && last ? `${last.due_at ?? ''} ${last.id}` : null
  return { items: shown.map((row) => viewTask(sql, row)), next }
}

/** The open task on a lead that is due first. */
export function nextStepOf(
  sql: Sql,
  leadId: string,
): { taskId: string; title: string; dueAt: number | null } | null {
  const row = sql
    .statement(
      `SELECT id, title, due_at FROM tasks WHERE subject_kind = 'lead' AND subject_id = ? AND done = 0
        ORDER BY due_at IS NULL, due_at, id LIMIT 1`,
    )
    .get(leadId) as Pick<TaskRow, 'id' | 'title' | 'due_at'> | undefined
  return row ? { taskId: row.id, title: row.title, dueAt: row.due_at } : null
}

type Editable = Pick<Task, 'title' | 'body' | 'dueAt' | 'priority' | 'done'>

/** @throws {AppError} `invalid-input`. */
function checked({ title, body, dueAt, priority, done }: Editable): Editable {
  const line = oneLine(title).slice(0, LIMITS.title).trim()
  if (line === '') throw new AppError('invalid-input', 'A task needs a title.')
  return { title: line, body: body?.trim() ? body.trim() : null, dueAt, priority, done }
}

const columns = ({ title, body, dueAt, priority, done }: Editable) => ({
  title,
  body,
  due_at: dueAt,
  priority,
  done: done ? (1 as const) : (0 as const),
})

/** By the names of the CRM's contract. */
const fieldsOf = ({ dueAt, ...rest }: Editable): Fields => ({
  ...rest,
  dueAt: dueAt === null ? null : new Date(dueAt).toISOString(),
})

/** Answers the task that has this id already, as it is. @throws {AppError} `not-found` or `invalid-input`. */
export function createTask(sql: Sql, input: TaskInput & { id: string; now: number }): Task {
  return sql.transaction(() => {
    const before = find(sql, input.id)
    if (before) return viewTask(sql, before)
    const { id, subject, now } = input
    const values = checked({ ...input, done: false })
    if (subject) mustHaveSubject(sql, subject)
    sql.run(
      builder.insertInto('tasks').values({
        id,
        subject_kind: subject?.kind ?? null,
        subject_id: subject?.id ?? null,
        ...columns(values),
        owner_id: null,
        created_at: now,
        updated_at: now,
      }),
    )
    tell(sql, id, subject, { subject, ...fieldsOf(values) }, now)
    return getTask(sql, id)
  })
}

function tell(sql: Sql, id: string, subject: Subject | null, fields: Fields, now: number): void {
  if (subject && !needSubject(sql, subject, now)) return
  const depends = subject ? { dependsKind: subject.kind, dependsOn: subject.id } : { dependsOn: null }
  enqueue(sql, { kind: 'task', recordId: id, ...depends, fields, now })
}

/** Changes what is given; what stays the same is not sent. @throws {AppError} `not-found` or `invalid-input`. */
export function updateTask(sql: Sql, input: Partial<Editable> & { id: string; now: number }): Task {
  return sql.transaction(() => {
    const before = getTask(sql, input.id)
    const after = checked({
      title: input.title ?? before.title,
      body: input.body === undefined ? before.body : input.body,
      dueAt: input.dueAt === undefined ? before.dueAt : input.dueAt,
      priority: input.priority ?? before.priority,
      done: input.done ?? before.done,
    })
    const then = fieldsOf(before)
    const now = fieldsOf(after)
    const changed = Object.fromEntries(Object.entries(now).filter(([key, value]) => then[key] !== value))
    if (Object.keys(changed).length === 0) return before
    const { id } = input
    sql.run(
      builder
        .updateTable('tasks')
        .set({ ...columns(after), updated_at: input.now })
        .where('id', '=', id),
    )
    const { subject } = before
    tell(sql, id, subject, before.sync.state === 'local' ? { subject, ...now } : changed, input.now)
    return getTask(sql, id)
  })
}

export interface RemoteTask extends Editable {
  ownerId: string | null
  /** Milliseconds since the epoch. */
  createdAt: number
  updatedAt: number
}

/** What the CRM says of a task. Makes it where it is new here. */
export function applyRemoteTask(sql: Sql, id: string, subject: Subject | null, remote: RemoteTask): void {
  const values = {
    subject_kind: subject?.kind ?? null,
    subject_id: subject?.id ?? null,
    ...columns(remote),
    owner_id: remote.ownerId,
    updated_at: remote.updatedAt,
  }
  sql.run(
    builder
      .insertInto('tasks')
      .values({ id, created_at: remote.createdAt, ...values })
      .onConflict((on) => on.column('id').doUpdateSet(values)),
  )
}

export function removeTask(sql: Sql, id: string): void {
  sql.run(builder.deleteFrom('tasks').where('id', '=', id))
}
