/**
 * The sending side of the change log: what goes next, and what becomes of it. Each step is one transaction with the record's place
 * in `sync`, so that a crash finds either the step before or the step after. Runs in the database thread.
 */
import { z } from 'zod'
import { contentOf } from '../catalog/picture-address'
import { remoteStageId } from '../catalog/store'
import { getContact } from '../contacts/store'
import { orderTotal } from '../orders/totals'
import { builder, type Sql, type SyncKind } from '../storage'
import { alone } from './alone-store'
import { pauseEnd } from './backoff'
import {
  collapse,
  dropAlias,
  entriesOf,
  ofSame,
  pendingFields,
  reopen,
  setSync,
  syncRow,
  type ChangeEntry,
} from './change-store'
import type { RemoteRecord } from './connector'
import { forgetCursor } from './cursor-store'
import { bodyOf, parseFields, type Fields } from './fields'
import { joinWithRemote } from './meeting-store'
import {
  aboutHere,
  aboutWhom,
  applyRecord,
  goneAs,
  localId,
  rememberBase,
  remoteId,
  withRemoteIds,
} from './records-store'
import { readRequest, type FrozenRequest } from './request'
import { moneyTold, otherTotal } from './sums'
import { toldBy, withTold } from './told'
import { Touches, type Touched } from './touches-store'
import { pricedOrder } from './wire'

export interface Outgoing {
  entryId: number
  kind: SyncKind
  recordId: string
  key: string
  attempts: number
  /** How often it was merged with a newer state in the CRM. */
  merges: number
  /** A new contact that was never sent: ask the CRM for these numbers first. */
  lookFor: string[]
  /** Bodies of earlier requests that may have made it, of which no answer came. */
  told: Fields[]
}

/** First of its record, of whoever is signed in, and what it is about is in the CRM. */
const READY = `
  e.state = 'waiting' AND e.of_user IS NULL
  AND NOT EXISTS (SELECT 1 FROM change_log f WHERE f.kind = e.kind AND f.record_id = e.record_id AND f.id < e.id)
  AND (e.depends_on IS NULL OR EXISTS (
    SELECT 1 FROM sync s WHERE s.kind = e.depends_kind AND s.record_id = e.depends_on AND s.version IS NOT NULL))`

export const entryById = (sql: Sql, id: number): ChangeEntry | undefined =>
  sql.statement('SELECT * FROM change_log WHERE id = ?').get(id) as ChangeEntry | undefined

/** After a start: what was being sent when the app ended goes out again, exactly as it was. */
export function recover(sql: Sql): void {
  sql.run(builder.updateTable('change_log').set({ state: 'waiting' }).where('state', '=', 'sending'))
}

/** After a start: no pause is longer than pauses are, though the clock was set back meanwhile. */
export function endPauses(sql: Sql, now: number): void {
  const { at } = sql.statement('SELECT max(next_at) AS at FROM change_log').get() as { at: number | null }
  if (at !== null && pauseEnd(at, now) < at)
    sql.statement('UPDATE change_log SET next_at = ? WHERE next_at > ?').run(now, now)
}

/**
 * Marks the next entries as being sent, each of another record. What failed less often goes first, so that one bad record does not
 * hold up the rest.
 */
export function takeReady(sql: Sql, input: { now: number; limit: number }): Outgoing[] {
  return sql.transaction(() => {
    const rows = sql
      .statement(
        `SELECT e.* FROM change_log e INDEXED BY change_log_by_turn WHERE ${READY} AND e.next_at <= ?
          ORDER BY e.attempts, e.id LIMIT ?`,
      )
      .all(input.now, input.limit) as ChangeEntry[]
    const mark = sql.statement(
      "UPDATE change_log SET state = 'sending', attempts = attempts + 1, tried_at = ? WHERE id = ?",
    )
    return rows.map((row) => {
      mark.run(input.now, row.id)
      const isNew = row.kind === 'contact' && row.operation === 'create' && row.request === null
      return {
        entryId: row.id,
        kind: row.kind,
        recordId: row.record_id,
        key: row.idempotency_key,
        attempts: row.attempts + 1,
        merges: row.merges,
        lookFor: isNew ? getContact(sql, row.record_id).phones : [],
        told: toldBy(row),
      }
    })
  })
}

/** What exactly is to be sent; null for what is not to be sent any more, or where it comes to nothing that could be: `fault` says why, for the log. */
export interface Frozen {
  request: FrozenRequest | null
  fault: string | null
}

/** One that can't be made up holds up no other. */
function frozen(sql: Sql, entryId: number): Frozen {
  const { value, fault } = alone(sql, new Touches(), () => freeze(sql, entryId))
  return { request: value, fault }
}

/** Also, for those that need not be looked for first, what exactly is to be sent. */
export function takeFrozen(sql: Sql, input: { now: number; limit: number }): (Outgoing & Frozen)[] {
  return sql.transaction(() =>
    takeReady(sql, input).map((out) => ({
      ...out,
      ...(out.lookFor.length > 0 ? { request: null, fault: null } : frozen(sql, out.entryId)),
    })),
  )
}

