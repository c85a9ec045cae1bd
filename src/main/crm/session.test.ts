/** Signing in and staying so, against the reference server. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { crmControl, type CrmControl } from '../../../e2e/central-crm/control'
import { SEED_PASSWORD } from '../../../e2e/central-crm/seed/shop'
import { startCentralCrm, type CentralCrm } from '../../../e2e/central-crm/server'
import type { crmStore } from './store'
import { realTimer } from './worker'
import { leadOf, memoryKeychain, openShop, type Shop } from './testing'

let folder = ''
let server: CentralCrm
let control: CrmControl
let shop: Shop
let mark = 0

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'leadline-session-'))
  server = await startCentralCrm({ dbFile: path.join(folder, 'crm.db'), seed: true })
  control = crmControl(server.url)
})
afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true, force: true })
})
beforeEach(async () => {
  mark = (await control.log()).at(-1)?.seq ?? 0
  shop = await openShop({ timeout: 3000 })
})
afterEach(async () => {
  await control.clear()
  await shop.close()
})

const signIn = (as = 'siti', password = SEED_PASSWORD) =>
  shop.crm.signIn({ url: server.url, email: `${as}@example.test`, password })
const requests = async (under: string) =>
  (await control.log(mark)).filter((entry) => entry.path.startsWith(under))
const allThrough = () => shop.untilStatus((status) => status.waiting === 0 && status.refused === 0)

describe('signing in', () => {
  it('is told with who and where', async () => {
    expect(await shop.crm.status()).toMatchObject({ state: 'none', url: null, user: null, reachable: null })
    expect(await signIn()).toMatchObject({
      state: 'signed-in',
      url: server.url,
      user: { name: 'Siti Rahmawati', email: 'siti@example.test', role: 'employee' },
      reachable: true,
    })
    expect(shop.events.at(-1)).toMatchObject({ type: 'crm' })
  })

  it('fails with what is wrong and changes nothing', async () => {
    await expect(signIn('siti', 'wrong')).rejects.toMatchObject({ code: 'crm-wrong-password' })
    await expect(signIn('nobody')).rejects.toMatchObject({ code: 'crm-wrong-password' })
    await expect(signIn('customer')).rejects.toMatchObject({ code: 'crm-customer' })
    const elsewhere = (url: string) => shop.crm.signIn({ url, email: 'a@example.test', password: 'x' })
    await expect(elsewhere('http://127.0.0.1:1')).rejects.toMatchObject({ code: 'crm-unreachable' })
    await expect(elsewhere('http://crm.example.com')).rejects.toMatchObject({ code: 'invalid-input' })
    await expect(elsewhere(`${server.url}/nothing`)).rejects.toMatchObject({ code: 'crm-protocol' })
    await control.fail({ kind: '503', count: 1 })
    await expect(signIn()).rejects.toMatchObject({ code: 'crm-unreachable' })
    expect(await shop.crm.status()).toMatchObject({ state: 'none' })
    expect(shop.secrets.values.size).toBe(0)
  })

  it('says what the person may do: all without a CRM, then by role, also once signed out', async () => {
    expect(await shop.crm.status()).toMatchObject({ user: null, role: 'owner' })
    await signIn()
    expect(shop.crm.who()).toMatchObject({ role: 'employee', userId: (await shop.crm.status()).user?.id })
    await shop.crm.signOut()
    await shop.restart()
    expect(await shop.crm.status()).toMatchObject({ state: 'signed-out', role: 'employee' })
    await shop.crm.stop()
    await shop.test.storage.store<typeof crmStore>('crm').setSetting('crm.session', '{"role":"own')
    await shop.restart()
    expect(shop.crm.who()).toMatchObject({ role: 'employee', userId: null })
  })

  it('outlives a restart, without asking for new tokens', async () => {
    await signIn()
    await shop.crm.syncNow()
    await shop.restart()
    expect(await shop.crm.status()).toMatchObject({ state: 'signed-in' })
    await shop.crm.syncNow()
    expect(await requests('/api/auth/refresh')).toEqual([])
  })

  it('ends when asked: the tokens go, the queue stays and nothing is sent', async () => {
    await signIn()
    await shop.crm.syncNow()
    expect(await shop.crm.signOut()).toMatchObject({ state: 'signed-out', expired: false, url: server.url })
    expect(shop.secrets.values.size).toBe(0)
    const contact = await shop.addContact()
    await shop.leads.create(leadOf(contact.id))
    await expect(shop.crm.syncNow()).rejects.toMatchObject({ code: 'crm-signed-out' })
    await shop.restart()
    expect(await shop.crm.status()).toMatchObject({ state: 'signed-out', waiting: 2 })
    expect(await requests('/api/leads/')).toEqual([])
    await signIn()
    await allThrough()
    expect(await requests('/api/leads/')).toHaveLength(1)
  })

  it('to another CRM waits until nothing is left for this one', async () => {
    await signIn()
    const contact = await shop.addContact()
    const lead = await shop.leads.create(leadOf(contact.id))
    await allThrough()
    await signIn('owner')
    await shop.crm.signOut()
    await shop.leads.update({ id: lead.id, title: 'Waiting' })
    const other = await startCentralCrm({ dbFile: path.join(folder, 'other.db'), seed: true })
    try {
      const input = { url: other.url, email: 'budi@example.test', password: SEED_PASSWORD }
      await expect(shop.crm.signIn(input)).rejects.toMatchObject({ code: 'wrong-state' })
      await shop.crm.discard({ entryId: (await shop.waiting())[0]?.id ?? 0 })
      await shop.crm.signIn(input)
      await shop.crm.syncNow()
      expect((await shop.leads.ofContact({ contactId: contact.id }))[0]?.sync.state).toBe('local')
      await shop.leads.update({ id: lead.id, title: 'For the other' })
      await allThrough()
      expect(await crmControl(other.url).records('lead')).toMatchObject([
        { id: lead.id, title: 'For the other' },
      ])
    } finally {
      await shop.crm.signOut()
      await other.close()
    }
  })
})

it('to another CRM is for whoever may leave this one, since it says by itself who is its owner', async () => {
  await signIn()
  const other = await startCentralCrm({ dbFile: path.join(folder, 'mine.db'), seed: true })
  try {
    const mine = { url: other.url, email: 'owner@example.test', password: SEED_PASSWORD }
    await expect(shop.crm.signIn(mine)).rejects.toMatchObject({ code: 'crm-elsewhere' })
    await shop.crm.signOut()
    await shop.restart()
    await expect(shop.crm.signIn(mine)).rejects.toMatchObject({ code: 'crm-elsewhere' })
    expect(await shop.crm.status()).toMatchObject({ url: server.url, role: 'employee' })
    await signIn('owner')
    expect(await shop.crm.signIn(mine)).toMatchObject({ url: other.url, role: 'owner' })
  } finally {
    await shop.crm.signOut()
    await other.close()
  }
})

describe('an access token that ends', () => {
  it('is renewed once, and what was being sent goes on', async () => {
    await signIn()
    await shop.crm.syncNow()
    await control.expireTokens()
    const contact = await shop.addContact()
    await shop.leads.create(leadOf(contact.id))
    await Promise.all([shop.crm.syncNow(), shop.crm.syncNow(), shop.crm.syncNow()])
    await allThrough()
    expect(await requests('/api/auth/refresh')).toHaveLength(1)
    const puts = (await requests('/api/')).filter((entry) => entry.outcome === 'committed')
    expect(puts.filter((entry) => entry.method === 'PUT').map((entry) => entry.kind)).toEqual([
      'contact',
      'lead',
    ])
  })

  it('and whose renewal is lost on the way is renewed again', async () => {
    await signIn()
    await shop.crm.syncNow()
    await control.expireTokens()
    await control.fail({ kind: 'cut-after-commit', count: 1, match: { pathPrefix: '/api/auth/refresh' } })
    const contact = await shop.addContact()
    await shop.leads.create(leadOf(contact.id))
    await allThrough()
    expect(await shop.crm.status()).toMatchObject({ state: 'signed-in' })
    expect(await requests('/api/auth/refresh')).toHaveLength(2)
  })

  it('and can’t be renewed signs out; the queue goes after the next sign-in', async () => {
    await signIn()
    await shop.crm.syncNow()
    await control.expireTokens({ refresh: true })
    const contact = await shop.addContact()
    await shop.leads.create(leadOf(contact.id))
    expect(await shop.untilStatus((status) => status.state === 'signed-out')).toMatchObject({ expired: true })
    expect(shop.secrets.values.size).toBe(0)
    expect(await shop.waiting()).toMatchObject([{ attempts: 0 }, { attempts: 0 }])
    await signIn()
    await allThrough()
    expect(await control.records('lead')).toContainEqual(expect.objectContaining({ contactId: contact.id }))
  })

  it('a 401 that no new token helps against is the CRM’s trouble, not the end of the session', async () => {
    await signIn()
    await shop.crm.syncNow()
    await control.fail({ kind: '401', count: 2, match: { method: 'PUT' } })
    const contact = await shop.addContact()
    await shop.leads.create(leadOf(contact.id))
    await allThrough()
    expect(await shop.crm.status()).toMatchObject({ state: 'signed-in' })
  })

  it('of somebody who has become a customer signs out', async () => {
    await signIn('budi')
    await shop.crm.syncNow()
    await control.setRole('budi@example.test', 'customer')
    await control.expireTokens()
    shop.crm.focus()
    await shop.untilStatus((status) => status.state === 'signed-out')
    await control.setRole('budi@example.test', 'employee')
  })
})

describe('a role that changes at the CRM', () => {
  it('is known as soon as it refuses something', async () => {
    await signIn()
    const ownerId = shop.crm.who().userId
    await control.setRole('budi@example.test', 'manager')
    try {
      await signIn('budi')
      expect(shop.crm.who().role).toBe('manager')
      await shop.crm.syncNow()
      const contact = await shop.addContact()
      const lead = await shop.leads.create(leadOf(contact.id))
      await allThrough()
      await control.edit('lead', lead.id, { ownerId })
      await control.setRole('budi@example.test', 'employee')
      await shop.leads.update({ id: lead.id, title: 'Not mine any more' })
      await shop.untilStatus((status) => status.refused === 1 && status.role === 'employee')
      expect((await shop.waiting())[0]?.reason).toContain('somebody else')
    } finally {
      await control.setRole('budi@example.test', 'employee')
    }
  })
})

describe('a role that changes at the CRM while nothing is refused', () => {
  it('is known from the next start on', async () => {
    await control.setRole('budi@example.test', 'manager')
    try {
      await signIn('budi')
      await shop.crm.syncNow()
      await control.setRole('budi@example.test', 'employee')
      await shop.crm.syncNow()
      expect(shop.crm.who().role).toBe('manager')
      await shop.restart()
      await shop.untilStatus(({ role }) => role === 'employee')
      await control.setRole('budi@example.test', 'customer')
      await shop.restart()
      await shop.untilStatus(({ state }) => state === 'signed-out')
    } finally {
      await control.setRole('budi@example.test', 'employee')
    }
  })
})

it('a role that can’t be read at the start is read soon after, and anew where the clock was set back', async () => {
  let ahead = 0
  await shop.close()
  shop = await openShop({ timeout: 3000, time: { clock: () => Date.now() + ahead, timer: realTimer } })
  await control.setRole('budi@example.test', 'manager')
  try {
    await signIn('budi')
    await shop.crm.syncNow()
    await control.setRole('budi@example.test', 'employee')
    await control.fail({ kind: '503', count: 1, match: { pathPrefix: '/api/auth/profile' } })
    await shop.restart()
    await shop.crm.syncNow()
    expect(shop.crm.who().role).toBe('manager')
    ahead += 61_000
    await shop.crm.syncNow()
    expect(shop.crm.who().role).toBe('employee')
    await control.setRole('budi@example.test', 'manager')
    ahead -= 2 * 60 * 60_000
    await shop.crm.syncNow()
    expect(shop.crm.who().role).toBe('manager')
  } finally {
    await control.setRole('budi@example.test', 'employee')
  }
})

describe('the tokens', () => {
  it('are in the keychain and not in the database', async () => {
    await signIn()
    expect([...shop.secrets.values.keys()]).toEqual(['crm-tokens'])
    const store = shop.test.storage.store<typeof crmStore>('crm')
    expect(await store.getSetting('crm.tokens')).toBeNull()
    expect(await store.getSetting('crm.session')).not.toContain('oken')
  })

  it.each(['missing', 'locked'])('are in the encrypted database where the keychain is %s', async (how) => {
    await shop.close()
    const secrets = memoryKeychain(how === 'locked')
    if (how === 'locked') secrets.set = () => Promise.reject(new Error('locked'))
    shop = await openShop({ secrets })
    await signIn()
    expect(secrets.values.size).toBe(0)
    await shop.restart()
    await shop.crm.syncNow()
    expect(await shop.crm.status()).toMatchObject({ state: 'signed-in' })
    await shop.test.storage.checkpoint()
    const raw = await readFile(shop.test.file)
    expect(raw.includes('refreshToken')).toBe(false)
  })
})
