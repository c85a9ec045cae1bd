/** Against the reference server over real HTTP, judged by the server's own log. */
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { crmControl, type CrmControl } from '../../../e2e/central-crm/control'
import { SEED_PASSWORD } from '../../../e2e/central-crm/seed/shop'
import type { LogEntry } from '../../../e2e/central-crm/schemas/control'
import { startCentralCrm, type CentralCrm } from '../../../e2e/central-crm/server'
import { leadOf, newPhone, openShop, orderOf, type Shop } from './testing'

let folder = ''
let server: CentralCrm
let control: CrmControl
let shop: Shop
/** Log entries up to here belong to earlier tests. */
let mark = 0

const signIn = (as = 'siti') =>
  shop.crm.signIn({ url: server.url, email: `${as}@example.test`, password: SEED_PASSWORD })

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
  mark = (await control.log()).at(-1)?.seq ?? 0
  shop = await openShop({ timeout: 2000 })
})
afterEach(async () => {
  await control.clear()
  await shop.close()
})

const allThrough = () => shop.untilStatus((status) => status.waiting === 0 && status.refused === 0)
const log = () => control.log(mark)
const waitFor = (predicate: (entry: LogEntry) => boolean) => control.waitFor(predicate, { after: mark })
const puts = async (kind?: string) =>
  (await log()).filter((entry) => entry.method === 'PUT' && (kind === undefined || entry.kind === kind))
const kinds = async () =>
  (await puts()).filter((entry) => entry.outcome === 'committed').map((entry) => entry.kind)
/** What the CRM has of a record. */
async function inCrm(kind: 'contact' | 'lead' | 'order', id: string) {
  const all: { id: string }[] = await control.records(kind)
  return all.filter((record) => record.id === id)
}

describe('a lead and an order', () => {
  // The first of all: what another test began to ask when it ended may arrive late, and here nothing may.
  it('wait while nobody is signed in, and go out after', async () => {
    const contact = await shop.addContact()
    const input = leadOf(contact.id, { stageId: 'won' })
    await shop.leads.create(input)
    expect(await shop.leads.create({ ...input, title: 'again' })).toMatchObject({ title: 'Gaming laptop' })
    expect(await shop.waiting()).toMatchObject([{ kind: 'contact' }, { kind: 'lead' }])
    expect(await log()).toEqual([])
    await signIn()
    await allThrough()
    expect(await kinds()).toEqual(['contact', 'lead'])
    const won = (await shop.catalog.stages()).find((stage) => stage.outcome === 'won')
    expect(await inCrm('lead', input.id)).toMatchObject([{ stageId: won?.id }])
  })

  it('reach the CRM once each, the person before them', async () => {
    await signIn()
    const contact = await shop.addContact('Dewi')
    const lead = await shop.leads.create(leadOf(contact.id))
    const order = await shop.orders.create(orderOf(contact.id))
    expect(lead.sync.state).toBe('waiting')
    await allThrough()
    expect(await kinds()).toEqual(['contact', 'lead', 'order'])
    expect(await inCrm('contact', contact.id)).toMatchObject([
      { id: contact.id, name: 'Dewi', phones: contact.phones },
    ])
    expect(await inCrm('lead', lead.id)).toMatchObject([
      {
        id: lead.id,
        contactId: contact.id,
        title: 'Gaming laptop',
        value: 1_850_000_000,
        source: 'WhatsApp',
      },
    ])
    expect(await inCrm('order', order.id)).toMatchObject([
      { id: order.id, contactId: contact.id, total: 272_500_150, status: 'placed' },
    ])
    const [kept] = await shop.orders.ofContact({ contactId: contact.id })
    expect(kept).toMatchObject({
      number: expect.stringMatching(/^SO-\d{5}$/) as unknown,
      total: 272_500_150,
      sync: { state: 'synced' },
    })
    const [kept2] = await shop.leads.ofContact({ contactId: contact.id })
    const stages = await shop.catalog.stages()
    expect(stages.map((stage) => stage.name)).toEqual([
      'New',
      'Contacted',
      'Quoted',
      'Negotiation',
      'Won',
      'Lost',
    ])
    expect(kept2).toMatchObject({ stageId: stages[0]?.id, sync: { state: 'synced', reason: null } })
    expect(await shop.contacts.get({ contactId: contact.id })).toMatchObject({ sync: { state: 'synced' } })
  })

  it('are one record though they are changed before, while and after they are sent', async () => {
    const contact = await shop.addContact()
    const { id } = await shop.leads.create(leadOf(contact.id))
    await shop.leads.update({ id, title: 'Two laptops' })
    expect(await shop.waiting()).toHaveLength(2)
    await control.latency(150)
    await signIn()
    const sending = waitFor((entry) => entry.method === 'PUT' && entry.kind === 'contact')
    await sending
    await shop.leads.update({ id, value: 5, currency: 'INR' })
    await shop.contacts.rename({ contactId: contact.id, name: 'Dewi L.' })
    await allThrough()
    await shop.leads.update({ id, title: 'Three laptops' })
    await shop.leads.update({ id, value: null })
    await allThrough()
    expect(await inCrm('lead', id)).toMatchObject([{ title: 'Three laptops', value: null, currency: null }])
    expect(await inCrm('contact', contact.id)).toMatchObject([{ name: 'Dewi L.' }])
  })
})

