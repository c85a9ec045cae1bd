/** One look through a whole file: its tables with a few samples. A file that breaks off anywhere is refused here, before anything is made. */
import fs from 'node:fs'
import { z } from 'zod'
import { importFileKind, importTable, type ImportFileKind, type ImportTable } from '../../contract'
import { kindOf, READERS, START, UnreadableFile, type Place, type SourceRow } from './reading'

/** What the mapping screen shows of a column. */
const SAMPLES = 8
const SAMPLE_LENGTH = 80
const MOST_COLUMNS_SHOWN = 200
/** Columns are added as rows bring them, in JSON; no table gets more. */
const MOST_COLUMNS = 2_000

export const scanned = z.object({
  kind: importFileKind,
  tables: z.array(importTable),
  /** Where each table's first row is; in the order of `tables`. */
  places: z.array(z.object({ offset: z.number(), line: z.number() })),
})
export type Scanned = z.infer<typeof scanned>

interface Seen {
  table: ImportTable
  place: Place
  columns: Map<string, (string | null)[]>
  /** The last row's own, to know another one by. */
  last: readonly string[] | null
}

function take(seen: Seen, { columns, cells, line }: SourceRow): void {
  seen.table.rows++
  if (columns !== seen.last) {
    for (const column of columns) if (!seen.columns.has(column)) seen.columns.set(column, [])
    seen.last = columns
    if (seen.columns.size > MOST_COLUMNS) throw new UnreadableFile('too-many-columns', line)
  }
  if (seen.table.rows > 1000) return
  for (const [index, column] of columns.entries()) {
    const samples = seen.columns.get(column)
    const cell = cells[index]
    if (!samples || samples.length >= SAMPLES || cell === undefined || cell === null || cell === '') continue
    samples.push(cell.slice(0, SAMPLE_LENGTH).toWellFormed())
  }
}

const tableOf = ({ table, columns }: Seen): ImportTable => {
  const shown = [...columns].slice(0, MOST_COLUMNS_SHOWN)
  return { ...table, columns: shown.map(([name]) => name), samples: shown.map(([, samples]) => samples) }
}

/**
 * @param name as the file was called, for its ending.
 * @throws {UnreadableFile}
 */
export async function scan(
  file: string,
  name: string,
  onProgress: (bytes: number) => void,
): Promise<Scanned> {
  const kind: ImportFileKind = await kindOf(file, name)
  const { size } = await fs.promises.stat(file)
  const tables = new Map<string, Seen>()
  for await (const row of READERS[kind](file, { only: null, from: START, onProgress })) {
    let seen = tables.get(row.table)
    if (!seen) {
      // A dump says of each row where its block begins, from which it can be read alone.
      const place = kind === 'pg-dump' ? row.head : START
      const table = { name: row.table, columns: [], rows: 0, samples: [] }
      seen = { table, place, columns: new Map(), last: null }
      tables.set(row.table, seen)
    }
    take(seen, row)
  }
  if (tables.size === 0) throw new UnreadableFile('no-tables', null)
  onProgress(size)
  const all = [...tables.values()]
  return { kind, tables: all.map(tableOf), places: all.map(({ place }) => place) }
}
