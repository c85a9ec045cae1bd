/** Records of the CRM's that can't be what they say they are: each is passed over alone, and all others come in. */
import { randomBytes, randomUUID } from 'node:crypto'
import fs from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { crmReason } from '../../contract/entities/crm-reason'
import { ordersOfContact } from '../orders/order-store'
import { migrations, type Sql } from '../storage'
import { openDatabase } from '../storage/open'
import { salesOrder } from './frappe/orders'
import { applyPages, type PageResult } from './pull-store'
import type { Pulled } from './pulled'
import { ReferenceConnector } from './reference'
import { openShop } from './testing'

const AT = '2026-01-02T03:04:05.000Z'
const person = randomUUID()
const stamped = (id: string = randomUUID()) => ({ id, version: 1, createdAt: AT, updatedAt: AT })
const dewi = { ...stamped(person), name: 'Dewi', phones: ['+628123456789'] }
const nail = { productId: null, name: 'Nail', quantity: 1, unitPrice: 100 }
const orderWith = (more: object = {}) => ({
  ...stamped(),
  ...{ contactId: person, status: 'placed', currency: 'IDR', lines: [nail], total: 100 },
  ...more,
})

let folder = ''
let sql: Sql
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'leadline-bad-'))
  const file = path.join(folder, 'leadline.db')
  const backups = path.join(folder, 'backups')
  sql = openDatabase({ file, backups, key: randomBytes(32), markKey: randomBytes(32), migrations })
})
afterEach(() => {
  sql.raw.close()
  fs.rmSync(folder, { recursive: true, force: true })
})

const pull = (kind: Pulled, items: unknown[]): PageResult | null =>
  applyPages(sql, {
    ...{ kind, base: 'https://crm.example.test', generation: 0, passOver: false, now: 5 },
    pages: [{ items: JSON.stringify(items), cursor: 'x', more: false }],
  })

it('an order whose discount is more than its lines does not hold up the page', () => {
  pull('contact', [dewi])
  const result = pull('order', [orderWith(), orderWith({ discount: 110, tax: 18, total: 8 }), orderWith()])
  expect(result).toMatchObject({ taken: 1, unread: 1, fault: null })
  expect(ordersOfContact(sql, person)).toHaveLength(2)
})

it('a record that the database does not take is undone alone, be it new or known', () => {
  pull('contact', [dewi])
  const orders = [orderWith(), orderWith(), orderWith()] as const
  const guard = (id: string) =>
    sql.raw.exec(`CREATE TRIGGER no_${id.slice(0, 8)} BEFORE INSERT ON order_lines WHEN new.name = 'Bad ${id}'
      BEGIN SELECT RAISE(ABORT, 'not this one'); END`)
  for (const { id } of orders) guard(id)
  const bad = (order: (typeof orders)[number], version = 1) => ({
    ...{ ...order, version, note: 'changed' },
    lines: [nail, { ...nail, name: `Bad ${order.id}` }],
    total: 200,
  })
  const [first, second, third] = orders
  expect(pull('order', [first, bad(second), third])).toMatchObject({ unread: 1 })
  expect(
    ordersOfContact(sql, person)
      .map(({ id }) => id)
      .sort(),
  ).toEqual([first.id, third.id].sort())
  const again = pull('order', [bad(first, 2), { ...third, version: 2, notes: 'new' }])
  expect(again).toMatchObject({ taken: 1, unread: 1 })
  expect(again?.fault).toContain('not this one')
  const here = new Map(ordersOfContact(sql, person).map((order) => [order.id, order]))
  expect(here.get(first.id)).toMatchObject({ lines: [nail], total: 100 })
  expect(here.get(third.id)).toMatchObject({ note: 'new' })
})

it('an order that ERPNext gives away for nothing stops nothing behind it', { timeout: 30_000 }, async () => {
  const free = salesOrder.read(
    {
      ...{ name: 'SO-1', modified: '2026-01-01 00:00:00', contact_person: 'Dewi', currency: 'INR' },
      ...{ docstatus: 1, per_delivered: 0, items: [{ item_code: 'X', item_name: 'X', qty: 1, rate: 100 }] },
      ...{ total_taxes_and_charges: 18, discount_amount: 118, grand_total: 0 },
    },
    { currency: 'INR' } as Parameters<typeof salesOrder.read>[1],
  )
  const found: Record<string, object[]> = {
    '/api/contacts': [dewi],
    '/api/orders': [{ ...stamped(), ...free, contactId: person }],
    '/api/tasks': [{ ...stamped(), subject: null, title: 'Call back' }],
  }
  const user = { id: randomUUID(), name: 'Siti', email: 'siti@example.test', role: 'employee' }
  const server = createServer(({ url = '/' }, response) => {
    const { pathname } = new URL(url, 'http://crm')
    const body = pathname.startsWith('/api/auth/')
      ? { accessToken: 'a', refreshToken: 'r'.repeat(40), expiresIn: 900, user }
      : { items: found[pathname] ?? [], nextCursor: 'x', more: false }
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const shop = await openShop({ timeout: 5000 })
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    await shop.crm.signIn({ url, email: user.email, password: 'x' })
    await shop.crm.syncNow()
    expect((await shop.crm.status()).lastSyncAt).not.toBeNull()
    const tasks = await shop.tasks.list({ done: false, cursor: null, limit: 10 })
    expect(tasks.items.map(({ title }) => title)).toEqual(['Call back'])
  } finally {
    await shop.close()
    server.closeAllConnections()
    server.close()
  }
})

it('a record that was changed there into what can’t be read is not taken for one that is gone', async () => {
  const current = orderWith({ discount: 110, total: 0 })
  const problem = { type: 'stale', title: '', detail: '', errors: [], current }
  const session = { request: () => Promise.resolve({ kind: 'refused' as const, status: 412, problem }) }
  const connector = new ReferenceConnector('https://crm.example.test', session, () => 0)
  const write = {
    kind: 'order' as const,
    id: current.id,
    key: 'k',
    isRepeat: false,
    told: [],
    ifMatch: 1,
    body: {},
  }
  expect(await connector.write(write, new AbortController().signal)).toMatchObject({
    ...{ kind: 'refused', lost: null, reason: crmReason('unreadable') },
  })
})