describe('whatever happens on the way, the CRM has it once', () => {
  it.each([
    '500',
    '503',
    '429',
    'timeout',
    'timeout-after-commit',
    'cut-before-commit',
    'cut-after-commit',
  ] as const)('%s', async (kind) => {
    await signIn()
    await shop.crm.syncNow()
    const match = { method: 'PUT' }
    await control.fail({ kind, count: 1, retryAfter: 0, match })
    const contact = await shop.addContact()
    const order = await shop.orders.create(orderOf(contact.id))
    const seen = await shop.untilStatus(
      ({ waiting, reachable, failing }) =>
        waiting > 0 && reachable === /^\d/.test(kind) && failing === /^\d/.test(kind),
    )
    expect(seen.state).toBe('signed-in')
    await allThrough()
    expect(await kinds()).toEqual(['contact', 'order'])
    expect(await inCrm('order', order.id)).toHaveLength(1)
    expect(await shop.crm.status()).toMatchObject({ reachable: true, failing: false })
    const sent = await puts()
    expect(sent).toHaveLength(3)
    expect(new Set(sent.map((entry) => entry.path)).size).toBe(2)
    expect(new Set(sent.map((entry) => entry.idempotencyKey)).size).toBe(2)
  })

  it('the app ending while it is sent', async () => {
    await signIn()
    await shop.crm.syncNow()
    await control.fail({ kind: 'timeout-after-commit', count: 1, match: { pathPrefix: '/api/orders/' } })
    const contact = await shop.addContact()
    await shop.orders.create(orderOf(contact.id))
    await waitFor((entry) => entry.kind === 'order' && entry.method === 'PUT')
    await shop.restart()
    await allThrough()
    const sent = await puts('order')
    expect(sent.map((entry) => entry.outcome)).toEqual(['committed', 'replayed'])
    expect(new Set(sent.map((entry) => entry.idempotencyKey)).size).toBe(1)
  })

  it('no CRM there at all, across a restart', async () => {
    await signIn()
    await shop.crm.syncNow()
    const port = Number(new URL(server.url).port)
    await server.close()
    const contact = await shop.addContact()
    await shop.leads.create(leadOf(contact.id))
    const [entry] = await shop.until(
      () => shop.waiting(),
      (entries) => entries.some(({ reason }) => reason !== null),
    )
    expect(entry).toMatchObject({ state: 'waiting', reason: 'The CRM does not answer at this address.' })
    expect(await shop.crm.status()).toMatchObject({ reachable: false })
    await expect(shop.crm.syncNow()).rejects.toMatchObject({ code: 'crm-unreachable' })
    await shop.restart()
    expect((await shop.waiting())[0]?.attempts).toBeGreaterThan(1)
    server = await startCentralCrm({ dbFile: path.join(folder, 'crm.db'), port })
    await shop.crm.syncNow()
    await allThrough()
    expect(await kinds()).toEqual(['contact', 'lead'])
  })
})

