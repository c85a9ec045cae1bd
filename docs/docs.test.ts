/**
 * The documents say something about everything they must: each error and state has its advice, each requirement its row, and what
 * they point to is there.
 */
import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { accountState, attentionReason } from '../src/contract/entities/account'
import { ERROR_CODES } from '../src/contract/errors'

const ROOT = path.resolve(import.meta.dirname, '..')
const FOLDERS = ['docs', 'docs/decisions']

const read = (file: string): string => fs.readFileSync(path.join(ROOT, file), 'utf8')

const documents = [
  'README.md',
  'CONTRIBUTING.md',
  ...FOLDERS.flatMap((folder) =>
    fs
      .readdirSync(path.join(ROOT, folder))
      .filter((name) => name.endsWith('.md'))
      .map((name) => `${folder}/${name}`),
  ),
]

/** The table below a heading, row by row, cell by cell. */
function rowsBelow(text: string, heading: string): string[][] {
  const [, section = ''] = text.split(`\n## ${heading}\n`)
  return rowsOf(section.split('\n## ')[0] ?? '')
}

const rowsOf = (text: string): string[][] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )

/** As GitHub makes them of headings. */
const anchorsOf = (text: string): string[] =>
  [...text.matchAll(/^#+ (.+)$/gm)].map((match) =>
    (match[1] ?? '')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )

/** A1 … F7. */
const REQUIREMENTS = Object.entries({ A: 13, B: 23, C: 14, D: 5, E: 26, F: 7 }).flatMap(([letter, count]) =>
  Array.from({ length: count }, (_, index) => `${letter}${index + 1}`),
)

const adviceOn = (heading: string): Map<string, string> =>
  new Map(
    rowsBelow(read('docs/troubleshooting.md'), heading).map((cells) => [cells[0] ?? '', cells.at(-1) ?? '']),
  )

test.each(ERROR_CODES)('troubleshooting knows the error %s', (code) => {
  expect(adviceOn('Error codes').get(`\`${code}\``)).toMatch(/\w{3}/)
})

test.each([...accountState.options, ...attentionReason.options])(
  'troubleshooting knows the state %s',
  (state) => {
    expect(adviceOn('States of your WhatsApp').get(`\`${state}\``)).toMatch(/\w{3}/)
  },
)

test('every requirement has one row in features.md, and no other row is there', () => {
  const numbers = rowsOf(read('docs/features.md'))
    .map(([number = '']) => number)
    .filter((cell) => cell !== 'No.' && !/^:?-+:?$/.test(cell))
  expect(numbers).toEqual(REQUIREMENTS)
})

test('a row in features.md says "not yet", or where it is built and what proves it', () => {
  const rows = rowsOf(read('docs/features.md')).filter(([number = '']) => REQUIREMENTS.includes(number))
  const bad = rows.filter((cells) => {
    const [, what = '', built = '', proof = ''] = cells
    return cells.length !== 4 || what === '' || !(/not yet/i.test(built) || (built !== '' && proof !== ''))
  })
  expect(bad).toEqual([])
})

test('files named in features.md exist', () => {
  const named = [
    ...read('docs/features.md').matchAll(/`((?:src|e2e|docs|eslint|scripts|bench)\/[^`]*)`/g),
  ].map((match) => match[1] ?? '')
  expect(named.length).toBeGreaterThan(30)
  expect(named.filter((file) => !fs.existsSync(path.join(ROOT, file)))).toEqual([])
})

test.each(documents)('links in %s lead somewhere', (document) => {
  const links = [...read(document).matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? '')
  const dead = links.filter((link) => {
    if (/^[a-z]+:/.test(link)) return false
    const [file = '', anchor] = link.split('#')
    const target = file === '' ? document : path.posix.join(path.posix.dirname(document), file)
    if (!fs.existsSync(path.join(ROOT, target))) return true
    return anchor !== undefined && !anchorsOf(read(target)).includes(anchor)
  })
  expect(dead).toEqual([])
})
