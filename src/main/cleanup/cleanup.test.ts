/** Leftovers on a real disk and a real database: shown first, and never one that is in use. */
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { DEFAULT_PREFERENCES, NO_SESSION_COPY, type Account, type AppEvent } from '../../contract'
import { Shelf } from '../copies/shelf'
import { TestClock } from '../media/clock.testing'
import { createNodeProfiles } from '../platform/node/profile-files'
import { openTestStorage, silentLogger, type TestStorage } from '../storage/test-storage'
import { MOST_ENTRIES } from './log'
import { createCleanup, type Cleanup } from '.'

let test: TestStorage
let base: string
let ids: string[]
let account: Partial<Account>
let orphans: Map<string, number>
let inUse: Set<string>
let rested: string[]
let events: AppEvent[]
let clock: TestClock
let cleanup: Cleanup

beforeAll(async () => {
  test = await openTestStorage()
})
afterAll(() => test.cleanup())
beforeEach(async () => {
  base = await fs.mkdtemp(path.join(os.tmpdir(), 'leadline-cleanup-'))
  await Promise.all(['profiles', 'copies'].map((name) => fs.mkdir(path.join(base, name))))
  ids = ['main']
  account = { state: 'connected' }
  orphans = new Map()
  inUse = new Set()
  rested = []
  events = []
  clock = new TestClock(1_800_000_000_000, () => false)
  const profiles = createNodeProfiles(path.join(base, 'profiles'), silentLogger)
  cleanup = createCleanup({
    storage: test.storage,
    profiles,
    copies: new Shelf({
      ...{ folder: path.join(base, 'copies'), host: 'service', key: Buffer.alloc(32), profiles },
      now: () => 1,
    }),
    media: {
      orphans: () => Promise.resolve([...orphans].map(([name, bytes]) => ({ name, bytes }))),
      removeOrphan: (name) => Promise.resolve(!inUse.has(name) && orphans.delete(name)),
    },
    accounts: {
      list: () => ids.map((id) => ({ id, sessionCopy: NO_SESSION_COPY, ...account }) as Account),
      isOpen: () => true,
      rest: (id) => {
        rested.push(id)
        account = { state: 'connected' }
        return Promise.resolve()
      },
    },
    staleAfter: () => DEFAULT_PREFERENCES.staleAfter,
    usedAt: () => 0,
    emit: (event) => events.push(event),
    logger: silentLogger,
    clock,
  })
})
afterEach(async () => {
  cleanup.stop()
  clock.stop()
  await fs.rm(base, { recursive: true, force: true })
})

const plant = async (name: string, bytes: number): Promise<void> => {
  await fs.mkdir(path.dirname(path.join(base, name)), { recursive: true })
  await fs.writeFile(path.join(base, name), Buffer.alloc(bytes))
}
const names = (folder: string): Promise<string[]> => fs.readdir(path.join(base, folder))

async function leftovers(): Promise<void> {
  await plant('profiles/main/Default/mine', 9)
  await plant('profiles/gone/Default/IndexedDB/x', 5)
  await plant('copies/main.service.copy', 9)
  await plant('copies/gone.desktop.copy', 7)
  await plant('copies/something else', 9)
  orphans.set('a', 1).set('b', 2)
}

it('shows what belongs to nothing, with its size, and leaves it there', async () => {
  await leftovers()
  const { findings } = await cleanup.survey()
  expect(findings).toEqual([
    { kind: 'profiles', count: 1, bytes: 5 },
    { kind: 'copies', count: 1, bytes: 7 },
    { kind: 'media', count: 2, bytes: 3 },
  ])
  expect(await names('profiles')).toHaveLength(2)
})

it('removes the kinds that were asked for, and remembers it', async () => {
  await leftovers()
  await cleanup.survey()
  const { removed } = await cleanup.remove(['profiles', 'copies'])
  expect(removed).toEqual([
    { kind: 'profiles', count: 1, bytes: 5 },
    { kind: 'copies', count: 1, bytes: 7 },
  ])
  expect(await names('profiles')).toEqual(['main'])
  expect((await names('copies')).sort()).toEqual(['main.service.copy', 'something else'])
  expect(orphans.size).toBe(2)
  const { totals, recent } = await cleanup.statistics()
  expect(totals).toEqual(removed)
  expect(recent.map(({ kind }) => kind).sort()).toEqual(['copies', 'profiles'])
})

it('keeps what came into use since it was shown', async () => {
  await leftovers()
  await cleanup.survey()
  ids.push('gone')
  inUse.add('a')
  const { removed } = await cleanup.remove(['profiles', 'copies', 'media'])
  expect(removed.map(({ count }) => count)).toEqual([0, 0, 1])
  expect(await names('profiles')).toHaveLength(2)
  expect(await names('copies')).toHaveLength(3)
  expect([...orphans.keys()]).toEqual(['a'])
})

it('removes nothing that it has not shown', async () => {
  await expect(cleanup.remove(['media'])).rejects.toMatchObject({ code: 'wrong-state' })
  await cleanup.survey()
  await leftovers()
  const { removed } = await cleanup.remove(['profiles', 'copies', 'media'])
  expect(removed.map(({ count }) => count)).toEqual([0, 0, 0])
})

it('removes once at a time, and tells how far it is', async () => {
  for (let i = 0; i < 45; i++) orphans.set(String(i), 1)
  await cleanup.survey()
  const first = cleanup.remove(['media'])
  await expect(cleanup.remove(['media'])).rejects.toMatchObject({ code: 'wrong-state' })
  await first
  expect(events).toEqual([
    { type: 'cleanup', progress: { done: 20, total: 45 } },
    { type: 'cleanup', progress: { done: 40, total: 45 } },
    { type: 'cleanup', progress: null },
  ])
})

it('closes a session that was disconnected for long, and counts it', async () => {
  account = { state: 'reconnecting', qr: null, pairingCode: null }
  cleanup.start()
  await expect.poll(() => rested).toEqual(['main'])
  await expect
    .poll(async () => (await cleanup.statistics()).totals.find(({ kind }) => kind === 'sessions')?.count)
    .toBe(1)
})

it('remembers no more than the last hundred, and counts all', async () => {
  const before = (await cleanup.statistics()).totals.find(({ kind }) => kind === 'media')?.count ?? 0
  for (let i = 0; i < MOST_ENTRIES + 5; i++) {
    orphans.set(String(i), 1)
    await cleanup.survey()
    await cleanup.remove(['media'])
  }
  const { totals, recent } = await cleanup.statistics()
  expect(recent).toHaveLength(MOST_ENTRIES)
  expect(totals.find(({ kind }) => kind === 'media')?.count).toBe(before + MOST_ENTRIES + 5)
})
