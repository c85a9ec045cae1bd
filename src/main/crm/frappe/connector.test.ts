/** The CRM's room against a stand-in site of Frappe: what is made here is there once, what changes there is here, and what it refuses is said. */
import { randomUUID } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { SITI, startSeededFrappe } from '../../../../e2e/frappe/seed'
import type { FrappeOptions, FrappeSite } from '../../../../e2e/frappe/server'
import { crmReason } from '../../../contract/entities/crm-reason'
import { leadOf, openShop, orderOf, type Shop, type ShopOptions } from '../testing'

let site: FrappeSite
let shop: Shop

async function open(more: Partial<FrappeOptions> = {}, shopOptions: ShopOptions = {}): Promise<void> {
  site = await startSeededFrappe(more)
  shop = await openShop({ timeout: 4000, ...shopOptions })
  await shop.crm.signIn({ kind: 'frappe', url: site.url, apiKey: SITI.key, apiSecret: SITI.secret })
}
afterEach(async () => {
  await shop.close()
  await site.close()
})

const docs = (doctype: string) => [...site.store.all(doctype).values()]
const quiet = () => shop.untilStatus(({ waiting, refused }) => waiting === 0 && refused === 0)
/** Whatever failed is tried again at once until all is there. */
async function settled(): Promise<void> {
  for (let tries = 0; tries < 12; tries++) {
    if ((await shop.crm.status()).waiting === 0) break
    await shop.crm.syncNow().catch(() => undefined)
  }
  await quiet()
}
const gaming = (quantity = 1) => ({
  productId: 'LPT-GAM-01',
  name: 'Gaming Laptop',
  quantity,
  unitPrice: 1_850_000_000,
})

