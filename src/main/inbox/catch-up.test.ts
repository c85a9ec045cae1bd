import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { accountsStore } from '../accounts/store'
import { silentLogger, openTestStorage, type TestStorage } from '../storage/test-storage'
import type { WaChat, WaMessage, WhatsAppSession } from '../whatsapp/types'
import { DEFAULT_PREFERENCES } from '../../contract'
import { createInbox } from '.'
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
  let cutAfter = Number.POSITIVE_INFINITY
  const chat = (): WaChat => ({
    ...{ address, kind: 'person', title: null, unread: 1, archived: false, pinned: false, mutedUntil: null },
    identity: waIdentity({ phone, savedName: 'Siti' }),
    lastActivityAt: messages.at(-1)?.at ?? 0,
  })
  const session = {
    accountId: 'main',
    listChats: () => Promise.resolve([chat()]),
    fetchMessages: (_address: string, limit: number) =>
      limit > cutAfter ? Promise.reject(new Error('cut')) : Promise.resolve(messages.slice(-limit)),
    identify: () => Promise.resolve(waIdentity({ phone, savedName: 'Siti' })),
  } as unknown as WhatsAppSession
  return {
    session,
    address,
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

const inbox = () =>
  createInbox({
    storage: test.storage,
    preferences: () => ({ ...DEFAULT_PREFERENCES, keep: 'known' }),
    hash: (_account, address) => Buffer.from(address),
    deleteFiles: () => Promise.resolve(),
    onMedia: () => undefined,
    onAck: () => undefined,
    emit: () => undefined,
    logger: silentLogger,
  })
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