describe('a refusal', () => {
  it('stops that record alone, says why, and ends when it is put right', async () => {
    await signIn()
    await shop.crm.syncNow()
    const contact = await shop.addContact()
    const bad = await shop.orders.create(orderOf(contact.id, { currency: 'XQX' }))
    const good = await shop.leads.create(leadOf(contact.id))
    await shop.untilStatus((status) => status.refused === 1 && status.waiting === 0)
    const [entry] = await shop.waiting()
    expect(entry).toMatchObject({ kind: 'order', recordId: bad.id, state: 'refused' })
    expect(entry?.reason).toContain('XQX is not an ISO 4217 currency')
    expect(await inCrm('lead', good.id)).toMatchObject([{ id: good.id }])
    const [order] = await shop.orders.ofContact({ contactId: contact.id })
    expect(order?.sync).toMatchObject({ state: 'refused', reason: entry?.reason })

    await shop.crm.discard({ entryId: entry?.id ?? 0 })
    expect((await shop.orders.ofContact({ contactId: contact.id }))[0]?.sync.state).toBe('local')
    await allThrough()
  })

  it('of an update is tried anew with the correction, under a new key', async () => {
    await signIn()
    const contact = await shop.addContact()
    const { id } = await shop.leads.create(leadOf(contact.id))
    await allThrough()
    await shop.leads.update({ id, stageId: '00000000-0000-4000-8000-000000000000' })
    await shop.untilStatus((status) => status.refused === 1)
    const stage = (await shop.catalog.stages())[2]!
    await shop.leads.update({ id, stageId: stage.id })
    await allThrough()
    expect(await inCrm('lead', id)).toMatchObject([{ id, stageId: stage.id }])
    const sent = await puts('lead')
    expect(sent.map((entry) => entry.outcome)).toEqual(['committed', 'refused', 'committed'])
    expect(new Set(sent.map((entry) => entry.idempotencyKey)).size).toBe(3)
  })

  it('given up takes back what the CRM has', async () => {
    await signIn()
    const contact = await shop.addContact()
    const { id } = await shop.leads.create(leadOf(contact.id))
    await allThrough()
    await shop.leads.update({ id, title: 'New title', stageId: '00000000-0000-4000-8000-000000000000' })
    await shop.untilStatus((status) => status.refused === 1)
    const [entry] = await shop.waiting()
    await shop.crm.discard({ entryId: entry?.id ?? 0 })
    const [lead] = await shop.leads.ofContact({ contactId: contact.id })
    expect(lead).toMatchObject({ title: 'Gaming laptop', sync: { state: 'synced' } })
  })

  it('of the person holds their lead and order until the person is let in', async () => {
    await signIn('budi')
    await shop.crm.syncNow()
    const contact = await shop.addContact('Budi', newPhone(), 'no address')
    const lead = await shop.leads.create(leadOf(contact.id))
    await shop.orders.create(orderOf(contact.id))
    await shop.untilStatus((status) => status.refused === 1)
    const [person, ...rest] = await shop.waiting()
    expect(person).toMatchObject({ kind: 'contact', state: 'refused' })
    expect(rest.map(({ state, attempts }) => [state, attempts])).toEqual([
      ['waiting', 0],
      ['waiting', 0],
    ])
    expect(rest[0]?.reason).toBe(`The customer is not in the CRM: ${person?.reason ?? ''}`)
    expect(rest[0]?.waitsFor).toEqual({ kind: 'contact', title: 'Budi' })
    await shop.contacts.update({ contactId: contact.id, change: { email: 'budi@example.test' } })
    await allThrough()
    expect(await kinds()).toEqual(['contact', 'lead', 'order'])
    expect(await inCrm('lead', lead.id)).toHaveLength(1)
  })

  it('of the person, given up, gives back lead and order to the person’s decision', async () => {
    await signIn('budi')
    await shop.crm.syncNow()
    const contact = await shop.addContact('Budi', newPhone(), 'no address')
    await shop.leads.create(leadOf(contact.id))
    await shop.untilStatus((status) => status.refused === 1)
    await shop.crm.discard({ entryId: (await shop.waiting())[0]?.id ?? 0 })
    await shop.contacts.update({ contactId: contact.id, change: { email: null } })
    const [left, ...others] = await shop.waiting()
    expect(others).toEqual([])
    expect(left).toMatchObject({ kind: 'lead', state: 'refused', reason: 'The customer is not in the CRM.' })
    await shop.crm.retry({ entryId: left?.id ?? 0 })
    await allThrough()
    expect(await kinds()).toEqual(['contact', 'lead'])
  })

  it('of a category, given up, is told of its products', async () => {
    await signIn('owner')
    await shop.crm.syncNow()
    await shop.crm.signOut()
    const category = { id: randomUUID(), name: `Tea ${randomUUID()}` }
    await shop.catalog.createCategory(category)
    const product = { id: randomUUID(), name: 'Assam', sku: null, unit: null, categoryId: category.id }
    await shop.catalog.create({ ...product, unitPrice: 1, currency: 'IDR', stock: null, active: true })
    const made = (await shop.waiting()).find(({ recordId }) => recordId === category.id)
    await shop.crm.discard({ entryId: made?.id ?? 0 })
    expect(await shop.waiting()).toMatchObject([
      { recordId: product.id, state: 'refused', reason: 'The category is not in the CRM.' },
    ])
  })
})

