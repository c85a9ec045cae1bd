/** Whatever rows there are: written as a dump, as INSERTs or as CSV, they are read as what they were. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { rowsIn } from './reading.testing'
import type { Cell } from './source'

const COLUMNS = ['id', 'Body Text', 'at']

// Everything PostgreSQL can hold: any text without NUL; with more of what could end a cell or a statement too early.
const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc.string({
    unit: fc.constantFrom(
      ...Array.from('\\\t\n\r\'";,-/*$N.()aé0 '),
      'E',
      '$$',
      '\u2028',
      '😀',
      '\\N',
      '\\.',
      '--',
      '/*',
      '*/',
    ),
    maxLength: 12,
  }),
)
const safe = text.map((one) => one.replaceAll('\0', '').toWellFormed())
const cell: fc.Arbitrary<Cell> = fc.option(safe, { freq: 5 })
const table = fc.array(fc.tuple(cell, cell, cell), { maxLength: 8 })

const ESCAPES: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }
const copied = (one: Cell): string =>
  one === null ? '\\N' : one.replaceAll(/[\\\t\n\r]/g, (sign) => ESCAPES[sign]!)
const plain = (one: Cell): string => (one === null ? 'NULL' : `'${one.replaceAll("'", "''")}'::text`)
const escaped = (one: Cell): string =>
  one === null ? 'NULL' : `E'${one.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`
const names = COLUMNS.map((name) => `"${name}"`).join(', ')

const dump = (inner: string): string =>
  `--\n-- PostgreSQL database dump\n--\n\nSET client_encoding = 'UTF8';\n\n${inner}\n--\n-- PostgreSQL database dump complete\n--\n\n`

type Rows = Cell[][]
const WAYS: Record<string, (rows: Rows) => string> = {
  COPY: (rows) =>
    dump(
      `COPY public."Chat Rows" (${names}) FROM stdin;\n${rows.map((row) => `${row.map(copied).join('\t')}\n`).join('')}\\.\n`,
    ),
  'one INSERT each': (rows) =>
    dump(
      rows
        .map((row) => `INSERT INTO public."Chat Rows" (${names}) VALUES (${row.map(plain).join(', ')});\n`)
        .join(''),
    ),
  'one INSERT for all': (rows) =>
    dump(
      rows.length === 0
        ? ''
        : `INSERT INTO "Chat Rows" (${names}) VALUES\n${rows.map((row) => `\t(${row.map(escaped).join(', ')})`).join(',\n')}\nON CONFLICT DO NOTHING;\n`,
    ),
}

it.each(Object.keys(WAYS))('%s', async (way) => {
  await fc.assert(
    fc.asyncProperty(table, async (rows) => {
      const found = await rowsIn(WAYS[way]!(rows), 'dump.sql')
      expect(found.map(({ row }) => COLUMNS.map((column) => row[column]))).toEqual(rows)
      expect(found.every(({ table: name }) => name === 'Chat Rows')).toBe(true)
    }),
  )
})

// CSV knows no null, and a quote only hides what it has to hide.
const quoted = (one: string): string => `"${one.replaceAll('"', '""')}"`
it.each([',', ';', '\t'])('CSV with %j', async (delimiter) => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(safe, safe), { maxLength: 8 }),
      fc.constantFrom('\n', '\r\n'),
      async (rows, end) => {
        const lines = [['id', 'Body Text'], ...rows].map((row) => `${row.map(quoted).join(delimiter)}${end}`)
        const found = await rowsIn(`\uFEFF${lines.join('')}`, 'rows.csv')
        expect(found.map(({ row }) => [row['id'], row['Body Text']])).toEqual(rows)
      },
    ),
  )
})

it('JSON', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ id: cell, body: cell }), { minLength: 1, maxLength: 8 }),
      async (rows) => {
        const forms = [
          JSON.stringify(rows),
          rows.map((row) => JSON.stringify(row)).join('\n'),
          JSON.stringify({ chats: rows }, null, 2),
        ]
        for (const form of forms) expect((await rowsIn(form)).map(({ row }) => row)).toEqual(rows)
      },
    ),
  )
})
