/**
 * A plain-text `pg_dump`: COPY blocks and INSERT statements, read line by line. Everything else in it (functions, rights, sequences) is
 * passed over. Nothing of it is ever carried out.
 */
import fs from 'node:fs/promises'
import { cellsOfCopyLine } from './copy-text'
import { linesOf, type Line, type LineEncoding } from './lines'
import { copyHead, createdTable, insertOf } from './sql-parse'
import { StatementSplitter, type Statement } from './sql-statement'
import {
  MOST_COLUMNS,
  MOST_TABLES,
  START,
  UnreadableFile,
  type Place,
  type ReadOptions,
  type SourceRow,
} from './source'

const HEAD = 64 * 1024
const BEGINS = '-- PostgreSQL database dump'
const ENDS = '-- PostgreSQL database dump complete'

const ENCODINGS: Readonly<Record<string, LineEncoding>> = {
  UTF8: 'utf-8',
  SQL_ASCII: 'utf-8',
  LATIN1: 'windows-1252',
  WIN1252: 'windows-1252',
}

/** As the dump says of itself. @throws {UnreadableFile} `encoding` where it is one that is not read here. */
async function headOf(file: string): Promise<{ encoding: LineEncoding; returns: boolean }> {
  const handle = await fs.open(file)
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(HEAD), 0, HEAD, 0)
    const head = buffer.toString('latin1', 0, bytesRead)
    const said = /^SET client_encoding = '(\w+)'/m.exec(head)?.[1]
    const encoding = ENCODINGS[said?.toUpperCase() ?? 'UTF8']
    if (encoding === undefined) throw new UnreadableFile('encoding', null)
    return { encoding, returns: /^[^\n]*\r\n/.test(head) }
  } finally {
    await handle.close()
  }
}

interface Block {
  table: string
  columns: readonly string[]
  isWanted: boolean
  head: Place
}

class DumpReader {
  private readonly splitter = new StatementSplitter()
  private readonly created = new Map<string, readonly string[]>()
  private block: Block | null = null
  private saidToBegin = false
  private saidToEnd = false
  private last = 0
  /** The last line that began with no statement under way. */
  private safe: Place = START

  constructor(private readonly only: ReadonlySet<string> | null) {}

  *take({ text, line, offset }: Line): Generator<SourceRow> {
    this.last = line
    if (this.block) {
      yield* this.copied(this.block, { text, line, offset })
      return
    }
    if (this.splitter.isBetween) {
      this.safe = { line, offset }
      if (text.startsWith(BEGINS)) {
        if (text.startsWith(ENDS)) this.saidToEnd = true
        else this.saidToBegin = true
      }
      // Commands to psql (\restrict, \connect) are a line each.
      if (text.startsWith('\\')) return
    }
    for (const statement of this.splitter.feed(text, line, offset)) yield* this.statement(statement)
  }

  /** @throws {UnreadableFile} `truncated`. */
  end(): void {
    if (this.block || !this.splitter.isBetween || (this.saidToBegin && !this.saidToEnd))
      throw new UnreadableFile('truncated', this.last)
  }

  private *copied(block: Block, { text, line }: Line): Generator<SourceRow> {
    if (text === '\\.') {
      this.block = null
      return
    }
    if (!block.isWanted) return
    const cells = cellsOfCopyLine(text)
    if (cells?.length !== block.columns.length) throw new UnreadableFile('bad-row', line)
    const { table, columns, head } = block
    yield { table, columns, cells, line, head }
  }

  private *statement(statement: Statement): Generator<SourceRow> {
    const { text, line } = statement
    if (/^copy\b/i.test(text)) {
      const head = copyHead(text)
      if (head === null) return
      if (head === 'unsupported') throw new UnreadableFile('bad-syntax', line)
      const columns = this.columnsOf(head.table, head.columns, line)
      this.block = {
        table: head.table,
        columns,
        isWanted: this.wants(head.table),
        head: head.columns ? this.safe : START,
      }
    } else if (/^insert\b/i.test(text)) yield* this.inserted(statement)
    else if (/^create\b/i.test(text)) {
      const table = createdTable(text)
      if (!table) return
      this.created.set(table.table, table.columns)
      if (this.created.size > MOST_TABLES) throw new UnreadableFile('too-many-tables', line)
    }
  }

  private *inserted(statement: Statement): Generator<SourceRow> {
    const { line } = statement
    const insert = insertOf(statement.text)
    if (insert === null) throw new UnreadableFile('bad-syntax', line)
    if (insert === 'unsupported' || !this.wants(insert.table)) return
    const columns = this.columnsOf(insert.table, insert.columns, line)
    // Where the columns are only named by the table's own statement, that has to be read too.
    const head = insert.columns ? this.safe : START
    for (const cells of insert.rows()) {
      if (!cells) throw new UnreadableFile('bad-syntax', line)
      if (cells.length !== columns.length) throw new UnreadableFile('bad-row', line)
      yield { table: insert.table, columns, cells, line, head }
    }
  }

  private wants(table: string): boolean {
    return this.only === null || this.only.has(table)
  }

  private columnsOf(table: string, named: readonly string[] | null, line: number): readonly string[] {
    const columns = named ?? this.created.get(table)
    if (!columns) throw new UnreadableFile('bad-syntax', line)
    if (columns.length > MOST_COLUMNS) throw new UnreadableFile('too-many-columns', line)
    const known = this.created.get(table)
    // One array for all rows of a table, so that what is worked out of it is worked out once.
    if (known?.length === columns.length && known.every((name, index) => name === columns[index]))
      return known
    this.created.set(table, columns)
    return columns
  }
}

/** @throws {UnreadableFile} where it is cut off, or not what it says. */
export async function* readPgDump(file: string, options: ReadOptions): AsyncGenerator<SourceRow> {
  const { from, onProgress } = options
  const reader = new DumpReader(options.only)
  const head = await headOf(file)
  for await (const lines of linesOf(file, { from, ...head, onProgress })) {
    for (const line of lines) yield* reader.take(line)
  }
  reader.end()
}
