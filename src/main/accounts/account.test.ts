import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { NO_SESSION_COPY, type Account, type AppEvent, type SessionCopy } from '../../contract'
import { openTestStorage, silentLogger, type TestStorage } from '../storage/test-storage'
import { createAccounts, type Accounts } from '.'
import { TestSession } from './session.testing'
import type { accountsStore } from './store'

let test: TestStorage
let session: TestSession
let accounts: Accounts
let attached: (string | null)[]
let left: number
let copy: SessionCopy
let unlinkings: number
let onUnlinked: () => Promise<void>
const events: AppEvent[] = []

beforeEach(async () => {
  test = await openTestStorage()
  session = new TestSession()
  attached = []
  left = 0
  copy = NO_SESSION_COPY
  unlinkings = 0
  onUnlinked = () => Promise.resolve()
  await open()
})

async function open(): Promise<void> {
  accounts = await createAccounts({
    storage: test.storage,
    createSession: () => session.asSession,
    attach: () => void attached.push(theAccount().phone),
    catchUp: () => Promise.resolve(),
    showWindow: () => Promise.resolve(false),
    onNotReady: () => {
      left++
    },
    onEvent: () => undefined,
    onUnlinked: () => {
      unlinkings++
      return onUnlinked()
    },
    eraseHistory: () => Promise.resolve(),
    onPaused: () => undefined,
    copyOf: () => copy,
    most: () => 10,
    dailyLimit: () => 1_000,
    emit: (event) => events.push(event),
    logger: silentLogger,
    random: () => 0,
  })
}
afterEach(async () => {
  await accounts.stop()
  await test.cleanup()
})

const theAccount = (): Account => accounts.get('main')
const isLinkedOnDisk = async (): Promise<boolean> =>
  (await test.storage.store<typeof accountsStore>('accounts').get('main', Date.now()))?.linked === 1
const eventually = (check: () => void | Promise<void>): Promise<void> =>
  vi.waitFor(check, { timeout: 5_000, interval: 5 })

it('lets nothing use the session before the database knows its number', async () => {
  session.ready('+6281200000001')
  expect(attached).toEqual([])
  await eventually(() => expect(attached).toEqual(['+6281200000001']))
  session.be({ kind: 'reconnecting', cause: 'TIMEOUT' })
  session.ready('+6281200000002')
  await eventually(() => expect(attached).toEqual(['+6281200000001', '+6281200000002']))
})

it('begins anew where it is ready once more', async () => {
  session.ready('+6281200000001')
  await eventually(() => expect(attached).toHaveLength(1))
  session.ready('+6281200000001')
  await eventually(() => expect(attached).toHaveLength(2))
  expect(left).toBe(1)
})

it('says that the phone ended the link, until it is linked again', async () => {
  session.ready('+6281200000001')
  await eventually(() => expect(theAccount().state).toBe('connected'))
  session.be({ kind: 'closed', reason: 'logged-out', detail: '' })
  await eventually(() => expect(session.starts).toBe(1))
  session.be({ kind: 'qr', qr: 'x', expiresAt: 1, round: 1 })
  expect(theAccount()).toMatchObject({ state: 'linking', reason: 'logged-out', qr: { text: 'x' } })
  session.ready('+6281200000001')
  await eventually(() => expect(theAccount()).toMatchObject({ state: 'connected', reason: null }))
})

it('works on where it could not be unlinked', async () => {
  session.ready('+6281200000001')
  await eventually(() => expect(attached).toHaveLength(1))
  session.cannotLogOut = true
  await expect(accounts.unlink('main', 'keep')).rejects.toThrow('the page is gone')
  await eventually(() => expect(session.starts).toBe(1))
  session.ready('+6281200000001')
  await eventually(() => expect(attached).toHaveLength(2))
})

it('stays linked where its session is still there after signing out', async () => {
  session.ready('+6281200000001')
  await eventually(() => expect(attached).toHaveLength(1))
  session.keeps = true
  await expect(accounts.unlink('main', 'delete')).rejects.toThrow('after signing out')
  expect([await isLinkedOnDisk(), unlinkings]).toEqual([true, 0])
  await eventually(() => expect(session.starts).toBe(1))
  session.ready('+6281200000001')
  await eventually(() => expect(theAccount().state).toBe('connected'))
})

it('is unlinked by its person without being signed out', async () => {
  session.ready('+6281200000001')
  await eventually(() => expect(attached).toHaveLength(1))
  expect(await accounts.unlink('main', 'keep')).toEqual({ confirmed: true, deleted: true })
  expect(theAccount()).toMatchObject({ state: 'unlinked', reason: null })
  expect(session.starts).toBe(0)
})

