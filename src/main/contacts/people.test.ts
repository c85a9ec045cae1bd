/** One person with everything known of them, in the real database: edits, what the CRM is told of them, and how they are found. */
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { AppEvent, ContactChange } from '../../contract'
import type { crmStore } from '../crm/store'
import { allWaiting, leadOf, newPhone } from '../crm/testing'
import type { inboxStore } from '../inbox/store'
import { routeRequest, waIdentity } from '../inbox/testing'
import type { ordersStore } from '../orders/store'
import type { outboxStore } from '../outbox/store'
import { openTestStorage, type TestStorage } from '../storage/test-storage'
import type { accountsStore } from '../accounts/store'
import { createContacts, numberForms, type Contacts } from '.'

let test: TestStorage
let contacts: Contacts
let events: AppEvent[]
let now = 1000

beforeAll(async () => {
  test = await openTestStorage()
  await test.storage.store<typeof accountsStore>('accounts').list(0)
})
afterAll(() => test.cleanup())
beforeEach(() => {
  events = []
  const emit = (event: AppEvent): void => void events.push(event)
  contacts = createContacts({
    ...{ storage: test.storage, emit, changed: () => undefined },
    country: () => 'ID',
    clock: () => (now += 1000),
  })
})

const person = (change: ContactChange & { name: string }) => contacts.create({ id: randomUUID(), change })
const listed = async (query: string, more: { tag?: string; chat?: 'none' } = {}) => {
  const page = { tag: more.tag ?? null, chat: more.chat ?? ('any' as const), cursor: null, limit: 100 }
  return (await contacts.list({ query, ...page })).items.map(({ name }) => name)
}
const waiting = () => allWaiting(test.storage.store<typeof crmStore>('crm'))

