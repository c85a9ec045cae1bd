/** The change log in the real database: what is collapsed, what is queued, and what a crash finds. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ContactsStore } from '../contacts'
import type { ordersStore } from '../orders/store'
import type { Remote } from '../storage'
import { openTestStorage, type TestStorage } from '../storage/test-storage'
import type { crmStore } from './store'
import { allWaiting, leadOf, newPhone, orderOf } from './testing'

let test: TestStorage
let crm: Remote<typeof crmStore>
let orders: Remote<typeof ordersStore>
let contactId = ''
let now = 1000

const bind = (): void => {
  crm = test.storage.store<typeof crmStore>('crm')
  orders = test.storage.store<typeof ordersStore>('orders')
}
beforeAll(async () => {
  test = await openTestStorage()
  bind()
})
afterAll(() => test.cleanup())
beforeEach(async () => {
  now += 1_000_000
  await crm.recover()
  for (let left = await allWaiting(crm); left.length > 0; left = await allWaiting(crm))
    await crm.discard({ entryId: left[0]!.id, now })
  const contact = await test.storage
    .store<ContactsStore>('contacts')
    .createContact({ id: randomUUID(), name: 'Dewi', phone: newPhone(), now })
  contactId = contact.id
})

const newLead = () => orders.createLead({ ...leadOf(contactId), now })
const stamps = (version: number) => {
  const at = new Date(now).toISOString()
  return { version, deleted: false, createdAt: at, updatedAt: at }
}
/** Takes the next entry as the CRM would have it, and answers what was sent. */
async function takeAndFreeze() {
  const out = await crm.takeNext(now)
  const frozen = out && (await crm.freeze(out.entryId))
  if (!out || !frozen) throw new Error('nothing to send')
  return { out, frozen }
}
async function send(version = 1, more: Record<string, unknown> = {}) {
  const { out, frozen } = await takeAndFreeze()
  const record = { stageId: 's', ...frozen.body, ...more, id: out.recordId, ...stamps(version) }
  await crm.settle({ entryId: out.entryId, record, now })
  return { out, frozen }
}

describe('the order of things', () => {
  it('is person, then lead, then order; one that is refused holds up only what needs it', async () => {
    const lead = await newLead()
    const order = await orders.createOrder({ ...orderOf(contactId), now })
    const person = await crm.takeNext(now)
    expect(person).toMatchObject({ kind: 'contact', recordId: contactId })
    expect(await crm.takeNext(now)).toBeNull()
    await crm.refuse({ entryId: person!.entryId, reason: 'no', lost: null, now })
    expect(await crm.takeNext(now)).toBeNull()
    expect(await crm.nextTime()).toBeNull()
    await crm.retry({ entryId: person!.entryId, now })
    expect((await send()).out.kind).toBe('contact')
    const next = await takeAndFreeze()
    expect(next.out).toMatchObject({ kind: 'lead', recordId: lead.id })
    await crm.refuse({ entryId: next.out.entryId, reason: 'no', lost: null, now })
    expect((await send()).out).toMatchObject({ kind: 'order', recordId: order.id })
  })

  it('does not wait for a clock that the change was dated ahead of', async () => {
    await orders.createLead({ ...leadOf(contactId), now: now + 3_600_000 })
    expect((await send()).out.kind).toBe('contact')
    expect((await send()).out.kind).toBe('lead')
  })

  it('lets what failed less often go first', async () => {
    await newLead()
    await send()
    const first = await takeAndFreeze()
    await crm.postpone({ entryId: first.out.entryId, reason: 'x', nextAt: now, holdAll: false })
    const other = await newLead()
    expect((await takeAndFreeze()).out).toMatchObject({ recordId: other.id, attempts: 1 })
    expect((await takeAndFreeze()).out).toMatchObject({ entryId: first.out.entryId, attempts: 2 })
  })
})

describe('changes of one record', () => {
  it('are one entry until it is sent, then one behind it', async () => {
    const { id } = await newLead()
    await send()
    await orders.updateLead({ id, title: 'A', now })
    await orders.updateLead({ id, title: 'B', now })
    const first = await takeAndFreeze()
    expect(first.frozen).toMatchObject({ ifMatch: null, body: { title: 'B' } })
    await orders.updateLead({ id, title: 'C', now })
    await orders.updateLead({ id, value: 7, currency: 'INR', now })
    expect(await allWaiting(crm)).toHaveLength(2)
    expect(await crm.takeNext(now)).toBeNull()
    await crm.settle({
      entryId: first.out.entryId,
      record: { stageId: 's', ...first.frozen.body, id, ...stamps(1) },
      now,
    })
    expect(await orders.getLead(id)).toMatchObject({ title: 'C', value: 7, sync: { state: 'waiting' } })
    const second = await send(2)
    expect(second.frozen).toMatchObject({ ifMatch: 1, body: { title: 'C', value: 7, currency: 'INR' } })
    expect(await orders.getLead(id)).toMatchObject({ title: 'C', sync: { state: 'synced' } })
  })

  it('go out together under a new key when the first was refused', async () => {
    const { id } = await newLead()
    await send()
    const first = await takeAndFreeze()
    await orders.updateLead({ id, title: 'Right', now })
    await crm.refuse({ entryId: first.out.entryId, reason: 'no', lost: null, now })
    expect(await allWaiting(crm)).toHaveLength(1)
    const again = await takeAndFreeze()
    expect(again.frozen).toMatchObject({ ifMatch: null, body: { title: 'Right', contactId } })
    expect(again.out.key).not.toBe(first.out.key)
  })

  it('that change nothing are no change', async () => {
    const lead = await newLead()
    await send()
    await send(1, { stageId: 'new' })
    await orders.updateLead({ id: lead.id, title: lead.title, value: lead.value, now })
    expect(await allWaiting(crm)).toEqual([])
  })
})

