import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { setSync } from '../crm/change-store'
import { crmStore } from '../crm/store'
import { migrations } from '../storage'
import { openDatabase } from '../storage/open'
import type { Sql } from '../storage'
import { fold } from './fold'
import * as store from './store'

let folder = ''
let sql: Sql
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'leadline-catalog-'))
  const file = path.join(folder, 'leadline.db')
  sql = openDatabase({ file, backups: path.join(folder, 'backups'), key: randomBytes(32), migrations })
})
afterAll(() => {
  sql.raw.close()
  fs.rmSync(folder, { recursive: true })
})

const product = (id: string, name: string, more: Partial<store.RemoteProduct> = {}): store.RemoteProduct => ({
  id,
  name,
  sku: null,
  categoryId: null,
  unitPrice: 100,
  currency: 'IDR',
  stock: 3,
  unit: 'pcs',
  active: true,
  picture: null,
  ...more,
})
const found = (query: string, limit = 100) => store.searchProducts(sql, { query, limit }).map((one) => one.id)

it('keeps what is this machine’s when another CRM is signed in to', () => {
  const address = (host: string) => ({
    address: `https://${host}.example.test`,
    ...{ newUser: true, former: null, user: { id: 'siti', name: 'Siti' } },
  })
  crmStore.useCrm(sql, address('first'))
  store.applyCategory(sql, { id: 'k', name: 'Kitchen' })
  for (const id of ['told', 'unversioned', 'import:abc', 'mine'])
    store.applyProduct(sql, product(id, `Ember ${id}`, { categoryId: 'k' }))
  setSync(sql, 'product', 'told', { state: 'synced', version: 3 })
  setSync(sql, 'product', 'mine', { state: 'local' })
  for (const host of ['second', 'third']) {
    crmStore.useCrm(sql, address(host))
    expect(found('Ember').sort()).toEqual(['import:abc', 'mine'])
    expect(store.getProduct(sql, 'mine').categoryId).toBeNull()
  }
  for (const id of ['import:abc', 'mine']) store.removeProduct(sql, id)
})

