/** Statements that bring rows or say what a table has: COPY, INSERT, CREATE TABLE. Pure. What it does not understand is null. */
import type { Cell } from './source'

const SPACE = /\s*/y
const NAME = /"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*/uy

/** A place in a text that moves on. */
class Cursor {
  at = 0
  constructor(readonly text: string) {}

  get isAtEnd(): boolean {
    this.space()
    return this.at >= this.text.length
  }

  space(): void {
    SPACE.lastIndex = this.at
    SPACE.exec(this.text)
    this.at = SPACE.lastIndex
  }

  /** A sticky pattern from here on. */
  match(pattern: RegExp): RegExpExecArray | null {
    this.space()
    pattern.lastIndex = this.at
    const found = pattern.exec(this.text)
    if (found) this.at = pattern.lastIndex
    return found
  }

  sign(sign: string): boolean {
    this.space()
    if (!this.text.startsWith(sign, this.at)) return false
    this.at += sign.length
    return true
  }

  /** An identifier as PostgreSQL reads it: quoted as it is, else in lower case. */
  name(): string | null {
    const word = this.match(NAME)?.[0]
    if (word === undefined) return null
    return word.startsWith('"') ? word.slice(1, -1).replaceAll('""', '"') : word.toLowerCase()
  }

  /** `schema.table`; the schema is named only where it is not the usual one. */
  table(): string | null {
    const parts: string[] = []
    do {
      const part = this.name()
      if (part === null) return null
      parts.push(part)
    } while (this.sign('.'))
    return parts.length > 1 && parts[0] === 'public' ? parts.slice(1).join('.') : parts.join('.')
  }

  names(): string[] | null {
    const names: string[] = []
    if (!this.sign('(')) return null
    do {
      const name = this.name()
      if (name === null) return null
      names.push(name)
    } while (this.sign(','))
    return this.sign(')') ? names : null
  }
}

export interface CopyHead {
  table: string
  /** Null: those of the table. */
  columns: string[] | null
}

/** `COPY t (a, b) FROM stdin` in the text format; `unsupported` in any other. */
export function copyHead(statement: string): CopyHead | 'unsupported' | null {
  const cursor = new Cursor(statement)
  if (!cursor.match(/copy\b/iy)) return null
  const table = cursor.table()
  if (table === null) return null
  const before = cursor.at
  const columns = cursor.names()
  if (columns === null) cursor.at = before
  if (!cursor.match(/from\s+stdin\b/iy)) return null
  return cursor.isAtEnd ? { table, columns } : 'unsupported'
}

const NOT_A_COLUMN = /(?:constraint|primary|unique|check|foreign|exclude|like)\b/iy

/** A table's columns in their order. */
export function createdTable(statement: string): { table: string; columns: string[] } | null {
  const cursor = new Cursor(statement)
  if (
    !cursor.match(
      /create\s+(?:(?:global|local)\s+)?(?:temp(?:orary)?\s+|unlogged\s+|foreign\s+)?table\s+(?:if\s+not\s+exists\s+)?/iy,
    )
  )
    return null
  const table = cursor.table()
  if (table === null || !cursor.sign('(')) return null
  const columns: string[] = []
  do {
    const isColumn = cursor.match(NOT_A_COLUMN) === null
    const name = isColumn ? cursor.name() : null
    if (name !== null) columns.push(name)
    skipExpression(cursor)
  } while (cursor.sign(','))
  return columns.length > 0 && cursor.sign(')') ? { table, columns } : null
}

/** Up to the comma or bracket that ends it. */
function skipExpression(cursor: Cursor): void {
  for (let depth = 0; cursor.at < cursor.text.length;) {
    const quoted = quotedAt(cursor.text, cursor.at)
    if (quoted) {
      cursor.at = quoted.end
      continue
    }
    const sign = cursor.text[cursor.at]
    if (depth === 0 && (sign === ',' || sign === ')')) return
    if (sign === '(' || sign === '[') depth++
    if (sign === ')' || sign === ']') depth--
    cursor.at++
  }
}

const DOLLAR = /\$(?:[\p{L}_][\p{L}\p{N}_]*)?\$/uy

interface Quoted {
  kind: 'string' | 'escaped' | 'name' | 'dollar'
  /** What is between the quotes, as it is written. */
  inner: string
  /** One past it all. */
  end: number
}

/** The end of what a sign quotes; a doubled sign is one of it. -1 where it never ends. */
function closing(text: string, from: number, sign: string): number {
  for (let at = text.indexOf(sign, from); at !== -1; at = text.indexOf(sign, at + 2)) {
    if (text[at + 1] !== sign) return at
  }
  return -1
}

function closingEscaped(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === "'" && text[at + 1] === "'") at++
    else if (text[at] === "'") return at
  }
  return -1
}

