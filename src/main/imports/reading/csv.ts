/**
 * CSV by RFC 4180, strictly, with what spreadsheets make of it: comma, semicolon or tab, any line end, a byte order mark. The first
 * row names the columns. A cell that begins like a formula is text like any other.
 */
import { encodingOfText, textOf } from './decode'
import { LONGEST, MOST_COLUMNS, START, UnreadableFile, type ReadOptions, type SourceRow } from './source'

/** What a table is called that has no name of its own. */
export const ONLY_TABLE = 'rows'

type At = 'start' | 'plain' | 'quoted' | 'quote-in-quoted'

/** Takes text in pieces of any size and gives whole records. */
export class CsvParser {
  private at: At = 'start'
  private cell: string[] = []
  private cells: string[] = []
  private length = 0
  private line = 1
  private recordLine = 1
  private afterReturn = false

  constructor(private readonly delimiter: string) {}

  *feed(text: string): Generator<{ cells: string[]; line: number }> {
    let begin = 0
    const keep = (end: number): void => {
      if (end <= begin) return
      this.cell.push(text.slice(begin, end))
      this.length += end - begin
      if (this.length > LONGEST) throw new UnreadableFile('line-too-long', this.recordLine)
    }
    for (let index = 0; index < text.length; index++) {
      const sign = text[index]
      const isPairedNewline = sign === '\n' && this.afterReturn
      this.afterReturn = sign === '\r'
      if ((sign === '\n' && !isPairedNewline) || sign === '\r') this.line++
      if (this.at === 'quoted') {
        if (sign !== '"') continue
        keep(index)
        begin = index + 1
        this.at = 'quote-in-quoted'
      } else if (sign === this.delimiter) {
        if (this.at !== 'quote-in-quoted') keep(index)
        begin = index + 1
        this.endCell()
      } else if (sign === '\n' || sign === '\r') {
        if (this.at !== 'quote-in-quoted') keep(index)
        begin = index + 1
        if (isPairedNewline) this.recordLine = this.line
        else yield* this.endRecord()
      } else if (this.at === 'quote-in-quoted') {
        if (sign !== '"') throw new UnreadableFile('bad-syntax', this.recordLine)
        begin = index
        this.at = 'quoted'
      } else if (this.at === 'start') {
        begin = index
        this.at = sign === '"' ? 'quoted' : 'plain'
        if (sign === '"') begin = index + 1
      }
    }
    if (this.at !== 'quote-in-quoted') keep(text.length)
  }

  *end(): Generator<{ cells: string[]; line: number }> {
    if (this.at === 'quoted') throw new UnreadableFile('truncated', this.recordLine)
    if (this.at !== 'start' || this.cells.length > 0) yield* this.endRecord()
  }

  private endCell(): void {
    this.cells.push(this.cell.join(''))
    this.cell = []
    this.at = 'start'
    if (this.cells.length > MOST_COLUMNS) throw new UnreadableFile('too-many-columns', this.recordLine)
  }

  private *endRecord(): Generator<{ cells: string[]; line: number }> {
    const isBlank = this.at === 'start' && this.cells.length === 0
    this.endCell()
    const record = { cells: this.cells, line: this.recordLine }
    this.cells = []
    this.length = 0
    this.recordLine = this.line
    if (!isBlank) yield record
  }
}

/** The sign that parts most cells of the first line, outside quotes. */
export function delimiterOf(head: string): string {
  const first = /^(?:"(?:[^"]|"")*"|[^"\r\n])*/.exec(head.slice(0, 64 * 1024))?.[0] ?? ''
  const bare = first.replaceAll(/"(?:[^"]|"")*"/g, '')
  const count = (sign: string): number => bare.split(sign).length
  return [';', '\t'].reduce((best, sign) => (count(sign) > count(best) ? sign : best), ',')
}

/** Two columns of one name are told apart by a number. */
export function distinct(names: readonly string[]): string[] {
  const seen = new Map<string, number>()
  return names.map((name, index) => {
    const plain = name.trim() || `column ${index + 1}`
    const times = (seen.get(plain) ?? 0) + 1
    seen.set(plain, times)
    return times === 1 ? plain : `${plain} (${times})`
  })
}

/** @throws {UnreadableFile} */
export async function* readCsv(file: string, { onProgress }: ReadOptions): AsyncGenerator<SourceRow> {
  const encoding = await encodingOfText(file)
  let parser: CsvParser | null = null
  let columns: string[] | null = null
  let head = ''
  const rows = function* (records: Iterable<{ cells: string[]; line: number }>): Generator<SourceRow> {
    for (const { cells, line } of records) {
      if (!columns) columns = distinct(cells)
      else if (cells.length === columns.length) yield { table: ONLY_TABLE, columns, cells, line, head: START }
      else throw new UnreadableFile('bad-row', line)
    }
  }
  for await (const text of textOf(file, encoding, onProgress)) {
    if (!parser) {
      head += text
      if (text !== '' && head.length < 4096) continue
      parser = new CsvParser(delimiterOf(head))
      yield* rows(parser.feed(head))
    } else yield* rows(parser.feed(text))
  }
  if (parser) yield* rows(parser.end())
}
