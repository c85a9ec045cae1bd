/** Erasing a person, step by step beside the database: each step is one transaction with the note of how far it is. */
import {
  AppError,
  type Certificate,
  type ErasedCounts,
  type ErasurePreview,
  type HeldByCrm,
  type ImportJob,
} from '../../contract'
import { eraseChat } from '../inbox/erase-store'
import { builder, type ErasuresTable, type Sql, type Store } from '../storage'
import { together } from './counts'
import {
  chatIdsOf,
  countChats,
  countPerson,
  erasePerson,
  forgetLastSends,
  heldByCrm,
  stepsOf,
  tracesOfPerson,
} from './person-store'
import { tracesOf, type Traces } from '../inbox/traces'
import { sweepPage } from './traces-store'

/** An erasure under way. */
export interface Underway {
  id: string
  contactId: string
  stage: Exclude<ErasuresTable['stage'], 'done'>
}

/** What the caller has to do after a step. */
export interface Step {
  /** Names of encrypted files that nothing refers to any more. */
  files: string[]
  /** A conversation that is no more. */
  gone: string | null
  /** Conversations that lost messages. */
  changed: string[]
}

/** Messages looked through in one go: some tens of milliseconds. */
const SWEPT_AT_ONCE = 2000
const ALL = builder.selectFrom('erasures').selectAll()
const NOTHING: Step = { files: [], gone: null, changed: [] }

const find = (sql: Sql, id: string) => sql.get(ALL.where('id', '=', id))
const mustFind = (sql: Sql, id: string) => {
  const row = find(sql, id)
  if (!row) throw new AppError('not-found', 'There is no such erasure.')
  return row
}
const nameOf = (sql: Sql, contactId: string): string => {
  const row = sql.get(builder.selectFrom('contacts').select('name').where('id', '=', contactId))
  if (!row) throw new AppError('not-found', 'There is no such contact.')
  return row.name
}

const OPEN: readonly ImportJob['state'][] = ['reading', 'mapping', 'checking', 'ready', 'running', 'stopped']
const importOpen = (sql: Sql): boolean =>
  sql.get(
    builder
      .selectFrom('imports')
      .select('id')
      .where('state', 'in', [...OPEN])
      .limit(1),
  ) !== undefined

/** @throws {AppError} `not-found`. */
function preview(sql: Sql, contactId: string): ErasurePreview {
  const name = nameOf(sql, contactId)
  const steps = stepsOf(sql, contactId)
  return {
    contactId,
    name,
    counts: together(countChats(sql, chatIdsOf(sql, contactId)), countPerson(sql, contactId, steps)),
    crm: heldByCrm(sql, contactId, steps),
    importOpen: importOpen(sql),
  }
}

/** Every address that is known of them. @throws {AppError} `not-found`. */
function addresses(sql: Sql, contactId: string): string[] {
  nameOf(sql, contactId)
  return tracesOfPerson(sql, contactId).addresses
}

export interface Begin {
  id: string
  contactId: string
  reference: string
  appVersion: string
  dropChanges: boolean
  /** Other addresses of theirs that WhatsApp told. */
  addresses: readonly string[]
  /** Keyed hashes of all addresses. */
  marks: readonly Uint8Array[]
  now: number
}

/**
 * Notes what is asked for: from here on it is done, whatever happens.
 * @throws {AppError} `not-found`; `wrong-state` where changes wait for the CRM that are not to be given up, while an import is open, or
 * where the person is being erased already.
 */
function begin(sql: Sql, input: Begin): void {
  sql.transaction(() => {
    const { id, contactId, reference, appVersion, now } = input
    const { counts, crm, importOpen: isOpen } = preview(sql, contactId)
    if (isOpen) throw new AppError('wrong-state', 'An import is not finished yet.')
    if ((counts.changes ?? 0) > 0 && !input.dropChanges)
      throw new AppError('wrong-state', 'Changes of this person wait for the CRM.')
    if (sql.get(ALL.where('contact_id', '=', contactId)))
      throw new AppError('wrong-state', 'This person is being erased already.')
    const traces = tracesOf([], [...tracesOfPerson(sql, contactId).addresses, ...input.addresses])
    // Chats are counted when they go.
    const own = countPerson(sql, contactId, stepsOf(sql, contactId))
    sql.run(
      builder.insertInto('erasures').values({
        ...{ id, contact_id: contactId, reference, app_version: appVersion, begun_at: now, done_at: null },
        ...{ stage: 'chats', traces: JSON.stringify(traces), swept: null },
        ...{ counts: JSON.stringify(own), crm: JSON.stringify(crm) },
      }),
    )
    for (const mark of input.marks)
      sql
        .statement(
          `INSERT INTO erased_marks (address_hash, erased_at) VALUES (?, ?)
            ON CONFLICT DO UPDATE SET erased_at = excluded.erased_at`,
        )
        .run(mark, now)
    for (const held of crm)
      if (held.kind === 'contact')
        sql.statement('INSERT OR IGNORE INTO erased_remotes (remote_id) VALUES (?)').run(held.id)
  })
}

