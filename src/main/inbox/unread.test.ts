import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { accountsStore } from '../accounts/store'
import { openTestStorage, type TestStorage } from '../storage/test-storage'
import type { WaChat, WaMessage, WhatsAppSession } from '../whatsapp/types'
import type { Inbox } from '.'
import { testInbox, waChat } from './inbox.testing'
import type { inboxStore } from './store'
import { waIdentity, waMessage } from './testing'

let test: TestStorage
beforeAll(async () => {
  test = await openTestStorage()
  await test.storage.store<typeof accountsStore>('accounts').list(0)
})
afterAll(() => test.cleanup())

const NOW = 1_760_000_000_000
const options = { onProgress: () => undefined, signal: new AbortController().signal }

/** A session over these chats and what each of them holds. */
function sessionOf(identity: ReturnType<typeof waIdentity>, chats: WaChat[], held: Map<string, WaMessage[]>) {
  return {
    accountId: 'main',
    identify: () => Promise.resolve(identity),
    listChats: () => Promise.resolve(chats),
    fetchMessages: (address: string) =>
      Promise.resolve({ messages: [...(held.get(address) ?? [])], reachedStart: true }),
  } as unknown as WhatsAppSession
}

async function found(rooms: Inbox, phone: string) {
  const { items } = await rooms.list({ accountId: null, filter: 'all', query: phone, cursor: null, limit: 5 })
  const conversation = items[0]!
  const target = await test.storage.store<typeof inboxStore>('inbox').target(conversation.id)
  return { id: conversation.id, unread: conversation.unread, address: target?.address }
}

async function bodies(rooms: Inbox, phone: string) {
  const { id } = await found(rooms, phone)
  const page = await rooms.page({ conversationId: id, at: { edge: 'newest' }, limit: 9 })
  return page.items.map((message) => message.body)
}

it.each([true, false])(
  'leaves unread what came while catching up (its chat is new here: %s)',
  async (isNew) => {
    const phone = isNew ? '+628500001' : '+628500002'
    const address = `${phone.slice(1)}@c.us`
    const chat = waChat(address, { phone }, { lastActivityAt: NOW })
    const held = new Map([[address, [waMessage('a1', { chat: address, at: NOW })]]])
    const rooms = testInbox(test.storage)
    const session = sessionOf(waIdentity({ phone, savedName: 'Siti' }), [chat], held)
    rooms.attach(session)
    if (!isNew) {
      await rooms.catchUp(session, options)
      const [missed, known] = ['a0', 'a1'].map((key) => waMessage(key, { chat: address, at: NOW }))
      held.set(address, [known!, missed!])
      chat.lastActivityAt = NOW + 1
    }
    const coming = waMessage('a2', { chat: address, at: NOW + 5000 })
    const fetch = session.fetchMessages.bind(session)
    // The customer writes while the list is being worked off.
    session.fetchMessages = async (...args) => {
      rooms.receive('main', { type: 'message', message: coming })
      await rooms.drain()
      held.get(address)!.push(coming)
      return fetch(...args)
    }
    await rooms.catchUp(session, options)
    expect(await found(rooms, phone)).toMatchObject({ unread: 1 })
  },
)

it('takes what was read on the phone in its order among the messages', async () => {
  const phone = '+628500003'
  const address = '628500003@c.us'
  const rooms = testInbox(test.storage)
  rooms.attach(sessionOf(waIdentity({ phone, savedName: 'Siti' }), [], new Map()))
  const receive = (key: string, at: number) =>
    rooms.receive('main', { type: 'message', message: waMessage(key, { chat: address, at }) })
  const readOnPhone = (at: number) =>
    rooms.receive('main', { type: 'chat', chat: waChat(address, { phone }, { lastActivityAt: at }) })
  receive('b1', NOW)
  await vi.waitFor(async () => expect(await found(rooms, phone)).toMatchObject({ unread: 1 }))
  // Nothing of these has reached the database when the chat is told as read.
  receive('b2', NOW + 1000)
  readOnPhone(NOW + 1000)
  await rooms.drain()
  expect(await found(rooms, phone)).toMatchObject({ unread: 0 })
  // Told before the message, heard after it.
  receive('b3', NOW + 2000)
  readOnPhone(NOW + 1000)
  await rooms.drain()
  expect(await found(rooms, phone)).toMatchObject({ unread: 1 })
  // A chat of which WhatsApp tells no time.
  readOnPhone(0)
  receive('b4', NOW + 3000)
  await rooms.drain()
  expect(await found(rooms, phone)).toMatchObject({ unread: 1 })
  readOnPhone(0)
  await rooms.drain()
  expect(await found(rooms, phone)).toMatchObject({ unread: 0 })
})

