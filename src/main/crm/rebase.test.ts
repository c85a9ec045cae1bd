/** Fields that mean something only together, changed on both sides: one side stands as a whole, as it was shown. */
import { randomBytes, randomUUID } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { productStore } from '../catalog/product-store'
import { getLead } from '../orders/lead-store'
import { getOrder, updateOrder } from '../orders/order-store'
import { migrations, type Sql } from '../storage'
import { openDatabase } from '../storage/open'
import type { Choice } from './conflict-store'
import { applyPages } from './pull-store'
import type { Pulled } from './pulled'
import { handOver } from './held-store'
import { endPauses, nextTime, postpone, refuse, settle, takeFrozen } from './push-store'
import { rebase } from './rebase-store'
import { choose, waiting } from './waiting-store'

const AT = '2026-01-02T03:04:05.000Z'
const [person, id] = [randomUUID(), randomUUID()]
const stamped = (of: string) => ({ id: of, version: 1, createdAt: AT, updatedAt: AT })
const nails = (quantity: number) => [{ productId: null, name: 'Nail', quantity, unitPrice: 100 }]
const order = {
  ...stamped(id),
  ...{ contactId: person, status: 'placed', currency: 'IDR', lines: nails(10), total: 1000 },
}

let folder = ''
let sql: Sql
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'leadline-rebase-'))
  const file = path.join(folder, 'leadline.db')
  const backups = path.join(folder, 'backups')
  sql = openDatabase({ file, backups, key: randomBytes(32), markKey: randomBytes(32), migrations })
  pull('contact', { ...stamped(person), name: 'Dewi', phones: ['+628123456789'] })
  pull('order', order)
})
afterEach(() => {
  sql.raw.close()
  fs.rmSync(folder, { recursive: true, force: true })
})

function pull(kind: Pulled, item: object): void {
  const pages = [{ items: JSON.stringify([item]), cursor: 'x', more: false }]
  const asked = { kind, base: 'https://crm.example.test', generation: 0, passOver: false, now: 5 }
  applyPages(sql, { ...asked, pages })
}

/** Ours is sent, and what the CRM has by then comes back. @returns what is asked of the person. */
function meet(current: ReturnType<typeof stamped>) {
  const [out] = takeFrozen(sql, { now: 10, limit: 1 })
  if (!out) throw new Error('nothing was sent')
  rebase(sql, { entryId: out.entryId, current, nextAt: 0, now: 11 })
  const [entry] = waiting(sql, { cursor: null, limit: 9 }).items
  const choices = new Map(entry?.choices.map((one) => [one.field, one]))
  return { entryId: out.entryId, state: entry?.state, choices }
}

function answer(entryId: number, fields: Iterable<string>, side: Choice): void {
  const choices = Object.fromEntries([...fields].map((field) => [field, side]))
  choose(sql, { entryId, choices, now: 20 })
}

const sent = () => takeFrozen(sql, { now: 1e6, limit: 1 })[0]?.request

describe('an order whose lines were changed here, and whose discount was changed there', () => {
  it('is asked about where both together come to no total', () => {
    updateOrder(sql, { id, lines: nails(1), now: 6 })
    expect(meet({ ...order, version: 2, ...{ discount: 500, total: 500 } }).state).toBe('conflict')
    expect(getOrder(sql, id)).toMatchObject({ total: 100, sync: { state: 'conflict' } })
  })

  it('is ours as it was shown, where ours is chosen', () => {
    updateOrder(sql, { id, lines: nails(8), now: 6 })
    const { entryId, choices } = meet({ ...order, version: 2, ...{ discount: 100, total: 900 } })
    expect(choices.get('lines')).toMatchObject({ ours: nails(8), theirs: nails(10) })
    expect(choices.get('discount')).toMatchObject({ base: 0, ours: 0, theirs: 100 })
    expect(getOrder(sql, id)).toMatchObject({ total: 800, terms: { discount: null } })
    answer(entryId, choices.keys(), 'ours')
    expect(getOrder(sql, id)).toMatchObject({ total: 800, terms: { discount: null } })
    expect(sent()).toMatchObject({ ifMatch: 2, body: { lines: nails(8), discount: 0, total: 800 } })
  })

  it('is theirs as it was shown, where theirs is chosen', () => {
    updateOrder(sql, { id, lines: nails(8), now: 6 })
    const { entryId, choices } = meet({ ...order, version: 2, ...{ discount: 100, total: 900 } })
    answer(entryId, choices.keys(), 'theirs')
    expect(getOrder(sql, id)).toMatchObject({ total: 900, lines: nails(10), sync: { state: 'synced' } })
    expect(sent()).toBeUndefined()
  })

  it('keeps what both sides set alike', () => {
    const terms = (amount: number) => ({
      discount: { kind: 'amount' as const, amount },
      tax: null,
      shipping: 0,
    })
    updateOrder(sql, { id, lines: nails(8), terms: terms(50), now: 6 })
    const { entryId, choices } = meet({ ...order, version: 2, ...{ discount: 50, total: 950 } })
    expect(choices.get('discount')).toMatchObject({ ours: 50, theirs: 50 })
    answer(entryId, choices.keys(), 'ours')
    expect(getOrder(sql, id)).toMatchObject({ total: 750 })
    expect(sent()).toMatchObject({ body: { lines: nails(8), discount: 50, total: 750 } })
  })
})

