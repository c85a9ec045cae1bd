/**
 * A person of the CRM's meets the ones here: the same id, or a number that is somebody's here already. Runs in the database thread.
 */
import { contactIdByPhone, crmFields, getContact } from '../contacts/store'
import { builder, type Sql } from '../storage'
import {
  collapse,
  enqueue,
  entriesOf,
  isTold,
  keepAlias,
  reopen,
  setInStep,
  setSync,
  syncState,
} from './change-store'
import { stopInConflict } from './conflict-store'
import type { RemoteRecord } from './connector'
import { erasedPhones, forgetErased, isErased, rememberErased } from './erased-store'
import { same, writable, type Fields } from './fields'
import { applyRecord, newLocalId, rememberBase } from './records-store'
import { contactRecord } from './wire'

/** What becomes of a person of the CRM's who is not known here by their id there. */
export type Meeting =
  /** Nobody here has any of their numbers. */
  | { is: 'new'; id: string }
  /** Somebody here, whom the CRM was not told of so far. */
  | { is: 'met'; id: string }
  /** Somebody here who is another one of the CRM's already: two of theirs are one person here. */
  | { is: 'second'; id: string }
  /** Somebody here who is on their way to the CRM just now, and will be found there. */
  | { is: 'coming' }

const exists = (sql: Sql, id: string): boolean =>
  sql.statement('SELECT 1 FROM contacts WHERE id = ?').get(id) !== undefined

/** Whether the CRM will be asked for this person's numbers before they are sent: only who is new to it is looked for. */
function isComing(sql: Sql, id: string): boolean {
  const [entry] = entriesOf(sql, 'contact', id)
  return (
    entry?.operation === 'create' &&
    entry.request === null &&
    // What waits for somebody else is decided about when it goes.
    (entry.state === 'waiting' || entry.state === 'sending' || entry.of_user !== null)
  )
}

/** Whether this person may be told to be one of the CRM's: it does not have them, and did not take them either. */
function isFree(sql: Sql, id: string): boolean {
  const { state } = syncState(sql, 'contact', id)
  if (!isTold(state)) return true
  const [entry] = entriesOf(sql, 'contact', id)
  return state === 'refused' && entry?.operation === 'create' && entry.of_user === null
}

export function meeting(sql: Sql, remoteId: string, phones: readonly string[]): Meeting {
  const id = newLocalId(remoteId)
  if (exists(sql, id)) return { is: 'met', id }
  const owners = phones.map((phone) => contactIdByPhone(sql, phone))
  const known = [...new Set(owners.filter((owner) => owner !== null))]
  const free = known.find((owner) => isFree(sql, owner))
  if (free !== undefined) return { is: 'met', id: free }
  const [first] = known
  if (first === undefined || owners.includes(null)) return { is: 'new', id }
  if (known.some((owner) => isComing(sql, owner))) return { is: 'coming' }
  return { is: 'second', id: first }
}

const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

/** What we know of a person that the CRM does not, or knows otherwise. Its name for them stands; numbers and tags are put together. */
function oursOver(ours: Fields, theirs: Fields): { fields: Fields; clash: string[] } {
  const fields: Fields = {}
  const clash: string[] = []
  for (const [key, value] of Object.entries(ours)) {
    if (key === 'name' || isEmpty(value) || same(value, theirs[key])) continue
    if (key === 'phones' || key === 'tags') {
      const there = listOf(theirs[key])
      const missing = listOf(value).filter((one) => !there.includes(one))
      if (missing.length > 0) fields[key] = [...there, ...missing]
      continue
    }
    fields[key] = value
    if (!isEmpty(theirs[key])) clash.push(key)
  }
  return { fields, clash }
}

/**
 * A contact here and a person of the CRM's are one from now on. What we know besides is told to the CRM; what both know otherwise waits
 * for the person's choice.
 */
export function joinWithRemote(sql: Sql, recordId: string, record: RemoteRecord, now: number): void {
  forgetErased(sql, record.id)
  const theirs = writable('contact', { ...record, phones: contactRecord.parse(record).phones })
  const { fields, clash } = oursOver(crmFields(getContact(sql, recordId)), theirs)
  const waiting = entriesOf(sql, 'contact', recordId)
  collapse(sql, waiting)
  setSync(sql, 'contact', recordId, { remote_id: record.id, state: 'synced', reason: null })
  if (waiting[0]) sql.run(builder.deleteFrom('change_log').where('id', '=', waiting[0].id))
  rememberBase(sql, 'contact', recordId, record, now)
  if (Object.keys(fields).length > 0)
    enqueue(sql, { kind: 'contact', recordId, dependsOn: null, fields: withAllPhones(fields, record), now })
  const [entry] = entriesOf(sql, 'contact', recordId)
  if (entry) reopen(sql, entry, withAllPhones(fields, record), now)
  if (entry && clash.length > 0) stopInConflict(sql, entry, clash, { base: null, theirs, ours: fields })
  applyRecord(sql, 'contact', recordId, record)
}

/** Numbers that only the CRM can read stay with it. */
const withAllPhones = (fields: Fields, record: RemoteRecord): Fields =>
  'phones' in fields
    ? { ...fields, phones: [...new Set([...listOf(record['phones']), ...listOf(fields['phones'])])] }
    : fields

/** Whether a number that is nobody's here was an erased person's: the CRM may have them under another id, and more than once. */
const isErasedByNumber = (sql: Sql, phones: readonly string[]): boolean =>
  [...erasedPhones(sql, phones)].some((phone) => contactIdByPhone(sql, phone) === null)

/** @returns who it is here now; null for a second, one that is coming, and whom a person had erased here. */
export function meetRemote(
  sql: Sql,
  record: RemoteRecord,
  now: number,
): { id: string; isNew: boolean } | null {
  const { phones } = contactRecord.parse(record)
  const found = meeting(sql, record.id, phones)
  switch (found.is) {
    case 'new':
      if (isErased(sql, record.id)) return null
      if (isErasedByNumber(sql, phones)) {
        rememberErased(sql, record.id)
        return null
      }
      rememberBase(sql, 'contact', found.id, record, now)
      applyRecord(sql, 'contact', found.id, record)
      setInStep(sql, 'contact', found.id)
      return { id: found.id, isNew: true }
    case 'met':
      joinWithRemote(sql, found.id, record, now)
      return { id: found.id, isNew: false }
    case 'second':
      keepAlias(sql, record.id, found.id)
      return null
    case 'coming':
      return null
  }
}
