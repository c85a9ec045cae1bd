/** The copies of an account whose disk is in a bad way: whatever can't be read, deleted or written keeps nobody from working. */
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { ProfileFiles, SessionBrowser } from '../platform/ports'
import { silentLogger } from '../storage/test-storage'
import type { WaEvent, WaState, WhatsAppSession } from '../whatsapp/types'
import { createCopies, type Copies } from '.'
import { CopyError } from './errors'

let base: string
let copies: Copies
let tidying: () => Promise<void>
let session: WhatsAppSession
let be: (state: WaState) => void
let stops: number
/** Profiles that the host has, and whether something holds them. */
let here: string[]
let held: boolean
let now: number
/** As the app of that host would, in the same data folder. */
let openAs: (host: 'desktop' | 'service') => Copies
/** Looks once, as each minute. */
let look: () => void
/** The browser as the guarded session got it. */
let guardedBrowser: SessionBrowser

beforeEach(async () => {
  base = await fs.mkdtemp(path.join(os.tmpdir(), 'leadline-copies-'))
  await fs.mkdir(path.join(base, 'profile', 'IndexedDB'), { recursive: true })
  await fs.writeFile(path.join(base, 'profile', 'IndexedDB', 'link'), 'the link')
  await fs.mkdir(path.join(base, 'copies'))
  tidying = () => Promise.resolve()
  here = []
  held = false
  now = 1_800_000_000_000
  const profiles: Partial<ProfileFiles> = {
    storageOf: () => Promise.resolve(path.join(base, 'profile')),
    tidy: () => tidying(),
    list: () => Promise.resolve(here.map((accountId) => ({ accountId, bytes: 1 }))),
    remove: (accountId) => {
      if (!held) here = here.filter((id) => id !== accountId)
      return held ? Promise.reject(new Error('EBUSY')) : Promise.resolve()
    },
  }
  openAs = (host) =>
    createCopies({
      platform: {
        host,
        profiles: profiles as ProfileFiles,
        paths: { sessionCopies: path.join(base, 'copies') },
      },
      key: Buffer.alloc(32, 3),
      isSettled: () => true,
      isBusy: () => false,
      usedAt: () => 0,
      changed: () => undefined,
      logger: silentLogger,
      clock: {
        now: () => now,
        after: (_ms, act) => {
          look = act
          return () => undefined
        },
      },
    })
  copies = openAs('service')
  stops = 0
  const played = playedSession() as unknown as WhatsAppSession
  const browser = { clear: () => Promise.resolve() } as unknown as SessionBrowser
  session = copies.guard('main', browser, (guarded) => {
    guardedBrowser = guarded
    return played
  })
})
afterEach(async () => {
  copies.stop()
  await fs.rm(base, { recursive: true, force: true })
})

function playedSession(): Pick<WhatsAppSession, 'subscribe' | 'start' | 'stop' | 'logout'> {
  let listener: (event: WaEvent) => void = () => undefined
  be = (state) => listener({ type: 'state', state })
  return {
    subscribe: (heard) => {
      listener = heard
      return () => undefined
    },
    start: () => Promise.resolve(),
    stop: () => {
      stops++
      return Promise.resolve()
    },
    logout: async () => {
      await guardedBrowser.clear('main')
      be({ kind: 'closed', reason: 'logged-out', detail: '' })
      return true
    },
  }
}
const READY: WaState = { kind: 'ready', me: { address: 'me@c.us', phone: null, lid: null, name: null } }
const QR: WaState = { kind: 'qr', qr: 'x', expiresAt: 1, round: 1 }

const file = (): string => path.join(base, 'copies', 'main.service.copy')
/** Nobody reads a folder as a file, nor deletes it as one. */
const spoil = (): Promise<unknown> => fs.mkdir(file())

it('begins although leftovers are held and a copy can not be read', async () => {
  tidying = () => Promise.reject(new Error('EBUSY'))
  await spoil()
  await copies.start()
  expect(copies.statusOf('main')).toMatchObject({ takenAt: null, bytes: 0 })
})

