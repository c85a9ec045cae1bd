/** What the CRM tells by cursor, brought in page by page; a page and its cursor are one transaction. Runs in the database thread. */
import {
  applyCategory,
  applyPipeline,
  applyProduct,
  removeCategory,
  removePipeline,
  removeProduct,
} from '../catalog/store'
import { getContact } from '../contacts/store'
import { builder, type Sql, type SyncKind } from '../storage'
import { entriesOf, setSync, syncRow } from './change-store'
import { generationNow, setCursor, type Pulled } from './cursor-store'
import { pictureAddress } from './address'
import {
  addTouched,
  applyRecord,
  contactOf,
  localId,
  nothingTouched,
  rememberBase,
  removeRecord,
  type Touched,
} from './records-store'
import {
  categoryRecord,
  leadRecord,
  orderRecord,
  pipelineRecord,
  productRecord,
  readRecord,
  tombstone,
} from './wire'

export interface PulledPage {
  kind: Pulled
  items: unknown[]
  cursor: string
  /** The CRM's address, for pictures. */
  base: string
  /** As it came with the cursor that the page was asked for by. */
  generation: number
  now: number
}

/**
 * `unread`: items that are not what the contract says, passed over.
 * @returns null, and nothing is taken, where somebody else signed in since the page was asked for.
 */
export function applyPage(sql: Sql, page: PulledPage): { touched: Touched; unread: number } | null {
  return sql.transaction(() => {
    if (page.generation !== generationNow(sql)) return null
    const touched = nothingTouched()
    let unread = 0
    for (const item of page.items) {
      const gone = tombstone.safeParse(item)
      if (gone.success) remove(sql, page.kind, gone.data, touched)
      else if (!put(sql, page, item, touched)) unread += 1
    }
    setCursor(sql, page.kind, page.cursor)
    return { touched, unread }
  })
}

function put(sql: Sql, { kind, base, now }: PulledPage, item: unknown, touched: Touched): boolean {
  switch (kind) {
    case 'pipeline': {
      const { success, data } = pipelineRecord.safeParse(item)
      if (success) applyPipeline(sql, data)
      return success
    }
    case 'category': {
      const { success, data } = categoryRecord.safeParse(item)
      if (success) applyCategory(sql, data)
      return success
    }
    case 'product': {
      const { success, data } = productRecord.safeParse(item)
      if (!success) return false
      const picture = data.pictures[0] ? pictureAddress(base, data.pictures[0].url) : null
      applyProduct(sql, { ...data, picture })
      return true
    }
    case 'lead':
    case 'order':
      return putRecord(sql, kind, item, now, touched)
  }
}

/**
 * A lead or an order. Where changes of ours are under way it is only noted that there is something newer: they meet it when they are
 * sent, and whatever is left is read afterwards. Those of people who are no contacts here are passed over.
 */
function putRecord(sql: Sql, kind: 'lead' | 'order', item: unknown, now: number, touched: Touched): boolean {
  const record = readRecord(kind, item)
  const named = (kind === 'lead' ? leadRecord : orderRecord).safeParse(item)
  if (!record || !named.success) return false
  const { id, contactId: remoteContact } = named.data
  const known = localId(sql, kind, id)
  const contactId = localId(sql, 'contact', remoteContact) ?? (known ? contactOf(sql, kind, known) : null)
  if (contactId === null) return true
  const recordId = known ?? id
  const before = syncRow(sql, kind, recordId)
  if ((before?.version ?? 0) >= record.version) return true
  if (entriesOf(sql, kind, recordId).length > 0) {
    setSync(sql, kind, recordId, { newer_version: record.version })
    return true
  }
  bringIn(sql, kind, recordId, record, contactId, now, touched)
  return true
}

function bringIn(
  sql: Sql,
  kind: SyncKind,
  recordId: string,
  record: Record<string, unknown> & { version: number },
  contactId: string | null,
  now: number,
  touched: Touched,
): void {
  if (!rememberBase(sql, kind, recordId, record, now)) return
  applyRecord(sql, kind, recordId, record, contactId)
  setSync(sql, kind, recordId, { state: 'synced', reason: null })
  addTouched(sql, touched, kind, recordId)
}

function remove(sql: Sql, kind: Pulled, gone: { id: string; version: number }, touched: Touched): void {
  if (kind === 'pipeline') removePipeline(sql, gone.id)
  else if (kind === 'category') removeCategory(sql, gone.id)
  else if (kind === 'product') removeProduct(sql, gone.id)
  else {
    const recordId = localId(sql, kind, gone.id)
    if (recordId === null) return
    const contactId = contactOf(sql, kind, recordId)
    // A change of ours that is still waiting is refused by the CRM when it is sent, and says so: it does not vanish.
    if (entriesOf(sql, kind, recordId).length > 0) return
    removeRecord(sql, kind, recordId)
    if (contactId !== null) touched.contacts.push(getContact(sql, contactId))
  }
}

export interface NewerRecord {
  kind: SyncKind
  recordId: string
  /** The CRM's id. */
  remoteId: string
  /** Goes with what is read of it. */
  generation: number
}

/** Records of which something newer was seen while ours was under way, and which are free now. */
export function newerRecords(sql: Sql): NewerRecord[] {
  const generation = generationNow(sql)
  const rows = sql.all(
    builder
      .selectFrom('sync')
      .select(['kind', 'record_id', 'remote_id'])
      .where('newer_version', 'is not', null)
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('change_log')
              .select('change_log.id')
              .whereRef('change_log.kind', '=', 'sync.kind')
              .whereRef('change_log.record_id', '=', 'sync.record_id'),
          ),
        ),
      ),
  )
  return rows.map((row) => ({
    kind: row.kind,
    recordId: row.record_id,
    remoteId: row.remote_id,
    generation,
  }))
}

/** One record read by itself; null: the CRM has it no more. Nothing is taken where somebody else signed in since it was asked for. */
export function applyOne(
  sql: Sql,
  input: Omit<NewerRecord, 'remoteId'> & {
    record: (Record<string, unknown> & { version: number }) | null
    now: number
  },
): Touched {
  return sql.transaction(() => {
    const { kind, recordId, record, now } = input
    const touched = nothingTouched()
    if (input.generation !== generationNow(sql)) return touched
    if (entriesOf(sql, kind, recordId).length > 0) return touched
    setSync(sql, kind, recordId, { newer_version: null })
    const contactId = contactOf(sql, kind, recordId)
    if (record) {
      bringIn(sql, kind, recordId, record, contactId, now, touched)
    } else {
      removeRecord(sql, kind, recordId)
      if (contactId !== null) touched.contacts.push(getContact(sql, contactId))
    }
    return touched
  })
}