describe('the catalogue', () => {
  it('is searched without case and accents, by name and sku, the beginning first', () => {
    store.applyCategory(sql, { id: 'k', name: 'Kitchen' })
    store.applyProduct(sql, product('cafe', 'Café Crème Machine', { sku: 'CCM-01', categoryId: 'k' }))
    store.applyProduct(sql, product('cup', 'Cup for café'))
    store.applyProduct(sql, product('chai', 'चाय की केतली'))
    store.applyProduct(sql, product('strasse', 'Straße Ørsted Łódź'))
    store.applyProduct(sql, product('india', 'Gaming Laptop (India)', { sku: 'LPT-IN' }))
    store.applyProduct(sql, product('laptop', 'Gaming Laptop', { sku: 'LPT-GAM-01' }))
    store.applyProduct(sql, product('bag', 'Bag for a gaming laptop'))
    // The one that is called so, though a bracket stands before a letter.
    expect(found('gaming laptop')).toEqual(['laptop', 'india', 'bag'])
    const listed = { query: 'gaming laptop', categoryId: null, inactive: false, limit: 1 }
    const pages: string[] = []
    for (let cursor: string | null = null, more = true; more; more = cursor !== null) {
      const page = store.listProducts(sql, { ...listed, cursor })
      pages.push(...page.items.map(({ id }) => id))
      cursor = page.next
    }
    expect(pages).toEqual(['laptop', 'bag', 'india'])
    expect(found('Gaming')).toEqual(['india', 'laptop', 'bag'])
    expect(found('lpt-in')).toEqual(['india'])
    expect(found('CAFE')).toEqual(['cafe', 'cup'])
    expect(found('cafe cup')).toEqual(['cup'])
    expect(found('ccm-01')).toEqual(['cafe'])
    expect(found('केतली')).toEqual(['chai'])
    expect(found('कतल')).toEqual([])
    expect(found('strasse orsted lodz')).toEqual(['strasse'])
    expect(found('', 2)).toHaveLength(2)
    expect(found('%')).toEqual([])
    expect(found('_')).toEqual([])
    expect(found('\\')).toEqual([])
    expect(store.searchProducts(sql, { query: 'ccm', limit: 1 })[0]).toEqual({
      id: 'cafe',
      name: 'Café Crème Machine',
      sku: 'CCM-01',
      categoryId: 'k',
      category: 'Kitchen',
      unitPrice: 100,
      currency: 'IDR',
      stock: 3,
      unit: 'pcs',
      active: true,
      picture: null,
    })
  })

  it('is paged by key, by category, with or without what is not sold any more', () => {
    store.applyCategory(sql, { id: 'pages', name: 'Pages' })
    const names = Array.from({ length: 23 }, (_, n) => `Páge ${String(n).padStart(2, '0')}`)
    for (const [n, name] of names.entries())
      store.applyProduct(sql, product(`page-${n}`, name, { categoryId: 'pages', active: n % 5 !== 0 }))
    // The same name twice is two products, also across pages.
    store.applyProduct(sql, product('page-twin', 'Páge 04', { categoryId: 'pages' }))
    const walk = (inactive: boolean, query = ''): string[] => {
      const seen: string[] = []
      let cursor: string | null = null
      do {
        const page = store.listProducts(sql, { query, categoryId: 'pages', inactive, cursor, limit: 4 })
        seen.push(...page.items.map(({ name }) => name))
        cursor = page.next
      } while (cursor !== null)
      return seen
    }
    const all = [...names, 'Páge 04'].sort()
    expect(walk(true)).toEqual(all)
    expect(walk(false)).toEqual(all.filter((name) => Number(name.slice(-2)) % 5 !== 0))
    expect(walk(true, 'PAGE 1')).toEqual(names.slice(10, 20).concat('Páge 01', 'Páge 21').sort())
    expect(() =>
      store.listProducts(sql, { query: '', categoryId: null, inactive: true, cursor: 'x', limit: 1 }),
    ).toThrow(expect.objectContaining({ code: 'invalid-input' }))
    for (const n of names.keys()) store.removeProduct(sql, `page-${n}`)
    store.removeProduct(sql, 'page-twin')
  })

  it('loses what is deleted or not sold any more', () => {
    store.applyProduct(sql, product('old', 'Oldtimer'))
    expect(found('oldtimer')).toEqual(['old'])
    store.applyProduct(sql, product('old', 'Oldtimer', { active: false }))
    expect(found('oldtimer')).toEqual([])
    store.applyProduct(sql, product('old', 'Oldtimer again'))
    expect(found('oldtimer')).toEqual(['old'])
    store.removeProduct(sql, 'old')
    expect(found('oldtimer')).toEqual([])
  })

  it('answers fast over many products', () => {
    sql.transaction(() => {
      for (let n = 0; n < 5000; n += 1) store.applyProduct(sql, product(`n${n}`, `Widget number ${n}`))
    })
    expect(found('number 4999')).toEqual(['n4999'])
    expect(found('widget', 20)).toHaveLength(20)
  })
})

describe('stages', () => {
  it('are Leadline’s own until the CRM’s are known, and become the CRM’s by their outcome', () => {
    expect(store.stages(sql).map((stage) => stage.id)).toEqual(['new', 'won', 'lost'])
    expect(store.remoteStageId(sql, 'won')).toBeNull()
    const at = (id: string, order: number, outcome: 'open' | 'won' | 'lost') => ({
      id,
      name: id,
      order,
      color: null,
      outcome,
    })
    store.applyPipeline(sql, { id: 'p', stages: [at('b', 2, 'won'), at('a', 1, 'open'), at('c', 3, 'lost')] })
    expect(store.stages(sql).map((stage) => stage.id)).toEqual(['a', 'b', 'c'])
    expect(['new', 'won', 'lost', 'b', 'gone'].map((id) => store.remoteStageId(sql, id))).toEqual([
      'a',
      'b',
      'c',
      'b',
      'gone',
    ])
    store.applyPipeline(sql, { id: 'p', stages: [at('a', 1, 'open')] })
    expect(store.stages(sql).map((stage) => stage.id)).toEqual(['a'])
    store.removePipeline(sql, 'p')
    expect(store.stages(sql)).toHaveLength(3)
  })
})

it.each([
  ['ÀÉÎÕÜ', 'aeiou'],
  ['İstanbul', 'istanbul'],
  ['ﬁne', 'fine'],
  ['हिन्दी', 'हिन्दी'],
])('fold %s', (text, expected) => {
  expect(fold(text)).toBe(expected)
})