const underway = (sql: Sql): Underway[] =>
  sql
    .all(ALL.where('stage', '<>', 'done').orderBy('begun_at'))
    .map((row) => ({ id: row.id, contactId: row.contact_id, stage: row.stage as Underway['stage'] }))

function note(sql: Sql, row: ErasuresTable, counts: ErasedCounts, values: Partial<ErasuresTable>): void {
  const all = together(JSON.parse(row.counts) as ErasedCounts, counts)
  sql.run(
    builder
      .updateTable('erasures')
      .set({ ...values, counts: JSON.stringify(all) })
      .where('id', '=', row.id),
  )
}

/** The next of their chats; null: there is none. The person stays to the end: by them the rest is found. */
function eraseNext(sql: Sql, row: ErasuresTable): Step | null {
  const [id] = chatIdsOf(sql, row.contact_id)
  if (id === undefined) return null
  const counts = countChats(sql, [id])
  forgetLastSends(sql, [id])
  const { files } = eraseChat(sql, id)
  note(sql, row, counts, {})
  return { files, gone: id, changed: [] }
}

function sweep(sql: Sql, row: ErasuresTable): Step {
  const traces = JSON.parse(row.traces ?? '{"addresses":[],"digits":[]}') as Traces
  const page = sweepPage(sql, traces, row.swept ?? Number.MIN_SAFE_INTEGER, SWEPT_AT_ONCE)
  note(
    sql,
    row,
    page.counts,
    page.last === null ? { stage: 'wiping', traces: null, swept: null } : { swept: page.last },
  )
  return { files: page.files, gone: null, changed: page.groups }
}

/** One step, and what comes next. Wiping is the caller's. */
function step(sql: Sql, id: string): Step & { stage: Underway['stage'] } {
  return sql.transaction(() => {
    const row = mustFind(sql, id)
    let done: Step = NOTHING
    if (row.stage === 'traces') done = sweep(sql, row)
    else {
      // As long as the person is here what WhatsApp brings of them is kept: they go in the transaction that finds no chat of theirs.
      const chat = eraseNext(sql, row)
      if (chat) done = chat
      else {
        erasePerson(sql, row.contact_id)
        note(sql, row, {}, { stage: 'traces' })
      }
    }
    return { ...done, stage: mustFind(sql, id).stage as Underway['stage'] }
  })
}

const certificateOf = (row: ErasuresTable): Certificate => ({
  ...{ id: row.id, reference: row.reference, appVersion: row.app_version },
  ...{ begunAt: row.begun_at, doneAt: row.done_at ?? row.begun_at },
  counts: JSON.parse(row.counts) as ErasedCounts,
  crm: JSON.parse(row.crm) as HeldByCrm[],
})

/** Everything is gone, copies of the database (so many) included. */
function finish(sql: Sql, input: { id: string; copies: number; now: number }): Certificate {
  return sql.transaction(() => {
    const row = mustFind(sql, input.id)
    note(sql, row, { copies: input.copies }, { stage: 'done', done_at: input.now })
    return certificateOf(mustFind(sql, input.id))
  })
}

export const erasingStore = {
  preview,
  addresses,
  begin,
  underway,
  step,
  finish,
  certificates: (sql: Sql): Certificate[] =>
    sql.all(ALL.where('stage', '=', 'done').orderBy('begun_at', 'desc').limit(100)).map(certificateOf),
  taken: (sql: Sql, id: string): void => {
    sql.run(builder.deleteFrom('erasures').where('id', '=', id).where('stage', '=', 'done'))
  },
} satisfies Store
