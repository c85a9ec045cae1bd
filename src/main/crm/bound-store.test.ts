import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { migrations, type Sql } from '../storage'
import { openDatabase } from '../storage/open'
import { boundAmong, boundTo } from './bound-store'

let folder = ''
let sql: Sql
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'leadline-bound-'))
  const file = path.join(folder, 'leadline.db')
  sql = openDatabase({ file, backups: path.join(folder, 'backups'), key: randomBytes(32), migrations })
  bind('a', 'a')
  bind('b', 'b-there')
})
afterAll(() => {
  sql.raw.close()
  fs.rmSync(folder, { recursive: true, force: true })
})

function bind(id: string, there: string, kind = 'lead'): void {
  sql.raw
    .prepare("INSERT INTO sync (kind, record_id, remote_id, state) VALUES (?, ?, ?, 'synced')")
    .run(kind, id, there)
}
const rebind = (id: string, there: string): unknown =>
  sql.raw.prepare('UPDATE sync SET remote_id = ? WHERE record_id = ?').run(there, id)

it('finds records by the ids of the CRM, the same here or others', () => {
  expect(['a', 'b-there', 'b', 'c'].map((id) => boundTo(sql, 'lead', id))).toEqual(['a', 'b', null, null])
  expect(boundTo(sql, 'order', 'a')).toBeNull()
  const { local, records } = boundAmong(sql, 'lead', ['a', 'b-there', 'b', 'c'])
  expect(Object.fromEntries(local)).toEqual({ a: 'a', 'b-there': 'b' })
  expect([...records].sort()).toEqual(['a', 'b'])
})

it('binds a record of the CRM to one here only, and lets a record be bound to another', () => {
  const taken = /is this one of the CRM's|UNIQUE/
  expect(() => bind('c', 'a')).toThrow(taken)
  expect(() => bind('c', 'b-there')).toThrow(taken)
  expect(() => bind('b-there', 'b-there')).toThrow(taken)
  expect(() => rebind('b', 'a')).toThrow(taken)
  expect(() => rebind('a', 'b-there')).toThrow(taken)
  bind('b-there', 'b-there', 'order')
  rebind('a', 'a-there')
  bind('c', 'a')
  rebind('c', 'c')
  rebind('a', 'a')
  expect(boundTo(sql, 'lead', 'a')).toBe('a')
})

it('walks over no table for it', () => {
  const asked: string[] = []
  const watched = Object.assign(Object.create(sql) as Sql, {
    statement: (query: string) => {
      asked.push(query)
      return sql.statement(query)
    },
  })
  boundTo(watched, 'lead', 'a')
  boundAmong(watched, 'lead', ['a'])
  const plans = asked.flatMap((query) => {
    const values = query.includes(':kind')
      ? [{ kind: 'lead', there: 'a' }]
      : ['lead', '[]'].slice(0, query.split('?').length - 1)
    return sql.raw.prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${query}`).all(...values)
  })
  const steps = plans.map(({ detail }) => detail).filter((detail) => detail.includes(' sync'))
  expect(steps).toHaveLength(5)
  expect(steps.join()).not.toContain('SCAN')
  expect(steps.filter((step) => step.includes('sync_by_remote (kind=? AND remote_id=?)'))).toHaveLength(2)
})