it('says so where WhatsApp could not be told that it is unlinked, and where there was nothing to tell', async () => {
  session.ready('+6281200000001')
  await eventually(() => expect(attached).toHaveLength(1))
  session.confirms = false
  expect(await accounts.unlink('main', 'keep')).toMatchObject({ confirmed: false })
  expect(theAccount()).toMatchObject({ state: 'unlinked', reason: null })
  expect(await accounts.unlink('main', 'keep')).toMatchObject({ confirmed: true })
})

it('is unlinked also where its profile could not be deleted, says so, and links again once it is', async () => {
  session.ready('+6281200000001')
  await eventually(() => expect(attached).toHaveLength(1))
  session.held = true
  expect(await accounts.unlink('main', 'keep')).toEqual({ confirmed: true, deleted: false })
  expect(theAccount()).toMatchObject({ state: 'attention', reason: 'profile-left', nextTryAt: null })
  accounts.wake()
  expect(session.starts).toBe(0)
  // Tried again by itself, and gone.
  session.be({ kind: 'closed', reason: 'logged-out', detail: '' })
  expect(theAccount()).toMatchObject({ state: 'unlinked', reason: null })
  expect(session.starts).toBe(0)
  accounts.connect('main')
  expect(theAccount()).toMatchObject({ state: 'linking', reason: null })
})

it('waits where the phone ended the link and its profile is left, and then asks for the phone', async () => {
  session.ready('+6281200000001')
  await eventually(() => expect(attached).toHaveLength(1))
  session.be({ kind: 'closed', reason: 'profile-left', detail: '' })
  expect(theAccount()).toMatchObject({ state: 'attention', reason: 'profile-left' })
  await eventually(async () => expect(await isLinkedOnDisk()).toBe(false))
  expect(session.starts).toBe(0)
  session.be({ kind: 'closed', reason: 'logged-out', detail: '' })
  await eventually(() => expect(session.starts).toBe(1))
  expect(theAccount()).toMatchObject({ state: 'linking', reason: 'logged-out' })
})

it('shows after a start what is left of a link, and starts nothing', async () => {
  await accounts.stop()
  session.state = { kind: 'closed', reason: 'profile-left', detail: '' }
  await open()
  accounts.restore()
  expect(theAccount()).toMatchObject({ state: 'attention', reason: 'profile-left' })
  expect(session.starts).toBe(0)
})

it('still says after a start that the phone ended the link, until it is linked again', async () => {
  session.ready('+6281200000001')
  await eventually(() => expect(attached).toHaveLength(1))
  session.be({ kind: 'closed', reason: 'logged-out', detail: '' })
  await eventually(async () => expect(await isLinkedOnDisk()).toBe(false))
  await accounts.stop()
  session = new TestSession()
  await open()
  accounts.restore()
  expect(theAccount()).toMatchObject({ state: 'unlinked', reason: 'logged-out' })
  accounts.connect('main')
  expect(theAccount()).toMatchObject({ state: 'linking', reason: 'logged-out' })
  session.ready('+6281200000001')
  await eventually(() => expect(attached).toHaveLength(2))
  await accounts.stop()
  await open()
  expect(theAccount()).toMatchObject({ state: 'stopped', reason: null })
})

it('writes down that the phone ended the link however often that fails, and only then shows a code', async () => {
  session.ready('+6281200000001')
  await eventually(() => expect(attached).toHaveLength(1))
  onUnlinked = () => Promise.reject(new Error('the disk is full'))
  session.be({ kind: 'closed', reason: 'logged-out', detail: '' })
  await eventually(() => expect(unlinkings).toBe(1))
  expect([session.starts, theAccount().state]).toEqual([0, 'unlinked'])
  onUnlinked = () => Promise.resolve()
  await eventually(() => expect([session.starts, unlinkings]).toEqual([1, 2]))
})

it('writes down the end of one link before the next one, for somebody who links again meanwhile', async () => {
  session.ready('+6281200000001')
  await eventually(() => expect(attached).toHaveLength(1))
  onUnlinked = () => Promise.reject(new Error('the disk is full'))
  session.be({ kind: 'closed', reason: 'logged-out', detail: '' })
  await eventually(() => expect(unlinkings).toBe(1))
  accounts.connect('main')
  session.ready('+6281200000001')
  await eventually(() => expect(unlinkings).toBe(2))
  expect(attached).toHaveLength(1)
  onUnlinked = () => Promise.resolve()
  await eventually(() => expect(attached).toHaveLength(2))
  expect(await isLinkedOnDisk()).toBe(true)
})

