/** Chats and people that prove to be one, with what was sold to them and what the CRM knows. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { DEFAULT_PREFERENCES } from '../../contract'
import type { accountsStore } from '../accounts/store'
import type { ContactsStore } from '../contacts'
import type { crmStore } from '../crm/store'
import { allWaiting, leadOf, newPhone, orderOf } from '../crm/testing'
import type { mediaStore } from '../media/store'
import type { ordersStore } from '../orders/store'
import type { Remote } from '../storage'
import { openTestStorage, silentLogger, type TestStorage } from '../storage/test-storage'
import type { WaIdentity } from '../whatsapp/types'
import { createInbox } from '.'
import { rowOf } from './message-row'
import type { inboxStore } from './store'
import { waIdentity, waMessage } from './testing'

let test: TestStorage
let inbox: Remote<typeof inboxStore>
let crm: Remote<typeof crmStore>
let orders: Remote<typeof ordersStore>
let contacts: Remote<ContactsStore>
let now = 1000
let lid = ''
let phone = ''

beforeAll(async () => {
  test = await openTestStorage()
  inbox = test.storage.store<typeof inboxStore>('inbox')
  crm = test.storage.store<typeof crmStore>('crm')
  orders = test.storage.store<typeof ordersStore>('orders')
  contacts = test.storage.store<ContactsStore>('contacts')
  await test.storage.store<typeof accountsStore>('accounts').list(0)
})
afterAll(() => test.cleanup())
beforeEach(async () => {
  now += 1_000_000
  await crm.recover()
  for (let left = await allWaiting(crm); left.length > 0; left = await allWaiting(crm))
    await crm.discard({ entryId: left[0]!.id, now })
  phone = newPhone()
  lid = `${phone.slice(4)}@lid`
})

/** Under this name the phone knows the person. */
const SAVED = 'Budi Phone'
const numberAddress = () => `${phone.slice(1)}@c.us`
async function route(address: string, identity: Partial<WaIdentity>) {
  const about = { accountId: 'main', address, identity: waIdentity(identity), kind: 'person' as const }
  const rest = { title: null, keep: 'known' as const, wanted: true, hashes: [], newId: randomUUID(), at: now }
  return (await inbox.route({ ...about, ...rest })).conversationId!
}
/** A chat known by its LID alone, whose person somebody named. */
async function lidChat(name = 'Budi') {
  const id = await route(lid, { phone: null, lid, isSaved: false })
  const added = await inbox.addContact({ conversationId: id, contactId: randomUUID(), name, now })
  return { id, contactId: added!.contact.id }
}
/** The same person's other chat, under the number that the phone has in its address book. */
async function numberChat() {
  const id = await route(numberAddress(), { phone, savedName: SAVED })
  return { id, contactId: (await contactOf(id))! }
}
const contactOf = async (id: string) => (await inbox.conversations([id]))[0]?.contactId
/** WhatsApp tells whose number is behind the LID. */
const reveal = (address = lid) => route(address, { phone, lid, savedName: SAVED })
const lead = (contactId: string, conversationId: string | null = null) =>
  orders.createLead({ ...leadOf(contactId, { title: 'big deal', conversationId }), now })

const iso = () => new Date(now).toISOString()
async function take() {
  const out = await crm.takeNext(now)
  const frozen = out && (await crm.freeze(out.entryId))
  if (!out || !frozen) throw new Error('nothing to send')
  return { ...out, ...frozen }
}
type Taken = Awaited<ReturnType<typeof take>>
const settle = ({ entryId, recordId, body, ifMatch }: Taken) => {
  const stamps = { version: (ifMatch ?? 0) + 1, deleted: false, createdAt: iso(), updatedAt: iso() }
  return crm.settle({ entryId, record: { stageId: 's', ...body, id: recordId, ...stamps }, now })
}
async function send() {
  const taken = await take()
  await settle(taken)
  return taken
}
async function sendAll() {
  const sent: Taken[] = []
  while ((await crm.counts()).waiting > 0) sent.push(await send())
  return sent
}