/** What is quoted from this very place on. Found by searching, not by a pattern: it may be megabytes long. */
function quotedAt(text: string, at: number): Quoted | null {
  const sign = text[at]
  const found = (kind: Quoted['kind'], begin: number, close: number, width = 1): Quoted | null =>
    close === -1 ? null : { kind, inner: text.slice(begin, close), end: close + width }
  if (sign === "'") return found('string', at + 1, closing(text, at + 1, "'"))
  if (sign === '"') return found('name', at + 1, closing(text, at + 1, '"'))
  if ((sign === 'e' || sign === 'E') && text[at + 1] === "'")
    return found('escaped', at + 2, closingEscaped(text, at + 2))
  if (sign !== '$') return null
  DOLLAR.lastIndex = at
  const tag = DOLLAR.exec(text)?.[0]
  if (tag === undefined) return null
  return found('dollar', at + tag.length, text.indexOf(tag, at + tag.length), tag.length)
}

const SIGNS: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }
const ESCAPE = /\\(?:([0-7]{1,3})|x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([^]))|''/gu

function unescape(text: string): string {
  return text.replaceAll(
    ESCAPE,
    (all, octal?: string, hex?: string, u4?: string, u8?: string, sign?: string) => {
      if (all === "''") return "'"
      const code = octal ? Number.parseInt(octal, 8) : Number.parseInt(hex ?? u4 ?? u8 ?? '', 16)
      if (!Number.isNaN(code) && code <= 0x10ffff) return String.fromCodePoint(code)
      return SIGNS[sign ?? ''] ?? sign ?? ''
    },
  )
}

const PLAIN = /(null|default)\b|(true|false)\b|([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)(?![\w.])/iy
const CAST =
  /::\s*(?:"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_.]*)(?:\s+(?:with|without)\s+time\s+zone|\s+varying|\s+precision)?(?:\s*\(\s*\d+(?:\s*,\s*\d+)?\s*\))?(?:\s*\[\s*\])*/iuy

function literal(cursor: Cursor): Cell | undefined {
  cursor.space()
  const quoted = quotedAt(cursor.text, cursor.at)
  if (quoted && quoted.kind !== 'name') {
    cursor.at = quoted.end
    if (quoted.kind === 'escaped') return unescape(quoted.inner)
    return quoted.kind === 'string' ? quoted.inner.replaceAll("''", "'") : quoted.inner
  }
  const plain = cursor.match(PLAIN)
  if (!plain) return undefined
  if (plain[1] !== undefined) return null
  return plain[2] === undefined ? (plain[3] ?? '') : plain[2].toLowerCase()
}

/** A literal, with or without casts, is its value; any other expression its own text. */
function value(cursor: Cursor): Cell | undefined {
  cursor.space()
  const begin = cursor.at
  const read = literal(cursor)
  if (read !== undefined) {
    while (cursor.match(CAST));
    cursor.space()
    const next = cursor.text[cursor.at]
    if (next === ',' || next === ')') return read
    cursor.at = begin
  }
  skipExpression(cursor)
  const text = cursor.text.slice(begin, cursor.at).trim()
  return text === '' ? undefined : text
}

export interface Insert {
  table: string
  columns: string[] | null
  /** Its rows, one by one; undefined in place of one that can't be read, after which nothing follows. */
  rows: () => Generator<Cell[] | undefined>
}

/** `INSERT INTO t (a, b) VALUES (…), (…)`; `unsupported` where rows come from a query. */
export function insertOf(statement: string): Insert | 'unsupported' | null {
  const cursor = new Cursor(statement)
  if (!cursor.match(/insert\s+into\b/iy)) return null
  const table = cursor.table()
  if (table === null) return null
  cursor.match(/as\s+[\p{L}_][\p{L}\p{N}_]*/iuy)
  const before = cursor.at
  const columns = cursor.names()
  if (columns === null) cursor.at = before
  cursor.match(/overriding\s+(?:system|user)\s+value\b/iy)
  if (!cursor.match(/values\b/iy)) return 'unsupported'
  return {
    table,
    columns,
    rows: function* () {
      do {
        const row = rowOf(cursor)
        yield row
        if (!row) return
      } while (cursor.sign(','))
      if (!cursor.isAtEnd && !cursor.match(/(?:on\s+conflict|returning)\b/iy)) yield undefined
    },
  }
}

function rowOf(cursor: Cursor): Cell[] | undefined {
  if (!cursor.sign('(')) return undefined
  const cells: Cell[] = []
  do {
    const cell = value(cursor)
    if (cell === undefined) return undefined
    cells.push(cell)
  } while (cursor.sign(','))
  return cursor.sign(')') ? cells : undefined
}
