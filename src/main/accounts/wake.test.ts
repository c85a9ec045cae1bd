/** Ten accounts whose network comes back. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { openTestStorage, silentLogger, type TestStorage } from '../storage/test-storage'
import { createAccounts, type Accounts } from '.'
import { TestSession } from './session.testing'

const COUNT = 10

let test: TestStorage
let accounts: Accounts
let sessions: TestSession[]
/** When each account's page was told to try, ms. */
let knocks: { session: TestSession; at: number }[]
const unhandled: unknown[] = []
const onUnhandled = (reason: unknown): void => void unhandled.push(reason)

beforeEach(async () => {
  process.on('unhandledRejection', onUnhandled)
  test = await openTestStorage()
  sessions = []
  knocks = []
  accounts = await createAccounts({
    storage: test.storage,
    createSession: () => {
      const session = new TestSession()
      sessions.push(session)
      return session.asSession
    },
    attach: () => undefined,
    catchUp: () => Promise.resolve(),
    showWindow: () => Promise.resolve(false),
    onNotReady: () => undefined,
    onEvent: () => undefined,
    onUnlinked: () => undefined,
    onPaused: () => undefined,
    eraseHistory: () => Promise.resolve(),
    most: () => COUNT,
    dailyLimit: () => 1000,
    emit: () => undefined,
    logger: silentLogger,
    // The longest waits, so that what comes early was hastened.
    random: () => 1,
  })
  for (let count = 1; count < COUNT; count++) await accounts.add({ label: null, colour: null })
  for (const [index, session] of sessions.entries()) session.ready(`+62812000000${10 + index}`)
  await eventually(() => expect(accounts.list().every(({ state }) => state === 'connected')).toBe(true))
})
afterEach(async () => {
  vi.useRealTimers()
  await accounts.stop()
  await test.cleanup()
  process.off('unhandledRejection', onUnhandled)
  expect(unhandled).toEqual([])
})

const eventually = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 10_000, interval: 5 })
const lose = (session: TestSession): void => session.be({ kind: 'reconnecting', cause: 'TIMEOUT' })

it('tries each lost one once more, none in the same instant, and all come back', () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  for (const session of sessions) lose(session)
  vi.advanceTimersByTime(60_000)
  expect(accounts.list().map(({ id }) => accounts.pulse(id).failures)).toEqual(sessions.map(() => 5))
  knocks = []
  for (const session of sessions) {
    session.onReconnect = () => {
      knocks.push({ session, at: performance.now() })
      session.ready('+6281200000010')
    }
  }
  const woken = performance.now()
  accounts.wake()
  accounts.wake()
  vi.advanceTimersByTime(COUNT * 300)
  expect(knocks).toHaveLength(COUNT)
  expect(new Set(knocks.map(({ session }) => session)).size).toBe(COUNT)
  expect(new Set(knocks.map(({ at }) => at)).size).toBe(COUNT)
  expect(knocks[0]!.at).toBe(woken)
  expect(accounts.list().map(({ state, nextTryAt }) => [state, nextTryAt])).toEqual(
    sessions.map(() => ['connected', null]),
  )
  for (const { id } of accounts.list()) expect(accounts.pulse(id).failures).toBe(0)
  vi.advanceTimersByTime(50_000)
  expect(knocks).toHaveLength(COUNT)
})

it('asks whether those that seem connected still are, and leaves alone what a person switched off or has to mend', async () => {
  const [off, troubled, ...others] = sessions
  off!.be({ kind: 'closed', reason: 'conflict', detail: '' })
  troubled!.be({ kind: 'closed', reason: 'banned', detail: '' })
  accounts.wake()
  accounts.wake()
  await eventually(() => expect(others.every(({ probes }) => probes.length === 1)).toBe(true))
  expect(others.every(({ probes }) => probes[0] === true)).toBe(true)
  expect([off!.starts, off!.probes, troubled!.starts, troubled!.probes]).toEqual([0, [], 0, []])
  for (const { id, state } of accounts.list())
    if (state === 'connected') {
      const { lastProbeAt, probeMs } = accounts.pulse(id)
      expect(lastProbeAt).toBeGreaterThan(0)
      expect(probeMs).toBeGreaterThanOrEqual(0)
    }
})
