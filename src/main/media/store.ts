/** Which media wait to be fetched, and what became of them. The queue is the messages table itself: nothing is lost by a crash. */
import type { MediaState, Message } from '../../contract'
import { AppError } from '../../contract'
import { viewsOf } from '../inbox/message-view'
import type { MessagesTable, Sql, Store } from '../storage'

export interface Download {
  messageId: number
  serializedId: string
  mime: string
  name: string | null
}

/** The partial index is only used where its own condition is repeated. */
const WAITING = `m.media_state IN ('waiting', 'downloading') AND m.media_state = 'waiting'`

// The second bound of each: after a clock was set back, what is to wait longer than any pause takes is due.
const DUE = `SELECT m.id AS messageId, m.serialized_id AS serializedId, m.media_mime AS mime, m.media_name AS name,
    m.type = 'view-once' OR m.revoked_at IS NOT NULL OR m.serialized_id IS NULL AS never
  FROM messages m JOIN conversations c ON c.id = m.conversation_id
  WHERE ${WAITING} AND (m.media_next_at <= ? OR m.media_next_at > ?) AND c.account_id = ? AND m.media_file IS NULL
  ORDER BY m.at DESC LIMIT ?`

const NEXT = `SELECT min(m.media_next_at) FROM messages m JOIN conversations c ON c.id = m.conversation_id
  WHERE ${WAITING} AND m.media_next_at > ? AND m.media_next_at <= ? AND c.account_id = ?`

type DueRow = Omit<Download, 'mime'> & { mime: string | null; never: number }

function rows(sql: Sql, ids: readonly number[]): MessagesTable[] {
  if (ids.length === 0) return []
  return sql.all(
    sql.build
      .selectFrom('messages')
      .selectAll()
      .where('id', 'in', [...ids]),
  )
}

function views(sql: Sql, ids: readonly number[]): Message[] {
  return viewsOf(sql, rows(sql, ids))
}

function set(sql: Sql, messageId: number, values: Partial<MessagesTable>): Message[] {
  sql.run(sql.build.updateTable('messages').set(values).where('id', '=', messageId))
  return views(sql, [messageId])
}

/**
 * The newest media due at an account, at most `limit`; and when there will be more. What may never be fetched is settled here.
 * @param pause the longest that a medium is made to wait, ms
 */
function due(
  sql: Sql,
  accountId: string,
  { now, pause, limit }: { now: number; pause: number; limit: number },
): { downloads: Download[]; nextAt: number | null; changed: Message[] } {
  return sql.transaction(() => {
    const found = sql.statement(DUE).all(now, now + pause, accountId, limit) as DueRow[]
    const never = found.filter((row) => row.never === 1).map((row) => row.messageId)
    for (const id of never) set(sql, id, { media_state: 'unavailable', media_next_at: null })
    const nextAt = sql
      .statement(NEXT)
      .pluck()
      .get(now, now + pause, accountId) as number | null
    const downloads = found
      .filter((row) => row.never === 0)
      .map(({ messageId, serializedId, mime, name }) => ({
        messageId,
        serializedId,
        mime: mime ?? '',
        name,
      }))
    return { downloads, nextAt, changed: views(sql, never) }
  })
}

/** Null where it is no longer wanted: erased, revoked, or no longer waiting. */
function begin(sql: Sql, messageId: number): Message[] | null {
  return sql.transaction(() => {
    const [row] = rows(sql, [messageId])
    if (row?.media_state !== 'waiting' || row.revoked_at !== null) return null
    return set(sql, messageId, { media_state: 'downloading' })
  })
}

function isWanted(sql: Sql, messageId: number): boolean {
  const [row] = rows(sql, [messageId])
  return row?.media_state === 'downloading' && row.revoked_at === null
}

/** Null where the message is gone meanwhile; the caller deletes the file then. */
function complete(
  sql: Sql,
  messageId: number,
  got: { file: string; mime: string; name: string | null; size: number },
): Message[] | null {
  return sql.transaction(() => {
    if (!isWanted(sql, messageId)) return null
    return set(sql, messageId, {
      media_state: 'ready',
      media_file: got.file,
      media_mime: got.mime,
      media_size: got.size,
      media_next_at: null,
      ...(got.name === null ? {} : { media_name: got.name }),
    })
  })
}

