/**
 * JSON: an array of objects, objects one after the other (NDJSON), or one object of such arrays, each a table. Cut into rows before
 * anything is parsed, so that a file may be of any length while no row is longer, or deeper, than allowed.
 */
import { ONLY_TABLE } from './csv'
import { encodingOfText, textOf } from './decode'
import { DEEPEST, LONGEST, MOST_COLUMNS, MOST_TABLES, START, UnreadableFile } from './source'
import type { Cell, ReadOptions, SourceRow } from './source'

interface Piece {
  /** Keys of the objects around it that are not rows themselves. */
  table: string
  text: string
  line: number
}

type Frame = { sign: '{' | '['; key: string | null; isRow: boolean }

/** Characters that show whether objects follow each other. */
const LOOK = 65_536

const unreadable = (line: number): UnreadableFile => new UnreadableFile('bad-syntax', line)

/** Takes text in pieces of any size and gives each row's own JSON. */
export class JsonCutter {
  private readonly frames: Frame[] = []
  private inString = false
  private escaped = false
  private line = 1
  private rowLine = 1
  private row: string[] | null = null
  private length = 0
  /** The last string outside of rows, which a colon makes a key. */
  private word: string[] = []
  private key: string | null = null
  private readonly tables = new Set<string>()

  /** @param isLoose objects one after the other, as if they were in one array. */
  constructor(private readonly isLoose: boolean) {
    if (isLoose) this.frames.push({ sign: '[', key: null, isRow: false })
  }

  *feed(text: string): Generator<Piece> {
    let begin = 0
    const keep = (end: number): void => {
      const part = text.slice(begin, end)
      const held = this.row ?? (this.inString ? this.word : null)
      held?.push(part)
      this.length += part.length
      if (this.length > LONGEST) throw new UnreadableFile('line-too-long', this.rowLine)
    }
    for (let at = 0; at < text.length; at++) {
      const sign = text[at]
      if (sign === '\n') this.line++
      if (this.inString) {
        if (this.escaped) this.escaped = false
        else if (sign === '\\') this.escaped = true
        else if (sign === '"') {
          if (!this.row) {
            keep(at)
            begin = at + 1
          }
          this.inString = false
        }
      } else if (sign === '"') {
        this.inString = true
        if (!this.row) {
          this.word = []
          this.length = 0
          begin = at + 1
        }
      } else if (sign === '{' || sign === '[') {
        if (this.open(sign)) begin = at
      } else if (sign === '}' || sign === ']') {
        if (this.row && this.frames.at(-1)?.isRow) {
          keep(at + 1)
          begin = at + 1
        }
        const piece = this.close(sign)
        if (piece) yield piece
      } else if (sign === ':' && !this.row) this.key = this.word.join('')
    }
    keep(text.length)
  }

  /** @throws {UnreadableFile} `truncated`. */
  end(): void {
    if (this.frames.length > (this.isLoose ? 1 : 0) || this.inString)
      throw new UnreadableFile('truncated', this.line)
  }

  /** Whether a row begins with it. */
  private open(sign: '{' | '['): boolean {
    if (this.frames.length >= DEEPEST) throw new UnreadableFile('too-deep', this.line)
    const around = this.frames.at(-1)
    // An object is a row where it stands in an array, or stands alone and holds none of the tables.
    const isRow = !this.row && sign === '{' && around?.sign === '['
    this.frames.push({ sign, key: this.row || around?.sign !== '{' ? null : this.key, isRow })
    if (isRow) {
      this.row = []
      this.length = 0
      this.rowLine = this.line
    }
    return isRow
  }

  private close(sign: '}' | ']'): Piece | null {
    const frame = this.frames.pop()
    if (!frame || (frame.sign === '{') !== (sign === '}')) throw unreadable(this.line)
    if (!frame.isRow || !this.row) return null
    const table = this.frames.flatMap(({ key }) => key ?? []).join('.') || ONLY_TABLE
    this.tables.add(table)
    if (this.tables.size > MOST_TABLES) throw new UnreadableFile('too-many-tables', this.rowLine)
    const piece = { table, text: this.row.join(''), line: this.rowLine }
    this.row = null
    return piece
  }
}

/** What one level of an object becomes columns of: `from.phone`. Deeper things and lists stay JSON. */
const FLATTENED = 2

function cellOf(value: unknown): Cell {
  if (value === null || value === undefined) return null
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function* flat(object: object, prefix: string, level: number): Generator<[string, Cell]> {
  for (const [key, value] of Object.entries(object)) {
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    if (isObject && level < FLATTENED) yield* flat(value as object, `${prefix}${key}.`, level + 1)
    else yield [`${prefix}${key}`, cellOf(value)]
  }
}

/** A row's keys are only ever looked for, never set on an object: `__proto__` is a name like any other. */
export function rowOfJson({ table, text, line }: Piece): SourceRow {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new UnreadableFile('bad-syntax', line, { cause: error })
  }
  if (typeof value !== 'object' || value === null) throw unreadable(line)
  const entries = new Map<string, Cell>()
  for (const [key, cell] of flat(value, '', 1)) {
    entries.set(key, cell)
    if (entries.size > MOST_COLUMNS) throw new UnreadableFile('too-many-columns', line)
  }
  return { table, columns: [...entries.keys()], cells: [...entries.values()], line, head: START }
}

/** One object is whole on its first line, or a second one follows the first. */
export function isNdjson(head: string): boolean {
  const text = head.trimStart()
  if (!text.startsWith('{')) return false
  let depth = 0
  let inString = false
  for (let at = 0; at < text.length; at++) {
    const sign = text[at]
    if (inString) {
      if (sign === '\\') at++
      else if (sign === '"') inString = false
    } else if (sign === '"') inString = true
    else if (sign === '{' || sign === '[') depth++
    else if (sign === '}' || sign === ']') depth--
    if (depth === 0 && !inString)
      return /^[\s,]*\{/.test(text.slice(at + 1)) || !holdsTables(text.slice(0, at + 1))
  }
  // The first object is longer than what was looked at: tables are.
  return false
}

function holdsTables(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text)
    return (
      typeof value === 'object' &&
      value !== null &&
      Object.values(value).some((one) => Array.isArray(one) && typeof one[0] === 'object')
    )
  } catch (error) {
    // Not JSON: whoever reads it says where.
    if (error instanceof SyntaxError) return true
    throw error
  }
}

/** @throws {UnreadableFile} */
export async function* readJson(file: string, { only, onProgress }: ReadOptions): AsyncGenerator<SourceRow> {
  const encoding = await encodingOfText(file)
  let cutter: JsonCutter | null = null
  let head = ''
  const rows = function* (pieces: Iterable<Piece>): Generator<SourceRow> {
    for (const piece of pieces) if (only === null || only.has(piece.table)) yield rowOfJson(piece)
  }
  for await (const text of textOf(file, encoding, onProgress)) {
    if (cutter) {
      yield* rows(cutter.feed(text))
      continue
    }
    head += text
    if (text !== '' && head.length < LOOK) continue
    cutter = new JsonCutter(isNdjson(head))
    yield* rows(cutter.feed(head))
  }
  cutter?.end()
}