describe('a LID whose number is told', () => {
  it('leaves its leads and orders beside the chat', async () => {
    const known = await lidChat()
    const sold = await lead(known.contactId, known.id)
    const order = await orders.createOrder({ ...orderOf(known.contactId, { conversationId: known.id }), now })
    const other = await numberChat()
    const joined = await reveal()
    expect(joined).toBe(known.id)
    const contactId = (await contactOf(joined))!
    expect(await orders.leadsOfContact(contactId)).toMatchObject([{ id: sold.id, conversationId: joined }])
    expect(await orders.ordersOfContact(contactId)).toMatchObject([{ id: order.id, conversationId: joined }])
    expect(await contacts.getContact(contactId)).toMatchObject({ name: 'Budi', phones: [phone] })
    await expect(contacts.getContact(other.contactId)).rejects.toMatchObject({ code: 'not-found' })
  })

  it('does so whichever of the two chats stays', async () => {
    const other = await numberChat()
    const known = await lidChat()
    const sold = await lead(known.contactId, known.id)
    const joined = await reveal(numberAddress())
    expect(joined).toBe(other.id)
    const contactId = (await contactOf(joined))!
    expect(await orders.leadsOfContact(contactId)).toMatchObject([{ id: sold.id, conversationId: joined }])
  })

  it('does so where the number’s owner has no chat here', async () => {
    const owner = await contacts.createContact({ id: randomUUID(), name: 'From the CRM', phone, now })
    const old = await lead(owner.id)
    const known = await lidChat()
    const sold = await lead(known.contactId, known.id)
    const contactId = (await contactOf(await reveal()))!
    const ids = (await orders.leadsOfContact(contactId)).map(({ id }) => id)
    expect(ids.sort()).toEqual([old.id, sold.id].sort())
    const found = { accountId: null, filter: 'all' as const, query: 'From the CRM', cursor: null, limit: 5 }
    expect((await inbox.list(found)).items.map(({ id }) => id)).toEqual([known.id])
  })

  it('joins nobody where each has a number of their own: a number changes hands', async () => {
    const known = await numberChat()
    const sold = await lead(known.contactId, known.id)
    const taken = newPhone()
    const owner = await contacts.createContact({ id: randomUUID(), name: 'Somebody else', phone: taken, now })
    await route(numberAddress(), { phone: taken, lid })
    expect(await contacts.getContact(owner.id)).toMatchObject({ phones: [taken] })
    expect(await contacts.getContact(known.contactId)).toMatchObject({ phones: [phone] })
    expect(await orders.leadsOfContact(known.contactId)).toMatchObject([{ id: sold.id }])
  })

  it('with nothing sold to anybody is the contact of the number, and nothing waits for the CRM', async () => {
    await lidChat()
    const other = await numberChat()
    expect(await contactOf(await reveal())).toBe(other.contactId)
    expect(await allWaiting(crm)).toEqual([])
  })
})

describe('the name of two who are one', () => {
  it('is the one that was typed, whichever of the two stays', async () => {
    const known = await lidChat('Pak Budi (kopi)')
    const other = await numberChat()
    await lead(other.contactId, other.id)
    await sendAll()
    expect(await contactOf(await reveal())).toBe(other.contactId)
    expect(await contacts.getContact(other.contactId)).toMatchObject({ name: 'Pak Budi (kopi)' })
    await expect(contacts.getContact(known.contactId)).rejects.toMatchObject({ code: 'not-found' })
    expect(await sendAll()).toMatchObject([
      { kind: 'contact', recordId: other.contactId, body: { name: 'Pak Budi (kopi)', phones: [phone] } },
    ])
  })

  it('is that of the one who stays where both were typed', async () => {
    await lidChat('Pak Budi (kopi)')
    const other = await numberChat()
    await contacts.renameContact({ id: other.contactId, name: 'Budi Santoso', now })
    await reveal()
    expect(await contacts.getContact(other.contactId)).toMatchObject({ name: 'Budi Santoso' })
  })
})

describe('the CRM', () => {
  it('that has one of the two is told of the number, and gets no double', async () => {
    const known = await lidChat()
    await lead(known.contactId, known.id)
    await sendAll()
    await numberChat()
    await reveal()
    expect(await sendAll()).toMatchObject([
      { kind: 'contact', recordId: known.contactId, ifMatch: 1, body: { name: 'Budi', phones: [phone] } },
    ])
  })

  it('that has both keeps both, and is told whose the leads are', async () => {
    const known = await lidChat()
    const sold = await lead(known.contactId, known.id)
    const other = await numberChat()
    await lead(other.contactId, other.id)
    await sendAll()
    await contacts.renameContact({ id: known.contactId, name: 'Pak Budi', now })
    expect(await contactOf(await reveal())).toBe(other.contactId)
    expect(await orders.leadsOfContact(other.contactId)).toHaveLength(2)
    expect((await sendAll()).sort((a, b) => a.kind.localeCompare(b.kind))).toMatchObject([
      { kind: 'contact', recordId: other.contactId, ifMatch: 1, body: { name: 'Pak Budi', phones: [phone] } },
      {
        kind: 'lead',
        recordId: sold.id,
        ifMatch: 1,
        body: { contactId: other.contactId, title: 'big deal' },
      },
    ])
    expect(await orders.getLead(sold.id)).toMatchObject({ sync: { state: 'synced' } })
  })

  it('that was told of neither yet gets one person with all leads', async () => {
    const known = await lidChat()
    const other = await numberChat()
    const ids = [await lead(known.contactId, known.id), await lead(other.contactId, other.id)].map(
      (l) => l.id,
    )
    await reveal()
    const sent = await sendAll()
    expect(sent.filter(({ kind }) => kind === 'contact')).toMatchObject([{ recordId: other.contactId }])
    const leads = sent.filter(({ kind }) => kind === 'lead')
    expect(leads.map(({ recordId }) => recordId).sort()).toEqual(ids.sort())
    expect(leads.every(({ body }) => body['contactId'] === other.contactId)).toBe(true)
  })

  it('is sent what was under way as it was, and the change behind it', async () => {
    const other = await numberChat()
    await lead(other.contactId)
    const known = await lidChat(SAVED)
    await sendAll()
    const sold = await lead(known.contactId, known.id)
    await send()
    const first = await take()
    expect(first).toMatchObject({ recordId: sold.id, body: { contactId: known.contactId } })
    await reveal()
    await crm.recover()
    const again = await take()
    expect(again).toMatchObject({ key: first.key, body: { contactId: known.contactId } })
    await settle(again)
    expect(await sendAll()).toMatchObject([
      { recordId: sold.id, ifMatch: 1, body: { contactId: other.contactId } },
    ])
  })

  it('that refused a lead hears of it again only when the person tries', async () => {
    const other = await numberChat()
    await lead(other.contactId)
    const known = await lidChat(SAVED)
    const sold = await lead(known.contactId, known.id)
    for (let left = 3; left > 0; left--) {
      const taken = await take()
      if (taken.recordId === sold.id) throw new Error('too early')
      await settle(taken)
    }
    await crm.refuse({ entryId: (await take()).entryId, reason: 'no', lost: null, now })
    await reveal()
    expect(await crm.counts()).toEqual({ waiting: 0, refused: 1 })
    const [entry] = await allWaiting(crm)
    expect(entry).toMatchObject({ recordId: sold.id, reason: 'no' })
    await crm.retry({ entryId: entry!.id, now })
    expect(await sendAll()).toMatchObject([{ recordId: sold.id, body: { contactId: other.contactId } }])
  })
})