describe('a person the CRM knows already', () => {
  it('is not made again: their id, name and numbers there are taken over', async () => {
    const phone = newPhone()
    await signIn('arjun')
    const theirs = await shop.addContact('Dewi of the office', phone)
    await shop.leads.create(leadOf(theirs.id, { title: 'Older lead' }))
    await allThrough()
    await shop.close()

    shop = await openShop({ timeout: 2000 })
    mark = (await control.log()).at(-1)?.seq ?? 0
    const ours = await shop.addContact('Dewi', phone)
    expect(ours.id).not.toBe(theirs.id)
    await signIn('arjun')
    const lead = await shop.leads.create(leadOf(ours.id))
    await allThrough()
    expect(await kinds()).toEqual(['lead'])
    expect(await inCrm('lead', lead.id)).toMatchObject([{ contactId: theirs.id }])
    expect(await shop.contacts.get({ contactId: ours.id })).toMatchObject({
      name: 'Dewi of the office',
      sync: { state: 'synced' },
    })
    await shop.crm.syncNow()
    const leads = await shop.leads.ofContact({ contactId: ours.id })
    expect(leads.map(({ title }) => title)).toEqual(['Gaming laptop', 'Older lead'])
    expect(leads.every(({ contactId }) => contactId === ours.id)).toBe(true)
    await shop.contacts.rename({ contactId: ours.id, name: 'Dewi L.' })
    await allThrough()
    expect(await inCrm('contact', theirs.id)).toMatchObject([{ name: 'Dewi L.', phones: [phone] }])
  })
})

