/** Products changed here, against the reference server over real HTTP. */
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { crmControl, type CrmControl } from '../../../e2e/central-crm/control'
import { seedId } from '../../../e2e/central-crm/seed'
import { SEED_PASSWORD } from '../../../e2e/central-crm/seed/shop'
import { startCentralCrm, type CentralCrm } from '../../../e2e/central-crm/server'
import { openShop, type Shop } from './testing'

const LAPTOP = seedId('product:LPT-GAM-01')
const CABLE = seedId('product:ACC-CBL-06')

let folder = ''
let server: CentralCrm
let control: CrmControl
let shop: Shop

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'leadline-crm-'))
  server = await startCentralCrm({ dbFile: path.join(folder, 'crm.db'), seed: true })
  control = crmControl(server.url)
})
afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true, force: true })
})
beforeEach(async () => {
  shop = await openShop({ timeout: 2000 })
  await shop.crm.signIn({ url: server.url, email: 'manager@example.test', password: SEED_PASSWORD })
  await shop.crm.syncNow()
})
afterEach(async () => {
  await control.clear()
  await shop.close()
})

const allThrough = () => shop.untilStatus((status) => status.waiting === 0 && status.refused === 0)
const inCrm = async (id: string) => (await control.records('product')).find((product) => product.id === id)

it('reach the CRM once, though the line is cut, and keep what only the CRM knows of them', async () => {
  const before = (await inCrm(LAPTOP))!
  expect(before.pictures).toHaveLength(1)
  await control.fail({
    kind: 'cut-after-commit',
    count: 1,
    match: { method: 'PUT', pathPrefix: '/api/products' },
  })
  await shop.catalog.update({ id: LAPTOP, unitPrice: 1_799_999_999, stock: null })
  await allThrough()
  const after = (await inCrm(LAPTOP))!
  expect(after).toEqual({
    ...before,
    unitPrice: 1_799_999_999,
    stock: null,
    version: before.version + 1,
    updatedAt: after.updatedAt,
  })
  expect(await shop.catalog.get({ id: LAPTOP })).toMatchObject({ unitPrice: 1_799_999_999, stock: null })
})

it('can be made here, offline too', async () => {
  const id = randomUUID()
  const made = {
    ...{ id, name: ' Kopi\n Gayo ', sku: null, categoryId: null, unitPrice: 8_550_000, currency: 'IDR' },
    ...{ stock: 12, unit: 'pak', active: true },
  }
  await control.fail({ kind: '503', count: 1, match: { method: 'PUT', pathPrefix: '/api/products' } })
  await shop.catalog.create(made)
  await shop.catalog.create(made)
  expect(await shop.catalog.products({ query: 'kopi', limit: 5 })).toMatchObject([{ id, name: 'Kopi Gayo' }])
  await shop.crm.syncNow()
  await allThrough()
  expect((await control.records('product')).filter(({ name }) => name === 'Kopi Gayo')).toMatchObject([
    { id, unitPrice: 8_550_000, stock: 12, version: 1 },
  ])
})

it('stand beside a change in the CRM to another field', async () => {
  await control.edit('product', CABLE, { name: 'Kabel USB-C 3 m', description: 'Nylon' })
  await shop.catalog.update({ id: CABLE, stock: 5 })
  await allThrough()
  expect(await inCrm(CABLE)).toMatchObject({ name: 'Kabel USB-C 3 m', description: 'Nylon', stock: 5 })
  expect(await shop.catalog.get({ id: CABLE })).toMatchObject({ name: 'Kabel USB-C 3 m', stock: 5 })
})

it('are gone here when they are gone there', async () => {
  await control.remove('product', CABLE)
  await shop.crm.syncNow()
  await expect(shop.catalog.get({ id: CABLE })).rejects.toMatchObject({ code: 'not-found' })
  await expect(shop.catalog.update({ id: CABLE, stock: 1 })).rejects.toMatchObject({ code: 'not-found' })
})
