/** Products changed here, against the reference server over real HTTP. */
import { randomUUID } from 'node:crypto'
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import type { CrmControl } from '../../../e2e/central-crm/control'
import { seedId } from '../../../e2e/central-crm/seed'
import { SEED_PASSWORD } from '../../../e2e/central-crm/seed/shop'
import { pngOf, rowBytes } from '../../../e2e/files/png'
import { startSeededCrm } from '../../../e2e/central-crm/seeded'
import type { CentralCrm } from '../../../e2e/central-crm/server'
import { openShop, type Shop } from './testing'

const LAPTOP = seedId('product:LPT-GAM-01')
const CABLE = seedId('product:ACC-CBL-06')

const PLAIN = {
  ...{ sku: null, unitPrice: 5_000_000, currency: 'IDR', stock: null, unit: null, active: true },
}
const IN_CRM = { ...PLAIN, description: null, categoryId: null, pictures: [] }

let server: CentralCrm
let control: CrmControl
let shop: Shop

beforeAll(async () => {
  const crm = await startSeededCrm()
  ;({ server, control } = crm)
  return crm.close
})
beforeEach(async () => {
  shop = await openShop({ timeout: 2000 })
  await shop.crm.signIn(manager())
  await shop.crm.syncNow()
})
afterEach(async () => {
  await control.clear()
  await shop.close()
})

const manager = () => ({ url: server.url, email: 'manager@example.test', password: SEED_PASSWORD })

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

const PNG = pngOf(2, 2, Buffer.alloc(rowBytes(2) * 2, 120))

it('go after the category that was made for them, and both are named anew', async () => {
  const category = { id: randomUUID(), name: 'Kopi dan teh' }
  const id = randomUUID()
  const coffee = { ...PLAIN, id, name: 'Kopi Toraja', categoryId: category.id }
  await shop.crm.signOut()
  await shop.catalog.create({ ...coffee, categoryId: null })
  await shop.catalog.createCategory(category)
  await shop.catalog.createCategory(category)
  // The one that was never sent hangs on the category from now on.
  await shop.catalog.update({ id, categoryId: category.id })
  await shop.crm.signIn(manager())
  await allThrough()
  const inOrder = (await control.log())
    .filter(
      ({ outcome, recordId }) => outcome === 'committed' && [id, category.id].some((one) => one === recordId),
    )
    .map(({ recordId }) => recordId)
  expect(inOrder.slice(0, 2)).toEqual([category.id, id])
  expect(await inCrm(id)).toMatchObject({ categoryId: category.id })
  await control.edit('category', category.id, { order: 7 })
  await shop.catalog.renameCategory({ id: category.id, name: 'Kopi' })
  await allThrough()
  const known = (await control.records('category')).find((one) => one.id === category.id)
  expect(known).toMatchObject({ name: 'Kopi', order: 7 })
  expect(await shop.catalog.get({ id })).toMatchObject({ category: 'Kopi' })
})

it('have categories whose names are theirs alone, and that go when the CRM deletes them', async () => {
  const [first] = await shop.catalog.categories()
  const twin = { id: randomUUID(), name: ` ${first!.name.toUpperCase()}` }
  await expect(shop.catalog.createCategory(twin)).rejects.toMatchObject({ code: 'invalid-input' })
  await expect(shop.catalog.renameCategory({ id: randomUUID(), name: 'x' })).rejects.toMatchObject({
    code: 'not-found',
  })
  await control.edit('category', first!.id, { name: 'Elektronik' })
  await shop.crm.syncNow()
  expect(await shop.catalog.categories()).toContainEqual({ id: first!.id, name: 'Elektronik' })
  expect(shop.events).toContainEqual({ type: 'category', category: { id: first!.id, name: 'Elektronik' } })
  const gone = randomUUID()
  await control.add('category', gone, { name: 'Musiman', order: 9 })
  await shop.crm.syncNow()
  await control.remove('category', gone)
  await shop.crm.syncNow()
  expect((await shop.catalog.categories()).map(({ id }) => id)).not.toContain(gone)
})

