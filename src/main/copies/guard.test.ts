/** The guard's own decisions, with a session that the test plays and copies that are there or not. */
import { beforeEach, expect, it, vi } from 'vitest'
import type { SessionBrowser } from '../platform/ports'
import { silentLogger } from '../storage/test-storage'
import type { WaEvent, WaState, WhatsAppSession } from '../whatsapp/types'
import { CopyError, type CopyErrorCode } from './errors'
import { Guard } from './guard'
import type { Shelf } from './shelf'

const READY: WaState = { kind: 'ready', me: { address: 'me@c.us', phone: null, lid: null, name: null } }
const QR: WaState = { kind: 'qr', qr: 'x', expiresAt: 1, round: 1 }

/** As much of a session as the guard touches. What comes after `start` is the test's to say. */
class PlayedSession {
  state: WaState = { kind: 'closed', reason: 'stopped', detail: '' }
  starts = 0
  logouts: string[] = []
  /** What a sign-out waits for, before the session is closed by it. */
  leaving: Promise<void> | null = null
  private listener: (event: WaEvent) => void = () => undefined
  readonly subscribe = (listener: (event: WaEvent) => void): (() => void) => {
    this.listener = listener
    return () => undefined
  }
  readonly start = (): Promise<void> => {
    this.starts++
    this.be({ kind: 'starting' })
    return Promise.resolve()
  }
  readonly stop = (): Promise<void> => {
    if (this.state.kind !== 'closed') this.be({ kind: 'closed', reason: 'stopped', detail: '' })
    return Promise.resolve()
  }
  readonly logout = async (): Promise<boolean> => {
    this.logouts.push(this.state.kind)
    if (this.leaving === null) return true
    await this.leaving
    this.be({ kind: 'closed', reason: 'logged-out', detail: '' })
    return false
  }
  be(state: WaState): void {
    this.state = state
    this.listener({ type: 'state', state })
  }
}

let inner: PlayedSession
let shelf: { has: boolean; missing: boolean; fails: CopyErrorCode | null; calls: string[]; ended: boolean }
let guard: Guard
let session: WhatsAppSession
let browser: SessionBrowser
let told: string[]
/** What a restore waits for on its way. */
let midway: Promise<void>
/** Something holds the copy's file. */
let undroppable: boolean
/** Something holds the profile, and the disk is too full to note that. */
let [held, unmarkable] = [false, false]
let clearing: Promise<void>

beforeEach(() => {
  inner = new PlayedSession()
  shelf = { has: true, missing: false, fails: null, calls: [], ended: false }
  told = []
  midway = Promise.resolve()
  undroppable = false
  held = false
  unmarkable = false
  clearing = Promise.resolve()
  const act = (what: string): Promise<void> => {
    shelf.calls.push(what)
    return shelf.fails ? Promise.reject(new CopyError(shelf.fails, what)) : Promise.resolve()
  }
  const played = {
    has: () => shelf.has,
    isMissing: () => Promise.resolve(shelf.missing),
    take: () => act('take'),
    restore: async (_: string, signal: AbortSignal) => {
      await act('restore')
      await midway
      signal.throwIfAborted()
      shelf.calls.push('in place')
    },
    hasEnded: () => shelf.ended,
    hasEndedElsewhere: () => false,
    markEnded: () => {
      if (unmarkable) throw new Error('ENOSPC')
      shelf.ended = true
    },
    unmarkEnded: () => void (shelf.ended = false),
    drop: () => {
      shelf.calls.push('drop')
      if (undroppable) throw new Error('EBUSY')
      shelf.has = false
    },
  }
  guard = new Guard({
    accountId: 'main',
    shelf: played as unknown as Shelf,
    changed: () => undefined,
    dropped: () => undefined,
    logger: silentLogger,
  })
  browser = guard.browser({
    optionsFor: () => Promise.resolve({}),
    clear: async () => {
      shelf.calls.push('clear')
      await clearing
      if (held) throw new Error('EBUSY')
    },
    userAgent: () => Promise.resolve(''),
    memory: () => Promise.resolve(new Map()),
    showWindow: () => Promise.resolve(false),
  })
  session = guard.guarded(inner as unknown as WhatsAppSession)
  session.subscribe((event) => {
    if (event.type === 'state') told.push(event.state.kind)
  })
})

