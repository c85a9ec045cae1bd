/** What is not in the CRM yet, and what a person does about it. Runs in the database thread. */
import { AppError, type Page, type WaitingEntry } from '../../contract'
import { needCategoryInCrm } from '../catalog/category-store'
import { emptyCatalog } from '../catalog/store'
import { needInCrm } from '../contacts/store'
import { builder, getSetting, setSetting, type Sql, type SyncKind } from '../storage'
import { ADDRESS_SETTING } from './address'
import { entriesOf, pendingFields, setSync, syncRow, type ChangeEntry, type SyncRow } from './change-store'
import { choicesOf, chosen, goOn, readConflict, type Choice } from './conflict-store'
import { forgetCursors } from './cursor-store'
import { parseFields, writable } from './fields'
import { aboutHere, applyRecord, takeBackPhones } from './records-store'
import { nameOfKind, strand } from './strand-store'
import { Touches, type Touched } from './touches-store'
import { crmReason } from '../../contract/entities/crm-reason'
import { handOver, heldBefore, takeOver, type CrmPerson } from './held-store'

/** `refused` counts all that waits for a person. */
export function counts(sql: Sql): { waiting: number; refused: number } {
  const row = sql
    .statement(
      "SELECT count(*) AS total, count(*) FILTER (WHERE state IN ('refused', 'conflict')) AS refused FROM change_log",
    )
    .get() as { total: number; refused: number }
  return { waiting: row.total - row.refused, refused: row.refused }
}

const nameOf = (sql: Sql, contactId: string): string | undefined =>
  sql.get(builder.selectFrom('contacts').select('name').where('id', '=', contactId))?.name

/** Empty where the record is not here: one entry must not hide all others. */
function titleOf(sql: Sql, kind: SyncKind, recordId: string): string {
  switch (kind) {
    case 'contact':
      return nameOf(sql, recordId) ?? ''
    case 'lead':
    case 'task': {
      const query = builder.selectFrom(kind === 'lead' ? 'leads' : 'tasks').select('title')
      return sql.get(query.where('id', '=', recordId))?.title ?? ''
    }
    case 'product':
      return sql.get(builder.selectFrom('products').select('name').where('id', '=', recordId))?.name ?? ''
    case 'category':
      return sql.get(builder.selectFrom('categories').select('name').where('id', '=', recordId))?.name ?? ''
    case 'note': {
      const body = sql.get(builder.selectFrom('notes').select('body').where('id', '=', recordId))?.body ?? ''
      return body.length > 80 ? `${body.slice(0, 79)}…` : body
    }
    case 'order': {
      const query = builder.selectFrom('orders').select(['number', 'contact_id']).where('id', '=', recordId)
      const order = sql.get(query)
      return order?.number ?? (order && nameOf(sql, order.contact_id)) ?? ''
    }
  }
}

/** The person that a record is about. */
function contactOf(sql: Sql, kind: SyncKind, recordId: string): string | null {
  if (kind === 'contact') return recordId
  const about = aboutHere(sql, kind, recordId)
  return about && contactOf(sql, about.kind, about.id)
}

function chatWith(sql: Sql, contactId: string | null): string | null {
  if (contactId === null) return null
  const query = builder.selectFrom('conversations').select('id').where('contact_id', '=', contactId)
  return sql.get(query.orderBy('at', 'desc').limit(1))?.id ?? null
}

/** What must be in the CRM first and is not, with what the CRM said of it. */
function hindrance(
  sql: Sql,
  row: ChangeEntry,
): { waitsFor: WaitingEntry['waitsFor']; reason: string | null } {
  const other = row.of_user === null ? heldBefore(sql, row) : row.of_user_name
  if (other !== null) return { waitsFor: null, reason: crmReason('of-other', other) }
  const { depends_kind: kind, depends_on: id } = row
  const first = kind === null || id === null ? undefined : syncRow(sql, kind, id)
  if (kind === null || id === null || (first && first.version !== null))
    return { waitsFor: null, reason: null }
  const said = first?.state === 'refused' ? (first.reason ?? 'refused') : null
  return {
    waitsFor: { kind, title: titleOf(sql, kind, id) },
    reason: said === null ? null : `The ${nameOfKind(kind)} is not in the CRM: ${said}`,
  }
}

