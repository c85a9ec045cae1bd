/** Several accounts beside each other. */
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { AppEvent } from '../../contract'
import { rowOf } from '../inbox/message-row'
import type { inboxStore } from '../inbox/store'
import { waMessage } from '../inbox/testing'
import { openTestStorage, silentLogger, type TestStorage } from '../storage/test-storage'
import { createAccounts, type Accounts } from '.'
import { TestSession } from './session.testing'
import type { accountsStore } from './store'

let test: TestStorage
let accounts: Accounts
let sessions: Map<string, TestSession>
let most: number
let userId: string | null = null
let paused: Map<string, boolean>
let events: AppEvent[]
let attached: string[]
let erased: string[]
/** What erasing does, for one that fails. */
let erase: () => Promise<void>
let onUnlinked: () => void
let removed: string[]
let now = 1_700_000_000_000

const open = async (): Promise<void> => {
  sessions = new Map()
  paused = new Map()
  events = []
  erased = []
  removed = []
  attached = []
  erase = () => Promise.resolve()
  onUnlinked = () => undefined
  accounts = await createAccounts({
    storage: test.storage,
    createSession: (id) => {
      const session = new TestSession()
      session.accountId = id
      sessions.set(id, session)
      return session.asSession
    },
    attach: ({ accountId }) => void attached.push(accountId),
    catchUp: () => Promise.resolve(),
    showWindow: () => Promise.resolve(false),
    onNotReady: () => undefined,
    onEvent: () => undefined,
    onUnlinked: () => onUnlinked(),
    eraseHistory: async (id) => {
      await erase()
      erased.push(id)
    },
    onRemoved: (id) => void removed.push(id),
    onPaused: (id, isPaused) => void paused.set(id, isPaused),
    most: () => most,
    dailyLimit: () => 1_000,
    userId: () => userId,
    emit: (event) => events.push(event),
    logger: silentLogger,
    now: () => (now += 1000),
    random: () => 0,
  })
}

beforeEach(async () => {
  test = await openTestStorage()
  most = 10
  userId = null
  await open()
})
afterEach(async () => {
  await accounts.stop()
  await test.cleanup()
})

const eventually = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 5_000, interval: 5 })
const session = (id: string): TestSession => sessions.get(id)!
const add = async (label: string | null = null): Promise<string> =>
  (await accounts.add({ label, colour: null })).id
const link = async (id: string, phone: string): Promise<void> => {
  session(id).ready(phone)
  await eventually(() => expect(accounts.get(id)).toMatchObject({ state: 'connected', phone }))
}
const startAgain = async (): Promise<void> => {
  await accounts.stop()
  await open()
}
const started = (): string[] => [...sessions].filter(([, one]) => one.starts > 0).map(([id]) => id)

it('adds accounts with a name and a colour of their own, and keeps both', async () => {
  const shop = await accounts.add({ label: 'Shop', colour: null })
  const own = await accounts.add({ label: null, colour: 'pink' })
  expect(shop).toMatchObject({ label: 'Shop', colour: 'blue', state: 'unlinked' })
  expect(events).toContainEqual({ type: 'account', account: own })
  expect(await accounts.update(shop.id, { label: null, colour: 'red' })).toMatchObject({ label: null })
  await startAgain()
  expect(accounts.list().map(({ id, label, colour }) => [id, label, colour])).toEqual([
    ['main', null, 'teal'],
    [shop.id, null, 'red'],
    [own.id, null, 'pink'],
  ])
})

it('remembers whose account it is until it is unlinked', async () => {
  await link('main', '+6281200000001')
  const hers = await add()
  userId = 'siti'
  await link(hers, '+6281200000002')
  // Lost and linked again by an admin, it is still hers.
  userId = 'anna'
  session('main').be({ kind: 'reconnecting', cause: 'TIMEOUT' })
  await link('main', '+6281200000001')
  session(hers).be({ kind: 'closed', reason: 'logged-out', detail: '' })
  await eventually(() => expect(session(hers).starts).toBeGreaterThan(0))
  await link(hers, '+6281200000002')
  expect(accounts.list().map(({ linkedBy }) => linkedBy)).toEqual([null, 'siti'])
  await startAgain()
  expect(accounts.get(hers).linkedBy).toBe('siti')
  await accounts.unlink(hers, 'keep')
  expect(accounts.get(hers).linkedBy).toBeNull()
})