describe('what is made here', () => {
  it('is there once: the person, a deal with its value, an order that adds up', async () => {
    await open()
    await shop.crm.syncNow()
    const contact = await shop.addContact('Ibu Ratna', '+6281234567890')
    const [stage] = await shop.catalog.stages()
    expect(stage).toMatchObject({ id: 'CRM Deal Status/Qualification', outcome: 'open' })
    const lead = await shop.leads.create(leadOf(contact.id, { stageId: stage!.id, value: 1_850_000_050 }))
    await shop.orders.create(
      orderOf(contact.id, {
        lines: [gaming(2), { productId: 'CBL-01', name: 'Cable', quantity: 3, unitPrice: 3_333_333 }],
      }),
    )
    await quiet()
    expect(docs('Contact')).toMatchObject([
      { first_name: 'Ibu Ratna', phone_nos: [{ phone: '+6281234567890', is_primary_mobile_no: 1 }] },
    ])
    const person = docs('Contact')[0]?.name
    expect(docs('CRM Deal')).toMatchObject([
      {
        wa_client_ref: lead.id,
        wa_title: 'Gaming laptop',
        status: 'Qualification',
        deal_value: 18_500_000.5,
        currency: 'IDR',
        contact: person,
      },
    ])
    expect(docs('Customer')).toMatchObject([{ customer_name: 'Ibu Ratna' }])
    expect(docs('Sales Order')).toMatchObject([
      { contact_person: person, grand_total: 37_099_999.99, docstatus: 0 },
    ])
    const [order] = await shop.orders.ofContact({ contactId: contact.id })
    expect(order).toMatchObject({
      number: docs('Sales Order')[0]?.name,
      total: 3_709_999_999,
      sync: { state: 'synced' },
    })
  })

  it.each(['cut-after-commit', 'cut-before-commit', '503', 'deadlock'] as const)(
    'is there once where the first answer is %s',
    async (fault) => {
      await open()
      await shop.crm.syncNow()
      const contact = await shop.addContact('Pak Budi')
      site.fail('POST', fault, fault, fault)
      await shop.leads.create(leadOf(contact.id, { stageId: 'CRM Deal Status/Qualification' }))
      await shop.orders.create(orderOf(contact.id, { lines: [gaming()] }))
      await settled()
      expect(docs('Contact')).toHaveLength(1)
      expect(docs('CRM Deal')).toHaveLength(1)
      expect(docs('Sales Order')).toHaveLength(1)
      expect(docs('Customer')).toHaveLength(1)
    },
  )

  it('is one record here where a look at the site is quicker than the repeat', async () => {
    await open({}, { interval: 50 })
    await shop.crm.syncNow()
    const contact = await shop.addContact('Pak Budi')
    await shop.leads.create(leadOf(contact.id, { stageId: 'CRM Deal Status/Qualification' }))
    await quiet()
    site.fail('POST', 'cut-after-commit')
    const lead = await shop.leads.create(leadOf(contact.id, { stageId: 'CRM Deal Status/Qualification' }))
    await shop.until(
      () => Promise.resolve(docs('CRM Deal').length),
      (count) => count === 2,
    )
    const made = docs('CRM Deal').find((deal) => deal['wa_client_ref'] === lead.id)
    site.store.update('CRM Deal', String(made?.name), { deal_value: 7 }, 'boss')
    await quiet()
    const all = () => shop.leads.ofContact({ contactId: contact.id })
    const leads = await shop.until(all, (found) => found.some(({ value }) => value === 700))
    expect(leads).toHaveLength(2)
    expect(leads.find(({ value }) => value === 700)).toMatchObject({ id: lead.id, sync: { state: 'synced' } })
    expect(docs('CRM Deal')).toHaveLength(2)
  })

  const stageId = 'CRM Deal Status/Qualification'
  it.each([{}, { custom: {}, unique: {} }])(
    'is one person here where a look at the site is quicker than the repeat: %o',
    async (more) => {
      await open(more, { interval: 50 })
      await shop.crm.syncNow()
      const contact = await shop.addContact('Pak Budi')
      site.fail('POST', 'cut-after-commit')
      await shop.leads.create(leadOf(contact.id, { stageId }))
      await quiet()
      const [made, ...others] = docs('Contact')
      expect(others).toEqual([])
      site.store.update('Contact', String(made?.name), { first_name: 'Budi Santoso' }, 'boss')
      await shop.until(
        () => shop.contacts.get({ contactId: contact.id }),
        ({ name }) => name === 'Budi Santoso',
      )
      expect(docs('CRM Deal')).toMatchObject([{ contact: made?.name }])
    },
  )

  it.each([
    ['a number', '+6281300000077', undefined],
    ['an e-mail address', null, 'dewi@example.test'],
    ['a name', null, undefined],
  ])('is there once without the custom field too: a person with %s', async (_with, phone, email) => {
    await open({ custom: {}, unique: {} })
    await shop.crm.syncNow()
    site.store.insert('Contact', { first_name: 'Dewi' }, 'boss')
    const contact = await shop.addContact('Dewi Lestari', phone, email)
    site.fail('POST', 'cut-after-commit', 'cut-after-commit')
    await shop.leads.create(leadOf(contact.id, { stageId }))
    await settled()
    expect(docs('Contact')).toHaveLength(2)
    expect(docs('CRM Deal')).toHaveLength(1)
  })

  it('is there once without the custom field too: a deal, a note, a task, an order, each beside one that is like it', async () => {
    await open({ custom: {}, unique: {} })
    await shop.crm.syncNow()
    const contact = await shop.addContact('Dewi', '+6281300000077')
    const make = async (no: number): Promise<void> => {
      const { id } = await shop.leads.create(leadOf(contact.id, { stageId, value: 500 * no }))
      const subject = { kind: 'lead' as const, id }
      const about = { kind: 'contact' as const, id: contact.id }
      await shop.notes.create({ id: randomUUID(), subject: about, body: `Called\nshe wants ${no}` })
      const task = { title: 'Call', body: null, dueAt: null, priority: 'normal' as const }
      await shop.tasks.create({ id: randomUUID(), subject, ...task })
      await shop.tasks.create({ id: randomUUID(), subject: about, ...task })
      await shop.orders.create(orderOf(contact.id, { lines: [gaming(no)] }))
    }
    await make(1)
    await settled()
    expect(docs('Sales Order')).toHaveLength(1)
    site.fail('POST', ...Array.from({ length: 5 }, () => 'cut-after-commit' as const))
    await make(2)
    await settled()
    expect(docs('CRM Deal').map((deal) => deal['deal_value'])).toEqual([5, 10])
    expect(docs('FCRM Note').map((note) => note['content'])).toEqual([
      '<p>Called</p><p>she wants 1</p>',
      '<p>Called</p><p>she wants 2</p>',
    ])
    expect(docs('CRM Task')).toHaveLength(4)
    expect(docs('Sales Order').map((order) => order['grand_total'])).toEqual([18_500_000, 37_000_000])
  })

  it.each([{}, { custom: {}, unique: {} }])(
    'is there twice where it was made twice, also alike: %o',
    async (more) => {
      await open(more)
      await shop.crm.syncNow()
      const contact = await shop.addContact('Ibu Ratna')
      const lead = await shop.leads.create(leadOf(contact.id, { stageId }))
      const subject = { kind: 'lead' as const, id: lead.id }
      for (const fault of [null, 'cut-before-commit'] as const) {
        await quiet()
        if (fault !== null) site.fail('POST', fault)
        await shop.notes.create({ id: randomUUID(), subject, body: 'Called' })
        await settled()
        await shop.tasks.create({
          id: randomUUID(),
          subject,
          title: 'Call',
          body: null,
          dueAt: null,
          priority: 'low',
        })
        await settled()
        await shop.orders.create(orderOf(contact.id, { lines: [gaming()] }))
        await settled()
      }
      for (const doctype of ['FCRM Note', 'CRM Task', 'Sales Order']) expect(docs(doctype)).toHaveLength(2)
      expect(await shop.waiting()).toEqual([])
    },
  )

  it('and refused says so in the site’s words, and can be mended', async () => {
    await open()
    await shop.crm.syncNow()
    const contact = await shop.addContact('Dewi')
    const lead = await shop.leads.create(leadOf(contact.id, { stageId: 'CRM Deal Status/Lost' }))
    await shop.orders.create(orderOf(contact.id))
    await shop.untilStatus(({ refused }) => refused === 2)
    const reasons = (await shop.waiting()).map(({ reason }) => reason)
    expect(reasons.join()).toContain('reason for losing the deal')
    expect(reasons.join()).toContain('“Sofa”')
    await shop.leads.update({ id: lead.id, stageId: 'CRM Deal Status/Won' })
    await shop.untilStatus(({ refused, waiting }) => refused === 1 && waiting === 0)
    expect(docs('CRM Deal')).toMatchObject([{ status: 'Won' }])
  })

  it('hangs notes and tasks on what they are about', async () => {
    await open()
    await shop.crm.syncNow()
    const contact = await shop.addContact('Ibu Ratna')
    const lead = await shop.leads.create(leadOf(contact.id, { stageId: 'CRM Deal Status/Qualification' }))
    const body = 'Wants <two> & a bag\nCall after 5'
    await shop.notes.create({ id: randomUUID(), subject: { kind: 'lead', id: lead.id }, body })
    const dueAt = Date.UTC(2026, 11, 1, 3)
    const task = { title: 'Call Ratna', body: null, dueAt, priority: 'high' as const }
    const made = await shop.tasks.create({
      id: randomUUID(),
      subject: { kind: 'contact', id: contact.id },
      ...task,
    })
    await quiet()
    const [deal] = docs('CRM Deal')
    expect(docs('FCRM Note')).toMatchObject([
      { title: 'Wants <two> & a bag', reference_doctype: 'CRM Deal', reference_docname: deal?.name },
    ])
    // The site's clock is Jakarta's.
    expect(docs('CRM Task')).toMatchObject([
      { title: 'Call Ratna', priority: 'High', status: 'Backlog', due_date: '2026-12-01 10:00:00' },
    ])
    site.store.update('CRM Task', String(docs('CRM Task')[0]?.name), { status: 'Done' }, 'boss')
    await shop.crm.syncNow()
    expect(await shop.tasks.get({ id: made.id })).toMatchObject({ done: true, dueAt, priority: 'high' })
  })

  it('finds a person by their number, however it is written there', async () => {
    await open()
    const known = site.store.insert(
      'Contact',
      { first_name: 'Ratna', last_name: 'Sari', phone_nos: [{ phone: '+62 812-3456-7890' }] },
      'x',
    )
    await shop.crm.syncNow()
    const contact = await shop.addContact('Ibu R.', '+6281234567890')
    await shop.leads.create(leadOf(contact.id, { stageId: 'CRM Deal Status/Qualification' }))
    await quiet()
    expect(docs('Contact')).toHaveLength(1)
    expect(docs('CRM Deal')).toMatchObject([{ contact: known.name }])
  })
})

