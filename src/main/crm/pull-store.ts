/** What the CRM tells by cursor, brought in page by page; a page and its cursor are one transaction. Runs in the database thread. */
import {
  applyCategory,
  applyPipeline,
  applyProduct,
  removeCategory,
  removePipeline,
  removeProduct,
} from '../catalog/store'
import { z } from 'zod'
import { crmReason } from '../../contract/entities/crm-reason'
import type { Sql, SyncKind } from '../storage'
import { pictureAddress } from './address'
import { alone, isOfDatabase } from './alone-store'
import { dropAlias, entriesOf, setInStep, setSync, syncRow } from './change-store'
import type { RemoteRecord } from './connector'
import { countFirst, generationNow, setCursor } from './cursor-store'
import { forgetErased } from './erased-store'
import { giveFreed } from './freed-store'
import type { Pulled } from './pulled'
import { parseFields } from './fields'
import { joinWithRemote, meetRemote } from './meeting-store'
import { look, putFresh, repeated } from './fresh-store'
import {
  aboutHere,
  aliasOf,
  applyRecord,
  localId,
  newLocalId,
  proposedId,
  rememberBase,
  removeRecord,
  type Named,
} from './records-store'
import { strand } from './strand-store'
import { Touches, type Touched } from './touches-store'
import {
  categoryRecord,
  pipelineRecord,
  productRecord,
  readRecord,
  readSaid,
  tombstone,
  type AnyRecord,
  type Said,
} from './wire'

interface Asked {
  kind: Pulled
  /** The CRM's address, for pictures. */
  base: string
  /** As it came with the cursor that the first page was asked for by. */
  generation: number
  /** What of the first page is about nobody here is passed over, as nobody could be read. */
  passOver: boolean
  now: number
}

export interface PulledPages extends Asked {
  pages: {
    /** JSON. */
    items: string
    cursor: string
    /** It is not the last. */
    more: boolean
  }[]
}

const anyItems = z.array(z.unknown())

/** Most are not: looked at before it is checked whole. */
const saysGone = (item: unknown): boolean =>
  typeof item === 'object' && item !== null && 'deleted' in item && item.deleted === true

/** What of pages was made here, for the screens. */
export interface PageResult {
  /** So many pages, with their cursors. */
  taken: number
  /** Of the page behind them nothing is taken yet, since what its records are about is not here and is to be read first. */
  missing: Named[]
  touched: Touched
  /** Items that are not what the contract says, or could not be kept: passed over. */
  unread: number
  /** Why the last one could not be kept, for the log. */
  fault: string | null
}

/** Of records and tombstones alike. */
const idsOf = (items: readonly unknown[]): string[] =>
  items.flatMap((item) =>
    typeof item === 'object' && item !== null && 'id' in item && typeof item.id === 'string' ? [item.id] : [],
  )

/** Kinds that are nothing but records kept in step; products are shown by themselves too. */
type KeptKind = Exclude<Pulled, 'pipeline' | 'category' | 'product'>
export const isKept = (kind: Pulled): kind is KeptKind =>
  kind !== 'pipeline' && kind !== 'category' && kind !== 'product'

/** The records of a page, by the items that they were read from. */
export function recordsOf(kind: KeptKind, items: readonly unknown[]): Map<unknown, Said> {
  const records = new Map<unknown, Said>()
  for (const item of items) {
    const one = saysGone(item) ? null : readSaid(kind, item)
    if (one) records.set(item, one)
  }
  return records
}

/**
 * Pages one behind the other, each with its cursor, as far as they can be taken now: all in one transaction, since what they change lies
 * side by side. Null, and nothing is taken, where somebody else signed in since they were asked for.
 */
export function applyPages(sql: Sql, { pages, ...asked }: PulledPages): PageResult | null {
  const take = (how: How): PageResult | null => {
    if (asked.generation !== generationNow(sql)) return null
    const touches = new Touches()
    const read = pages.map(({ items, ...page }) => ({
      ...{ ...asked, ...page },
      items: anyItems.parse(JSON.parse(items)),
    }))
    const result = takePages(sql, read, how, touches)
    giveFreed(sql, touches)
    return { ...result, touched: touches.shown(sql) }
  }
  try {
    return sql.part(() => take('together'))
  } catch (error) {
    if (isOfDatabase(error)) throw error
    return sql.transaction(() => take('apart'))
  }
}

/**
 * `together`: as if the pages were one, and a record that can't be kept fails the whole, since a part that could be undone alone would cost
 * each of the others a tenth. `apart`: for when that happened.
 */
type How = 'together' | 'apart'

