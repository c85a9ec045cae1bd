/** What customers are told of their orders, on a real database through a real outbox. */
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, it } from 'vitest'
import {
  DEFAULT_PREFERENCES,
  NO_TERMS,
  type Consent,
  type OrderStatus,
  type Preferences,
} from '../../contract'
import type { ContactsStore } from '../contacts'
import { newPhone, orderOf } from '../crm/testing'
import type { crmStore } from '../crm/store'
import { eventually, Shop } from '../outbox/shop.testing'
import { silentLogger } from '../storage/test-storage'
import { createLetters, createOrders, type Letters, type Orders } from './index'
import type { ordersStore } from './store'

const CHAT = 'ratna@c.us'
const DAY = 24 * 60 * 60 * 1000
let shop: Shop
let letters: Letters
let orders: Orders
let preferences: Preferences
let contactId = ''
let conversationId = ''
let printed: string[] = []

function begin(): void {
  const shared = { storage: shop.storage, emit: () => undefined, clock: () => shop.clock.now() }
  orders = createOrders({ ...shared, changed: () => undefined, who: () => 'Siti' }).orders
  letters = createLetters({
    ...shared,
    outbox: shop.outbox,
    uploads: {
      saveUpload: (data, { mime, name }) => {
        const uploadId = randomUUID()
        const file = uploadId.replaceAll('-', '')
        shop.uploads.set(uploadId, { file, mime, name, size: data.length })
        shop.files.set(file, data)
        return Promise.resolve({ uploadId })
      },
    },
    print: (html) => {
      printed.push(html)
      return Promise.resolve(Buffer.from('%PDF-1.4'))
    },
    preferences: () => preferences,
    language: () => 'id',
    who: () => 'Siti',
    logger: silentLogger,
  })
}

beforeEach(async () => {
  shop = await Shop.open()
  preferences = { ...DEFAULT_PREFERENCES, toldStatuses: ['confirmed', 'shipped'] }
  printed = []
  conversationId = await shop.conversation(CHAT)
  const phone = newPhone()
  contactId = randomUUID()
  await people().createContact({ id: contactId, name: 'Ratna', phone, now: 0 })
  begin()
})
afterEach(async () => {
  await letters.stop()
  await shop.close()
})

const people = () => shop.storage.store<ContactsStore>('contacts')
const store = () => shop.storage.store<typeof ordersStore>('orders')
const bodies = async (): Promise<(string | null)[]> => (await shop.messages(CHAT)).map(({ body }) => body)
const place = (more: Parameters<typeof orderOf>[1] = {}) =>
  orders.create(orderOf(contactId, { conversationId, ...more }))
/** Everything that is due has been looked at. */
async function looked(): Promise<void> {
  letters.look()
  await eventually(async () => expect(await store().dueTellings(10)).toEqual([]))
}
const told = async (id: string) => (await orders.steps({ id })).map(({ status, told: how }) => [status, how])

it('tells each status that is set once, in the customer’s language, and no other', async () => {
  const { id } = await place()
  await looked()
  for (const status of ['confirmed', 'packed', 'shipped'] as const) {
    await orders.update({ id, status })
    await looked()
    await looked()
  }
  expect(await bodies()).toEqual([
    'Halo Ratna, pesanan Anda sudah dikonfirmasi.',
    'Halo Ratna, pesanan Anda sedang dalam perjalanan.',
  ])
  expect(await orders.steps({ id })).toMatchObject([
    { status: 'placed', by: 'person', name: 'Siti', told: null },
    { status: 'confirmed', told: 'sent' },
    { status: 'packed', told: null },
    { status: 'shipped', told: 'sent' },
  ])
  // What was not wanted then is not told because it is wanted now.
  preferences = { ...preferences, toldStatuses: ['placed', 'packed', 'delivered'] }
  await looked()
  expect(await bodies()).toHaveLength(2)
})

it('uses words of one’s own, with what is known filled in', async () => {
  preferences = {
    ...preferences,
    customerLanguage: 'en',
    statusWords: { en: { confirmed: 'Dear {name}: {order} , {total} – ok?' } },
  }
  const { id } = await place({
    currency: 'KWD',
    lines: [{ productId: null, name: 'X', quantity: 3, unitPrice: 333 }],
  })
  await orders.update({ id, status: 'confirmed' })
  await looked()
  expect((await bodies()).map((body) => body?.replaceAll('\u00a0', ' '))).toEqual([
    'Dear Ratna:, KWD 0.999 – ok?',
  ])
})

