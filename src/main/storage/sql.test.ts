import Database from 'better-sqlite3'
import { expect, it } from 'vitest'
import { Sql } from './sql'

it('answers whole rows of a statement that was plucked before', () => {
  const raw = new Database(':memory:')
  const sql = new Sql(raw)
  const text = 'SELECT 1 AS one, 2 AS two'
  expect(sql.statement(text).pluck().get()).toBe(1)
  expect(sql.statement(text).get()).toEqual({ one: 1, two: 2 })
  raw.close()
})
