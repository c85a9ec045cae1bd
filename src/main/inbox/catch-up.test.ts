import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { accountsStore } from '../accounts/store'
import { openTestStorage, type TestStorage } from '../storage/test-storage'
import type { WaChat, WaHistory, WaMessage, WhatsAppSession } from '../whatsapp/types'
import { testInbox } from './inbox.testing'
import { waIdentity, waMessage } from './testing'

let test: TestStorage
beforeAll(async () => {
  test = await openTestStorage()
  await test.storage.store<typeof accountsStore>('accounts').list(0)
})
afterAll(() => test.cleanup())

const START = 1_760_000_000_000

/** A chat as WhatsApp holds it, read through the few calls that catching up makes. */
function shopOf(phone: string) {
  const address = `${phone.slice(1)}@c.us`
  const messages: WaMessage[] = []
  const frames = new Set<string>()
  let cutAfter = Number.POSITIVE_INFINITY
  const chat = (): WaChat => ({
    ...{ address, kind: 'person', title: null, unread: 1, archived: false, pinned: false, mutedUntil: null },
    identity: waIdentity({ phone, savedName: 'Siti' }),
    lastActivityAt: messages.at(-1)?.at ?? 0,
  })
  /** As the session: the newest of what WhatsApp keeps, of which not everything is a message. */
  const newest = (limit: number): WaHistory => ({
    messages: messages.slice(-limit).filter((message) => !frames.has(message.key)),
    reachedStart: messages.length < limit,
  })
  const session = {
    accountId: 'main',
    listChats: () => Promise.resolve([chat()]),
    fetchMessages: (_address: string, limit: number) =>
      limit > cutAfter ? Promise.reject(new Error('cut')) : Promise.resolve(newest(limit)),
    identify: () => Promise.resolve(waIdentity({ phone, savedName: 'Siti' })),
  } as unknown as WhatsAppSession
  return {
    session,
    address,
    frame: (message: WaMessage) => frames.add(message.key),
    cut: (after: number) => (cutAfter = after),
    write(count: number): WaMessage[] {
      const from = messages.length
      const fresh = Array.from({ length: count }, (_, index) =>
        waMessage(`${phone}-${from + index}`, { chat: address, at: START + (from + index) * 60_000 }),
      )
      messages.push(...fresh)
      return fresh
    },
  }
}

const inbox = () => testInbox(test.storage)
const options = { onProgress: () => undefined, signal: new AbortController().signal }

async function count(rooms: ReturnType<typeof inbox>, phone: string): Promise<number> {
  const page = await rooms.list({ accountId: null, filter: 'all', query: phone, cursor: null, limit: 5 })
  let total = 0
  let at: Parameters<typeof rooms.page>[0]['at'] = { edge: 'newest' }
  for (;;) {
    const { items, older } = await rooms.page({
      conversationId: page.items[0]?.id ?? randomUUID(),
      at,
      limit: 200,
    })
    total += items.length
    if (!older || !items[0]) return total
    at = { edge: 'before', messageId: items[0].id }
  }
}

it('reads all that was missed though some of it came by itself', async () => {
  const shop = shopOf('+628100001')
  const rooms = inbox()
  rooms.attach(shop.session)
  shop.write(100)
  await rooms.catchUp(shop.session, options)
  const missed = shop.write(200)
  rooms.receive('main', { type: 'message', message: missed.at(-1)! })
  await rooms.drain()
  await rooms.catchUp(shop.session, options)
  expect(await count(rooms, '+628100001')).toBe(300)
})

it('goes on where a cut line ended it', async () => {
  const shop = shopOf('+628100002')
  const rooms = inbox()
  rooms.attach(shop.session)
  shop.write(10)
  await rooms.catchUp(shop.session, options)
  shop.write(200)
  shop.cut(50)
  await expect(rooms.catchUp(shop.session, options)).rejects.toThrow('could not be read')
  shop.cut(Number.POSITIVE_INFINITY)
  await rooms.catchUp(shop.session, options)
  expect(await count(rooms, '+628100002')).toBe(210)
})

it('does not call a history taken that the disk refused', async () => {
  const shop = shopOf('+628100003')
  let isFull = true
  const full = Object.assign(new Error('disk'), { code: 'SQLITE_IOERR_WRITE' })
  const rooms = testInbox({
    ...test.storage,
    store: (room) =>
      new Proxy(test.storage.store(room), {
        get: (store, name) =>
          name === 'ingestPacked' && isFull
            ? () => Promise.reject(full)
            : (Reflect.get(store, name) as unknown),
      }) as never,
  })
  rooms.attach(shop.session)
  shop.write(3)
  await expect(rooms.catchUp(shop.session, options)).rejects.toThrow('could not be read')
  isFull = false
  await rooms.catchUp(shop.session, options)
  expect(await count(rooms, '+628100003')).toBe(3)
})

it('reads on to the beginning though not all that WhatsApp keeps is a message', async () => {
  const shop = shopOf('+628100004')
  const rooms = inbox()
  rooms.attach(shop.session)
  const written = shop.write(300)
  shop.frame(written.at(-10)!)
  await rooms.catchUp(shop.session, options)
  expect(await count(rooms, '+628100004')).toBe(299)
})

it('reads beyond a look that holds no message at all', async () => {
  const shop = shopOf('+628100005')
  const rooms = inbox()
  rooms.attach(shop.session)
  shop.write(100)
  await rooms.catchUp(shop.session, options)
  shop.write(40)
  for (const frame of shop.write(60)) shop.frame(frame)
  await rooms.catchUp(shop.session, options)
  expect(await count(rooms, '+628100005')).toBe(140)
})
