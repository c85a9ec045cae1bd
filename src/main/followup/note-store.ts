/** Notes, each change kept together with its entry in the change log. Runs in the database thread. */
import { AppError, type Note, type NoteInput, type Page, type Subject, LIMITS } from '../../contract'
import { enqueue, syncState } from '../crm/change-store'
import { builder, type NotesTable, type Sql } from '../storage'
import { mustHaveSubject, needSubject, OF_CONTACT } from './subject-store'

const find = (sql: Sql, id: string) => sql.get(builder.selectFrom('notes').selectAll().where('id', '=', id))

const view = (sql: Sql, row: NotesTable): Note => ({
  id: row.id,
  subject: { kind: row.subject_kind, id: row.subject_id },
  body: row.body,
  ownerId: row.owner_id,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
  sync: syncState(sql, 'note', row.id),
})

/** @throws {AppError} `not-found`. */
export function getNote(sql: Sql, id: string): Note {
  const row = find(sql, id)
  if (!row) throw new AppError('not-found', 'There is no such note.')
  return view(sql, row)
}

/** Of a person, their leads and orders; newest first. The cursor is the last note's time and id. */
export function notesOfContact(
  sql: Sql,
  { contactId, cursor, limit }: { contactId: string; cursor: string | null; limit: number },
): Page<Note> {
  const [at = '', id = ''] = cursor?.split(' ') ?? []
  const rows = sql
    .statement(
      `SELECT * FROM notes WHERE ${OF_CONTACT} AND (? IS NULL OR (created_at, id) < (?, ?))
        ORDER BY created_at DESC, id DESC LIMIT ?`,
    )
    .all(contactId, contactId, contactId, cursor, Number(at), id, limit + 1) as NotesTable[]
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const next = rows.length > limit && last ? `${last.created_at} ${last.id}` : null
  return { items: shown.map((row) => view(sql, row)), next }
}

/** @throws {AppError} `invalid-input`. */
function checkedBody(text: string): string {
  const body = text.trim().slice(0, LIMITS.note)
  if (body === '') throw new AppError('invalid-input', 'A note needs a text.')
  return body
}

/** Answers the note that has this id already, as it is. @throws {AppError} `not-found` or `invalid-input`. */
export function createNote(sql: Sql, input: NoteInput & { id: string; now: number }): Note {
  return sql.transaction(() => {
    const before = find(sql, input.id)
    if (before) return view(sql, before)
    const { id, subject, now } = input
    const body = checkedBody(input.body)
    mustHaveSubject(sql, subject)
    sql.run(
      builder.insertInto('notes').values({
        id,
        subject_kind: subject.kind,
        subject_id: subject.id,
        body,
        owner_id: null,
        created_at: now,
        updated_at: now,
      }),
    )
    tell(sql, { id, subject, fields: { subject, body }, now })
    return getNote(sql, id)
  })
}

function tell(
  sql: Sql,
  {
    id,
    subject,
    fields,
    now,
  }: { id: string; subject: Subject; fields: Record<string, unknown>; now: number },
): void {
  if (!needSubject(sql, subject, now)) return
  const dependsOn = { dependsKind: subject.kind, dependsOn: subject.id }
  enqueue(sql, { kind: 'note', recordId: id, ...dependsOn, fields, now })
}

/** @throws {AppError} `not-found` or `invalid-input`. */
export function updateNote(sql: Sql, input: { id: string; body: string; now: number }): Note {
  return sql.transaction(() => {
    const before = getNote(sql, input.id)
    const body = checkedBody(input.body)
    if (body === before.body) return before
    const { id, now } = input
    sql.run(builder.updateTable('notes').set({ body, updated_at: now }).where('id', '=', id))
    const { subject } = before
    tell(sql, { id, subject, fields: before.sync.state === 'local' ? { subject, body } : { body }, now })
    return getNote(sql, id)
  })
}

export interface RemoteNote {
  body: string
  ownerId: string | null
  /** Milliseconds since the epoch. */
  createdAt: number
  updatedAt: number
}

/** What the CRM says of a note. Makes it where it is new here. */
export function applyRemoteNote(sql: Sql, id: string, subject: Subject, remote: RemoteNote): void {
  const values = {
    subject_kind: subject.kind,
    subject_id: subject.id,
    body: remote.body,
    owner_id: remote.ownerId,
    updated_at: remote.updatedAt,
  }
  sql.run(
    builder
      .insertInto('notes')
      .values({ id, created_at: remote.createdAt, ...values })
      .onConflict((on) => on.column('id').doUpdateSet(values)),
  )
}

export function removeNote(sql: Sql, id: string): void {
  sql.run(builder.deleteFrom('notes').where('id', '=', id))
}
