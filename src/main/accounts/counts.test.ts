/** What an account did in a day: who is a new contact, and that it is the number's, not the row's. On the real database. */
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { AppEvent } from '../../contract'
import { startOfDay, startOfNextDay } from '../days'
import type { inboxStore } from '../inbox/store'
import { rowOf } from '../inbox/message-row'
import { openTestStorage, silentLogger, type TestStorage } from '../storage/test-storage'
import type { WaMessage } from '../whatsapp/types'
import { createAccounts } from '.'
import { TestSession } from './session.testing'
import type { accountsStore } from './store'

const NOW = new Date(2026, 4, 20, 15).getTime()
const TODAY = startOfDay(NOW) + 3_600_000
const YESTERDAY = TODAY - 24 * 3_600_000

let test: TestStorage
beforeEach(async () => {
  test = await openTestStorage()
  await test.storage.store<typeof accountsStore>('accounts').list(NOW)
})
afterEach(() => test.cleanup())

const PLAIN = {
  ...{ author: null, authorName: null, type: 'text', ack: 1, quoted: null, media: null, location: null },
  ...{ cards: [], poll: null, starred: false, forwarded: false, revoked: false, editedAt: null, raw: '{}' },
} satisfies Partial<WaMessage>

async function chat(
  kind: 'person' | 'group',
  ...messages: (Partial<WaMessage> & { at: number })[]
): Promise<void> {
  const inbox = test.storage.store<typeof inboxStore>('inbox')
  const address = `${randomUUID()}@${kind === 'person' ? 'c' : 'g'}.us`
  const { conversationId } = await inbox.route({
    ...{ accountId: 'main', address, kind, title: null, identity: null },
    ...{ keep: 'everything', wanted: true, hashes: [], newId: randomUUID(), at: 0 },
  })
  if (conversationId === null) throw new Error('not kept')
  await inbox.ingest(
    messages.map((message) => {
      const key = randomUUID()
      const whole: WaMessage = {
        ...{ ...PLAIN, key, serializedId: key, chat: address, fromMe: true, body: 'ok' },
        ...message,
      }
      const row = rowOf(whole, conversationId, 1e9)
      return { accountId: 'main', conversationId, op: 'message' as const, row, live: false }
    }),
  )
}
const counts = async (now = NOW) =>
  (await test.storage.store<typeof accountsStore>('accounts').get('main', now))?.today

it('are people of whom there was nothing before, and to whom something of ours went', async () => {
  await chat('person', { at: TODAY })
  await chat('person', { at: TODAY, fromMe: false }, { at: TODAY + 1_000 })
  // Not: who only wrote, whom we knew, who knew us, a group, a message that failed.
  await chat('person', { at: TODAY, fromMe: false })
  await chat('person', { at: YESTERDAY }, { at: TODAY })
  await chat('person', { at: YESTERDAY, fromMe: false }, { at: TODAY })
  await chat('group', { at: TODAY })
  await chat('person', { at: TODAY, ack: -1 })
  expect(await counts()).toEqual({ sent: 5, received: 2, newContacts: 2 })
})

it('say the same however the clock is set meanwhile, and never less than nothing', async () => {
  await chat('person', { at: TODAY })
  expect(await counts(NOW - 24 * 3_600_000)).toEqual({ sent: 0, received: 0, newContacts: 0 })
  expect(await counts(NOW + 40 * 24 * 3_600_000)).toEqual({ sent: 0, received: 0, newContacts: 0 })
  expect(await counts()).toEqual({ sent: 1, received: 0, newContacts: 1 })
})

it('are told to the screens when another day has begun, and are there again when the clock is set back', async () => {
  await chat('person', { at: TODAY }, { at: TODAY + 1_000, fromMe: false })
  let now = NOW
  const events: AppEvent[] = []
  const accounts = await createAccounts({
    storage: test.storage,
    createSession: () => new TestSession().asSession,
    attach: () => undefined,
    catchUp: () => Promise.resolve(),
    showWindow: () => Promise.resolve(false),
    onNotReady: () => undefined,
    onEvent: () => undefined,
    onUnlinked: () => undefined,
    eraseHistory: () => Promise.resolve(),
    onPaused: () => undefined,
    most: () => 10,
    dailyLimit: () => 50,
    emit: (event) => events.push(event),
    logger: silentLogger,
    now: () => now,
  })
  const told = async () => {
    await accounts.recount()
    const last = events.at(-1)
    return last?.type === 'account' ? last.account.today : null
  }
  const before = { sent: 1, received: 1, newContacts: 1, limit: 50 }
  expect(await told()).toEqual(before)
  now = startOfNextDay(NOW)
  expect(await told()).toEqual({ sent: 0, received: 0, newContacts: 0, limit: 50 })
  now = NOW
  expect(await told()).toEqual(before)
  await accounts.stop()
})

const ME = { phone: '+628111', lid: '1@lid', name: 'Shop' }
const OTHER = { phone: '+628222', lid: '2@lid', name: 'Home' }
const store = () => test.storage.store<typeof accountsStore>('accounts')
const link = (id: string, me = ME, at = NOW) => store().setConnected(id, me, at)
async function leave(id: string, how: 'unlink' | 'erase' | 'remove', at = NOW): Promise<void> {
  await store().setUnlinked(id, null)
  await store().left(id, how, at)
}
const sentBy = async (id: string, at = NOW) => (await store().get(id, at))?.today.sent

it('stay with the number over unlinking it and linking it again', async () => {
  await link('main')
  await chat('person', { at: TODAY }, { at: TODAY + 1_000 })
  await leave('main', 'unlink')
  expect(await sentBy('main')).toBe(0)
  await link('main')
  expect(await sentBy('main')).toBe(2)
})

it('are those of the number that is linked, whichever row it is in', async () => {
  await store().add({ id: 'second', label: null, colour: null }, 2, NOW)
  await link('main')
  await chat('person', { at: TODAY }, { at: TODAY + 1_000 })
  await leave('main', 'unlink')
  await link('second')
  expect([await sentBy('main'), await sentBy('second')]).toEqual([0, 2])
  await leave('second', 'remove')
  await link('main', OTHER)
  expect(await sentBy('main')).toBe(0)
  await leave('main', 'unlink')
  await link('main')
  expect(await sentBy('main')).toBe(2)
})

it('count once what an erased history brings again, and go on from there', async () => {
  await link('main')
  await chat('person', { at: TODAY }, { at: TODAY + 1_000 })
  await leave('main', 'erase')
  await link('main')
  await chat('person', { at: TODAY }, { at: TODAY + 1_000 }, { at: NOW + 1_000 })
  expect(await sentBy('main')).toBe(3)
})

it('are carried no further than the day', async () => {
  await link('main')
  await chat('person', { at: TODAY })
  await leave('main', 'erase')
  const tomorrow = startOfNextDay(NOW)
  await link('main', ME, tomorrow)
  expect(await sentBy('main', tomorrow)).toBe(0)
  // Nor is it there when the clock is set back.
  expect(await sentBy('main')).toBe(0)
})