it('a price keeps its currency', () => {
  const product = { ...stamped(randomUUID()), name: 'Kopi', unitPrice: 500, currency: 'IDR' }
  pull('product', product)
  productStore.updateProduct(sql, { id: product.id, unitPrice: 600, now: 6 })
  const { entryId, choices } = meet({ ...product, version: 2, ...{ currency: 'INR' } })
  expect(choices.get('currency')).toMatchObject({ ours: 'IDR', theirs: 'INR' })
  answer(entryId, choices.keys(), 'ours')
  expect(sent()).toMatchObject({ body: { unitPrice: 600, currency: 'IDR' } })
})

it('what can’t be made up holds up nothing else', () => {
  updateOrder(sql, { id, lines: nails(8), now: 6 })
  const other = { ...order, ...stamped(randomUUID()) }
  pull('order', other)
  updateOrder(sql, { id: other.id, note: 'Later', now: 7 })
  sql.raw
    .prepare('UPDATE change_log SET fields = ? WHERE record_id = ?')
    .run(JSON.stringify({ lines: nails(8), discount: 900 }), id)
  const taken = takeFrozen(sql, { now: 10, limit: 9 })
  expect(taken).toMatchObject([
    { recordId: id, request: null },
    { recordId: other.id, request: { body: { notes: 'Later' } }, fault: null },
  ])
  expect(taken[0]?.fault).toContain('discount')
})

it('a pause that ends later than a pause takes is over after a start', () => {
  updateOrder(sql, { id, lines: nails(8), now: 6 })
  const [out] = takeFrozen(sql, { now: 1e9, limit: 1 })
  postpone(sql, { entryId: out?.entryId ?? 0, reason: 'no way', nextAt: 1e9 + 60_000, holdAll: false })
  endPauses(sql, 1e9)
  expect(nextTime(sql)).toBe(1e9 + 60_000)
  endPauses(sql, 1e8)
  expect(nextTime(sql)).toBe(1e8)
})

describe('a change that is answered after somebody else has signed in', () => {
  const [siti, budi] = ['Siti', 'Budi'].map((name) => ({ id: name, name })) as [
    { id: string; name: string },
    { id: string; name: string },
  ]
  const waits = () =>
    sql.raw.prepare('SELECT of_user, fields, state FROM change_log ORDER BY id').all() as {
      of_user: string | null
      fields: string
      state: string
    }[]
  const change = (of_user: string | null, state: string, fields: object) => ({
    ...{ of_user, state },
    fields: expect.stringContaining(JSON.stringify(fields).slice(1, -1)) as string,
  })
  /** Siti's is under way when Budi comes and changes the order too. */
  function handedOver(): number {
    updateOrder(sql, { id, note: 'Siti’s', now: 6 })
    const [out] = takeFrozen(sql, { now: 10, limit: 1 })
    updateOrder(sql, { id, note: 'Siti’s later', now: 10 })
    handOver(sql, siti, budi)
    updateOrder(sql, { id, lines: nails(3), now: 11 })
    return out?.entryId ?? 0
  }

  it('goes on waiting for whoever made it where the CRM has something newer', () => {
    rebase(sql, { entryId: handedOver(), current: { ...order, version: 2 }, nextAt: 0, now: 12 })
    expect(waits()).toEqual([
      change('Siti', 'waiting', { notes: 'Siti’s later' }),
      change(null, 'waiting', { lines: nails(3) }),
    ])
    handOver(sql, budi, siti)
    expect(sent()).toMatchObject({ ifMatch: 2, body: { notes: 'Siti’s later', lines: nails(10) } })
  })

  it('goes on with what they changed since where it is refused', () => {
    refuse(sql, { entryId: handedOver(), reason: 'no', lost: null, now: 12 })
    expect(waits()).toEqual([
      change('Siti', 'waiting', { notes: 'Siti’s later' }),
      change(null, 'waiting', { lines: nails(3) }),
    ])
  })

  it('still waits where the other gives up theirs for what the CRM has', () => {
    handedOver()
    sql.raw.exec(
      'UPDATE change_log SET conflict = \'{"lines":{"base":null,"theirs":null}}\' WHERE of_user IS NULL',
    )
    const entryId = sql.raw.prepare('SELECT id FROM change_log WHERE of_user IS NULL').pluck().get() as number
    answer(entryId, ['lines'], 'theirs')
    expect(getOrder(sql, id)).toMatchObject({
      lines: nails(10),
      sync: { state: 'waiting', reason: expect.stringContaining('Siti') as string },
    })
  })

  it('takes nothing of the other’s in where the CRM has another sum', () => {
    updateOrder(sql, { id, lines: nails(8), now: 6 })
    const [out] = takeFrozen(sql, { now: 10, limit: 1 })
    handOver(sql, siti, budi)
    updateOrder(sql, { id, note: 'Budi’s', now: 11 })
    const record = { ...order, version: 2, lines: nails(8), total: 900 }
    settle(sql, { entryId: out?.entryId ?? 0, record, now: 12 })
    expect(waits()).toEqual([
      change('Siti', 'refused', { lines: nails(8) }),
      change(null, 'waiting', { notes: 'Budi’s' }),
    ])
  })
})

it('what was deleted before it was last read stays', () => {
  const [lead, back] = [randomUUID(), { contactId: person, stageId: 's', value: 9, currency: 'IDR' }]
  pull('lead', { ...stamped(lead), ...back, version: 3, title: 'Made anew' })
  pull('lead', { id: lead, version: 2, deleted: true })
  expect(getLead(sql, lead)).toMatchObject({ title: 'Made anew', sync: { state: 'synced' } })
  pull('lead', { id: lead, version: 4, deleted: true })
  expect(() => getLead(sql, lead)).toThrow('no such')
})