describe('a crash', () => {
  it('while sending finds the same request under the same key, with its attempts', async () => {
    const { id } = await newLead()
    await send()
    const before = await takeAndFreeze()
    await test.reopen()
    bind()
    expect(await crm.takeNext(now)).toBeNull()
    await crm.recover()
    await orders.updateLead({ id, title: 'Later', now })
    const after = await takeAndFreeze()
    expect(after.frozen).toEqual(before.frozen)
    expect(after.out).toMatchObject({ key: before.out.key, attempts: 2 })
  })

  it('does not reset when the next attempt is due', async () => {
    await newLead()
    const { out } = await takeAndFreeze()
    await crm.postpone({ entryId: out.entryId, reason: 'x', nextAt: now + 60_000, holdAll: true })
    await test.reopen()
    bind()
    await crm.recover()
    expect(await crm.takeNext(now + 59_999)).toBeNull()
    expect(await crm.nextTime()).toBe(now + 60_000)
    expect(await crm.takeNext(now + 60_000)).toMatchObject({ key: out.key, attempts: 2 })
  })
})

it('a record that has vanished from the CRM is made anew, whole, when the person tries again', async () => {
  const { id } = await newLead()
  await send()
  await send(1, { notes: 'theirs', source: 'Fair' })
  await orders.updateLead({ id, title: 'New title', now })
  const { out } = await takeAndFreeze()
  await crm.refuse({ entryId: out.entryId, reason: 'not there', lost: 'missing', now })
  expect(await orders.getLead(id)).toMatchObject({ sync: { state: 'refused', reason: 'not there' } })
  await crm.retry({ entryId: out.entryId, now })
  expect((await takeAndFreeze()).frozen).toMatchObject({
    ifMatch: null,
    body: { title: 'New title', contactId, notes: 'theirs', source: 'Fair', value: 1_850_000_000 },
  })
})

describe('an order', () => {
  it('stops at a sum that the CRM added to, and keeps what it added once a person has taken that over', async () => {
    const { id } = await orders.createOrder({ ...orderOf(contactId), now })
    await send()
    await send(1, { number: 'SO-1', discount: 100, shipping: 50, tax: 7, total: 272_500_107 })
    const [stopped] = await allWaiting(crm)
    expect(stopped).toMatchObject({
      state: 'refused',
      reason: expect.stringContaining('2,725,001.07') as unknown,
    })
    await crm.discard({ entryId: stopped!.id, now })
    expect(await orders.getOrder(id)).toMatchObject({ total: 272_500_107, sync: { state: 'synced' } })
    const lines = [{ productId: null, name: 'Lamp', quantity: 2, unitPrice: 1000 }]
    expect(await orders.updateOrder({ id, lines, now })).toMatchObject({ total: 1957, number: 'SO-1' })
    expect((await takeAndFreeze()).frozen.body).toMatchObject({ total: 1957, discount: 100, lines })
  })

  it('does not go back behind where the CRM has it', async () => {
    const { id } = await orders.createOrder({ ...orderOf(contactId, { status: 'draft' }), now })
    await expect(orders.updateOrder({ id, status: 'packed', now })).rejects.toMatchObject({
      code: 'wrong-state',
    })
    await orders.updateOrder({ id, status: 'placed', now })
    await orders.updateOrder({ id, status: 'packed', now })
    await send()
    await send()
    const back = orders.updateOrder({ id, status: 'placed', now })
    await expect(back).rejects.toMatchObject({ code: 'wrong-state' })
    expect(await orders.updateOrder({ id, status: 'cancelled', now })).toMatchObject({ status: 'cancelled' })
    await send(2)
    await expect(orders.updateOrder({ id, status: 'delivered', now })).rejects.toMatchObject({
      code: 'wrong-state',
    })
  })

  it('is refused whole where it could not be exact, and leaves nothing behind', async () => {
    const lines = [{ productId: null, name: 'Moon', quantity: 2, unitPrice: Number.MAX_SAFE_INTEGER }]
    const input = orderOf(contactId, { lines })
    await expect(orders.createOrder({ ...input, now })).rejects.toMatchObject({ code: 'invalid-input' })
    await expect(orders.getOrder(input.id)).rejects.toMatchObject({ code: 'not-found' })
    expect(await allWaiting(crm)).toEqual([])
  })

  it.each([{ contactId: randomUUID() }, { conversationId: randomUUID() }])(
    'needs what it names: %j',
    async (wrong) => {
      const input = { ...orderOf(contactId), ...wrong, now }
      await expect(orders.createOrder(input)).rejects.toMatchObject({ code: 'not-found' })
      expect(await allWaiting(crm)).toEqual([])
    },
  )
})

it('a lead’s value and currency go together', async () => {
  const lead = (value: number | null, currency: string | null) =>
    orders.createLead({ ...leadOf(contactId, { value, currency }), now })
  await expect(lead(5, null)).rejects.toMatchObject({ code: 'invalid-input' })
  expect(await lead(null, 'IDR')).toMatchObject({ value: null, currency: null })
  await expect(lead(0.5, 'IDR')).rejects.toMatchObject({ code: 'invalid-input' })
})
