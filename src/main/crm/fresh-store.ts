/**
 * What a page of the CRM's brings that is nowhere here yet, which in a first reading is nearly all of it: what there is of it is asked
 * for once for the whole page, and the records are written without asking for each. What it says of one is what is written of it one by
 * one (`putRecord`, `meetRemote`); whatever might meet something here is left to these. Runs in the database thread.
 */
import type { Subject } from '../../contract'
import { addRemoteContacts } from '../contacts/store'
import { applyRemoteLeads } from '../orders/lead-store'
import type { Sql, SubjectKind, SyncKind } from '../storage'
import { boundAmong, type Bound } from './bound-store'
import { syncRow } from './change-store'
import { erasedPhones } from './erased-store'
import { parseFields } from './fields'
import { aboutWhom, newLocalId, putLocal, type Named } from './records-store'
import type { Touches } from './touches-store'
import type { Said } from './wire'

/** What is here of what a page says. */
export interface Here {
  /** Those of the page's ids that mean something here, by our ids or the CRM's. */
  known: ReadonlySet<string>
  /** What its records are about, as it is known here. */
  about: (named: Named) => Subject | null
  /** What records are about that are new here, or were given to it, and is not here. */
  absent: Named[]
}

const SUBJECTS: readonly SubjectKind[] = ['contact', 'lead', 'order']

const column = (sql: Sql, query: string, ...values: string[]): string[] =>
  sql
    .statement(query)
    .pluck()
    .all(...values) as string[]

/** Who is somebody else here since two were made one, by the CRM's ids. */
function aliases(sql: Sql, ids: readonly string[]): [there: string, here: string][] {
  if (sql.statement('SELECT 1 FROM merged_remotes LIMIT 1').get() === undefined) return []
  const rows = sql
    .statement(
      'SELECT remote_id AS there, contact_id AS here FROM merged_remotes WHERE gone = 0 AND remote_id IN (SELECT value FROM json_each(?))',
    )
    .all(JSON.stringify(ids)) as { there: string; here: string }[]
  return rows.map(({ there, here }) => [there, here])
}

/** What of some ids, the CRM's or ours, means something here. Of two people who are one here, the same. */
function boundOrOne(sql: Sql, kind: SyncKind, ids: readonly string[]): Bound {
  const bound = boundAmong(sql, kind, ids)
  if (kind !== 'contact' || bound.local.size === ids.length) return bound
  return { ...bound, local: new Map([...aliases(sql, ids), ...bound.local]) }
}

/** The record of ours that it was made for, as the CRM says. */
const refOf = ({ clientRef }: Said['record']): string[] => (typeof clientRef === 'string' ? [clientRef] : [])

/** What of a page's records and of what they are about is here. */
export function look(sql: Sql, kind: SyncKind, records: readonly Said[]): Here {
  const ids = records.map(({ record }) => record.id)
  const { local: theirs, records: taken } = boundOrOne(sql, kind, [
    ...ids,
    ...records.flatMap(({ record }) => refOf(record)),
  ])
  // Made for a record of ours, perhaps, whose answer is not here (`proposedId`).
  const proposed = records.filter(({ record }) => refOf(record).some((ref) => taken.has(ref)))
  const abouts = new Map<string, Named>()
  const ofNew = new Set<Named>()
  const ofKnown: { named: Named; recordId: string }[] = []
  for (const { record } of records) {
    const named = aboutWhom(kind, record)
    if (!named) continue
    const key = `${named.kind} ${named.id}`
    const one = abouts.get(key) ?? named
    abouts.set(key, one)
    const recordId = theirs.get(record.id)
    if (recordId === undefined) ofNew.add(one)
    else ofKnown.push({ named: one, recordId })
  }
  const here = new Map(
    SUBJECTS.map((subject) => {
      const wanted = [...abouts.values()].filter((named) => named.kind === subject).map(({ id }) => id)
      return [subject, wanted.length > 0 ? boundOrOne(sql, subject, wanted).local : new Map<string, string>()]
    }),
  )
  const about = (named: Named): Subject | null => {
    const id = here.get(named.kind)?.get(named.id)
    return id === undefined ? null : { kind: named.kind, id }
  }
  const given = ofKnown.filter(
    ({ named, recordId }) => about(named) === null && isGiven(sql, kind, recordId, named),
  )
  return {
    known: new Set([...theirs.keys(), ...taken, ...proposed.map(({ record }) => record.id)]),
    about,
    absent: [...new Set([...ofNew, ...given.map(({ named }) => named)])].filter(
      (named) => about(named) === null,
    ),
  }
}

