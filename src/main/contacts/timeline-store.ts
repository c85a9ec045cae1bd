/**
 * Everything there was with a person, newest first, by key: each source gives what it has before the page's end, and the newest of all
 * are taken. Messages are told as days, so that a page costs the same whatever was written. Runs in the database thread.
 */
import { type Page, type TimelineEntry } from '../../contract'
import { startOfDay, startOfNextDay } from '../days'
import { notesOfContact } from '../followup/note-store'
import { OF_CONTACT } from '../followup/subject-store'
import { firstIdAt, timeOfId, type ContactEventsTable, type Sql } from '../storage'
import { getContact } from './contact-store'
import { personEvent } from './events-store'
import { chatsOf, countTold, newestTold } from './told-store'
import { obstacleOf } from './undo-store'

/** The place of an entry; entries of one moment go by their keys. */
interface Place {
  at: number
  key: string
}

const isBefore = (a: Place, b: Place): boolean => a.at < b.at || (a.at === b.at && a.key < b.key)

/** After everything. */
const END: Place = { at: Number.MAX_SAFE_INTEGER / 2048, key: '' }

function placeOf(cursor: string): Place | null {
  const match = /^(-?\d+) (\S+)$/.exec(cursor)
  return match?.[1] && match[2] ? { at: Number(match[1]), key: match[2] } : null
}

/** At most so many entries of one source before a place, newest first. */
type Source = (sql: Sql, contactId: string, before: Place, limit: number) => TimelineEntry[]

/** The days of one chat. The day of `before` itself may have been told already: its last message says so. */
function daysOf(sql: Sql, chat: string, before: Place, limit: number): TimelineEntry[] {
  const found: TimelineEntry[] = []
  let below = firstIdAt(Math.floor(before.at) + 1)
  while (found.length < limit) {
    const some = newestTold(sql, chat, below)
    if (some === null) break
    const from = firstIdAt(startOfDay(timeOfId(some)))
    const end = firstIdAt(startOfNextDay(timeOfId(some)))
    const messageId = newestTold(sql, chat, end) ?? some
    below = from
    const place = { at: timeOfId(messageId), key: `messages:${chat}` }
    if (!isBefore(place, before)) continue
    const counted = countTold(sql, chat, from, end)
    found.push({ ...place, kind: 'messages', conversationId: chat, messageId, ...counted })
  }
  return found
}

const messages: Source = (sql, contactId, before, limit) =>
  chatsOf(sql, contactId).flatMap((chat) => daysOf(sql, chat, before, limit))

/** Rows of a table that was made for the contact's index on (contact_id, created_at). */
function rowsBefore<R>(
  sql: Sql,
  table: string,
  columns: string,
  kind: string,
  contactId: string,
  before: Place,
  limit: number,
): (R & Place)[] {
  return sql
    .statement(
      `SELECT ${columns}, created_at AS at, '${kind}:' || id AS key FROM ${table}
        WHERE contact_id = ? AND created_at <= ? AND (created_at < ? OR '${kind}:' || id < ?)
        ORDER BY created_at DESC, id DESC LIMIT ?`,
    )
    .all(contactId, before.at, before.at, before.key, limit) as (R & Place)[]
}

type Order = Extract<TimelineEntry, { kind: 'order' }>
const orders: Source = (sql, ...rest) =>
  rowsBefore<Order>(sql, 'orders', 'id, number, status, total, currency', 'order', ...rest).map((row) => ({
    ...row,
    kind: 'order',
  }))

type Lead = Extract<TimelineEntry, { kind: 'lead' }>
const leads: Source = (sql, ...rest) => {
  const stage = '(SELECT name FROM stages WHERE stages.id = stage_id) AS stage'
  const rows = rowsBefore<Lead>(sql, 'leads', `id, title, ${stage}, value, currency`, 'lead', ...rest)
  return rows.map((row) => ({ ...row, kind: 'lead' }))
}

/** Notes of a person, their leads and orders. */
const notes: Source = (sql, contactId, before, limit) => {
  // Its cursor is a time and an id: one of this moment is asked for whole, and left out here where it was told.
  const cursor = `${Math.floor(before.at) + 1} `
  return notesOfContact(sql, { contactId, cursor, limit: limit + 1 })
    .items.map(({ id, body, createdAt: at }) => ({
      kind: 'note' as const,
      at,
      key: `note:${id}`,
      text: body,
    }))
    .filter((entry) => isBefore(entry, before))
}

/** Tasks of a person, their leads and orders. */
type Task = Extract<TimelineEntry, { kind: 'task' }>
const tasks: Source = (sql, contactId, before, limit) => {
  const rows = sql
    .statement(
      `SELECT title, done, created_at AS at, 'task:' || id AS key FROM tasks
        WHERE ${OF_CONTACT} AND created_at <= ? AND (created_at < ? OR 'task:' || id < ?)
        ORDER BY created_at DESC, id DESC LIMIT ?`,
    )
    .all(contactId, contactId, contactId, before.at, before.at, before.key, limit) as (Omit<Task, 'done'> & {
    done: number
  })[]
  return rows.map((row) => ({ ...row, kind: 'task', done: row.done === 1 }))
}

function eventView(sql: Sql, row: ContactEventsTable & { id: number }): TimelineEntry {
  const data: unknown = JSON.parse(row.data)
  const event = personEvent.parse({ ...(data as object), kind: row.kind })
  const place = { at: row.at, key: eventKey(row.id) }
  if (event.kind === 'note') return { ...place, kind: 'card', text: event.text }
  if (event.kind !== 'merge') return { ...place, ...event }
  const obstacle = event.mergeId === null ? ('by-whatsapp' as const) : obstacleOf(sql, event.mergeId)
  return { ...place, ...event, obstacle }
}

/** Of equal length, so that keys are in the order of their numbers. */
const eventKey = (id: number): string => `event:${String(id).padStart(16, '0')}`

const events: Source = (sql, contactId, before, limit) => {
  const rows = sql
    .statement(
      `SELECT * FROM contact_events WHERE contact_id = ? AND at <= ? ORDER BY at DESC, id DESC LIMIT ?`,
    )
    .all(contactId, before.at, limit + 1) as (ContactEventsTable & { id: number })[]
  return rows.map((row) => eventView(sql, row)).filter((entry) => isBefore(entry, before))
}

const SOURCES = [messages, orders, leads, notes, tasks, events]

/** @throws {AppError} `not-found`. */
export function timeline(
  sql: Sql,
  { contactId, cursor, limit }: { contactId: string; cursor: string | null; limit: number },
): Page<TimelineEntry> {
  const before = cursor === null ? END : placeOf(cursor)
  const id = getContact(sql, contactId).id
  if (!before) return { items: [], next: null }
  const all = SOURCES.flatMap((source) => source(sql, id, before, limit + 1)).sort((a, b) =>
    isBefore(a, b) ? 1 : -1,
  )
  const items = all.slice(0, limit)
  const last = items.at(-1)
  return { items, next: all.length > limit && last ? `${last.at} ${last.key}` : null }
}