describe('two chats that are joined', () => {
  const media = { mime: 'image/jpeg', size: 10, name: null, width: 1, height: 1, duration: null }
  const keys = ['both', 'only-there', 'only-here']
  /** Each message with a file where `fetched` says so; its file is named after the chat and the message. */
  async function fill(id: string, name: string, fetched: readonly string[]) {
    const items = keys.map((key, index) => ({
      ...{ accountId: 'main', conversationId: id, op: 'message' as const, live: false },
      row: rowOf(waMessage(key, { type: 'image', media, at: now + index * 1000 }), id, 16_000_000),
    }))
    await inbox.ingest(items)
    const shelf = test.storage.store<typeof mediaStore>('media')
    const { items: shown } = await inbox.page({ conversationId: id, at: { edge: 'newest' }, limit: 9 })
    for (const [index, key] of keys.entries()) {
      if (!fetched.includes(key)) continue
      await shelf.begin(shown[index]!.id)
      await shelf.complete(shown[index]!.id, { ...media, file: `${name} ${key}` })
    }
  }
  const historyOf = async (id: string) => (await inbox.newest('main')).find((row) => row.id === id)?.historyAt
  const joinNow = async () => {
    const about = { accountId: 'main', address: lid, kind: 'person' as const, title: null, at: now }
    const policy = { keep: 'known' as const, wanted: true, hashes: [], newId: randomUUID() }
    return inbox.route({ ...about, ...policy, identity: waIdentity({ phone, lid }) })
  }

  it.each([
    [500, 900, 500],
    [900, 500, 500],
    [null, 900, null],
    [900, null, null],
  ])('with histories up to %s and %s have one up to %s', async (one, other, joined) => {
    const a = await lidChat()
    const b = await numberChat()
    if (one !== null) await inbox.historyTaken(a.id, one)
    if (other !== null) await inbox.historyTaken(b.id, other)
    const { conversationId } = await joinNow()
    expect(conversationId).toBe(a.id)
    expect(await historyOf(a.id)).toBe(joined)
  })

  it('keep the one file there is of a message, and have the others deleted', async () => {
    const a = await lidChat()
    await fill(a.id, 'a', ['both', 'only-here'])
    await fill((await numberChat()).id, 'b', ['both', 'only-there'])
    const deleted = new Promise<readonly string[]>((resolve) => {
      const rooms = createInbox({
        storage: test.storage,
        preferences: () => DEFAULT_PREFERENCES,
        hash: (_account, address) => Buffer.from(address),
        deleteFiles: (names) => {
          resolve(names)
          return Promise.resolve()
        },
        onMedia: () => undefined,
        onAck: () => undefined,
        emit: () => undefined,
        logger: silentLogger,
      })
      const chat = {
        address: lid,
        kind: 'person' as const,
        title: null,
        identity: waIdentity({ phone, lid }),
      }
      const state = { unread: 1, archived: false, pinned: false, mutedUntil: null, lastActivityAt: now }
      rooms.receive('main', { type: 'chat', chat: { ...chat, ...state } })
    })
    expect(await deleted).toEqual(['b both'])
    const { items } = await inbox.page({ conversationId: a.id, at: { edge: 'newest' }, limit: 9 })
    expect(items.map(({ media: one }) => one?.state)).toEqual(['ready', 'ready', 'ready'])
  })
})
