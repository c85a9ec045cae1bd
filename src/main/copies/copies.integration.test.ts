/** A guarded session in a real Chromium against the simulator: what is lost comes back from its copy, what ended does not. */
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { controlOf, type WhatsAppControl } from '../../../e2e/whatsapp-web/control'
import { startWhatsAppWeb, type WhatsAppWeb } from '../../../e2e/whatsapp-web/server'
import { createNodeBrowser } from '../platform/node/browser'
import { createNodeProfiles } from '../platform/node/profile-files'
import { createWhatsAppSession } from '../whatsapp'
import { chromiumPid, LINUX } from '../whatsapp/processes.testing'
import { QUICK, testLogger } from '../whatsapp/session.testing'
import type { WaState, WhatsAppSession } from '../whatsapp/types'
import { createCopies, type Copies } from '.'

const KEY = Buffer.alloc(32, 3)
const WAIT_MS = 30_000

let site: WhatsAppWeb
let control: WhatsAppControl
let base: string
let copies: Copies
let session: WhatsAppSession
let states: WaState['kind'][]
let doings: (string | null)[]
let lines: string[]
/** Something holds the profile's files. */
let held: boolean

beforeAll(async () => {
  site = await startWhatsAppWeb()
  control = controlOf(site.controlUrl)
  await control.configure({ boot: { syncMs: 100 } })
})
afterAll(() => site.close())
beforeEach(async () => {
  base = await fs.mkdtemp(path.join(os.tmpdir(), 'leadline-guard-'))
  await fs.mkdir(path.join(base, 'profiles'))
  lines = []
  held = false
  open()
})
afterEach(async () => {
  await session.stop()
  await control.unpair({})
  await fs.rm(base, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
})

/** As after a start of the app: nothing is remembered but what lies on the disk. */
function open(key: Buffer = KEY): void {
  const logger = testLogger(lines)
  const profiles = path.join(base, 'profiles')
  const own = createNodeBrowser({ profiles, whatsapp: site, logger })
  const clear = (accountId: string): Promise<void> =>
    held ? Promise.reject(new Error('EBUSY: resource busy or locked')) : own.clear(accountId)
  const browser = { ...own, clear }
  states = []
  doings = []
  copies = createCopies({
    platform: {
      host: 'service',
      profiles: createNodeProfiles(profiles, logger),
      paths: { sessionCopies: path.join(base, 'copies') },
    },
    key,
    isSettled: () => session.state.kind === 'ready',
    isBusy: () => false,
    usedAt: () => 0,
    changed: (accountId) => void doings.push(copies.statusOf(accountId).doing),
    logger,
  })
  session = copies.guard('main', browser, (guarded) =>
    createWhatsAppSession({ accountId: 'main', browser: guarded, logger, timings: QUICK }),
  )
  session.subscribe((event) => {
    if (event.type === 'state') states.push(event.state.kind)
  })
}

/** What was told and logged, where a state does not come. */
const story = (): string => `${states.join(' ')}\n${lines.slice(-30).join('\n')}`
async function until(kind: WaState['kind']): Promise<void> {
  await expect
    .poll(() => session.state.kind, { timeout: WAIT_MS, interval: 20 })
    .toBe(kind)
    .catch((error: unknown) => {
      throw new Error(`${kind} did not come: ${story()}`, { cause: error })
    })
}

const profile = (): string => path.join(base, 'profiles', 'main')
const copyFile = (): string => path.join(base, 'copies', 'main.service.copy')
const exists = (file: string): Promise<boolean> =>
  fs.access(file).then(
    () => true,
    () => false,
  )

/** Linked, with a copy, and stopped. */
async function linkedOnce(): Promise<void> {
  await session.start()
  await until('qr')
  await control.pair({})
  await until('ready')
  await copies.save('main')
  await until('ready')
  await session.stop()
}

describe('what was lost comes back without a QR', () => {
  it('where the profile was deleted', async () => {
    await linkedOnce()
    await fs.rm(profile(), { recursive: true })
    open()
    await session.start()
    await until('ready')
    expect(states).not.toContain('qr')
    expect(await fs.readdir(path.join(base, 'profiles'))).toEqual(['main'])
  })

  it('where its storage was scrambled', async () => {
    await linkedOnce()
    const storage = path.join(profile(), 'Default', 'IndexedDB')
    for (const entry of await fs.readdir(storage, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue
      const file = path.join(entry.parentPath, entry.name)
      const bytes = await fs.readFile(file)
      await fs.writeFile(
        file,
        bytes.map((byte) => byte ^ 0x5a),
      )
    }
    open()
    await session.start()
    await until('ready')
    expect(states).not.toContain('qr')
    expect(doings).toContain('restoring')
  })
})

describe('a QR is asked for', () => {
  it('after the phone ended the link, and never again from the copy', async () => {
    await linkedOnce()
    await session.start()
    await until('ready')
    await control.unpair({})
    await until('closed')
    expect(session.state).toMatchObject({ reason: 'logged-out' })
    expect(await exists(copyFile())).toBe(false)
    open()
    await session.start()
    await until('qr')
    expect(lines.join('\n')).not.toContain('session-restore')
    expect(copies.statusOf('main').refused).toBe(false)
  })

  it('with words, where the copy was tampered with', async () => {
    await linkedOnce()
    await fs.rm(profile(), { recursive: true })
    const bytes = await fs.readFile(copyFile())
    bytes[bytes.length - 100] = (bytes[bytes.length - 100] ?? 0) ^ 1
    await fs.writeFile(copyFile(), bytes)
    open()
    await session.start()
    await until('qr')
    expect(copies.statusOf('main')).toEqual({ doing: null, refused: true, takenAt: null, bytes: 0 })
    expect(await exists(copyFile())).toBe(false)
    // Linked once more, nothing is left of it.
    await control.pair({})
    await until('ready')
    expect(copies.statusOf('main').refused).toBe(false)
  })

  it('with words, where the data key is another one, and a link made then is kept under that', async () => {
    await linkedOnce()
    await fs.rm(profile(), { recursive: true })
    const other = Buffer.alloc(32, 4)
    open(other)
    await copies.start()
    expect(copies.statusOf('main')).toMatchObject({ refused: false, takenAt: null, bytes: 0 })
    await session.start()
    await until('qr')
    expect([copies.statusOf('main').refused, await exists(copyFile())]).toEqual([true, false])
    await control.pair({})
    await until('ready')
    await copies.save('main')
    await until('ready')
    copies.stop()
    await session.stop()
    await fs.rm(profile(), { recursive: true })
    open(other)
    await session.start()
    await until('ready')
    expect(states).not.toContain('qr')
  })

  it('once, where WhatsApp no longer knows the device of the copy', async () => {
    await linkedOnce()
    const copy = await fs.readFile(copyFile())
    await session.start()
    await until('ready')
    await control.unpair({})
    await until('closed')
    // As somebody could who kept the file: WhatsApp says no, and nothing of it stays.
    await fs.writeFile(copyFile(), copy)
    open()
    await session.start()
    await until('qr')
    expect(await exists(copyFile())).toBe(false)
    expect(lines.filter((line) => line.includes('session-restore '))).toHaveLength(1)
  })
})

it('a link that was ended never comes back, also where its profile could not be deleted', async () => {
  await linkedOnce()
  await session.start()
  await until('ready')
  held = true
  // WhatsApp is not told either: what lies in the profile would connect at once.
  await control.network({ up: false })
  expect(await session.logout()).toBe(false)
  expect(session.state).toMatchObject({ kind: 'closed', reason: 'profile-left' })
  expect([await exists(profile()), await exists(copyFile())]).toEqual([true, false])
  await control.network({ up: true })
  await session.start()
  expect(session.state).toMatchObject({ kind: 'closed', reason: 'profile-left' })

  open()
  expect(session.state).toMatchObject({ kind: 'closed', reason: 'profile-left' })
  await session.start()
  expect(session.state).toMatchObject({ kind: 'closed', reason: 'profile-left' })
  await copies.start()
  expect(await exists(profile())).toBe(true)
  held = false
  open()
  await copies.start()
  copies.stop()
  expect(session.state).toMatchObject({ kind: 'closed', reason: 'logged-out' })
  expect([await exists(profile()), copies.shelf.ended()]).toEqual([false, []])
  await session.start()
  await until('qr')
  expect(states).not.toContain('ready')
})

describe('a sign-out over a dead line ends the link, whatever comes in between', () => {
  const between: Record<string, () => unknown> = {
    'Leadline ends': () => session.stop(),
    'a copy is asked for': () => copies.save('main').catch(() => undefined),
    // Found by its profile.
    ...(LINUX ? { 'the browser is killed': () => process.kill(chromiumPid(profile()), 'SIGKILL') } : {}),
  }
  const ended = async (): Promise<void> => {
    expect(session.state).toMatchObject({ kind: 'closed', reason: 'logged-out' })
    expect([await exists(profile()), await exists(copyFile()), copies.shelf.ended()]).toEqual([
      false,
      false,
      [],
    ])
    expect(copies.statusOf('main')).toMatchObject({ doing: null, takenAt: null })
  }

  it.each(Object.keys(between))('%s', async (what) => {
    await linkedOnce()
    await session.start()
    await until('ready')
    await control.deafen({})
    const out = session.logout()
    await between[what]?.()
    expect(await out).toBe(false)
    await ended()
    // WhatsApp still knows the device: what connects without a code now was not deleted.
    open()
    await session.start()
    await until('qr')
    expect(states).not.toContain('ready')
  })

  it('and what just ended the browser', async () => {
    await linkedOnce()
    await session.start()
    await until('ready')
    const stopped = session.stop()
    expect(await session.logout()).toBe(false)
    await stopped
    await ended()
  })
})

describe('while a copy is made', () => {
  it('signing out really signs out', async () => {
    await linkedOnce()
    await session.start()
    await until('ready')
    const saving = copies.save('main').catch((error: unknown) => error)
    await expect.poll(() => copies.statusOf('main').doing).toBe('saving')
    await session.logout()
    await saving
    expect(session.state).toMatchObject({ kind: 'closed', reason: 'logged-out' })
    expect((await control.state()).devices).toEqual([])
    expect(await exists(copyFile())).toBe(false)
  })
})

it('at the end of the app, a copy that is due is made of the closed profile', async () => {
  await session.start()
  await until('qr')
  await control.pair({})
  await until('ready')
  copies.stop()
  await session.stop()
  await copies.saveAtEnd()
  await fs.rm(profile(), { recursive: true })
  open()
  await session.start()
  await until('ready')
  expect(states).not.toContain('qr')
})
