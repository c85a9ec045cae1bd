/** Brings what the CRM says of a record into the local one, under whatever of ours still waits. Runs in the database thread. */
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { subject as subjectSchema, type Subject } from '../../contract'
import { applyCategory, changeProduct, removeCategory, removeProduct, setPicture } from '../catalog/store'
import { applyRemoteContact, forgetPhones } from '../contacts/store'
import { applyRemoteNote, removeNote } from '../followup/note-store'
import { applyRemoteTask, removeTask } from '../followup/task-store'
import { applyRemoteLead, removeLead } from '../orders/lead-store'
import { applyRemoteOrder, removeOrder } from '../orders/remote-store'
import { builder, getSetting, type Sql, type SyncKind } from '../storage'
import { ADDRESS_SETTING, pictureAddress } from './address'
import { boundAmong, boundTo } from './bound-store'
import { entriesOf, keepGone, pendingFields, setSync, syncRow } from './change-store'
import type { RemoteRecord } from './connector'
import { parseFields, type Fields } from './fields'
import type { Touches } from './touches-store'
import { readSaid, type Said } from './wire'

/** The local id of a record of the CRM's, or null where it is not known here. Of two who are one here, the same. */
export function localId(sql: Sql, kind: SyncKind, remoteId: string): string | null {
  return boundTo(sql, kind, remoteId) ?? (kind === 'contact' ? aliasOf(sql, remoteId) : null)
}

/** The contact here that this person of the CRM's is too, beside another one of the CRM's. */
export function aliasOf(sql: Sql, remoteId: string): string | null {
  const row = sql
    .statement('SELECT contact_id AS id FROM merged_remotes WHERE remote_id = ? AND gone = 0')
    .get(remoteId) as { id: string } | undefined
  return row?.id ?? null
}

/** The contact here that this person was, who is deleted in the CRM. */
export const goneAs = (sql: Sql, remoteId: string): string | undefined =>
  sql
    .statement('SELECT contact_id FROM merged_remotes WHERE remote_id = ? AND gone = 1')
    .pluck()
    .get(remoteId) as string | undefined

/**
 * The record of ours that this one of the CRM's was made for, while the CRM's answer to that is not known here (it may be lost, or on
 * its way): by the id that was proposed for it. Null for none.
 */
export function proposedId(sql: Sql, kind: SyncKind, { clientRef }: RemoteRecord): string | null {
  if (typeof clientRef !== 'string') return null
  const row = syncRow(sql, kind, clientRef)
  return row?.version === null ? row.record_id : null
}

/** Which of these ids of the CRM's are records here already. */
export const boundHere = (sql: Sql, { kind, ids }: { kind: SyncKind; ids: readonly string[] }): string[] => {
  const { local } = boundAmong(sql, kind, ids)
  return ids.filter((id) => local.has(id))
}

/** The CRM's id of a record of ours. */
export function remoteId(sql: Sql, kind: SyncKind, recordId: string): string {
  return syncRow(sql, kind, recordId)?.remote_id ?? recordId
}

const UUID = z.regexes.uuid()
const phoneList = z.array(z.string())

/** Ids made by us, or at other CRMs names, which get an id of ours. */
export const newLocalId = (remote: string): string => (UUID.test(remote) ? remote : randomUUID())

/** Fields with the ids of the records that they name as the CRM knows them. */
export function withRemoteIds(sql: Sql, fields: Fields): Fields {
  const { contactId, leadId, categoryId } = fields
  const { data: subject } = subjectSchema.safeParse(fields['subject'])
  return {
    ...fields,
    ...(typeof contactId === 'string' ? { contactId: remoteId(sql, 'contact', contactId) } : {}),
    ...(typeof leadId === 'string' ? { leadId: remoteId(sql, 'lead', leadId) } : {}),
    ...(typeof categoryId === 'string' ? { categoryId: remoteId(sql, 'category', categoryId) } : {}),
    ...(subject ? { subject: { kind: subject.kind, id: remoteId(sql, subject.kind, subject.id) } } : {}),
  }
}