const eventually = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 5_000, interval: 2 })
const started = (starts: number): Promise<void> => eventually(() => expect(inner.starts).toBe(starts))

it('says nothing of the closing and opening around a copy', async () => {
  await session.start()
  inner.be(READY)
  const saved = guard.save()
  expect(guard.doing).toBe('saving')
  expect(await saved).toBe('saved')
  expect(told).toEqual(['starting', 'ready', 'reconnecting'])
  inner.be({ kind: 'syncing', percent: 1 })
  inner.be(READY)
  expect(told).toEqual(['starting', 'ready', 'reconnecting', 'syncing', 'ready'])
  expect(guard.doing).toBeNull()
  expect(inner.starts).toBe(2)
})

it('makes no copy of what is not ready, and opens again where none could be made', async () => {
  await session.start()
  expect(await guard.save()).toBe('not-saved')
  inner.be(READY)
  shelf.fails = 'disk-full'
  expect(await guard.save()).toBe('disk-full')
  expect(inner.starts).toBe(2)
})

it('restores once, and then lets the QR through with a word', async () => {
  await session.start()
  inner.be(QR)
  await started(2)
  expect(shelf.calls).toEqual(['restore', 'in place'])
  expect(told).not.toContain('qr')
  inner.be(QR)
  expect(session.state.kind).toBe('qr')
  expect(guard.refused).toBe(true)
  expect(shelf.calls).toEqual(['restore', 'in place', 'drop'])
  inner.be(READY)
  expect(guard.refused).toBe(false)
})

it('restores an empty profile before the browser opens', async () => {
  shelf.missing = true
  await browser.optionsFor('main')
  await browser.optionsFor('main')
  expect(shelf.calls).toEqual(['restore', 'in place'])
})

/** A start that has found the profile empty, and is half-way through its copy. */
async function openingMidway(): Promise<{ opening: Promise<unknown>; goOn: () => void }> {
  shelf.missing = true
  let goOn = (): void => undefined
  midway = new Promise((resolve) => (goOn = resolve))
  await session.start()
  const opening = browser.optionsFor('main')
  await eventually(() => expect(shelf.calls).toContain('restore'))
  return { opening, goOn }
}

it('puts nothing in place of a profile that is cleared meanwhile', async () => {
  const { opening, goOn } = await openingMidway()
  const clearing = browser.clear('main')
  goOn()
  await Promise.all([opening, clearing])
  expect(shelf.calls).toEqual(['restore', 'drop', 'clear'])
  expect([guard.doing, guard.refused]).toEqual([null, false])
})

it('stops once nothing is put in place any more, and restores with the next start', async () => {
  const { opening, goOn } = await openingMidway()
  const stopping = session.stop()
  const again = browser.optionsFor('main')
  goOn()
  await Promise.all([opening, stopping, again])
  expect([shelf.calls, shelf.has, guard.refused]).toEqual([['restore'], true, false])
  await session.start()
  await browser.optionsFor('main')
  expect(shelf.calls).toEqual(['restore', 'restore', 'in place'])
})

it.each(['damaged', 'other-version', 'other-key', 'other-profile'] as const)(
  'gives up a copy that is refused as %s',
  async (code) => {
    shelf.fails = code
    await session.start()
    inner.be(QR)
    await started(2)
    inner.be(QR)
    expect(session.state.kind).toBe('qr')
    expect(guard.refused).toBe(true)
    expect(shelf.has).toBe(false)
  },
)

it('keeps a copy that there was no room for, until another link is made', async () => {
  shelf.fails = 'disk-full'
  await session.start()
  inner.be(QR)
  await started(2)
  inner.be(QR)
  expect([session.state.kind, guard.refused, shelf.has]).toEqual(['qr', true, true])
  inner.be(READY)
  expect([guard.refused, shelf.has]).toEqual([false, false])
})