it('never uses again what was dropped, also where it could not be deleted, and deletes it when it can', async () => {
  await spoil()
  copies.shelf.drop('main')
  expect([copies.shelf.has('main'), await copies.shelf.look('main')]).toEqual([false, null])
  await copies.start()
  expect(copies.shelf.has('main')).toBe(false)
  await fs.rmdir(file())
  await fs.writeFile(file(), 'held no more')
  await copies.shelf.tidy()
  expect(await fs.readdir(path.join(base, 'copies'))).toEqual([])
  await copies.shelf.take('main', new AbortController().signal)
  expect(copies.shelf.has('main')).toBe(true)
})

it('says that the disk is full, and closes no browser for what has no room', async () => {
  const room = vi.spyOn(copies.shelf, 'hasRoom').mockResolvedValue(false)
  await session.start()
  be(READY)
  await expect(copies.save('main')).rejects.toMatchObject({ code: 'disk-full' })
  expect(stops).toBe(0)
  room.mockResolvedValue(true)
  vi.spyOn(copies.shelf, 'take').mockRejectedValue(new CopyError('disk-full', 'no room'))
  await expect(copies.save('main')).rejects.toMatchObject({ code: 'disk-full' })
  expect(stops).toBe(1)
})

it('goes on deleting what is left of an account that is no more', async () => {
  here = ['gone', 'main']
  held = true
  copies.shelf.markEnded('gone')
  await copies.start()
  expect([here, copies.shelf.ended()]).toEqual([['gone', 'main'], ['gone']])
  held = false
  await copies.start()
  expect([here, copies.shelf.ended()]).toEqual([['main'], []])
})

it('makes a copy of the next link at once, whatever there was before, and shows none that has gone', async () => {
  await copies.start()
  await session.start()
  be(READY)
  await copies.save('main')
  be(READY)
  expect(copies.statusOf('main').takenAt).toBe(now)
  // The next one fails, and is not tried again for an hour.
  const take = vi.spyOn(copies.shelf, 'take').mockRejectedValueOnce(new CopyError('disk-full', 'no room'))
  await expect(copies.save('main')).rejects.toMatchObject({ code: 'disk-full' })
  be(READY)
  await session.logout()
  expect(copies.statusOf('main')).toMatchObject({ takenAt: null, bytes: 0 })

  await session.start()
  be(QR)
  be(READY)
  now += 60_000
  look()
  await expect.poll(() => copies.statusOf('main').takenAt).toBe(now)
  expect(take).toHaveBeenCalledTimes(2)
  be(READY)
  // Linked once more where the profile was lost and the copy could not be restored: that one is not the new link's.
  vi.spyOn(copies.shelf, 'restore').mockRejectedValueOnce(new CopyError('disk-full', 'no room'))
  be(QR)
  // The browser that opens again asks for a phone, too.
  const seen = (): string | null => {
    be(QR)
    return copies.statusOf('main').doing
  }
  await expect.poll(seen).toBeNull()
  be(READY)
  expect(copies.statusOf('main')).toMatchObject({ takenAt: null, bytes: 0 })
})

it('unlinking takes what the other host keeps too, at its next start and before it opens; the phone’s end of one link does not', async () => {
  const folder = (): Promise<string[]> => fs.readdir(path.join(base, 'copies'))
  await fs.writeFile(path.join(base, 'copies', 'main.desktop.copy'), 'a session')
  await guardedBrowser.clear('main')
  expect(await folder()).toEqual(['main.desktop.copy'])
  await session.logout()
  expect(await folder()).toEqual(['main.desktop.ended-elsewhere'])

  const cleared: string[] = []
  const desktop = openAs('desktop')
  const other = desktop.guard(
    'main',
    { clear: (id: string) => Promise.resolve(void cleared.push(id)) } as unknown as SessionBrowser,
    () => playedSession() as unknown as WhatsAppSession,
  )
  const states: WaState[] = []
  other.subscribe((event) => event.type === 'state' && states.push(event.state))
  await desktop.start()
  desktop.stop()
  // Silently: whoever linked it here since is told nothing of an end.
  expect([cleared, await folder(), states]).toEqual([['main'], [], []])
})
