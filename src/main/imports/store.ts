/** Imports and their batches beside the database: a batch, the mark behind it and the count of it are one transaction. */
import { importPlan } from '../../contract'
import type { Conversation, ImportJob, ImportPlan, ImportReport, Preferences } from '../../contract'
import { conversationViews } from '../inbox/conversation-view'
import { builder, copyDatabase, type Sql, type Store } from '../storage'
import type { Batch, ImportItem, Mark } from './items'
import { takeMessage } from './messages-store'
import { takeOrder, takeOrderLine } from './orders-store'
import { takeContact, takeConversation, takeProduct } from './people-store'
import { counted, emptyReport, type Tally } from './report'
import type { Scanned } from './scan'
import { Scratch, settleChats, type Outcome, type World } from './world-store'

/** An import as it is kept. */
export interface KeptImport {
  id: string
  fileName: string
  size: number
  state: ImportJob['state']
  scanned: Scanned | null
  plan: ImportPlan
  owners: ImportJob['owners']
  mark: Mark | null
  report: ImportReport | null
  problem: ImportJob['problem']
  createdAt: number
  finishedAt: number | null
}

/** Branch on `code`: the class is lost on its way out of the database thread. */
class AccountGone extends Error {
  readonly code = 'account-gone'
  constructor() {
    super('the account of this import is gone')
  }
}

const parse = (json: string | null): unknown => (json === null ? null : JSON.parse(json))
const json = (value: unknown): string | null =>
  value === null || value === undefined ? null : JSON.stringify(value)

const all = builder.selectFrom('imports').selectAll()

function rowsOf(sql: Sql): KeptImport[] {
  return sql.all(all.orderBy('created_at', 'desc').limit(50)).map((row) => ({
    id: row.id,
    fileName: row.file_name,
    size: row.size,
    state: row.state,
    scanned: parse(row.scanned) as Scanned | null,
    plan: importPlan.parse(JSON.parse(row.plan)),
    owners: JSON.parse(row.owners) as ImportJob['owners'],
    mark: parse(row.mark) as Mark | null,
    report: parse(row.report) as ImportReport | null,
    problem: parse(row.problem) as ImportJob['problem'],
    createdAt: row.created_at,
    finishedAt: row.finished_at,
  }))
}

function put(sql: Sql, kept: KeptImport): void {
  const row = {
    id: kept.id,
    account_id: kept.plan.accountId,
    file_name: kept.fileName,
    size: kept.size,
    state: kept.state,
    scanned: json(kept.scanned),
    plan: JSON.stringify(kept.plan),
    owners: JSON.stringify(kept.owners),
    mark: json(kept.mark),
    report: json(kept.report),
    problem: json(kept.problem),
    created_at: kept.createdAt,
    finished_at: kept.finishedAt,
  }
  sql.run(
    builder
      .insertInto('imports')
      .values(row)
      .onConflict((on) => on.column('id').doUpdateSet(row)),
  )
}

function take(world: World, item: ImportItem): Outcome {
  switch (item.entity) {
    case 'contacts':
      return takeContact(world, item)
    case 'conversations':
      return takeConversation(world, item)
    case 'products':
      return takeProduct(world, item)
    case 'orders':
      return takeOrder(world, item)
    case 'orderLines':
      return takeOrderLine(world, item)
    case 'messages':
      return takeMessage(world, item)
  }
}

/** Of this thread; a dry run that was cut off begins anew. */
const scratches = new Map<string, Scratch>()

export interface TakeBatch {
  importId: string
  accountId: string
  batch: Batch
  keep: Preferences['keep']
  /** Keyed hashes of the addresses of the batch's phones: for the account, and for whichever. */
  hashes: readonly (readonly [phone: string, hash: Uint8Array, ofErased: Uint8Array])[]
  bringBack: boolean
  /** Whoever imports may change products. */
  editsCatalog: boolean
  now: number
  dry: boolean
}

export interface Taken {
  report: ImportReport
  /** Conversations that are new or got messages. */
  conversations: Conversation[]
}

function notWorkOf(sql: Sql, { accountId, hashes }: TakeBatch): Set<string> {
  const marked = sql.statement('SELECT 1 FROM not_work WHERE account_id = ? AND address_hash = ?')
  return new Set(
    hashes.flatMap(([phone, hash]) => (marked.get(accountId, hash) === undefined ? [] : [phone])),
  )
}

function erasedOf(sql: Sql, { hashes }: TakeBatch): Map<string, Uint8Array> {
  const mark = sql.statement('SELECT 1 FROM erased_marks WHERE address_hash = ?')
  return new Map(
    hashes.flatMap(([phone, , hash]) => (mark.get(hash) === undefined ? [] : [[phone, hash] as const])),
  )
}

function tallyOf(world: World, { located, skipped, rows }: Batch): Tally {
  const tally: Tally = { rows, made: 0, matched: 0, skipped: [...skipped] }
  for (const { item, line } of located) {
    const outcome = take(world, item)
    if (outcome === 'made') tally.made++
    else if (outcome === 'matched') tally.matched++
    else tally.skipped.push({ reason: outcome.reason, line })
  }
  return tally
}

/** Nothing is written for an account that was removed meanwhile, or whose history is just being erased. @throws {AccountGone} */
function mustHaveAccount(sql: Sql, accountId: string): void {
  const query = builder.selectFrom('accounts').select('leaving').where('id', '=', accountId)
  const account = sql.get(query)
  if (!account || account.leaving === 'remove' || account.leaving === 'erase') throw new AccountGone()
}

function takeBatch(sql: Sql, input: TakeBatch): Taken {
  const { importId, accountId, batch, keep, bringBack, editsCatalog, now, dry } = input
  return sql.transaction(() => {
    mustHaveAccount(sql, accountId)
    const kept = sql.get(all.where('id', '=', importId))
    if (!kept) throw new Error('an import that is gone')
    const scratch = dry ? (scratches.get(importId) ?? new Scratch()) : null
    if (scratch) scratches.set(importId, scratch)
    const notWork = notWorkOf(sql, input)
    const known = { sql, accountId, keep, notWork, erased: erasedOf(sql, input), bringBack }
    const world: World = { ...known, editsCatalog, now, scratch, chats: new Map(), touched: new Map() }
    const tally = tallyOf(world, batch)
    settleChats(world)
    const report = counted((parse(kept.report) as ImportReport | null) ?? emptyReport(), batch.entity, tally)
    const values = { report: JSON.stringify(report), mark: dry ? null : JSON.stringify(batch.mark) }
    sql.run(builder.updateTable('imports').set(values).where('id', '=', importId))
    const ids = [...world.chats.values()].flatMap((chat) =>
      'id' in chat && chat.id !== null ? [chat.id] : [],
    )
    return { report, conversations: dry ? [] : conversationViews(sql, ids) }
  })
}

export const importsStore = {
  list: (sql: Sql) => rowsOf(sql),
  put,
  remove: (sql: Sql, id: string) => {
    scratches.delete(id)
    sql.run(builder.deleteFrom('imports').where('id', '=', id))
  },
  takeBatch,
  mustHaveAccount,
  /** A dry run begins, or is over: nothing of the last one counts. */
  forgetScratch: (sql: Sql, id: string) => {
    scratches.delete(id)
    sql.run(builder.updateTable('imports').set({ report: null, mark: null }).where('id', '=', id))
  },
  /** A copy of everything, as it is before. */
  backUp: (sql: Sql, backups: string) => {
    copyDatabase(sql.raw, { file: sql.raw.name, backups, label: 'before-import', keep: 2 })
  },
} satisfies Store
