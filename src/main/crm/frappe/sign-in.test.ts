/** Signing in at a stand-in site of Frappe: whose key it is, what the site lacks, what stays here. */
import { randomUUID } from 'node:crypto'
import { afterEach, expect, it } from 'vitest'
import { SITI, startSeededFrappe } from '../../../../e2e/frappe/seed'
import type { FrappeOptions, FrappeSite } from '../../../../e2e/frappe/server'
import type { crmStore } from '../store'
import { leadOf, openShop, type Shop } from '../testing'
import { realTimer } from '../worker'

let site: FrappeSite
let shop: Shop

async function open(more: Partial<FrappeOptions> = {}): Promise<void> {
  site = await startSeededFrappe(more)
  shop = await openShop({ timeout: 4000 })
  await shop.crm.signIn({ kind: 'frappe', url: site.url, apiKey: SITI.key, apiSecret: SITI.secret })
}
afterEach(async () => {
  await shop.close()
  await site.close()
})

const quiet = () => shop.untilStatus(({ waiting, refused }) => waiting === 0 && refused === 0)

it('at another site is signing in to another CRM, though people and records are called the same there', async () => {
  await open()
  const contact = await shop.addContact('Dewi', '+6281200000077')
  await shop.leads.create(leadOf(contact.id))
  await quiet()
  await shop.crm.signOut()
  const store = shop.test.storage.store<typeof crmStore>('crm')
  const kept = (await store.getSetting('crm.session')) ?? ''
  await store.setSetting('crm.session', kept.replace('"employee"', '"owner"'))
  await shop.restart()
  const other = await startSeededFrappe()
  try {
    const input = { kind: 'frappe' as const, url: other.url, apiKey: SITI.key, apiSecret: SITI.secret }
    expect(await shop.crm.signIn(input)).toMatchObject({ url: other.url, user: { id: SITI.user } })
    const [lead] = await shop.leads.ofContact({ contactId: contact.id })
    expect(lead?.sync.state).toBe('local')
  } finally {
    await shop.crm.signOut()
    await other.close()
  }
})

it('knows whose key it is, keeps it in the keychain, and asks again once it is taken away', async () => {
  await open()
  expect(await shop.crm.status()).toMatchObject({
    ...{ kind: 'frappe', state: 'signed-in', role: 'employee' },
    user: { id: SITI.user, name: 'Siti Rahmawati', email: SITI.user },
  })
  expect([...shop.secrets.values.keys()]).toEqual(['crm-tokens'])
  expect(await shop.test.storage.store<typeof crmStore>('crm').getSetting('crm.session')).not.toContain(
    'secret',
  )
  await shop.restart()
  await shop.crm.syncNow()
  expect(await shop.crm.status()).toMatchObject({ state: 'signed-in', kind: 'frappe' })
  site.revoke()
  await shop.crm.syncNow().catch(() => undefined)
  expect(await shop.untilStatus(({ state }) => state === 'signed-out')).toMatchObject({ expired: true })
})

it('reads every hour who they are there', async () => {
  let ahead = 0
  site = await startSeededFrappe()
  shop = await openShop({ timeout: 4000, time: { clock: () => Date.now() + ahead, timer: realTimer } })
  await shop.crm.signIn({ kind: 'frappe', url: site.url, apiKey: SITI.key, apiSecret: SITI.secret })
  await shop.crm.syncNow()
  site.store.update('User', SITI.user, { roles: [{ role: 'Sales Manager' }] }, 'boss')
  await shop.crm.syncNow()
  expect(shop.crm.who().role).toBe('employee')
  ahead = 3_600_000
  await shop.crm.syncNow()
  expect(shop.crm.who().role).toBe('manager')
})

it('keeps here what the site does not take, and says so', async () => {
  await open()
  const id = randomUUID()
  const product = { id, name: 'Kopi', sku: null, categoryId: null, unitPrice: 1, currency: 'IDR' }
  await shop.catalog.create({ ...product, stock: null, unit: null, active: true })
  expect((await shop.crm.status()).takes).toEqual(['contact', 'lead', 'order', 'note', 'task'])
  await shop.untilStatus(({ refused }) => refused === 1)
  const [entry] = await shop.waiting()
  const reason = 'This CRM takes nothing of this kind from Leadline: it stays on this machine.'
  expect(entry).toMatchObject({ kind: 'product', recordId: id, state: 'refused', reason })
  await shop.crm.discard({ entryId: entry!.id })
  expect(await shop.waiting()).toEqual([])
  expect(await shop.catalog.get({ id })).toMatchObject({ name: 'Kopi' })
})

it('says before what the site lacks', async () => {
  await open({
    without: ['Sales Order', 'Customer'],
    unique: {},
    custom: { 'CRM Deal': ['wa_client_ref'] },
    forbidden: ['CRM Task'],
  })
  const found = await shop.crm.checkFrappe({ url: site.url, apiKey: SITI.key, apiSecret: SITI.secret })
  expect(found).toMatchObject({ user: SITI.user, usable: true })
  expect(found.checks.filter(({ found: how }) => how !== 'ok')).toEqual([
    { subject: 'Contact', field: 'wa_client_ref', found: 'missing' },
    { subject: 'CRM Lead', field: 'wa_client_ref', found: 'missing' },
    { subject: 'FCRM Note', field: 'wa_client_ref', found: 'missing' },
    { subject: 'CRM Task', field: null, found: 'forbidden' },
    { subject: 'Customer', field: null, found: 'missing' },
    { subject: 'Sales Order', field: null, found: 'missing' },
    { subject: 'CRM Deal', field: 'wa_title', found: 'missing' },
  ])
  const wrong = { url: site.url, apiKey: SITI.key, apiSecret: 'not this one' }
  await expect(shop.crm.checkFrappe(wrong)).rejects.toMatchObject({ code: 'crm-wrong-password' })
  await expect(shop.crm.signIn({ kind: 'frappe', ...wrong })).rejects.toMatchObject({
    code: 'crm-wrong-password',
  })
  await expect(shop.crm.checkFrappe({ ...wrong, url: 'http://127.0.0.1:1' })).rejects.toMatchObject({
    code: 'crm-unreachable',
  })
  await expect(shop.crm.checkFrappe({ ...wrong, url: `${site.url}/nowhere` })).rejects.toMatchObject({
    code: expect.stringMatching(/protocol|password/) as string,
  })
})