it('refuses more than the setting allows', async () => {
  most = 2
  await add()
  await expect(add()).rejects.toMatchObject({ code: 'too-many-accounts' })
  expect(accounts.list()).toHaveLength(2)
})

it('signs out again what is linked with a number that another account has', async () => {
  const second = await add()
  await link('main', '+6281200000001')
  accounts.connect(second)
  session(second).ready('+6281200000001')
  await eventually(() =>
    expect(accounts.get(second)).toMatchObject({ state: 'unlinked', reason: 'linked-twice', phone: null }),
  )
  expect([session(second).logouts, session('main').logouts]).toEqual([1, 0])
  expect(accounts.get('main')).toMatchObject({ state: 'connected' })
  expect(attached).toEqual(['main'])

  accounts.connect(second)
  expect(accounts.get(second)).toMatchObject({ state: 'linking', reason: null })
  await link(second, '+6281200000002')
  session('main').be({ kind: 'reconnecting', cause: 'TIMEOUT' })
  await link('main', '+6281200000001')
  expect(session('main').logouts).toBe(0)
})

it('leaves the others alone when one fails in every way', async () => {
  const second = await add()
  await link('main', '+6281200000001')
  const failing = session(second)
  failing.failing = true
  accounts.connect(second)
  await eventually(() => expect(accounts.get(second).nextTryAt).not.toBeNull())
  failing.be({ kind: 'closed', reason: 'crashed', detail: '' })
  failing.be({ kind: 'closed', reason: 'logged-out', detail: '' })
  await eventually(() => expect(failing.starts).toBeGreaterThan(1))
  expect(accounts.get('main')).toMatchObject({ state: 'connected', phone: '+6281200000001' })
  expect(session('main').stops).toBe(0)
  await accounts.stop()
  expect(session('main').stops).toBe(1)
})

it('brings back all that were linked, two at a time, the one used last first', async () => {
  const ids = ['main', await add(), await add(), await add()]
  const unlinked = await add()
  for (const [index, id] of ids.entries()) await link(id, `+628120000000${index}`)
  await startAgain()
  accounts.restore()
  expect(started()).toEqual([ids[2], ids[3]])
  session(ids[3]!).be({ kind: 'syncing', percent: 10 })
  expect(started()).toHaveLength(2)
  session(ids[3]!).ready('+6281200000003')
  expect(started()).toEqual([ids[1], ids[2], ids[3]])
  session(ids[2]!).be({ kind: 'closed', reason: 'crashed', detail: '' })
  expect(started()).toEqual(ids)
  expect(session(unlinked).starts).toBe(0)
})

it('lets a person go before the queue, and starts nothing while it ends', async () => {
  const ids = ['main', await add(), await add(), await add()]
  for (const [index, id] of ids.entries()) await link(id, `+628120000000${index}`)
  await startAgain()
  accounts.restore()
  accounts.connect('main')
  expect(session('main').starts).toBe(1)
  session(ids[3]!).ready('+6281200000003')
  session(ids[2]!).ready('+6281200000002')
  expect(session('main').starts).toBe(1)
  await startAgain()
  accounts.restore()
  const [waiting] = ids.filter((id) => session(id).starts === 0)
  await accounts.stop()
  for (const id of ids) session(id).be({ kind: 'closed', reason: 'stopped', detail: '' })
  expect(session(waiting!).starts).toBe(0)
})

it('stays paused over a start, each account by itself', async () => {
  const second = await add()
  await accounts.setPaused(second, true)
  await startAgain()
  expect([...paused]).toEqual([
    ['main', false],
    [second, true],
  ])
  expect(accounts.list().map((account) => account.paused)).toEqual([false, true])
})

const received = async (id: string): Promise<number> => {
  const rows = await test.storage.store<typeof accountsStore>('accounts').list(now)
  return rows.find((row) => row.id === id)?.today.received ?? -1
}
/** A message that came in just now, as the inbox takes it. */
async function takeMessage(accountId: string, key: string): Promise<void> {
  const inbox = test.storage.store<typeof inboxStore>('inbox')
  const about = { kind: 'person' as const, title: 'A', identity: null, keep: 'everything' as const }
  const asked = { wanted: true, hashes: [], newId: randomUUID(), at: now }
  const route = await inbox.route({ accountId, address: 'a@c.us', ...about, ...asked })
  const conversationId = route.conversationId ?? ''
  const row = rowOf(waMessage(key, { at: now }), conversationId, 0)
  await inbox.ingest([{ accountId, conversationId, op: 'message', row, live: true }])
}