it('shows a timelock while it is connected, also one that began while history came in', async () => {
  session.be({ kind: 'starting' })
  session.be({ kind: 'syncing', percent: 10 })
  session.tell({ type: 'timelock', active: true })
  expect(theAccount()).toMatchObject({ state: 'syncing', reason: null })
  session.ready('+6281200000001')
  await eventually(() => expect(theAccount()).toMatchObject({ state: 'connected', reason: 'timelock' }))
  session.tell({ type: 'timelock', active: false })
  expect(theAccount()).toMatchObject({ state: 'connected', reason: null })
})

it('tries nothing while its copy is made, and everything where it does not come back after it', async () => {
  session.ready('+6281200000001')
  await eventually(() => expect(theAccount().state).toBe('connected'))
  copy = { ...NO_SESSION_COPY, doing: 'saving' }
  session.be({ kind: 'reconnecting', cause: 'saving the session' })
  expect(theAccount()).toMatchObject({ state: 'reconnecting', nextTryAt: null })
  copy = NO_SESSION_COPY
  session.be({ kind: 'reconnecting', cause: 'TIMEOUT' })
  expect(theAccount().nextTryAt).not.toBeNull()
  await eventually(() => expect(session.reconnects).toBeGreaterThan(0))
})

it('goes to a safe state where something happens that can not, and comes back', async () => {
  session.ready('+6281200000001')
  await eventually(() => expect(theAccount().state).toBe('connected'))
  session.be({ kind: 'qr', qr: 'x', expiresAt: 1, round: 1 })
  expect(theAccount()).toMatchObject({ state: 'reconnecting', qr: null })
  expect(session.stops).toBe(1)
  await eventually(() => expect(session.starts).toBe(1))
  session.ready('+6281200000001')
  await eventually(() => expect(theAccount().state).toBe('connected'))
})

it('rests without a browser until its next try, and only while it is not connected', async () => {
  session.ready('+6281200000001')
  await eventually(() => expect(theAccount().state).toBe('connected'))
  await accounts.rest('main')
  expect(session.stops).toBe(0)
  session.be({ kind: 'reconnecting', cause: 'TIMEOUT' })
  expect(accounts.isOpen('main')).toBe(true)
  await accounts.rest('main')
  expect(session.stops).toBe(1)
  expect(theAccount()).toMatchObject({ state: 'reconnecting', nextTryAt: expect.any(Number) as number })
})

it('stays unlinked where a session speaks up that nobody started', () => {
  session.be({ kind: 'ready', me: { address: 'me@c.us', phone: null, lid: null, name: null } })
  expect(theAccount().state).toBe('unlinked')
  expect(session.state).toMatchObject({ kind: 'closed' })
  accounts.connect('main')
  expect(theAccount().state).toBe('linking')
})

it('asks for a phone where the profile of a linked account was lost, and is linked again', async () => {
  session.ready('+6281200000001')
  await eventually(() => expect(theAccount().state).toBe('connected'))
  session.be({ kind: 'closed', reason: 'crashed', detail: '' })
  expect(theAccount()).toMatchObject({ state: 'reconnecting', qr: null })
  await eventually(() => expect(session.starts).toBe(1))
  session.be({ kind: 'qr', qr: 'x', expiresAt: 1, round: 1 })
  expect(theAccount()).toMatchObject({
    state: 'linking',
    reason: 'link-lost',
    nextTryAt: null,
    qr: { text: 'x' },
  })
  session.ready('+6281200000001')
  await eventually(() => expect(theAccount()).toMatchObject({ state: 'connected', qr: null }))
})

it('waits for its person where another place took over, whatever wakes it, and takes it back when told to', async () => {
  session.ready('+6281200000001')
  await eventually(() => expect(theAccount().state).toBe('connected'))
  session.be({ kind: 'closed', reason: 'conflict', detail: '' })
  accounts.wake()
  expect(theAccount()).toMatchObject({ state: 'attention', reason: 'conflict', nextTryAt: null })
  expect(session.starts).toBe(0)
  accounts.reconnectNow('main')
  expect(theAccount()).toMatchObject({ state: 'reconnecting', reason: null })
  session.ready('+6281200000001')
  await eventually(() => expect(theAccount().state).toBe('connected'))
})
