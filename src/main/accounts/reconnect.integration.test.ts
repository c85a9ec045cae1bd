/** An account over a real Chromium and the simulator: its line is cut, and comes back. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Account } from '../../contract'
import { openTestStorage, silentLogger, type TestStorage } from '../storage/test-storage'
import { useSite, type TestSession } from '../whatsapp/session.testing'
import { createAccounts, type Accounts } from '.'

const world = useSite()
let test: TestStorage
let session: TestSession
let accounts: Accounts
/** Every state that was told, once. */
let states: string[]

beforeEach(async () => {
  test = await openTestStorage()
  states = []
  // Nothing comes back before the account says so.
  session = world.session({ retries: [600_000] })
  await world.control.configure({ boot: { syncMs: 200 } })
  accounts = await createAccounts({
    storage: test.storage,
    createSession: () => session.session,
    attach: () => undefined,
    catchUp: () => Promise.resolve(),
    eraseHistory: () => Promise.resolve(),
    showWindow: () => Promise.resolve(false),
    onNotReady: () => undefined,
    onEvent: () => undefined,
    onUnlinked: () => undefined,
    onPaused: () => undefined,
    most: () => 10,
    dailyLimit: () => 1000,
    emit: (event) => {
      if (event.type === 'account' && states.at(-1) !== event.account.state) states.push(event.account.state)
    },
    logger: silentLogger,
    random: () => 0,
  })
})
afterEach(async () => {
  await accounts.stop()
  await test.cleanup()
})

const theAccount = (): Account => accounts.get('main')
const eventually = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 30_000, interval: 20 })
const connected = (): Promise<void> => eventually(() => expect(theAccount().state).toBe('connected'))

it('tries at the account’s pace while the line is cut, counts what failed, and is back when it is woken', async () => {
  accounts.connect('main')
  await eventually(() => expect(theAccount().qr).not.toBeNull())
  await world.control.pair({ qr: theAccount().qr!.text })
  await connected()
  expect(accounts.pulse('main').failures).toBe(0)

  await world.control.network({ up: false, http: false })
  await eventually(() => expect(theAccount().state).toBe('reconnecting'))
  await eventually(() => expect(accounts.pulse('main').failures).toBeGreaterThanOrEqual(2))
  expect(theAccount().nextTryAt).not.toBeNull()

  await world.control.network({ up: true, http: true })
  accounts.wake()
  await connected()
  expect(theAccount().nextTryAt).toBeNull()
  expect(accounts.pulse('main').failures).toBe(0)
  expect(states.filter((state) => state === 'connected')).toHaveLength(2)

  accounts.wake()
  await eventually(() => expect(accounts.pulse('main').lastProbeAt).not.toBeNull())
  expect(accounts.pulse('main').probeMs).toBeGreaterThanOrEqual(0)
})

it('comes up where the network was gone at the start, as soon as it is woken', async () => {
  await world.control.network({ up: false, http: false })
  accounts.connect('main')
  await eventually(() => expect(theAccount().state).toBe('reconnecting'))
  await world.control.network({ up: true, http: true })
  accounts.wake()
  await eventually(() => expect(theAccount()).toMatchObject({ state: 'linking', nextTryAt: null }))
  await eventually(() => expect(theAccount().qr).not.toBeNull())
})