describe('a change in the CRM', () => {
  const ready = async () => {
    await signIn()
    const contact = await shop.addContact()
    const { id } = await shop.leads.create(leadOf(contact.id))
    await allThrough()
    return { contact, id }
  }

  it('comes in, and is told', async () => {
    const { contact, id } = await ready()
    await control.edit('lead', id, { title: 'From the office' })
    shop.events.length = 0
    await shop.crm.syncNow()
    expect(await shop.leads.ofContact({ contactId: contact.id })).toMatchObject([
      { title: 'From the office', sync: { state: 'synced' } },
    ])
    expect(shop.events).toContainEqual(
      expect.objectContaining({
        type: 'lead',
        lead: expect.objectContaining({ title: 'From the office' }) as unknown,
      }),
    )
  })

  it('of another field stands beside ours', async () => {
    const { contact, id } = await ready()
    const stage = (await shop.catalog.stages())[3]!
    await control.edit('lead', id, { stageId: stage.id, notes: 'called twice' })
    await shop.leads.update({ id, title: 'Ours' })
    await allThrough()
    expect(await inCrm('lead', id)).toMatchObject([
      { title: 'Ours', stageId: stage.id, notes: 'called twice', version: 3 },
    ])
    expect(await shop.leads.ofContact({ contactId: contact.id })).toMatchObject([
      { title: 'Ours', stageId: stage.id },
    ])
  })

  it('of the same field stops ours, which is sent if the person says so', async () => {
    const { contact, id } = await ready()
    await control.edit('lead', id, { title: 'Theirs', notes: 'kept' })
    await shop.leads.update({ id, title: 'Ours' })
    await shop.untilStatus((status) => status.refused === 1)
    const [entry] = await shop.waiting()
    expect(entry?.reason).toBe('Changed in the CRM at the same time: title.')
    expect(await inCrm('lead', id)).toMatchObject([{ title: 'Theirs' }])
    expect(await shop.leads.ofContact({ contactId: contact.id })).toMatchObject([{ title: 'Ours' }])
    await shop.crm.retry({ entryId: entry?.id ?? 0 })
    await allThrough()
    expect(await inCrm('lead', id)).toMatchObject([{ title: 'Ours', notes: 'kept' }])
  })

  it('to the same value needs nothing from us', async () => {
    const { id } = await ready()
    await control.edit('lead', id, { title: 'Same' })
    await shop.leads.update({ id, title: 'Same' })
    await allThrough()
    expect(await inCrm('lead', id)).toMatchObject([{ title: 'Same', version: 2 }])
  })

  it('that deletes it removes it here, unless ours is waiting', async () => {
    const { contact, id } = await ready()
    const other = await shop.leads.create(leadOf(contact.id))
    await allThrough()
    await control.remove('lead', id)
    await control.remove('lead', other.id)
    await shop.leads.update({ id: other.id, title: 'Still ours' })
    await shop.untilStatus((status) => status.refused === 1)
    await shop.crm.syncNow()
    const left = await shop.leads.ofContact({ contactId: contact.id })
    expect(left).toMatchObject([{ id: other.id, title: 'Still ours', sync: { state: 'refused' } }])
    expect(left[0]?.sync.reason).toContain('deleted')
    await shop.crm.discard({ entryId: (await shop.waiting())[0]?.id ?? 0 })
    await shop.crm.syncNow()
    expect(await shop.leads.ofContact({ contactId: contact.id })).toEqual([])
  })

  it('while ours is under way is read once ours is through', async () => {
    const { contact, id } = await ready()
    await control.fail({ kind: '500', count: 1, match: { method: 'PUT' } })
    await shop.leads.update({ id, title: 'Ours' })
    await waitFor((entry) => entry.fault === '500')
    await control.edit('lead', id, { notes: 'newer', value: 7, currency: 'INR' })
    await shop.crm.syncNow()
    await allThrough()
    await shop.crm.syncNow()
    expect(await shop.leads.ofContact({ contactId: contact.id })).toMatchObject([
      { title: 'Ours', value: 7, currency: 'INR', sync: { state: 'synced' } },
    ])
  })
})
