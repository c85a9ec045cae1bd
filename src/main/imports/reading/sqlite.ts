/** A SQLite file, opened for reading only, its own code (views, triggers, functions in the schema) never run. */
import fs from 'node:fs'
import Database from 'better-sqlite3'
import {
  LONGEST,
  MOST_COLUMNS,
  MOST_TABLES,
  START,
  UnreadableFile,
  type Cell,
  type ReadOptions,
  type SourceRow,
} from './source'

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

function cellOf(value: unknown): Cell {
  if (value === null || value === undefined) return null
  // Pictures and the like: nothing that is taken over lies in one.
  if (value instanceof Uint8Array) return null
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : null
}

function open(file: string): Database.Database {
  const db = new Database(file, { readonly: true, fileMustExist: true })
  try {
    db.pragma('trusted_schema = OFF')
    db.pragma('cell_size_check = ON')
    db.pragma('query_only = ON')
    db.pragma('mmap_size = 0')
    db.defaultSafeIntegers(true)
    db.prepare('SELECT count(*) FROM sqlite_schema').get()
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

const isSqliteError = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_')

/** Real tables alone. */
function tablesOf(db: Database.Database): string[] {
  const names = db
    .prepare(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
        AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY rowid`,
    )
    .pluck()
    .all() as string[]
  if (names.length > MOST_TABLES) throw new UnreadableFile('too-many-tables', null)
  return names
}

/** What lies in the file; a generated column is worked out by an expression of the file's own, and is left out. */
function columnsOf(db: Database.Database, table: string): string[] {
  const names = db
    .prepare('SELECT name FROM pragma_table_xinfo(?) WHERE hidden = 0')
    .pluck()
    .all(table) as string[]
  if (names.length > MOST_COLUMNS) throw new UnreadableFile('too-many-columns', null)
  return names
}

/** Balanced, since SQLite's expressions may be 1,000 deep at most and a table has up to 2,000 columns. */
function sumOf(terms: readonly string[]): string {
  const half = terms.length >> 1
  return half === 0 ? (terms[0] ?? '0') : `(${sumOf(terms.slice(0, half))} + ${sumOf(terms.slice(half))})`
}

/** A row of a table and its length in bytes, which is known before its cells are read: one too long is never held. */
function* rowsOf(db: Database.Database, table: string, columns: readonly string[]): Generator<unknown[]> {
  const length = sumOf(columns.map((column) => `coalesce(octet_length(${quoted(column)}), 0)`))
  const cells = columns.map(
    (column) => `CASE WHEN octet_length(${quoted(column)}) <= ${LONGEST} THEN ${quoted(column)} END`,
  )
  const statement = db.prepare(`SELECT ${length}, ${cells.join(', ')} FROM ${quoted(table)}`).raw()
  let line = 0
  for (const [size, ...row] of statement.iterate() as IterableIterator<[bigint, ...unknown[]]>) {
    line++
    if (size > LONGEST) throw new UnreadableFile('line-too-long', line)
    yield row
  }
}

/** @throws {UnreadableFile} `line-too-long`; `damaged`, also where the file is encrypted: the two look alike from outside. */
export async function* readSqlite(
  file: string,
  { only, onProgress }: ReadOptions,
): AsyncGenerator<SourceRow> {
  let db: Database.Database | null = null
  const { size } = await fs.promises.stat(file)
  try {
    db = open(file)
    const tables = tablesOf(db).filter((table) => only === null || only.has(table))
    for (const [index, table] of tables.entries()) {
      const columns = columnsOf(db, table)
      let line = 0
      for (const row of rowsOf(db, table, columns))
        yield { table, columns, cells: row.map(cellOf), line: ++line, head: START }
      onProgress(Math.round((size * (index + 1)) / tables.length))
    }
  } catch (error) {
    if (isSqliteError(error)) throw new UnreadableFile('damaged', null, { cause: error })
    throw error
  } finally {
    db?.close()
  }
}
