/** A file's rows as batches for the database, in the order in which they refer to each other. Goes on behind any mark. */
import type { ImportPlan } from '../../contract'
import { unguarded } from '../contacts'
import { TAKEN, type Batch, type Located, type Mark, type Skipped, type Taken } from './items'
import { isComplete } from './mapping/guess'
import type { Known } from './mapping/known'
import { RowView } from './mapping/row'
import { Twins } from './mapping/keys'
import { understanding } from './mapping/understand'
import { READERS, START, type SourceRow } from './reading'
import type { Scanned } from './scan'

/** One transaction each. */
const ROWS_AT_ONCE = 500
/** More than any shop has; all of them can be chosen. */
export const MOST_OWNERS = 5_000
const MOST_SETTINGS = 500

export interface Source {
  file: string
  scanned: Scanned
  plan: ImportPlan
}

type Lookup = 'owners' | 'settings'

async function* rowsOf({ file, scanned, plan }: Source, entity: Taken | Lookup): AsyncGenerator<SourceRow> {
  const source = plan.sources[entity]
  if (!source || !isComplete(entity, source)) return
  const index = scanned.tables.findIndex(({ name }) => name === source.table)
  const from = scanned.places[index] ?? START
  const total = scanned.tables[index]?.rows ?? 0
  if (total === 0) return
  const options = { only: new Set([source.table]), from, onProgress: () => undefined }
  let read = 0
  for await (const row of READERS[scanned.kind](file, options)) {
    yield scanned.kind === 'csv' ? { ...row, cells: row.cells.map((cell) => cell && unguarded(cell)) } : row
    // What follows holds none of it; the whole file was looked through before.
    if (++read >= total) return
  }
}

async function pairs(source: Source, entity: Lookup, fields: [string, string], most: number) {
  const found = new Map<string, string>()
  const view = new RowView(source.plan.sources[entity] ?? { table: '', fields: {} })
  for await (const row of rowsOf(source, entity)) {
    const get = view.of(row)
    const key = get(fields[0])
    if (key !== null) found.set(key, get(fields[1]) ?? '')
    if (found.size >= most) break
  }
  return found
}

/** Owners by their ids. */
export const ownersOf = (source: Source) => pairs(source, 'owners', ['id', 'name'], MOST_OWNERS)

/** Old settings by their names. */
export const settingsOf = (source: Source) => pairs(source, 'settings', ['key', 'value'], MOST_SETTINGS)

/** Entities that later rows refer to: read again before going on behind them. */
const REFERRED_TO: readonly Taken[] = ['contacts', 'conversations', 'products', 'orders']

async function* entityBatches(
  source: Source,
  entity: Taken,
  known: Known,
  done: number,
): AsyncGenerator<Batch> {
  const understand = understanding(entity, known)
  let rows = 0
  let located: Located[] = []
  let skipped: Skipped[] = []
  let from = done
  const batch = (): Batch => {
    const full = { entity, rows: rows - from, located, skipped, mark: { entity, rows } }
    located = []
    skipped = []
    from = rows
    return full
  }
  for await (const row of rowsOf(source, entity)) {
    const understood = understand(row)
    if (++rows <= done) continue
    if ('reason' in understood) skipped.push({ reason: understood.reason, line: row.line })
    else for (const item of understood.items) located.push({ line: row.line, item })
    if (rows - from >= ROWS_AT_ONCE) yield batch()
  }
  if (rows > from) yield batch()
}

/** @param mark of the last batch that is in the database; null to begin. */
export async function* batchesOf(source: Source, mark: Mark | null): AsyncGenerator<Batch> {
  const owners = await ownersOf(source)
  const known: Known = {
    plan: source.plan,
    contacts: new Map(),
    conversations: new Map(),
    products: new Map(),
    orders: new Map(),
    owners,
    twins: new Twins(),
  }
  const reached = mark === null ? 0 : TAKEN.indexOf(mark.entity)
  for (const [index, entity] of TAKEN.entries()) {
    if (index < reached && !REFERRED_TO.includes(entity)) continue
    const done = index < reached ? Number.POSITIVE_INFINITY : index === reached ? (mark?.rows ?? 0) : 0
    yield* entityBatches(source, entity, known, done)
  }
}