function view(sql: Sql, row: ChangeEntry): WaitingEntry {
  const isHeld = row.of_user !== null
  const { waitsFor, reason } = hindrance(sql, row)
  const contactId = contactOf(sql, row.kind, row.record_id)
  const conflict = readConflict(row)
  const base = conflict && syncRow(sql, row.kind, row.record_id)?.base
  const current = base ? writable(row.kind, parseFields(base)) : {}
  const priced = row.kind === 'order' || row.kind === 'lead' || row.kind === 'product' ? row.kind : null
  const currency =
    priced &&
    sql.get(builder.selectFrom(`${priced}s`).select('currency').where('id', '=', row.record_id))?.currency
  return {
    id: row.id,
    kind: row.kind,
    recordId: row.record_id,
    title: titleOf(sql, row.kind, row.record_id),
    since: row.created_at,
    attempts: row.attempts,
    state: isHeld ? 'held' : row.state,
    reason: isHeld ? reason : (row.last_error ?? reason),
    triedAt: row.tried_at,
    nextAt: row.state === 'waiting' && waitsFor === null && reason === null ? row.next_at : null,
    waitsFor,
    contactId,
    conversationId: chatWith(sql, contactId),
    choices: conflict ? choicesOf(row, conflict, current) : [],
    currency: currency ?? null,
  }
}

/** First what waits for the person, then the others; each oldest first. The cursor is where in which of both. */
export function waiting(
  sql: Sql,
  { cursor, limit }: { cursor: string | null; limit: number },
): Page<WaitingEntry> {
  const [part = 'person', after = '0'] = cursor?.split(' ') ?? []
  const read = (states: string, from: number, most: number): ChangeEntry[] =>
    sql
      .statement(`SELECT * FROM change_log WHERE state IN (${states}) AND id > ? ORDER BY id LIMIT ?`)
      .all(from, most) as ChangeEntry[]
  const first = part === 'person' ? read("'refused', 'conflict'", Number(after), limit + 1) : []
  const left = limit + 1 - first.length
  const others = left > 0 ? read("'waiting', 'sending'", part === 'person' ? 0 : Number(after), left) : []
  const rows = [...first, ...others]
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const inPart = last?.state === 'refused' || last?.state === 'conflict' ? 'person' : 'time'
  return {
    items: shown.map((row) => view(sql, row)),
    next: rows.length > limit && last ? `${inPart} ${last.id}` : null,
  }
}

/** The change of a record that waits for the person, else the one that waits; null where none does. */
export function entryOf(sql: Sql, input: { kind: SyncKind; recordId: string }): WaitingEntry | null {
  const entries = entriesOf(sql, input.kind, input.recordId)
  const row = entries.find(({ state }) => state === 'refused' || state === 'conflict') ?? entries[0]
  return row ? view(sql, row) : null
}

/** @throws {AppError} `not-found`. */
function mustFind(sql: Sql, entryId: number): ChangeEntry {
  const row = sql.get(builder.selectFrom('change_log').selectAll().where('id', '=', entryId))
  if (!row) throw new AppError('not-found', 'There is no such change waiting.')
  return row
}

/**
 * Tries a refused change anew, or one that waits at once. Of a conflict, ours stands. One that waits for somebody else only goes on its way
 * in the name of whoever is signed in. @throws {AppError} `not-found`.
 */
export function retry(sql: Sql, input: { entryId: number; now: number }): Touched {
  return sql.transaction(() => {
    const row = mustFind(sql, input.entryId)
    if (row.of_user !== null) return takeOver(sql, row.kind, row.record_id)
    if (row.state === 'refused' || row.state === 'conflict')
      goOn(sql, row, parseFields(row.fields), input.now)
    else if (row.state === 'waiting')
      sql.run(builder.updateTable('change_log').set({ next_at: input.now }).where('id', '=', row.id))
    if (row.depends_on !== null && row.depends_kind === 'contact') needInCrm(sql, row.depends_on, input.now)
    if (row.depends_on !== null && row.depends_kind === 'category')
      needCategoryInCrm(sql, row.depends_on, input.now)
    return new Touches().add(row.kind, row.record_id).shown(sql)
  })
}

/**
 * Which of both stands, for each field of a conflict. Nothing changes where it is no conflict any more.
 * @throws {AppError} `not-found`, or `invalid-input` where a field was left out.
 */
export function choose(
  sql: Sql,
  input: { entryId: number; choices: Record<string, Choice>; now: number },
): Touched {
  return sql.transaction(() => {
    const row = mustFind(sql, input.entryId)
    const { kind, record_id: recordId } = row
    const touches = new Touches().add(kind, recordId)
    const conflict = readConflict(row)
    if (!conflict) return touches.shown(sql)
    const fields = chosen(row, conflict, input.choices)
    const base = syncRow(sql, kind, recordId)?.base ?? null
    if (Object.keys(fields).length > 0) goOn(sql, row, fields, input.now)
    else sql.run(builder.deleteFrom('change_log').where('id', '=', row.id))
    if (base !== null) {
      if (kind === 'contact') takeBackPhones(sql, recordId, parseFields(row.fields), parseFields(base))
      applyRecord(sql, kind, recordId, parseFields(base))
    }
    if (Object.keys(fields).length === 0) restAfter(sql, row)
    return touches.shown(sql)
  })
}