it('tells nothing where nothing is set, nothing old, and nothing where there is no chat', async () => {
  preferences = { ...preferences, toldStatuses: [] }
  const off = await place()
  await orders.update({ id: off.id, status: 'confirmed' })
  await looked()
  preferences = { ...preferences, toldStatuses: ['confirmed'] }
  const old = await place()
  await store().updateOrder({ id: old.id, status: 'confirmed', now: shop.clock.now() - DAY - 1 })
  await looked()
  const nowhere = await place({ conversationId: null })
  await orders.update({ id: nowhere.id, status: 'confirmed' })
  await looked()
  expect(await bodies()).toEqual([])
  expect(await told(off.id)).toEqual([
    ['placed', null],
    ['confirmed', null],
  ])
  expect(await told(old.id)).toEqual([
    ['placed', null],
    ['confirmed', null],
  ])
  expect(await told(nowhere.id)).toEqual([
    ['placed', null],
    ['confirmed', 'failed'],
  ])
})

it('tells once though it is told again after a crash before that was noted', async () => {
  const { id } = await place()
  await orders.update({ id, status: 'confirmed' })
  const due = (await store().dueTellings(10)).find(({ status }) => status === 'confirmed')
  await shop.outbox.send({
    ...{ conversationId, clientId: due!.clientId, quotedMessageId: null, attachment: null },
    body: 'Halo Ratna, pesanan Anda sudah dikonfirmasi.',
  })
  await letters.stop()
  await shop.restart()
  begin()
  await looked()
  expect(await bodies()).toHaveLength(1)
  expect(await told(id)).toEqual([
    ['placed', null],
    ['confirmed', 'sent'],
  ])
})

it('tells nothing to who asked not to be written to, says so, and goes on with the others', async () => {
  const chat = 'dewi@c.us'
  const phone = newPhone()
  conversationId = await shop.conversation(chat, phone)
  contactId = (await people().contactIdByPhone(phone)) ?? ''
  const consent = (state: Consent['state']) =>
    people().setConsent({ id: contactId, state, how: 'wrote STOP', now: shop.clock.now() })
  await consent('out')
  const { id } = await place()
  await orders.update({ id, status: 'confirmed' })
  await looked()
  await consent('in')
  await orders.update({ id, status: 'shipped' })
  await looked()
  const news = 'Halo dewi@c.us, pesanan Anda sedang dalam perjalanan.'
  await shop.becomes(chat, `${news}: queued`)
  // Asked between the writing and the sending.
  await consent('out')
  shop.outbox.wake('main')
  await shop.becomes(chat, `${news}: failed`)
  expect(await told(id)).toEqual([
    ['placed', null],
    ['confirmed', 'opted-out'],
    ['shipped', 'opted-out'],
  ])
  // By hand it goes once somebody was warned.
  const letter = { id, conversationId, language: 'id' as const, messageId: randomUUID(), paperId: null }
  await expect(letters.send({ ...letter, despiteOptOut: false })).rejects.toMatchObject({ code: 'opted-out' })
  expect(await letters.send({ ...letter, despiteOptOut: true })).toHaveLength(1)
})

it('goes on with the others where somebody is blocked', async () => {
  const blocked = await place()
  await shop.inbox.setBlocked(conversationId, true)
  await orders.update({ id: blocked.id, status: 'confirmed' })
  await looked()
  expect(await told(blocked.id)).toContainEqual(['confirmed', 'failed'])
})

it('tells what the CRM moved, once, but nothing of what it is first heard of', async () => {
  const crm = shop.storage.store<typeof crmStore>('crm')
  const at = (when: number): string => new Date(when).toISOString()
  const record = (id: string, status: OrderStatus, version: number, when = shop.clock.now()) => ({
    ...{ id, version, contactId, status, number: 'SO-7', currency: 'IDR', total: 30, createdAt: at(0) },
    ...{ lines: [{ name: 'X', quantity: 3, unitPrice: 10 }], updatedAt: at(when) },
  })
  let cursor = 0
  const pull = async (...items: object[]): Promise<void> => {
    const { generation } = await crm.getCursor('order')
    const page = {
      kind: 'order' as const,
      items,
      cursor: String((cursor += 1)),
      base: 'https://crm.test',
      more: false,
      passOver: false,
      generation,
    }
    await crm.applyPage({ ...page, now: shop.clock.now() })
    await looked()
  }
  // The CRM knows the person.
  const out = await place({ status: 'placed' }).then(() => crm.takeNext(shop.clock.now()))
  const stamps = { version: 1, createdAt: at(0), updatedAt: at(0) }
  await crm.settle({
    entryId: out!.entryId,
    record: { id: contactId, name: 'Ratna', phones: [], ...stamps },
    now: shop.clock.now(),
  })
  await shop.storage.store<ContactsStore>('contacts').getContact(contactId)
  const seen = randomUUID()
  await pull(record(seen, 'shipped', 1))
  const moved = randomUUID()
  await pull(record(moved, 'placed', 1))
  await pull(record(moved, 'confirmed', 2))
  await pull(record(moved, 'confirmed', 2))
  await pull(record(moved, 'confirmed', 3))
  expect(await told(seen)).toEqual([['shipped', null]])
  expect(await orders.steps({ id: moved })).toMatchObject([
    { status: 'placed', by: 'crm', told: null },
    { status: 'confirmed', by: 'crm', name: null, told: 'failed' },
  ])
  await pull(record(moved, 'shipped', 4, shop.clock.now() - 2 * DAY))
  expect((await told(moved)).at(-1)).toEqual(['shipped', null])
})

