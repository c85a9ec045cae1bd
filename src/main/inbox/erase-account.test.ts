/** Erasing all of one account, beside another with the same customer. */
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { DEFAULT_PREFERENCES, type AppEvent } from '../../contract'
import type { accountsStore } from '../accounts/store'
import type { outboxStore } from '../outbox/store'
import type { Remote } from '../storage'
import { openTestStorage, silentLogger, type TestStorage } from '../storage/test-storage'
import { createInbox, type Inbox } from '.'
import { rowOf } from './message-row'
import type { inboxStore } from './store'
import { waIdentity, waMessage } from './testing'

let test: TestStorage
let store: Remote<typeof inboxStore>
let inbox: Inbox
let deleted: string[]
let events: AppEvent[]
let onEvent: (event: AppEvent) => void

beforeEach(async () => {
  test = await openTestStorage()
  store = test.storage.store<typeof inboxStore>('inbox')
  const accounts = test.storage.store<typeof accountsStore>('accounts')
  await accounts.list(0)
  await accounts.add({ id: 'second', label: null, colour: null }, 2, 1)
  deleted = []
  events = []
  onEvent = () => undefined
  inbox = createInbox({
    storage: test.storage,
    preferences: () => ({ ...DEFAULT_PREFERENCES, keep: 'everything' }),
    hash: () => new Uint8Array(),
    deleteFiles: (names) => Promise.resolve(void deleted.push(...names)),
    onMedia: () => undefined,
    onAck: () => undefined,
    emit: (event) => {
      events.push(event)
      onEvent(event)
    },
    logger: silentLogger,
  })
})
afterEach(async () => {
  await inbox.stop()
  await test.cleanup()
})

/** The same customer at both accounts, with two messages, a picture and one that waits to be sent. */
async function fill(accountId: string, word: string, number = '628111'): Promise<string> {
  const { conversationId } = await store.route({
    ...{ accountId, address: `${number}@c.us`, kind: 'person', title: null, at: 1000 },
    ...{
      identity: waIdentity({ savedName: 'Siti', phone: `+${number}` }),
      keep: 'everything',
      wanted: false,
    },
    ...{ hashes: [], newId: randomUUID() },
  })
  const id = conversationId ?? ''
  for (const [index, key] of ['A', 'B'].entries()) {
    const message = waMessage(`${word}${key}`, { at: 5000 + index, body: `${word} ${key}` })
    const row = { ...rowOf(message, id, 0), ...(index === 0 ? { media_file: word.padEnd(32, '0') } : {}) }
    await store.ingest([{ accountId, conversationId: id, op: 'message', row, live: true }])
  }
  const message = { conversationId: id, clientId: randomUUID(), body: `${word} reply` }
  const none = { quotedMessageId: null, attachment: null }
  await test.storage.store<typeof outboxStore>('outbox').enqueue({ ...message, ...none }, 6000)
  return id
}
const found = async (query: string): Promise<number> =>
  (await inbox.search({ query, before: null, limit: 10 })).length

it("leaves nothing of one account, and all of the other's", async () => {
  const first = await fill('main', 'apple')
  const second = await fill('second', 'banana')
  expect([await found('apple'), await found('banana')]).toEqual([3, 3])

  await inbox.eraseAccount('second')

  expect([await found('apple'), await found('banana')]).toEqual([3, 0])
  await expect(inbox.get(second)).rejects.toMatchObject({ code: 'not-found' })
  expect(deleted).toEqual(['banana'.padEnd(32, '0')])
  expect(events).toContainEqual({ type: 'conversation-gone', conversationId: second })
  const outbox = test.storage.store<typeof outboxStore>('outbox')
  expect((await outbox.agenda('second', 7000, 1_000_000)).heads).toEqual([])
  expect((await outbox.agenda('main', 7000, 1_000_000)).heads).toHaveLength(1)
  const page = await inbox.page({ conversationId: first, at: { edge: 'newest' }, limit: 10 })
  expect(page.items.map(({ body }) => body)).toEqual(['apple A', 'apple B', 'apple reply'])
  expect(await inbox.get(first)).toMatchObject({ name: 'Siti' })

  await inbox.eraseAccount('main')
  expect(await found('apple')).toBe(0)
  const list = { accountId: null, filter: 'all' as const, query: '', cursor: null, limit: 10 }
  expect((await inbox.list(list)).items).toEqual([])
})

it('lets the database answer others between two conversations', async () => {
  await fill('main', 'apple')
  await fill('main', 'pear', '628222')
  const left: Promise<string[]>[] = []
  onEvent = ({ type }) => {
    if (type === 'conversation-gone') left.push(store.conversationsOf('main'))
  }
  await inbox.eraseAccount('main')
  expect((await Promise.all(left)).map((ids) => ids.length)).toEqual([1, 0])
})

it('is listed, counted and searched by itself', async () => {
  await fill('main', 'apple')
  const first = await fill('main', 'pear')
  const second = await fill('second', 'apple')
  const hits = async (accountId: string | null) =>
    (await inbox.search({ accountId, query: 'apple', before: null, limit: 10 })).length
  expect([await hits(null), await hits('main'), await hits('second')]).toEqual([6, 3, 3])
  for (const id of [first, second]) await store.setUnread(id, 2)
  expect(await inbox.unreadTotal()).toMatchObject({ conversations: 2, byAccount: { main: 1, second: 1 } })
})

it('erases again where nothing is left without harm', async () => {
  await inbox.eraseAccount('second')
  expect(events).toEqual([])
})