describe('a person', () => {
  it('has names, numbers, e-mails, tags, fields, each once, as they were put in', async () => {
    const phone = newPhone()
    const made = await person({
      name: ' Siti  Rahma ',
      aliases: ['Bu Siti', 'SITI RAHMA', 'bu siti'],
      phones: [phone.replace('+62', '0'), phone],
      email: 'Siti@Toko.example',
      otherEmails: ['SITI@toko.example', 'Siti@rumah.example'],
      company: 'Toko Melati',
      address: 'Jl. Melati 1\nBandung',
      tags: ['Grosir', 'VIP', 'grosir'],
      note: 'Suka teh',
      fields: [
        { name: 'Ukuran', value: 'L' },
        { name: 'Ukuran', value: 'XL' },
      ],
    })
    expect(made).toMatchObject({
      ...{ name: 'Siti Rahma', aliases: ['Bu Siti'], phones: [phone], email: 'Siti@Toko.example' },
      ...{ otherEmails: ['siti@rumah.example'], company: 'Toko Melati', tags: ['Grosir', 'VIP'] },
      ...{ address: 'Jl. Melati 1\nBandung', note: 'Suka teh', consent: { state: 'unknown', at: null } },
    })
    expect(made.fields.map(({ value }) => value)).toEqual(['L', 'XL'])
    expect(await contacts.get({ contactId: made.id })).toEqual(made)
    expect(events.at(-1)).toEqual({ type: 'contact', contact: made })
    expect(await contacts.update({ contactId: made.id, change: { tags: [], note: null } })).toMatchObject({
      ...{ tags: [], note: null, company: 'Toko Melati', aliases: ['Bu Siti'] },
    })
  })

  it('is made once for each id, and not at all where a number is somebody else’s or none', async () => {
    const first = await person({ name: 'Budi', phones: [newPhone()] })
    expect(await contacts.create({ id: first.id, change: { name: 'Other' } })).toEqual(first)
    const id = randomUUID()
    for (const [phone, code] of [
      [first.phones[0]!, 'phone-taken'],
      ['12345', 'bad-phone'],
    ] as const)
      await expect(contacts.create({ id, change: { name: 'Ani', phones: [phone] } })).rejects.toMatchObject({
        code,
      })
    await expect(contacts.get({ contactId: id })).rejects.toMatchObject({ code: 'not-found' })
  })

  it('keeps the number that a chat is with, and takes the chat of a number that becomes theirs', async () => {
    const inbox = test.storage.store<typeof inboxStore>('inbox')
    const phone = newPhone()
    const identity = waIdentity({ phone, isSaved: false, savedName: null })
    const request = routeRequest({ address: `${phone.slice(1)}@c.us`, identity, keep: 'everything' })
    const { conversationId } = await inbox.route(request)
    const { id } = await person({ name: 'Dewi', phones: [phone] })
    expect(await inbox.conversations([conversationId!])).toMatchObject([{ contactId: id }])
    const without = contacts.update({ contactId: id, change: { phones: [] } })
    await expect(without).rejects.toMatchObject({ code: 'wrong-state' })
  })

  it('tells the CRM in one entry what it takes, once it has them, and nothing else', async () => {
    const { id } = await person({ name: 'Rina', tags: ['Lama'] })
    await contacts.update({ contactId: id, change: { company: 'CV Rina' } })
    expect(await waiting()).toEqual([])
    await test.storage.store<typeof ordersStore>('orders').createLead({ ...leadOf(id), now })
    const change = { name: 'Rina W', tags: ['Baru'], address: 'Jl. 2', fields: [{ name: 'a', value: 'b' }] }
    await contacts.update({ contactId: id, change })
    await contacts.setConsent({ contactId: id, state: 'out', how: 'wrote STOP' })
    const entries = (await waiting()).filter(({ recordId }) => recordId === id)
    expect(entries).toHaveLength(1)
    const crm = test.storage.store<typeof crmStore>('crm')
    const out = await crm.takeNext(now)
    expect(out).toMatchObject({ recordId: id })
    const { body } = (await crm.freeze(out!.entryId))!
    expect(body).toEqual({
      ...{ name: 'Rina W', phones: [], email: null, company: 'CV Rina', address: 'Jl. 2', tags: ['Baru'] },
      notes: null,
    })
    for (const { id: entryId } of await waiting()) {
      await crm.release(entryId).catch(() => undefined)
    }
  })

  it('says whether they may be written to, since when and why', async () => {
    const { id } = await person({ name: 'Tono' })
    const out = await contacts.setConsent({ contactId: id, state: 'out', how: 'wrote STOP' })
    expect(out.consent).toEqual({ state: 'out', at: now, how: 'wrote STOP' })
    expect((await contacts.setConsent({ contactId: id, state: 'out', how: 'wrote STOP' })).consent).toEqual(
      out.consent,
    )
    const back = await contacts.setConsent({ contactId: id, state: 'unknown', how: null })
    expect(back.consent).toEqual({ state: 'unknown', at: null, how: null })
  })
})

it('nothing is written for whom asked for nothing, unless somebody says so', async () => {
  const inbox = test.storage.store<typeof inboxStore>('inbox')
  const outbox = test.storage.store<typeof outboxStore>('outbox')
  const phone = newPhone()
  const identity = waIdentity({ phone, savedName: 'Opted out' })
  const { conversationId } = await inbox.route(routeRequest({ address: `${phone.slice(1)}@c.us`, identity }))
  const [chat] = await inbox.conversations([conversationId!])
  const message = { conversationId: chat!.id, body: 'Hello', quotedMessageId: null, attachment: null }
  const send = (despiteOptOut?: boolean) =>
    outbox.enqueue({ ...message, clientId: randomUUID(), ...(despiteOptOut ? { despiteOptOut } : {}) }, now)
  await contacts.setConsent({ contactId: chat!.contactId!, state: 'out', how: null })
  await expect(send()).rejects.toMatchObject({ code: 'opted-out' })
  expect((await send(true)).isNew).toBe(true)
  await contacts.setConsent({ contactId: chat!.contactId!, state: 'in', how: null })
  expect((await send()).isNew).toBe(true)
})