function takePages(
  sql: Sql,
  pages: readonly PulledPage[],
  how: How,
  touches: Touches,
): Omit<PageResult, 'touched'> {
  const last = pages.at(-1)
  if (how === 'together' && last && pages.length > 1 && !last.passOver) {
    const items = pages.flatMap((page) => page.items)
    const result = takePage(sql, { ...last, items }, how, touches)
    if (result.missing.length === 0) return { ...result, taken: pages.length }
  }
  let unread = 0
  let fault: string | null = null
  for (const [taken, page] of pages.entries()) {
    const result = takePage(sql, { ...page, passOver: page.passOver && taken === 0 }, how, touches)
    if (result.missing.length > 0) return { taken, missing: result.missing, unread, fault }
    unread += result.unread
    fault = result.fault ?? fault
  }
  return { taken: pages.length, missing: [], unread, fault }
}

/** One page. */
export const applyPage = (sql: Sql, { items, cursor, more, ...asked }: PulledPage): PageResult | null =>
  applyPages(sql, { ...asked, pages: [{ items: JSON.stringify(items), cursor, more }] })

type PulledPage = Asked & { items: unknown[]; cursor: string; more: boolean }

/** A page with its cursor; `missing`: nothing of it was taken. */
function takePage(
  sql: Sql,
  page: PulledPage,
  how: How,
  touches: Touches,
): Omit<PageResult, 'taken' | 'touched'> {
  const { kind, items, now } = page
  const records = isKept(kind) ? recordsOf(kind, items) : new Map<unknown, Said>()
  let fresh: ReadonlySet<Said> = new Set()
  if (isKept(kind)) {
    const all = [...records.values()]
    const here = look(sql, kind, all)
    if (!page.passOver && here.absent.length > 0) return { missing: here.absent, unread: 0, fault: null }
    const input = { kind, records: all, twice: repeated(idsOf(items)), here, now }
    // Where one of a page can't be kept, all of it go one by one.
    if (how === 'together') fresh = putFresh(sql, input, touches)
    else fresh = alone(sql, touches, (own) => putFresh(sql, input, own)).value ?? fresh
  }
  let unread = 0
  let fault: string | null = null
  countFirst(sql, kind, items.length, page.more)
  for (const item of items) {
    const one = records.get(item)
    if (one && fresh.has(one)) continue
    const taken = alone(sql, touches, (own) => takeItem(sql, page, item, one, own))
    if (taken.value !== true) unread += 1
    fault = taken.fault ?? fault
  }
  setCursor(sql, kind, page.cursor)
  return { missing: [], unread, fault }
}

/** @returns false where it is not what the contract says. */
function takeItem(
  sql: Sql,
  page: PulledPage,
  item: unknown,
  one: Said | undefined,
  touches: Touches,
): boolean {
  const { kind, now } = page
  const gone = saysGone(item) ? tombstone.safeParse(item) : null
  if (gone?.success) remove(sql, kind, gone.data, touches)
  else if (one) putRecord(sql, one.kind, one.record, now, touches)
  else if (!isKept(kind)) return putOfCatalogue(sql, { ...page, kind }, item, touches)
  else {
    noteUnread(sql, kind, item, touches)
    return false
  }
  return true
}

const newer = z.object({ id: z.string(), version: z.int() })

/** A record that is here and was changed there into what can't be read: what is shown of it holds no more, and it says so. */
function noteUnread(sql: Sql, kind: KeptKind, item: unknown, touches: Touches): void {
  const { data } = newer.safeParse(item)
  const recordId = data ? localId(sql, kind, data.id) : null
  const row = recordId === null ? undefined : syncRow(sql, kind, recordId)
  // What waits of ours meets it when it is sent.
  if (!data || recordId === null || row?.state !== 'synced' || row.remote_id !== data.id) return
  if ((row.version ?? 0) >= data.version) return
  setSync(sql, kind, recordId, { reason: crmReason('unreadable') })
  touches.add(kind, recordId)
}

function putOfCatalogue(
  sql: Sql,
  { kind, base, now }: PulledPage & { kind: Exclude<Pulled, KeptKind> },
  item: unknown,
  touches: Touches,
): boolean {
  switch (kind) {
    case 'pipeline': {
      const { success, data } = pipelineRecord.safeParse(item)
      if (success) applyPipeline(sql, data)
      return success
    }
    case 'category': {
      const { success, data } = categoryRecord.safeParse(item)
      if (!success) return false
      const record = readRecord(kind, item)
      // A CRM that gives no versions takes no changes of them either.
      if (isVersioned(record)) putRecord(sql, kind, record, now, touches)
      else applyCategory(sql, data)
      return true
    }
    case 'product': {
      const { success, data } = productRecord.safeParse(item)
      if (!success) return false
      const record = readRecord(kind, item)
      // A CRM that gives no versions of its products takes no changes of them either.
      if (isVersioned(record)) putRecord(sql, kind, record, now, touches)
      else {
        const [first] = data.pictures
        applyProduct(sql, { ...data, picture: first ? pictureAddress(base, first.url) : null })
      }
      return true
    }
  }
}