it('sends the order as a message and on paper, each once, without the note', async () => {
  const { id } = await place({
    note: 'Bad payer',
    address: 'Jl. Merdeka 1\nJakarta',
    terms: { ...NO_TERMS, discount: { kind: 'percent', rate: 33_333 }, shipping: 500 },
  })
  const input = {
    id,
    conversationId,
    language: 'en' as const,
    messageId: randomUUID(),
    paperId: randomUUID(),
  }
  const sent = await letters.send(input)
  await letters.send(input)
  expect(sent).toMatchObject([{ type: 'text' }, { type: 'document', media: { name: 'Order.pdf' } }])
  const [text, paper] = await shop.messages(CHAT)
  expect(await shop.messages(CHAT)).toHaveLength(2)
  expect(paper).toMatchObject({ type: 'document', body: null })
  expect(text?.body?.replaceAll('\u00a0', ' ')).toMatchInlineSnapshot(`
    "*Order*

    1. Sofa
        2 × Rp 1,250,000 = Rp 2,500,000
    2. Lamp
        3 × Rp 75,000.50 = Rp 225,001.50

    Subtotal: Rp 2,725,001.50
    Discount (33.333%): -Rp 908,324.75
    Shipping: Rp 5
    *Total: Rp 1,816,681.75*

    Deliver to:
    Jl. Merdeka 1
    Jakarta"
  `)
  for (const what of [text?.body, printed[0]]) expect(what).not.toContain('Bad payer')
  for (const part of text?.body?.match(/[\d.,]{5,}/g) ?? []) expect(printed[0]).toContain(part)
})

it('notes when an order was sent by hand and by whom, once for each sending, and nothing that did not go', async () => {
  const { id } = await place()
  const send = (messageId: string, inChat = conversationId) =>
    letters.send({ id, conversationId: inChat, language: 'id', messageId, paperId: null })
  expect(await orders.sendings({ id })).toEqual([])
  const messageId = randomUUID()
  await send(messageId)
  await send(messageId)
  expect(await orders.sendings({ id })).toEqual([{ at: shop.clock.now(), name: 'Siti' }])
  await expect(send(randomUUID(), randomUUID())).rejects.toMatchObject({ code: 'not-found' })
  expect(await orders.sendings({ id })).toHaveLength(1)
  await send(randomUUID())
  expect(await orders.sendings({ id })).toHaveLength(2)
})

it('escapes what people wrote', async () => {
  const { id } = await place({
    lines: [{ productId: null, name: `<img src=x> & "you"`, quantity: 1, unitPrice: 1 }],
  })
  await letters.send({ id, conversationId, language: 'hi', messageId: randomUUID(), paperId: randomUUID() })
  expect(printed[0]).toContain('&lt;img src=x&gt; &amp; &quot;you&quot;')
  expect(printed[0]).not.toContain('<img')
})

it('is sent to nobody but its customer', async () => {
  const { id } = await place()
  const phone = newPhone()
  await people().createContact({ id: randomUUID(), name: 'Somebody else', phone, now: 0 })
  const theirs = await shop.conversation(`${phone.slice(1)}@c.us`, phone)
  const letter = { id, language: 'id' as const, messageId: randomUUID(), paperId: null }
  await expect(letters.send({ ...letter, conversationId: theirs })).rejects.toMatchObject({
    code: 'invalid-input',
  })
  await expect(orders.create(orderOf(contactId, { conversationId: theirs }))).rejects.toMatchObject({
    code: 'invalid-input',
  })
  expect(await letters.send({ ...letter, conversationId })).toHaveLength(1)
})
