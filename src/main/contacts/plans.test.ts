/** With 50,000 people each of these is asked for often: none may read everybody's rows. */
import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { migrations, type Sql } from '../storage'
import { openDatabase } from '../storage/open'
import { ALIKE, GROUPS } from './duplicates-store'

let folder: string
let sql: Sql

beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'leadline-plans-'))
  const file = path.join(folder, 'people.db')
  sql = openDatabase({ file, backups: path.join(folder, 'backups'), key: randomBytes(32), migrations })
})
afterAll(() => {
  sql.raw.close()
  fs.rmSync(folder, { recursive: true })
})

const QUERIES: [string, string][] = [
  ['who has something in common with one person', ALIKE.replaceAll(':id', "'x'")],
  ...GROUPS.map((query, index): [string, string] => [`groups ${index}`, query.replace('?', '100')]),
]

it.each(QUERIES)('%s', (_, query) => {
  const plan = sql.statement(`EXPLAIN QUERY PLAN ${query}`).all() as { detail: string }[]
  const tables = plan.map(({ detail }) => detail).filter((detail) => /^(?:SCAN|SEARCH) \w/.test(detail))
  expect(tables.length).toBeGreaterThan(0)
  // By an index, or over what a query of its own found before.
  expect(
    tables.filter((detail) => /^SCAN (?!(?:mine|shared)\b)/.test(detail) && !/ USING .*INDEX /.test(detail)),
  ).toEqual([])
})