it('wait for a category that the CRM refuses, and go with it when it is tried again', async () => {
  const category = { id: randomUUID(), name: 'Teh' }
  const id = randomUUID()
  await control.fail({ kind: '422', count: 2, match: { method: 'PUT', pathPrefix: '/api/categories' } })
  await shop.catalog.createCategory(category)
  await shop.catalog.create({ ...PLAIN, id, name: 'Teh hitam', categoryId: category.id })
  const [refused] = await shop.until(
    () => shop.waiting(),
    (all) => all.some(({ state }) => state === 'refused'),
  )
  expect(refused).toMatchObject({ kind: 'category', title: 'Teh' })
  const product = (await shop.waiting()).find(({ kind }) => kind === 'product')!
  expect(product.waitsFor).toEqual({ kind: 'category', title: 'Teh' })
  await control.clear()
  await shop.crm.discard({ entryId: refused!.id })
  await shop.crm.retry({ entryId: product.id })
  await allThrough()
  expect(await inCrm(id)).toMatchObject({ categoryId: category.id })
})

it('take a picture along that was chosen here, replaced and removed, each once', async () => {
  const before = (await inCrm(LAPTOP))!
  const [kept] = before.pictures
  await control.fail({ kind: '503', count: 1, match: { method: 'PUT', pathPrefix: '/api/pictures' } })
  const set = await shop.catalog.update({ id: LAPTOP, picture: { uploadId: shop.upload(PNG) } })
  expect(set.picture).toMatch(/^local:/)
  await shop.crm.syncNow()
  await allThrough()
  const after = (await inCrm(LAPTOP))!
  expect(after.pictures).toHaveLength(1)
  expect(after.pictures[0]).toMatchObject({ contentType: 'image/png' })
  expect(after.pictures[0]).not.toEqual(kept)
  expect(Buffer.from(await (await fetch(server.url + after.pictures[0]!.url)).arrayBuffer())).toEqual(PNG)
  const { picture } = await shop.catalog.get({ id: LAPTOP })
  expect(picture).toBe(server.url + after.pictures[0]!.url)
  // The same file is here before and after, and nothing was fetched for it.
  expect((await shop.pictures.open(picture!)).data).toEqual(PNG)
  await shop.catalog.update({ id: LAPTOP, stock: 3 })
  await allThrough()
  const uploads = (await control.log()).filter(
    ({ path: at, status }) => at.startsWith('/api/pictures') && status === 201,
  )
  expect(uploads).toHaveLength(1)
  await shop.catalog.update({ id: LAPTOP, picture: null })
  expect((await shop.catalog.get({ id: LAPTOP })).picture).toBeNull()
  await allThrough()
  expect(await inCrm(LAPTOP)).toMatchObject({ pictures: [] })
})

it('keep a picture that waits, whatever the CRM says meanwhile, and give it up with the change', async () => {
  const id = randomUUID()
  await control.add('product', id, { ...IN_CRM, name: 'Lampu meja' })
  await shop.crm.syncNow()
  await control.fail({ kind: '422', count: 1, match: { method: 'PUT', pathPrefix: '/api/products' } })
  await shop.catalog.update({ id, picture: { uploadId: shop.upload(PNG) } })
  await shop.untilStatus(({ refused }) => refused === 1)
  await control.edit('product', id, { stock: 4 })
  await shop.crm.syncNow()
  const { picture } = await shop.catalog.get({ id })
  expect(picture).toMatch(/^local:image\/png\//)
  shop.pictures.fill()
  expect((await shop.pictures.open(picture!)).mime).toBe('image/png')
  const [entry] = await shop.waiting()
  await shop.crm.discard({ entryId: entry!.id })
  expect((await shop.catalog.get({ id })).picture).toBeNull()
})

it.each([
  ['what is no picture', Buffer.from('<svg onload="alert(1)"/>'), 'invalid-input'],
  ['what is too large', Buffer.concat([PNG, Buffer.alloc(2 * 1024 * 1024)]), 'file-too-large'],
])('take no picture of %s', async (_what, data, code) => {
  const change = { id: CABLE, picture: { uploadId: shop.upload(data) } }
  await expect(shop.catalog.update(change)).rejects.toMatchObject({ code })
})

it('are gone here when they are gone there', async () => {
  await control.remove('product', CABLE)
  await shop.crm.syncNow()
  await expect(shop.catalog.get({ id: CABLE })).rejects.toMatchObject({ code: 'not-found' })
  await expect(shop.catalog.update({ id: CABLE, stock: 1 })).rejects.toMatchObject({ code: 'not-found' })
})