const isVersioned = (record: AnyRecord | null): record is AnyRecord => Number.isSafeInteger(record?.version)

/**
 * A record of the CRM's. Where changes of ours are under way it is only noted that there is something newer: they meet it when they are
 * sent, and whatever is left is read afterwards. What is about nobody here is passed over.
 */
export function putRecord(
  sql: Sql,
  kind: SyncKind,
  record: RemoteRecord,
  now: number,
  touches: Touches,
): void {
  const known = localId(sql, kind, record.id)
  const proposed = known === null ? proposedId(sql, kind, record) : null
  if (proposed !== null) {
    bind(sql, kind, proposed, record, now, touches)
    return
  }
  if (kind === 'contact') {
    // Two of theirs who are one here: the other one of them is the one that is shown.
    if (known !== null && aliasOf(sql, record.id) !== null) return
    if (known === null) {
      const met = meetRemote(sql, record, now)
      if (!met) return
      touches.add(kind, met.id)
      if (met.isNew) touches.meet()
      return
    }
  }
  // Lines of orders name products by the CRM's ids, and products their categories.
  const named = kind === 'product' || kind === 'category'
  const recordId = known ?? (named ? record.id : newLocalId(record.id))
  if ((syncRow(sql, kind, recordId)?.version ?? 0) >= record.version) return
  if (entriesOf(sql, kind, recordId).length > 0) {
    setSync(sql, kind, recordId, { newer_version: record.version })
    return
  }
  bringIn(sql, kind, recordId, record, now, touches)
}

/**
 * A record of ours that the CRM has already, though its answer is not here: from now on they are one. A change under way goes on, and
 * meets the record where it goes: what the CRM has may be more than what it was told, so that it is no base for ours yet.
 */
function bind(
  sql: Sql,
  kind: SyncKind,
  recordId: string,
  record: RemoteRecord,
  now: number,
  touches: Touches,
): void {
  touches.add(kind, recordId)
  if (entriesOf(sql, kind, recordId).length > 0) {
    // The answer under way may tell of an older state than this one.
    setSync(sql, kind, recordId, { remote_id: record.id, newer_version: record.version })
  } else if (kind === 'contact') joinWithRemote(sql, recordId, record, now)
  else bringIn(sql, kind, recordId, record, now, touches)
}

export function bringIn(
  sql: Sql,
  kind: SyncKind,
  recordId: string,
  record: RemoteRecord,
  now: number,
  touches: Touches,
): void {
  const before = syncRow(sql, kind, recordId)
  if ((before?.version ?? 0) > record.version) return
  const whole = { ...(before?.base ? parseFields(before.base) : {}), ...record }
  if (!applyRecord(sql, kind, recordId, whole)) return
  rememberBase(sql, kind, recordId, record, now, touches)
  setInStep(sql, kind, recordId)
  touches.add(kind, recordId)
}

function remove(sql: Sql, kind: Pulled, gone: { id: string; version: number }, touches: Touches): void {
  if (kind === 'pipeline') removePipeline(sql, gone.id)
  else if (kind === 'category' && localId(sql, kind, gone.id) === null) removeCategory(sql, gone.id)
  else if (kind === 'product' && localId(sql, kind, gone.id) === null) removeProduct(sql, gone.id)
  else {
    if (kind === 'contact') forgetErased(sql, gone.id)
    if (kind === 'contact' && aliasOf(sql, gone.id) !== null) {
      dropAlias(sql, gone.id)
      return
    }
    const recordId = localId(sql, kind, gone.id)
    if (recordId === null) return
    // Read once more, late: it was made anew since, or is back.
    if ((syncRow(sql, kind, recordId)?.version ?? 0) > gone.version) return
    // A change of ours that is still waiting is refused by the CRM when it is sent, and says so: it does not vanish.
    if (entriesOf(sql, kind, recordId).length > 0) {
      setSync(sql, kind, recordId, { newer_version: gone.version })
      return
    }
    drop(sql, kind, recordId, touches)
  }
}

/** It is in the CRM no more. */
export function drop(sql: Sql, kind: SyncKind, recordId: string, touches: Touches): void {
  const about = aboutHere(sql, kind, recordId)
  removeRecord(sql, kind, recordId)
  if (kind === 'contact') {
    strand(sql, recordId, touches.add(kind, recordId))
    return
  }
  touches.remove(kind, recordId)
  if (about) touches.add(about.kind, about.id)
}