describe('people are found', () => {
  it.each([
    ['zoë', 'ZOE mu'],
    ['another name', 'wiwik'],
    ['company', 'melati jaya'],
    ['a tag', 'reseller'],
    ['an e-mail', 'zoe@kantor'],
    ['another e-mail', 'zoe@rumah'],
    ['two words of different fields', 'reseller mull'],
    ['two letters', 'zo'],
  ])('by %s', async (_, query) => {
    const id = '11111111-1111-4111-8111-111111111111'
    await contacts.create({
      id,
      change: {
        ...{ name: 'Zoë Müller', aliases: ['Wiwik'], company: 'PT Melati Jaya', tags: ['Reseller'] },
        ...{ email: 'zoe@kantor.example', otherEmails: ['zoe@rumah.example'] },
      },
    })
    expect(await listed(query)).toContain('Zoë Müller')
    expect(await listed(`${query} nobody-like-this`)).toEqual([])
  })

  it.each([
    '0812-7777-1234',
    '081277',
    '62812 7777',
    '+62 812 7777 1234',
    '००८१'.slice(1) + '२७७७७',
    '7777-1234',
    '0062812777',
  ])('by the number written %s', async (query) => {
    await contacts.create({
      id: '22222222-2222-4222-8222-222222222222',
      change: { name: 'By number', phones: ['+6281277771234'] },
    })
    expect(await listed(query)).toContain('By number')
  })

  it('by tag, in the order of their names, without a chat, literally, and no more by what they were', async () => {
    const tag = `T${randomUUID().slice(0, 8)}`
    for (const name of ['Ćelik', 'abdul', 'Brahma']) await person({ name, tags: [tag, 'Ümlaut'] })
    expect(await listed('', { tag: tag.toLowerCase() })).toEqual(['abdul', 'Brahma', 'Ćelik'])
    expect(await listed('celik', { tag })).toEqual(['Ćelik'])
    for (const query of ['%', '_', '"', "'", 'a"b*', 'NEAR(', '\\']) expect(await listed(query)).toEqual([])
    expect(await contacts.tags({ query: 'uml', limit: 5 })).toEqual([{ tag: 'Ümlaut', people: 3 }])
    const page = await contacts.list({ query: 'brahma', tag, chat: 'none', cursor: null, limit: 1 })
    const id = page.items[0]!.id
    await contacts.update({ contactId: id, change: { name: 'Candra', tags: [] } })
    expect(await listed('brahma')).toEqual([])
    expect(await listed('', { tag })).toEqual(['abdul', 'Ćelik'])
  })

  it('page by page, each once, whatever their names', async () => {
    const tag = randomUUID().slice(0, 8)
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).filter((text) => /\p{L}/u.test(text)),
          {
            minLength: 1,
            maxLength: 12,
          },
        ),
        fc.integer({ min: 1, max: 5 }),
        async (names, limit) => {
          const mine = `${tag}${randomUUID().slice(0, 8)}`
          const made = await Promise.all(names.map((name) => person({ name, tags: [mine] })))
          const seen: string[] = []
          let cursor: string | null = null
          do {
            const page: Awaited<ReturnType<Contacts['list']>> = await contacts.list({
              ...{ query: '', tag: mine, chat: 'any', cursor, limit },
            })
            seen.push(...page.items.map(({ id }) => id))
            cursor = page.next
          } while (cursor !== null)
          expect(seen).toHaveLength(made.length)
          expect(new Set(seen)).toEqual(new Set(made.map(({ id }) => id)))
        },
      ),
      { numRuns: 15 },
    )
  })
})

it.each([
  ['ID', '0812 345', ['+62812345', '812345']],
  ['ID', '+62 812', ['+62812']],
  ['ID', '0062812', ['+62812']],
  ['RU', '8 912 345', ['+7912345', '8912345']],
  ['ID', 'Siti', []],
  ['ID', '12', []],
  ['XX', '0812', ['0812']],
])('in %s %s may be written %j', (country, text, forms) => {
  expect(numberForms(text, country)).toEqual(forms)
})
