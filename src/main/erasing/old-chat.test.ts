/** The chat of somebody who was erased, which WhatsApp still has and tells again with each start. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { found, plainDatabase } from '../../../e2e/harness/plain'
import type { AppEvent } from '../../contract'
import type { accountsStore } from '../accounts/store'
import type { Inbox } from '../inbox'
import { testInbox, waChat } from '../inbox/inbox.testing'
import { waIdentity, waMessage } from '../inbox/testing'
import { openTestStorage, silentLogger, type TestStorage } from '../storage/test-storage'
import type { WaMessage, WhatsAppSession } from '../whatsapp/types'
import { createErasing } from '.'
import { ADDRESS, DIGITS, LID, NAME, PHONE } from './testing'

const START = 1_760_000_000_000
const WORDS = [NAME, 'marlinaku', 'kalimatrahasia', 'kabarbaru']

let test: TestStorage
let inbox: Inbox
let events: AppEvent[]
/** What WhatsApp has of her. */
let held: WaMessage[]

beforeEach(async () => {
  test = await openTestStorage()
  await test.storage.store<typeof accountsStore>('accounts').list(0)
  events = []
  held = [waMessage('L1', { chat: ADDRESS, at: START, body: 'kalimatrahasia' })]
  inbox = testInbox(test.storage, (event) => events.push(event))
})
afterEach(async () => {
  await inbox.stop()
  await test.cleanup()
})

/** As at a start, or after a new link: WhatsApp tells all it has. */
async function connect(): Promise<void> {
  const identity = waIdentity({ phone: PHONE, lid: LID, savedName: NAME, pushName: 'marlinaku' })
  const at = held.at(-1)?.at ?? START
  const session = {
    ...{ accountId: 'main', state: { kind: 'ready' } },
    identify: () => Promise.resolve(identity),
    listChats: () =>
      Promise.resolve([waChat(ADDRESS, identity, { title: NAME, unread: 3, lastActivityAt: at })]),
    fetchMessages: () => Promise.resolve({ messages: held, reachedStart: true }),
  } as unknown as WhatsAppSession
  inbox.attach(session)
  await inbox.catchUp(session, { onProgress: () => undefined, signal: new AbortController().signal })
}

async function startAgain(): Promise<void> {
  await inbox.stop()
  await test.reopen()
  events = []
  inbox = testInbox(test.storage, (event) => events.push(event))
  await connect()
}

async function erase(contactId: string): Promise<void> {
  const erasing = createErasing({
    ...{ storage: test.storage, appVersion: '9.9.9', changed: () => undefined },
    mark: (address) => Buffer.from(address),
    otherAddresses: () => Promise.resolve([LID]),
    settle: async () => {
      inbox.policyChanged()
      await inbox.drain()
    },
    ...{ deleteFiles: () => Promise.resolve(), print: () => Promise.reject(new Error('nothing to print')) },
    ...{ emit: () => undefined, logger: silentLogger, clock: () => START + 1500 },
  })
  await erasing.erase({ contactId, reference: '', dropChanges: true })
}

const listed = async () =>
  (await inbox.list({ accountId: null, filter: 'all', query: '', cursor: null, limit: 20 })).items

async function isNumberWithNewWords(): Promise<void> {
  const [chat] = await listed()
  expect(chat).toMatchObject({ name: PHONE, keeping: 'live', unread: 1, last: { preview: 'kabarbaru' } })
  const page = await inbox.page({ conversationId: chat!.id, at: { edge: 'newest' }, limit: 10 })
  expect(page.items.map(({ body }) => body)).toEqual(['kabarbaru'])
  expect(JSON.stringify(events)).not.toMatch(/Marlina|marlinaku|kalimatrahasia/)
}

it('is not listed until she writes again, and then is a number with what she wrote since', async () => {
  await connect()
  const [before] = await listed()
  expect(before).toMatchObject({ name: NAME, keeping: 'kept' })
  await erase(before!.contactId!)

  await startAgain()
  expect(await listed()).toEqual([])
  expect((await inbox.unreadTotal()).conversations).toBe(0)
  expect(JSON.stringify(events)).not.toContain(DIGITS)

  const again = waMessage('L2', { chat: ADDRESS, at: START + 60_000, body: 'kabarbaru' })
  inbox.receive('main', { type: 'message', message: again })
  await vi.waitFor(isNumberWithNewWords)
  held.push(again)
  await startAgain()
  await isNumberWithNewWords()
  // Her address itself is in this test's marks, which hash nothing.
  expect(found(plainDatabase(test.file, test.key), WORDS)).toEqual([])
})

it('is shown where WhatsApp tells a message as new, though this clock is ahead', async () => {
  await connect()
  await erase((await listed())[0]!.contactId!)
  await startAgain()
  const body = 'kabarbaru'
  inbox.receive('main', {
    type: 'message',
    message: waMessage('L3', { chat: ADDRESS, at: START + 1000, body }),
  })
  await vi.waitFor(isNumberWithNewWords)
})