/** Not this time: waits until `nextAt`, or is given up (`too-large`, `unavailable`). */
function postpone(
  sql: Sql,
  messageId: number,
  outcome: { state: MediaState; nextAt: number | null; counts: boolean },
): Message[] {
  return sql.transaction(() => {
    const [row] = rows(sql, [messageId])
    if (row?.media_state !== 'downloading') return []
    const attempts = row.media_attempts + (outcome.counts ? 1 : 0)
    return set(sql, messageId, {
      media_state: outcome.state,
      media_next_at: outcome.nextAt,
      media_attempts: attempts,
    })
  })
}

function attempts(sql: Sql, messageId: number): number {
  return rows(sql, [messageId])[0]?.media_attempts ?? 0
}

/** A person asks for it: once more from the beginning. Answers whose account it is. */
function ask(sql: Sql, messageId: number, now: number): { accountId: string; changed: Message[] } {
  return sql.transaction(() => {
    const [row] = rows(sql, [messageId])
    if (!row?.media_state) throw new AppError('not-found', 'This message has no media.')
    if (row.type === 'view-once' || row.revoked_at !== null || row.serialized_id === null)
      throw new AppError('wrong-state', 'This medium can not be fetched.')
    const conversation = sql.get(
      sql.build.selectFrom('conversations').select('account_id').where('id', '=', row.conversation_id),
    )
    const accountId = conversation?.account_id ?? ''
    if (row.media_state === 'downloading' || row.media_state === 'ready') return { accountId, changed: [] }
    const values = { media_state: 'waiting' as const, media_next_at: now, media_attempts: 0 }
    return { accountId, changed: set(sql, messageId, values) }
  })
}

/** At start: what a crash interrupted waits again. */
function recover(sql: Sql, now: number): Message[] {
  const found = sql
    .statement(
      `SELECT id FROM messages WHERE media_state IN ('waiting', 'downloading') AND media_state = 'downloading'`,
    )
    .pluck()
    .all() as number[]
  return sql.transaction(() =>
    found.flatMap((id) => set(sql, id, { media_state: 'waiting', media_next_at: now })),
  )
}

function opened(sql: Sql, messageId: number): { file: string; mime: string; name: string | null } | null {
  const [row] = rows(sql, [messageId])
  if (!row?.media_file || row.revoked_at !== null) return null
  return {
    file: row.media_file,
    mime: row.media_mime ?? '',
    name: row.media_name,
  }
}

/** The file is gone or damaged: fetched again where WhatsApp may still have it. */
function lose(sql: Sql, messageId: number, now: number): Message[] {
  const [row] = rows(sql, [messageId])
  if (!row?.media_file) return []
  const again = row.serialized_id !== null
  return set(sql, messageId, {
    media_file: null,
    media_state: again ? 'waiting' : 'unavailable',
    media_next_at: again ? now : null,
    media_attempts: 0,
  })
}

/** A stretch of the files that messages name, for comparing with the folder; `last` is null at the end. */
function filesAfter(sql: Sql, after: number, limit: number): { files: string[]; last: number | null } {
  const page = sql
    .statement('SELECT id, media_file FROM messages WHERE id > ? ORDER BY id LIMIT ?')
    .all(after, limit) as Pick<MessagesTable, 'id' | 'media_file'>[]
  return {
    files: page.flatMap((row) => row.media_file ?? []),
    last: page.length < limit ? null : (page.at(-1)?.id ?? null),
  }
}

/** A file is about to be written that no message names yet. */
function doubt(sql: Sql, file: string): void {
  sql.run(
    sql.build
      .insertInto('media_doubts')
      .values({ file })
      .onConflict((on) => on.doNothing()),
  )
}

/** Files that perhaps no message names: written, erased or replaced since the last start. */
function doubts(sql: Sql): string[] {
  return sql.all(sql.build.selectFrom('media_doubts').select('file')).map(({ file }) => file)
}

/** These were looked at. */
function settle(sql: Sql, files: readonly string[]): void {
  const statement = sql.statement('DELETE FROM media_doubts WHERE file = ?')
  sql.transaction(() => {
    for (const file of files) statement.run(file)
  })
}

function isNamed(sql: Sql, file: string): boolean {
  return sql.statement('SELECT 1 FROM messages WHERE media_file = ? LIMIT 1').get(file) !== undefined
}

export const mediaStore = {
  due,
  begin,
  isWanted,
  complete,
  postpone,
  attempts,
  ask,
  recover,
  opened,
  lose,
  filesAfter,
  doubt,
  doubts,
  settle,
  isNamed,
} satisfies Store
export type MediaStore = typeof mediaStore