/** How a record is once a change of it was given up: another one of somebody else's may still wait. */
function restAfter(sql: Sql, { kind, record_id: recordId }: ChangeEntry): void {
  const [rest] = entriesOf(sql, kind, recordId)
  const of = rest?.of_user_name ?? null
  const reason = of === null ? null : crmReason('of-other', of)
  setSync(sql, kind, recordId, { state: rest ? 'waiting' : 'synced', reason })
}

/** Whether the CRM would never have the record without this change, or another of the same person. */
const isMaking = (sync: SyncRow | undefined, row: ChangeEntry, entries: readonly ChangeEntry[]): boolean =>
  (sync?.version ?? null) === null && entries[0]?.of_user === row.of_user

/**
 * Gives up what waits of a record, of the person whose this change is. What the CRM never had stays here, as local; what it has becomes again what it is there.
 * @throws {AppError} `not-found`, or `wrong-state` in the moment in which it is sent.
 */
export function discard(sql: Sql, input: { entryId: number; now: number }): Touched {
  return sql.transaction(() => {
    const row = mustFind(sql, input.entryId)
    const { kind, record_id: recordId } = row
    const entries = entriesOf(sql, kind, recordId)
    if (entries.some((entry) => entry.state === 'sending'))
      throw new AppError('wrong-state', 'This change is on its way to the CRM right now.')
    const touches = new Touches().add(kind, recordId)
    const sync = syncRow(sql, kind, recordId)
    // Nothing goes on top of what is never made then; else what somebody else has made or changed stays.
    const given = isMaking(sync, row, entries)
      ? entries
      : entries.filter(({ of_user }) => of_user === row.of_user)
    for (const entry of given) sql.run(builder.deleteFrom('change_log').where('id', '=', entry.id))
    if (typeof sync?.base === 'string' && sync.version !== null) {
      const base = parseFields(sync.base)
      if (kind === 'contact') takeBackPhones(sql, recordId, pendingFields(given), base)
      applyRecord(sql, kind, recordId, base)
      restAfter(sql, row)
    } else if (given.length < entries.length) restAfter(sql, row)
    else {
      setSync(sql, kind, recordId, { state: 'local', reason: null })
      strand(sql, recordId, touches)
    }
    return touches.shown(sql)
  })
}

/** A person asked, or the network is back: nothing waits for its time any more. */
export function hurry(sql: Sql, now: number): void {
  sql.statement("UPDATE change_log SET next_at = ? WHERE state = 'waiting' AND next_at > ?").run(now, now)
}

/**
 * Before another CRM is signed in to: what came from the one before goes, and its records become local. The same person at another
 * address is the same CRM, moved, but for CRMs that name people by their e-mail: there `newUser` says so. Somebody else at the same CRM
 * sees other records, so that the cursors go; what waits there waits for whoever was signed in before.
 * @param input.former who was signed in last; null where nobody was, or nobody knows who.
 * @throws {AppError} `wrong-state` where changes wait that were meant for another CRM.
 */
export function useCrm(
  sql: Sql,
  input: { address: string; newUser: boolean; former: CrmPerson | null; user: CrmPerson },
): void {
  sql.transaction(() => {
    const before = getSetting(sql, ADDRESS_SETTING)
    const moved = before !== null && before !== input.address && input.newUser
    if (moved && Object.values(counts(sql)).some((count) => count > 0))
      throw new AppError(
        'wrong-state',
        `Changes are still waiting for ${before}. Send them or give them up first.`,
      )
    if (moved) {
      emptyCatalog(sql)
      // Of a product that no CRM was told of it is still to be known that it is this machine's.
      sql.statement("DELETE FROM sync WHERE kind <> 'product' OR version IS NOT NULL").run()
      sql.run(builder.deleteFrom('merged_remotes'))
      // Its people are not the other one's.
      for (const table of ['leads', 'notes', 'tasks'] as const)
        sql.run(builder.updateTable(table).set({ owner_id: null }))
    }
    if (moved || input.newUser) forgetCursors(sql)
    const somebody = before === null ? null : { id: '', name: '' }
    // One's own is freed at each sign-in: one that ended half-way may have held it for whoever stayed signed in.
    if (!moved) handOver(sql, input.newUser ? (input.former ?? somebody) : null, input.user)
    setSetting(sql, ADDRESS_SETTING, input.address)
  })
}