it('an order that is changed there into what can’t be shown says so, until it can be again', async () => {
  await open()
  const contact = await shop.addContact('Ibu Ratna')
  const { id } = await shop.orders.create(orderOf(contact.id, { lines: [gaming(2)] }))
  await settled()
  const [sale] = docs('Sales Order')
  const items = (qty: number) => ({ items: [{ item_code: 'LPT-GAM-01', qty, rate: 18_500_000 }] })
  site.store.update('Sales Order', String(sale?.name), items(2.5), 'boss')
  await shop.crm.syncNow()
  expect(await shop.orders.get({ id })).toMatchObject({
    lines: [gaming(2)],
    sync: { state: 'synced', reason: crmReason('unreadable') },
  })
  site.store.update('Sales Order', String(sale?.name), items(3), 'boss')
  await shop.crm.syncNow()
  expect(await shop.orders.get({ id })).toMatchObject({
    lines: [{ quantity: 3 }],
    sync: { state: 'synced', reason: null },
  })
})

describe('a number that does not say its country', () => {
  it('is of the person’s here: the same person is not made twice, and keeps the row as it is written', async () => {
    await open({}, { country: 'IN' })
    // A look under way would bring the person in before they are added here.
    await shop.crm.syncNow()
    const written = ['98765 43210', '+91 98765-43211', 'ask at the counter']
    const known = site.store.insert(
      'Contact',
      { first_name: 'Ratna', phone_nos: written.map((phone) => ({ phone })) },
      'x',
    )
    const contact = await shop.addContact('Ibu R.', '+919876543210')
    await shop.leads.create(leadOf(contact.id, { stageId: 'CRM Deal Status/Qualification' }))
    await settled()
    expect(docs('Contact')).toHaveLength(1)
    expect(docs('CRM Deal')).toMatchObject([{ contact: known.name }])
    const { phones } = await shop.contacts.get({ contactId: contact.id })
    expect(phones.toSorted()).toEqual(['+919876543210', '+919876543211'])
    await shop.contacts.update({
      contactId: contact.id,
      change: { phones: ['+919876543210', '+919876543212'] },
    })
    await settled()
    expect(docs('Contact')).toMatchObject([
      {
        phone_nos: [{ phone: '98765 43210' }, { phone: 'ask at the counter' }, { phone: '+919876543212' }],
      },
    ])
  })
})