/** The next entry alone. */
export const takeNext = (sql: Sql, now: number): Outgoing | null =>
  takeReady(sql, { now, limit: 1 })[0] ?? null

/** When the next entry may go, null where none can go by itself. */
export function nextTime(sql: Sql): number | null {
  const row = sql.statement(`SELECT min(e.next_at) AS at FROM change_log e WHERE ${READY}`).get() as {
    at: number | null
  }
  return row.at
}

/** What exactly is to be sent: made and kept on the first attempt, and the same on all others. */
export function freeze(sql: Sql, entryId: number): FrozenRequest | null {
  return sql.transaction(() => {
    const row = entryById(sql, entryId)
    if (row?.state !== 'sending') return null
    if (row.request !== null) return readRequest(row.request)
    const { kind, record_id: recordId } = row
    const sync = syncRow(sql, kind, recordId)
    const base = sync?.base ? parseFields(sync.base) : null
    const fields = parseFields(row.fields)
    const whole = bodyOf(kind, base, withRemoteIds(sql, fields))
    const made: FrozenRequest = {
      id: sync?.remote_id ?? recordId,
      ifMatch: sync?.version ?? null,
      body: complete(sql, kind, withLiving(sql, kind, recordId, whole)),
      ...('pictures' in fields ? { pictures: contentsOf(fields['pictures']) } : {}),
    }
    sql
      .statement('UPDATE change_log SET request = ?, base_version = ? WHERE id = ?')
      .run(JSON.stringify(made), made.ifMatch, entryId)
    return made
  })
}

const named = z.array(z.looseObject({ url: z.string() }))

/** The SHA-256 of each of a product's pictures. */
const contentsOf = (pictures: unknown): string[] =>
  (named.safeParse(pictures).data ?? []).flatMap(({ url }) => contentOf(url) ?? [])

/** Whom the CRM knew it to be about may be deleted there, while here it is about the same person, who is new there. */
function withLiving(sql: Sql, kind: SyncKind, recordId: string, body: Fields): Fields {
  const there = aboutWhom(kind, body)
  const here = aboutHere(sql, kind, recordId)
  if (!there || !here || localId(sql, there.kind, there.id) === here.id) return body
  // Somebody else there, who could not be read: it stays theirs.
  if (there.kind !== 'contact' || goneAs(sql, there.id) !== here.id) return body
  const about = { kind: here.kind, id: remoteId(sql, here.kind, here.id) }
  return 'subject' in body ? { ...body, subject: about } : { ...body, contactId: about.id }
}

/** What the CRM wants besides the fields: an order's total, and a stage it knows. */
function complete(sql: Sql, kind: SyncKind, body: Fields): Fields {
  if (kind === 'order') {
    const priced = pricedOrder.parse(body)
    return { ...body, total: orderTotal(priced.lines, priced) }
  }
  const { stageId, ...rest } = body
  if (kind !== 'lead' || typeof stageId !== 'string') return body
  const stage = remoteStageId(sql, stageId)
  return stage === null ? rest : { ...rest, stageId: stage }
}

/** What exactly is to be sent of each. */
export const freezeAll = (sql: Sql, entryIds: readonly number[]): Frozen[] =>
  sql.transaction(() => entryIds.map((id) => frozen(sql, id)))

export interface Settled {
  entryId: number
  record: RemoteRecord
}

/** The CRM has them: the entries go, and the CRM's answers become what later changes are compared with. */
export function settleAll(sql: Sql, input: { settled: readonly Settled[]; now: number }): Touched {
  return sql.transaction(() => {
    const touches = new Touches()
    for (const { entryId, record } of input.settled) {
      const row = entryById(sql, entryId)
      if (!row) continue
      const { kind, record_id: recordId } = row
      // What this CRM has no place for, it leaves out of its answer: it was told all the same.
      const told = row.request === null ? {} : readRequest(row.request).body
      touches.add(kind, recordId)
      const money = moneyTold(row, told)
      const reason = money && otherTotal(told, record)
      if (money !== null && reason !== null) {
        stopAtSum(sql, row, { money, reason, record: { ...told, ...record } }, input.now)
        continue
      }
      sql.statement('DELETE FROM change_log WHERE id = ?').run(row.id)
      finish(sql, kind, recordId, { ...told, ...record }, input.now)
    }
    return touches.shown(sql)
  })
}

/** The CRM has it, and adds it up otherwise: the record is known from now on, and what it is made of waits for the person. */
function stopAtSum(
  sql: Sql,
  row: ChangeEntry,
  { money, reason, record }: { money: Fields; reason: string; record: RemoteRecord },
  now: number,
): void {
  const { kind, record_id: recordId } = row
  rememberBase(sql, kind, recordId, record, now)
  const later = ofSame(sql, row).filter(({ id }) => id !== row.id)
  const fields = JSON.stringify({ ...money, ...pendingFields(later) })
  collapse(sql, [row, ...later])
  const values = { fields, operation: 'update' as const, told: null }
  sql.run(builder.updateTable('change_log').set(values).where('id', '=', row.id))
  stop(sql, row, reason)
}