const named = z.object({ kind: z.enum(['contact', 'lead', 'order']), id: z.string() })
export type Named = z.infer<typeof named>

/** The record that a record of the CRM's is about, by the CRM's id; null for none. */
export function aboutWhom(kind: SyncKind, record: Fields): Named | null {
  if (kind === 'contact' || kind === 'product' || kind === 'category') return null
  if (kind === 'note' || kind === 'task') return named.safeParse(record['subject']).data ?? null
  const contactId = record['contactId']
  return typeof contactId === 'string' ? { kind: 'contact', id: contactId } : null
}

/** What a record here is about, by its id here. */
export function aboutHere(sql: Sql, kind: SyncKind, recordId: string): Subject | null {
  if (kind === 'contact' || kind === 'product' || kind === 'category') return null
  if (kind === 'lead' || kind === 'order') {
    const query = builder.selectFrom(kind === 'lead' ? 'leads' : 'orders').select('contact_id')
    const row = sql.get(query.where('id', '=', recordId))
    return row ? { kind: 'contact', id: row.contact_id } : null
  }
  const query = builder.selectFrom(kind === 'note' ? 'notes' : 'tasks').select(['subject_kind', 'subject_id'])
  const row = sql.get(query.where('id', '=', recordId))
  return row?.subject_kind && row.subject_id ? { kind: row.subject_kind, id: row.subject_id } : null
}

/** The local record that a record of the CRM's is about, else the one it is about here already. */
function aboutOf(sql: Sql, kind: SyncKind, recordId: string, record: Fields): Subject | null {
  const there = aboutWhom(kind, record)
  const id = there && localId(sql, there.kind, there.id)
  return there && id !== null ? { kind: there.kind, id } : aboutHere(sql, kind, recordId)
}

/**
 * Writes the CRM's state of a record into the local row; fields with a change of ours waiting keep ours.
 * @returns false, and nothing is written, where what it is about is not here, or where the two don't come to a record together.
 */
export function applyRecord(sql: Sql, kind: SyncKind, recordId: string, record: Fields): boolean {
  const pending = withRemoteIds(sql, pendingFields(entriesOf(sql, kind, recordId)))
  const shown = { ...record, ...pending }
  const said = readSaid(kind, shown)
  if (said === null || !putLocal(sql, recordId, aboutOf(sql, kind, recordId, shown), said)) return false
  // One that was set here stands until the CRM has it.
  if (said.kind === 'product' && !('pictures' in pending)) showPicture(sql, recordId, said.said.pictures)
  return true
}

function showPicture(sql: Sql, recordId: string, [first]: readonly { url: string }[]): void {
  const address = getSetting(sql, ADDRESS_SETTING)
  setPicture(sql, recordId, first && address !== null ? pictureAddress(address, first.url) : null)
}

/**
 * Writes what the CRM said into the local row, made where there is none.
 * @param about the local record that it is about.
 * @returns false, and nothing is written, where that is not here.
 */
export function putLocal(sql: Sql, recordId: string, about: Subject | null, { kind, said }: Said): boolean {
  switch (kind) {
    case 'contact':
      applyRemoteContact(sql, recordId, said, said.updatedAt)
      return true
    case 'lead':
      if (about) applyRemoteLead(sql, recordId, about.id, said)
      return about !== null
    case 'order':
      if (about) applyRemoteOrder(sql, recordId, about.id, said)
      return about !== null
    case 'note':
      if (about) applyRemoteNote(sql, recordId, about, said)
      return about !== null
    case 'product':
      changeProduct(sql, recordId, { ...said, categoryId: localCategory(sql, said.categoryId) })
      return true
    case 'category':
      applyCategory(sql, { id: recordId, name: said.name })
      return true
    case 'task':
      if (said.subject !== null && about === null) return false
      applyRemoteTask(sql, recordId, said.subject === null ? null : about, said)
      return true
  }
}

