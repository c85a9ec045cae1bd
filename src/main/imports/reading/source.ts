/** What every reader gives: rows of named cells, one by one, with the place they were found at. */
import type { FileProblem } from '../../../contract'

/** Everything is text until it is mapped; null is the source's own null. */
export type Cell = string | null

export interface SourceRow {
  table: string
  /** The same array for all rows of a table, except in JSON, where each row has its own keys. */
  columns: readonly string[]
  cells: readonly Cell[]
  /** Line of the file, from 1; in SQLite the number of the row in its table. */
  line: number
  /** Where the block or statement begins that the row is part of: from there on the file can be read alone. */
  head: Place
}

/** The start of a line. */
export interface Place {
  /** Bytes. */
  offset: number
  /** From 1. */
  line: number
}

/** Of formats that are only read from the beginning. */
export const START: Place = { offset: 0, line: 1 }

export interface ReadOptions {
  /** Tables whose rows are wanted; null for all. Those of others are passed over as quickly as can be. */
  only: ReadonlySet<string> | null
  /** Where the first wanted table begins, by an earlier look. */
  from: Place
  /** Bytes read so far, every now and then. */
  onProgress: (bytes: number) => void
}

export type RowReader = (file: string, options: ReadOptions) => AsyncGenerator<SourceRow>

/** What one row, line or statement may be at most: memory is bounded by it, whatever the file. Bytes or characters. */
export const LONGEST = 32 * 1024 * 1024
export const MOST_COLUMNS = 2_000
export const MOST_TABLES = 2_000
/** Of JSON. */
export const DEEPEST = 64

/** The file can't be read. Branch on `code`. The message holds nothing of the file's content. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile'
  constructor(
    readonly code: FileProblem,
    readonly line: number | null,
    options?: ErrorOptions,
  ) {
    super(`the file can't be read: ${code}${line === null ? '' : ` at line ${line}`}`, options)
  }
}