it('unlinks one with its counters and, if asked, its history; the other works on', async () => {
  const second = await add('Shop')
  await link('main', '+6281200000001')
  await link(second, '+6281200000002')
  await takeMessage(second, 'A1')
  expect(await received(second)).toBe(1)
  await accounts.unlink(second, 'keep')
  expect(accounts.get(second)).toMatchObject({ state: 'unlinked', phone: '+6281200000002', qr: null })
  expect(await received(second)).toBe(0)
  expect([session(second).logouts, erased]).toEqual([1, []])
  await accounts.unlink(second, 'delete')
  expect(accounts.get(second)).toMatchObject({ state: 'unlinked', label: 'Shop', phone: null, name: null })
  expect(erased).toEqual([second])
  expect(accounts.get('main')).toMatchObject({ state: 'connected', phone: '+6281200000001' })
  expect(session('main').logouts).toBe(0)
})

it('takes an account from the list for good, but never the last one', async () => {
  const second = await add()
  await link(second, '+6281200000002')
  await accounts.remove(second)
  expect(erased).toEqual([second])
  expect(events).toContainEqual({ type: 'account-gone', accountId: second })
  expect(events.at(-1)?.type).toBe('account-gone')
  expect(removed).toEqual([second])
  await expect(accounts.remove('main')).rejects.toMatchObject({ code: 'wrong-state' })
  await startAgain()
  expect(accounts.list().map(({ id }) => id)).toEqual(['main'])
})

it('makes up at the next start for what a crash kept it from', async () => {
  const second = await add()
  await link(second, '+6281200000002')
  erase = () => Promise.reject(new Error('the disk is full'))
  await expect(accounts.remove(second)).rejects.toThrow('the disk is full')
  expect(accounts.list()).toHaveLength(2)
  await startAgain()
  await eventually(() => expect(accounts.list().map(({ id }) => id)).toEqual(['main']))
  expect(erased).toEqual([second])
})

it('makes up for it also where only writing it down failed', async () => {
  const second = await add()
  await link(second, '+6281200000002')
  onUnlinked = () => {
    throw new Error('the disk is full')
  }
  await expect(accounts.remove(second)).rejects.toThrow('the disk is full')
  await startAgain()
  await eventually(() => expect(accounts.list().map(({ id }) => id)).toEqual(['main']))
  expect(erased).toEqual([second])
})

it('erases nothing of an account that was linked again after that had failed', async () => {
  const second = await add()
  await link(second, '+6281200000002')
  erase = () => Promise.reject(new Error('the disk is full'))
  await expect(accounts.unlink(second, 'delete')).rejects.toThrow('the disk is full')
  accounts.connect(second)
  await link(second, '+6281200000002')
  await startAgain()
  accounts.restore()
  await link(second, '+6281200000002')
  expect([erased, session(second).logouts]).toEqual([[], 0])
})

it('remembers what was asked for where it becomes ready once more on its way out', async () => {
  const second = await add()
  await link(second, '+6281200000002')
  session(second).onLogout = () => session(second).ready('+6281200000002')
  erase = () => Promise.reject(new Error('the disk is full'))
  await expect(accounts.unlink(second, 'delete')).rejects.toThrow('the disk is full')
  await startAgain()
  await eventually(() => expect(erased).toEqual([second]))
})

it('lets nobody connect an account that is on its way out', async () => {
  const second = await add()
  await link(second, '+6281200000002')
  let go: (() => void) | null = null
  erase = () => new Promise((resolve) => (go = resolve))
  const leaving = accounts.unlink(second, 'delete')
  await eventually(() => expect(go).not.toBeNull())
  expect(() => accounts.connect(second)).toThrow(/unlinked/)
  await expect(accounts.remove(second)).rejects.toMatchObject({ code: 'wrong-state' })
  go!()
  await leaving
  expect(session(second).starts).toBe(0)
})