export const settle = (sql: Sql, { now, ...settled }: Settled & { now: number }): Touched =>
  settleAll(sql, { settled: [settled], now })

export function finish(sql: Sql, kind: SyncKind, recordId: string, record: RemoteRecord, now: number): void {
  const whole = rememberBase(sql, kind, recordId, record, now)
  if (whole) applyRecord(sql, kind, recordId, whole)
  // Seen before the answer came, it may have passed for another one of them.
  if (kind === 'contact') dropAlias(sql, record.id)
  const left = entriesOf(sql, kind, recordId).length
  setSync(sql, kind, recordId, { state: left > 0 ? 'waiting' : 'synced', reason: null })
}

/**
 * The CRM said no for good. A change made since is put into it and tried; else the record stops here with the CRM's reason.
 * @param input.lost `deleted`: it was deleted there, and giving up ours removes it here. `missing`: it is not there at all, and
 * trying again makes it anew.
 */
export function refuse(
  sql: Sql,
  input: { entryId: number; reason: string; lost: 'deleted' | 'missing' | null; now: number },
): Touched {
  return sql.transaction(() => {
    const touches = new Touches()
    const row = entryById(sql, input.entryId)
    if (!row) return touches.shown(sql)
    const { kind, record_id: recordId } = row
    const entries = ofSame(sql, row)
    const version = syncRow(sql, kind, recordId)?.version ?? null
    if (version === null) rememberTold(sql, row)
    if (input.lost === 'missing') setSync(sql, kind, recordId, { version: null })
    if (input.lost === 'deleted' && version !== null)
      setSync(sql, kind, recordId, { newer_version: version + 1 })
    if (entries.length > 1 && input.lost === null) {
      reopen(sql, row, collapse(sql, entries), input.now)
    } else {
      collapse(sql, entries)
      stop(sql, row, input.reason)
    }
    return touches.add(kind, recordId).shown(sql)
  })
}

/** It was sent before, without an answer: the CRM may hold it all the same. */
function rememberTold(sql: Sql, row: ChangeEntry): void {
  const told = withTold(row)
  if (told.length === 0) return
  sql.run(
    builder
      .updateTable('change_log')
      .set({ told: JSON.stringify(told) })
      .where('id', '=', row.id),
  )
}

function stop(sql: Sql, row: ChangeEntry, reason: string): void {
  const values = { state: 'refused' as const, request: null, last_error: reason }
  sql.run(builder.updateTable('change_log').set(values).where('id', '=', row.id))
  setSync(sql, row.kind, row.record_id, { state: 'refused', reason })
}

/**
 * Not now: the same, under the same key, at `nextAt`. With `holdAll` the way to the CRM is at fault, and nothing else is tried
 * before then either.
 */
export function postponeAll(
  sql: Sql,
  input: { entryIds: readonly number[]; reason: string; nextAt: number; holdAll: boolean },
): void {
  sql.transaction(() => {
    const { entryIds, reason, nextAt } = input
    const values = { state: 'waiting' as const, last_error: reason, next_at: nextAt }
    for (const id of entryIds) sql.run(builder.updateTable('change_log').set(values).where('id', '=', id))
    if (!input.holdAll) return
    sql
      .statement("UPDATE change_log SET next_at = ? WHERE state = 'waiting' AND next_at < ?")
      .run(nextAt, nextAt)
  })
}

export const postpone = (
  sql: Sql,
  { entryId, ...rest }: { entryId: number; reason: string; nextAt: number; holdAll: boolean },
): void => postponeAll(sql, { entryIds: [entryId], ...rest })

/** Gives back what was taken but not sent (the session ended meanwhile, or the way to the CRM is at fault until `until`). */
export function releaseAll(sql: Sql, input: { entryIds: readonly number[]; until: number }): void {
  sql.transaction(() => {
    const give = sql.statement(
      "UPDATE change_log SET state = 'waiting', attempts = attempts - 1, next_at = max(next_at, ?) WHERE id = ?",
    )
    for (const id of input.entryIds) give.run(input.until, id)
  })
}

export const release = (sql: Sql, entryId: number): void => releaseAll(sql, { entryIds: [entryId], until: 0 })

/**
 * The CRM knew this person under an id of its own: from now on that is ours too. Its name for them stands; numbers are put together.
 * Null, and nothing done, where that id is another contact's of ours already.
 */
export function adopt(
  sql: Sql,
  input: { entryId: number; record: RemoteRecord; now: number },
): Touched | null {
  return sql.transaction(() => {
    const touches = new Touches()
    const row = entryById(sql, input.entryId)
    if (!row) return touches.shown(sql)
    const { record, now } = input
    const recordId = row.record_id
    if ((localId(sql, 'contact', record.id) ?? recordId) !== recordId) return null
    joinWithRemote(sql, recordId, record, now)
    // What is theirs, passed over so far as nobody's, is read again.
    for (const kind of ['lead', 'order', 'note', 'task'] as const) forgetCursor(sql, kind)
    return touches.add('contact', recordId).shown(sql)
  })
}