it('lets a first link through', async () => {
  shelf.has = false
  await session.start()
  inner.be(QR)
  expect(told).toEqual(['starting', 'qr'])
  expect(guard.refused).toBe(false)
})

it('forgets the copy before the profile where the link ended', async () => {
  await browser.clear('main')
  expect(shelf.calls).toEqual(['drop', 'clear'])
})

it.each([false, true])(
  'opens nothing that could not be deleted, before it is (note of it fails: %s)',
  async (fails) => {
    held = true
    unmarkable = fails
    await expect(browser.clear('main')).rejects.toThrow('EBUSY')
    expect([shelf.ended, shelf.has]).toEqual([!fails, false])
    await expect(browser.optionsFor('main')).rejects.toMatchObject({ code: 'profile-left' })
    held = false
    await browser.optionsFor('main')
    expect(shelf.ended).toBe(false)
    shelf.calls = []
    await browser.optionsFor('main')
    expect(shelf.calls).toEqual([])
  },
)

it('deletes at last what was left, and says so; not under an open browser, nor twice at once', async () => {
  held = true
  await browser.clear('main').catch(() => undefined)
  inner.be({ kind: 'closed', reason: 'profile-left', detail: '' })
  await guard.clearLeft()
  expect(session.state).toMatchObject({ reason: 'profile-left' })
  held = false
  shelf.calls = []
  let go = (): void => undefined
  clearing = new Promise((resolve) => (go = resolve))
  const both = [guard.clearLeft(), browser.optionsFor('main')]
  await eventually(() => expect(shelf.calls).toContain('clear'))
  go()
  await Promise.all(both)
  expect([shelf.calls, shelf.ended]).toEqual([['drop', 'clear'], false])
  expect(session.state).toMatchObject({ kind: 'closed', reason: 'logged-out' })
  await guard.clearLeft()
  expect(shelf.calls).toEqual(['drop', 'clear'])
})

it('deletes the profile also where the copy can not be', async () => {
  undroppable = true
  await expect(browser.clear('main')).rejects.toThrow('EBUSY')
  expect(shelf.calls).toEqual(['drop', 'clear'])
})

it('is stopped in the middle of everything, and stays so', async () => {
  await session.start()
  inner.be(READY)
  const saving = guard.save()
  await session.stop()
  await saving
  expect(session.state).toMatchObject({ kind: 'closed', reason: 'stopped' })
  expect(guard.doing).toBeNull()
  expect(inner.starts).toBe(1)
  await session.start()
  inner.be(QR)
  await session.stop()
  expect(session.state.kind).toBe('closed')
  expect(inner.starts).toBe(2)
})

it('signs out with a page to do it in, also while a copy is being made', async () => {
  await session.start()
  inner.be(READY)
  const saving = guard.save()
  const out = session.logout()
  await saving
  await started(2)
  inner.be(READY)
  await out
  expect(inner.logouts).toEqual(['ready'])
})

it('makes and restores no copy while it signs out, and is not stopped before that is done', async () => {
  let go = (): void => undefined
  inner.leaving = new Promise((resolve) => (go = resolve))
  await session.start()
  inner.be(READY)
  const out = session.logout()
  expect(await guard.save()).toBe('not-saved')
  inner.be(QR)
  expect([shelf.calls, told, inner.state.kind]).toEqual([[], ['starting', 'ready'], 'qr'])
  const stopped = session.stop().then(() => session.state)
  go()
  expect(await stopped).toMatchObject({ kind: 'closed', reason: 'logged-out' })
  expect([await out, guard.wasReady]).toEqual([false, false])
})

it('passes on what happens, and calls', async () => {
  inner.be({ kind: 'closed', reason: 'crashed', detail: 'x' })
  expect(session.state).toMatchObject({ reason: 'crashed' })
  await session.start()
  await session.start()
  expect(inner.starts).toBe(2)
})