/** By its id here; a category that is not here yet, or has no state of its own, has the CRM's. */
export const localCategory = (sql: Sql, remote: string | null): string | null =>
  remote === null ? null : (localId(sql, 'category', remote) ?? remote)

const phonesIn = (fields: Fields): string[] => phoneList.safeParse(fields['phones']).data ?? []

/**
 * Numbers of a person that the CRM had and has no more, but for those that we are about to tell it. None of who is two of the CRM's
 * people: the number may be the other one's.
 */
function takenAway(sql: Sql, recordId: string, before: Fields, now: Fields): string[] {
  const kept = new Set(phonesIn(now))
  const gone = phonesIn(before).filter((phone) => !kept.has(phone))
  if (gone.length === 0) return gone
  if (sql.statement('SELECT 1 FROM merged_remotes WHERE contact_id = ? AND gone = 0').get(recordId)) return []
  const ours = new Set(phonesIn(pendingFields(entriesOf(sql, 'contact', recordId))))
  return gone.filter((phone) => !ours.has(phone))
}

/** A change of somebody's numbers is given up: those that only it had go again. */
export function takeBackPhones(sql: Sql, recordId: string, givenUp: Fields, base: Fields): void {
  const kept = new Set(phonesIn({ ...base, ...pendingFields(entriesOf(sql, 'contact', recordId)) }))
  forgetPhones(
    sql,
    recordId,
    phonesIn(givenUp).filter((phone) => !kept.has(phone)),
  )
}

/**
 * Keeps what the CRM said last, unless something newer is known already. A field it leaves out stays as it was said before.
 * @param touches is told of numbers that were taken away by it: see `giveFreed`.
 * @returns the whole of what it said, or null.
 */
export function rememberBase(
  sql: Sql,
  kind: SyncKind,
  recordId: string,
  record: RemoteRecord,
  now: number,
  touches?: Touches,
): Fields | null {
  const row = syncRow(sql, kind, recordId)
  if ((row?.version ?? 0) > record.version) return null
  const newer = row?.newer_version ?? null
  const before = row?.base ? parseFields(row.base) : {}
  const whole = { ...before, ...record }
  if (kind === 'contact') {
    const gone = takenAway(sql, recordId, before, whole)
    forgetPhones(sql, recordId, gone)
    touches?.free(gone)
  }
  const values = [
    record.version,
    JSON.stringify(whole),
    newer !== null && newer > record.version ? newer : null,
    now,
  ]
  if (row)
    sql
      .statement(
        `UPDATE sync SET remote_id = ?, version = ?, base = ?, newer_version = ?, synced_at = ?
          WHERE kind = ? AND record_id = ?`,
      )
      .run(record.id, ...values, kind, recordId)
  else
    sql
      .statement(
        `INSERT INTO sync (kind, record_id, remote_id, state, version, base, newer_version, synced_at)
          VALUES (?, ?, ?, 'local', ?, ?, ?, ?)`,
      )
      .run(kind, recordId, record.id, ...values)
  return whole
}

/**
 * The CRM deleted it, or gave it to somebody else. Contacts stay: the conversation with them is ours. Should they be needed in the CRM
 * again, they are somebody new there.
 */
export function removeRecord(sql: Sql, kind: SyncKind, recordId: string): void {
  if (kind === 'contact') {
    const known = syncRow(sql, kind, recordId)
    if (known && known.version !== null) keepGone(sql, known.remote_id, recordId)
    const values = { version: null, base: null, newer_version: null, remote_id: randomUUID() }
    setSync(sql, kind, recordId, { ...values, state: 'gone', reason: null })
    return
  }
  REMOVE[kind](sql, recordId)
  sql.run(builder.deleteFrom('sync').where('kind', '=', kind).where('record_id', '=', recordId))
}

const REMOVE = {
  lead: removeLead,
  order: removeOrder,
  note: removeNote,
  task: removeTask,
  product: removeProduct,
  category: removeCategory,
} as const