describe('what changes there', () => {
  it('is here with the next look: stages, goods, a deal, an order’s status, and what is deleted', async () => {
    await open()
    await shop.crm.syncNow()
    const products = await shop.catalog.products({ query: 'gaming', limit: 5 })
    expect(JSON.stringify(products)).toContain('1850000000')
    const contact = await shop.addContact('Ibu Ratna')
    const lead = await shop.leads.create(leadOf(contact.id, { stageId: 'CRM Deal Status/Qualification' }))
    const order = await shop.orders.create(orderOf(contact.id, { lines: [gaming()] }))
    await quiet()
    expect(await shop.orders.get({ id: order.id })).toMatchObject({ status: 'placed' })
    const [deal] = docs('CRM Deal')
    const [sale] = docs('Sales Order')
    site.store.update('CRM Deal', String(deal?.name), { status: 'Won', deal_value: 19_000_000.25 }, 'boss')
    site.store.update('Sales Order', String(sale?.name), { docstatus: 1 }, 'boss')
    await shop.crm.syncNow()
    expect((await shop.leads.ofContact({ contactId: contact.id }))[0]).toMatchObject({
      id: lead.id,
      stageId: 'CRM Deal Status/Won',
      value: 1_900_000_025,
      title: 'Gaming laptop',
    })
    expect((await shop.orders.ofContact({ contactId: contact.id }))[0]).toMatchObject({
      id: order.id,
      status: 'confirmed',
    })
    // Steps that the site does not have, or takes from its own papers, stay here.
    for (const status of ['packed', 'delivered'] as const) {
      await shop.orders.update({ id: order.id, status })
      await quiet()
      expect(await shop.orders.get({ id: order.id })).toMatchObject({ status, sync: { state: 'synced' } })
    }
    site.store.remove('CRM Deal', String(deal?.name), 'boss')
    await shop.crm.syncNow()
    expect(await shop.leads.ofContact({ contactId: contact.id })).toEqual([])
  })

  it('meets what changed here field by field', async () => {
    await open()
    await shop.crm.syncNow()
    const contact = await shop.addContact('Ibu Ratna')
    const lead = await shop.leads.create(leadOf(contact.id, { stageId: 'CRM Deal Status/Qualification' }))
    await quiet()
    const [deal] = docs('CRM Deal')
    site.store.update('CRM Deal', String(deal?.name), { status: 'Proposal/Quotation' }, 'boss')
    await shop.leads.update({ id: lead.id, title: 'Two laptops', value: 3_700_000_000 })
    await quiet()
    expect(docs('CRM Deal')).toMatchObject([
      { status: 'Proposal/Quotation', wa_title: 'Two laptops', deal_value: 37_000_000 },
    ])
    expect((await shop.leads.ofContact({ contactId: contact.id }))[0]).toMatchObject({
      stageId: 'CRM Deal Status/Proposal/Quotation',
      title: 'Two laptops',
    })
  })

  it('takes no draft for a change of what is only placed here', async () => {
    await open()
    await shop.crm.syncNow()
    const contact = await shop.addContact('Ibu Ratna')
    const order = await shop.orders.create(orderOf(contact.id, { lines: [gaming()] }))
    await quiet()
    const [sale] = docs('Sales Order')
    site.store.update('Sales Order', String(sale?.name), { discount_amount: 1000 }, 'boss')
    await shop.orders.update({ id: order.id, status: 'confirmed' })
    await quiet()
    expect(await shop.orders.get({ id: order.id })).toMatchObject({
      ...{ status: 'confirmed', total: 1_849_900_000, sync: { state: 'synced' } },
    })
    expect(docs('Sales Order')).toMatchObject([{ docstatus: 1, discount_amount: 1000 }])
  })
})