/** Whether it was about somebody else so far, as the CRM said it last. */
function isGiven(sql: Sql, kind: SyncKind, recordId: string, { kind: of, id }: Named): boolean {
  const base = syncRow(sql, kind, recordId)?.base
  const before = base ? aboutWhom(kind, parseFields(base)) : null
  return before !== null && (before.kind !== of || before.id !== id)
}

/** What is said more than once on a page: the one may have to do with the other. */
export function repeated(values: readonly string[]): Set<string> {
  const seen = new Set<string>()
  const twice = new Set<string>()
  for (const value of values) (seen.has(value) ? twice : seen).add(value)
  return twice
}

const phonesOf = (one: Said): readonly string[] => (one.kind === 'contact' ? one.said.phones : [])

/** Which of a page's people meet somebody here, or were made for them, were erased here, or share a number among themselves. */
function meeting(sql: Sql, records: readonly Said[]): (one: Said) => boolean {
  const ids = JSON.stringify(records.flatMap(({ record }) => [record.id, ...refOf(record)]))
  const phones = records.flatMap((one) => [...new Set(phonesOf(one))])
  const known = new Set([
    ...column(sql, 'SELECT id FROM contacts WHERE id IN (SELECT value FROM json_each(?))', ids),
    ...column(
      sql,
      'SELECT remote_id FROM erased_remotes WHERE remote_id IN (SELECT value FROM json_each(?))',
      ids,
    ),
  ])
  const taken = new Set([
    ...repeated(phones),
    ...erasedPhones(sql, phones),
    ...column(
      sql,
      'SELECT phone FROM contact_phones WHERE phone IN (SELECT value FROM json_each(?))',
      JSON.stringify(phones),
    ),
  ])
  return (one) =>
    [one.record.id, ...refOf(one.record)].some((id) => known.has(id)) ||
    phonesOf(one).some((phone) => taken.has(phone))
}

/** Writes what is nowhere here yet. @returns what it wrote. */
export function putFresh(
  sql: Sql,
  input: {
    kind: SyncKind
    records: readonly Said[]
    /** Ids that the page names more than once, be it as deleted. */
    twice: ReadonlySet<string>
    here: Here
    now: number
  },
  touches: Touches,
): Set<Said> {
  const { kind, here, now, twice } = input
  const unknown = input.records.filter(({ record: { id } }) => !here.known.has(id) && !twice.has(id))
  const meets = kind === 'contact' && unknown.length > 0 ? meeting(sql, input.records) : () => false
  const fresh = unknown
    .filter((one) => !meets(one))
    .map((one) => ({ one, id: newLocalId(one.record.id), named: aboutWhom(kind, one.record) }))
    // In the order of their keys the trees are walked from one end to the other.
    .sort((a, b) => (a.id < b.id ? -1 : 1))
  addRemoteContacts(
    sql,
    fresh.flatMap(({ one, id }) =>
      one.kind === 'contact' ? [{ id, remote: one.said, now: one.said.updatedAt }] : [],
    ),
  )
  const written = fresh.filter(({ one, id, named }) => {
    const about = named && here.about(named)
    if (one.kind === 'contact') touches.meet()
    else if (named && !about) return false
    else if (one.kind !== 'lead') return putLocal(sql, id, about, one)
    return true
  })
  applyRemoteLeads(
    sql,
    written.flatMap(({ one, id, named }) => {
      const about = one.kind === 'lead' && named ? here.about(named) : null
      return one.kind === 'lead' && about ? [{ id, contactId: about.id, remote: one.said }] : []
    }),
  )
  const into = 'sync (kind, state, synced_at, record_id, remote_id, version, base)'
  sql.insertAll(
    { into, same: [kind, 'synced', now] },
    written.map(({ one: { record }, id }) => [id, record.id, record.version, JSON.stringify(record)]),
  )
  for (const { id } of written) touches.add(kind, id)
  return new Set(written.map(({ one }) => one))
}
