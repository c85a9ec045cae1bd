/** The rare corners of a site of Frappe: sums of its own, customers whose making was not answered, deletions that show late. */
import { afterEach, expect, it } from 'vitest'
import { SITI, startSeededFrappe } from '../../../../e2e/frappe/seed'
import type { FrappeOptions, FrappeSite } from '../../../../e2e/frappe/server'
import { leadOf, openShop, orderOf, type Shop } from '../testing'
import { microsOf, textOf } from './time'

let site: FrappeSite
let shop: Shop
let contactId = ''

const docs = (doctype: string) => [...site.store.all(doctype).values()]
const quiet = () => shop.untilStatus(({ waiting, refused }) => waiting === 0 && refused === 0)
const stageId = 'CRM Deal Status/Qualification'
const lines = [{ productId: 'LPT-GAM-01', name: 'Gaming Laptop', quantity: 1, unitPrice: 1_850_000_000 }]

/** Signed in, with a person who is there already. */
async function open(more: Partial<FrappeOptions> = {}): Promise<void> {
  site = await startSeededFrappe(more)
  shop = await openShop({ timeout: 4000 })
  await shop.crm.signIn({ kind: 'frappe', url: site.url, apiKey: SITI.key, apiSecret: SITI.secret })
  await shop.crm.syncNow()
  contactId = (await shop.addContact('Pak Budi')).id
  await shop.leads.create(leadOf(contactId, { stageId }))
  await quiet()
}
afterEach(async () => {
  await shop.close()
  await site.close()
})

it('an order that the site adds up otherwise is said to be so, and is what it is there once ours is given up', async () => {
  await open({ taxes: 1000 })
  const { id } = await shop.orders.create(orderOf(contactId, { lines }))
  const stopped = () => shop.untilStatus(({ waiting, refused }) => waiting === 0 && refused === 1)
  await stopped()
  const [entry] = await shop.waiting()
  expect(entry).toMatchObject({ kind: 'order', state: 'refused' })
  expect(entry?.reason).toMatch(/^The CRM adds it up to .*18,501,000/)
  expect(await shop.orders.get({ id })).toMatchObject({ total: 1_850_000_000 })
  await shop.crm.retry({ entryId: entry!.id })
  await stopped()
  await shop.crm.discard({ entryId: entry!.id })
  await quiet()
  expect(await shop.orders.get({ id })).toMatchObject({ total: 1_850_100_000, sync: { state: 'synced' } })
  await shop.orders.update({ id, status: 'confirmed' })
  await quiet()
  expect(docs('Sales Order')).toMatchObject([{ docstatus: 1, grand_total: 18_501_000 }])
})

it('a customer whose making was not answered is made once, also where the site lacks the field', async () => {
  await open({ custom: {}, unique: {} })
  site.store.insert('Customer', { customer_name: 'Pak Budi' }, 'boss')
  site.fail('POST', 'cut-after-commit')
  await shop.orders.create(orderOf(contactId, { lines }))
  await quiet()
  const made = docs('Customer').filter(({ owner }) => owner === SITI.user)
  expect(made).toHaveLength(1)
  expect(docs('Sales Order')).toMatchObject([{ customer: made[0]?.name }])
})

it('what a slow transaction deleted is gone here too, and what is made anew under its name stays', async () => {
  await open()
  for (const title of ['Second', 'Third']) await shop.leads.create(leadOf(contactId, { stageId, title }))
  await quiet()
  await shop.crm.syncNow()
  const deals = docs('CRM Deal')
  const titles = async () => (await shop.leads.ofContact({ contactId })).map(({ title }) => title).sort()
  const remove = (title: string) => {
    const deal = deals.find((one) => one['wa_title'] === title)
    site.store.remove('CRM Deal', String(deal?.name), 'boss')
    return docs('Deleted Document').at(-1)
  }
  const first = remove('Second')
  await shop.crm.syncNow()
  expect(await titles()).toEqual(['Gaming laptop', 'Third'])
  const late = remove('Third')
  // It began before the other, and was done after it.
  const began = textOf((microsOf(first?.creation) ?? 0) - 1)
  Object.assign(late!, { creation: began, modified: began })
  await shop.crm.syncNow()
  expect(await titles()).toEqual(['Gaming laptop'])
})