const LID = '555@lid'
const twoChats = (phone: string) => {
  const number = `${phone.slice(1)}@c.us`
  const identity = waIdentity({ phone, lid: LID, savedName: 'Siti' })
  const later = waChat(LID, identity, { lastActivityAt: NOW + 5000, unread: 2 })
  const earlier = waChat(number, identity, { lastActivityAt: NOW, unread: 1 })
  const held = new Map([
    [LID, [4000, 5000].map((after) => waMessage(`c${after}`, { chat: LID, at: NOW + after }))],
    [number, [waMessage('c0', { chat: number, at: NOW })]],
  ])
  return { number, identity, later, earlier, held }
}

it('reads both chats of one person, answers in the later one and counts both', async () => {
  const phone = '+628500004'
  const { number, identity, later, earlier, held } = twoChats(phone)
  const rooms = testInbox(test.storage)
  const session = sessionOf(identity, [later, earlier], held)
  rooms.attach(session)
  await rooms.catchUp(session, options)
  expect(await found(rooms, phone)).toMatchObject({ address: LID, unread: 3 })
  expect(await bodies(rooms, phone)).toHaveLength(3)
  // WhatsApp has only the other chat from now on.
  const moved = sessionOf(identity, [{ ...earlier, unread: 0 }], held)
  await rooms.catchUp(moved, options)
  expect(await found(rooms, phone)).toMatchObject({ address: number })
})

it('answers in the chat that the person used last, whichever is told of and however this machine’s clock goes', async () => {
  const phone = '+628500006'
  const number = '628500006@c.us'
  const lid = '557@lid'
  const identity = waIdentity({ phone, lid, savedName: 'Siti' })
  const rooms = testInbox(test.storage)
  rooms.attach(sessionOf(identity, [], new Map()))
  const say = async (key: string, chat: string, at: number, fromMe = false) => {
    rooms.receive('main', { type: 'message', message: waMessage(key, { chat, at, fromMe }) })
    await vi.waitFor(async () => expect(await bodies(rooms, phone)).toContain(`text ${key}`))
  }
  const told = (chat: string, lastActivityAt: number) =>
    rooms.receive('main', { type: 'chat', chat: waChat(chat, identity, { lastActivityAt }) })
  await say('e1', lid, NOW)
  told(number, NOW - 1000)
  // An answer dated by this machine, an hour ahead; then WhatsApp has the chat under the number alone.
  await say('e2', lid, NOW + 3_600_000, true)
  expect(await found(rooms, phone)).toMatchObject({ address: lid })
  told(number, NOW + 2000)
  await vi.waitFor(async () => expect(await found(rooms, phone)).toMatchObject({ address: number }))
})

it('reads both chats of somebody who was two people until now', async () => {
  const phone = '+628500005'
  const number = '628500005@c.us'
  const lid = '556@lid'
  const rooms = testInbox(test.storage)
  const store = test.storage.store<typeof inboxStore>('inbox')
  const about = { accountId: 'main', kind: 'person', title: null, keep: 'known', wanted: true } as const
  const known = waIdentity({ phone, savedName: 'Siti' })
  const ids = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'] as const
  const at = NOW
  await store.route({ ...about, address: number, identity: known, hashes: [], newId: ids[0], at })
  const unnamed = waIdentity({ phone: null, lid, isSaved: false })
  await store.route({ ...about, address: lid, identity: unnamed, hashes: [], newId: ids[1], at })
  const held = new Map([
    [number, [waMessage('d1', { chat: number, at: NOW, body: 'by number' })]],
    [lid, [waMessage('d2', { chat: lid, at: NOW + 1000, body: 'by lid' })]],
  ])
  const byNumber = waChat(number, { phone }, { lastActivityAt: NOW + 2000 })
  const byLid = waChat(lid, { phone, lid }, { lastActivityAt: NOW + 1000 })
  const session = sessionOf(waIdentity({ phone, lid, savedName: 'Siti' }), [byNumber, byLid], held)
  rooms.attach(session)
  await rooms.catchUp(session, options)
  expect(await bodies(rooms, phone)).toEqual(['by number', 'by lid'])
})
