import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { appEvent, type AppEvent } from '../../contract'
import { silentLogger } from '../storage/test-storage'
import { VaultError, type Vault } from '../vault'
import { createSetup } from '.'
import { isIdle, LOOK_MS } from './idle'

const KEY = Buffer.alloc(32, 1)
const MINUTE = 60_000

/** A data folder that opens by the keychain, with or without a passphrase beside it. */
function desk({
  passphrase = true,
  minutes = 5,
  fails = false,
}: { passphrase?: boolean; minutes?: number | null; fails?: boolean } = {}) {
  let known: string | null = passphrase ? 'right one' : null
  const vault = {
    status: () =>
      Promise.resolve({
        stage: 'openable',
        keychain: true,
        wraps: known ? ['keychain', 'passphrase'] : ['keychain'],
      }),
    open: () => Promise.resolve(KEY),
    unlock: (by: { passphrase: string }) =>
      by.passphrase === known
        ? Promise.resolve(KEY)
        : Promise.reject(new VaultError('wrong-passphrase', 'wrong')),
    setPassphrase: (_key: Buffer, text: string) => Promise.resolve(void (known = text)),
  } as unknown as Vault
  const opened = vi.fn(() => (fails ? Promise.reject(new Error('damaged')) : Promise.resolve()))
  const stages: string[] = []
  const after: { minutes: number | null } = { minutes }
  const setup = createSetup({
    ...{ vault, openRooms: opened, logger: silentLogger, lockAfter: () => after.minutes },
    platform: { host: 'desktop', version: '1', keyFileAllowed: false },
    emit: (event: AppEvent) => {
      if (event.type === 'setup') stages.push(event.status.stage)
    },
  })
  return { setup, opened, after, stages, stage: () => setup.status().stage }
}
const unlocked = async (options: Parameters<typeof desk>[0] = {}) => {
  const all = desk(options)
  await all.setup.begin()
  if (all.stage() === 'locked') await all.setup.unlock({ passphrase: 'right one' })
  return all
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('is due after so many minutes, never without them, and at once where the clock was set back', () => {
  expect(isIdle(0, 5 * MINUTE - 1, 5)).toBe(false)
  expect(isIdle(0, 5 * MINUTE, 5)).toBe(true)
  expect(isIdle(0, Number.MAX_SAFE_INTEGER, null)).toBe(false)
  expect(isIdle(1000, 999, 5)).toBe(true)
})

it('locks the screens when nobody has touched them, and leaves the rooms open', async () => {
  const { setup, stage, opened } = await unlocked()
  vi.advanceTimersByTime(4 * MINUTE)
  setup.active()
  vi.advanceTimersByTime(5 * MINUTE - LOOK_MS)
  expect([stage(), setup.isLocked()]).toEqual(['open', false])
  vi.advanceTimersByTime(2 * LOOK_MS)
  expect([stage(), setup.isLocked()]).toEqual(['locked', true])
  await expect(setup.unlock({ passphrase: 'wrong' })).rejects.toMatchObject({ code: 'wrong-passphrase' })
  expect([stage(), setup.isLocked()]).toEqual(['locked', true])
  await setup.unlock({ passphrase: 'right one' })
  expect([stage(), setup.isLocked(), opened.mock.calls.length]).toEqual(['open', false, 1])
  vi.advanceTimersByTime(4 * MINUTE)
  expect(stage()).toBe('open')
})

it('is not got around by a start anew', async () => {
  const { setup, opened, stages } = desk()
  await setup.begin()
  expect([setup.status().stage, setup.isLocked(), opened.mock.calls.length]).toEqual(['locked', true, 1])
  expect(stages).not.toContain('open')
  const off = desk({ minutes: null })
  await off.setup.begin()
  expect([off.stage(), off.setup.isLocked()]).toEqual(['open', false])
})

it('can be had at once, or with the system’s own lock where it is switched on', async () => {
  const { setup, stage, after } = await unlocked()
  setup.lock()
  expect(stage()).toBe('locked')
  await setup.unlock({ passphrase: 'right one' })
  after.minutes = null
  setup.systemLocked()
  expect(stage()).toBe('open')
  after.minutes = 5
  setup.systemLocked()
  expect(stage()).toBe('locked')
})

it('is not there without a passphrase, until one is set', async () => {
  const { setup, stage } = await unlocked({ passphrase: false })
  vi.advanceTimersByTime(60 * MINUTE)
  setup.systemLocked()
  expect([stage(), setup.status().canLock]).toEqual(['open', false])
  expect(() => setup.lock()).toThrow('passphrase')
  await setup.setPassphrase('right one', null)
  setup.lock()
  await expect(setup.setPassphrase('mine now', 'right one')).rejects.toMatchObject({ code: 'wrong-state' })
  await setup.unlock({ passphrase: 'right one' })
  expect(stage()).toBe('open')
})

it('tells a locked screen nothing that is behind the key', async () => {
  const { setup } = await unlocked()
  const told = () =>
    appEvent.options
      .map(({ shape }) => shape.type.value)
      .filter((type) => setup.mayTell({ type } as AppEvent))
  expect(told()).toContain('messages')
  setup.lock()
  expect(told().sort()).toEqual(['open', 'preferences', 'setup', 'update'])
})

it('claims nothing where the rooms did not open', async () => {
  const { setup } = desk({ fails: true })
  await setup.begin()
  expect(setup.status()).toMatchObject({ stage: 'locked', problem: { kind: 'other' } })
  expect(setup.isLocked()).toBe(false)
})
