import { createHash, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { draw } from './seed/pictures'
import { addContact, newKey, openBench, type Bench, type Person } from './testing/client'

let bench: Bench
const people = new Map<string, Person>()
let contactId: string
const as = (name: string) => people.get(name)!

beforeAll(async () => {
  bench = await openBench()
  for (const name of ['owner', 'admin', 'manager', 'siti', 'budi', 'customer'])
    people.set(name, await bench.signIn(name))
  contactId = await addContact(as('siti'))
})
afterAll(() => bench.close())

describe('leads', () => {
  it('are seen and changed by their employee, by managers, and by nobody else', async () => {
    const path = `/api/leads/${randomUUID()}`
    await as('siti').put(path, { title: 'Mine', contactId })
    const reads = ['siti', 'manager', 'admin', 'owner', 'budi', 'customer'].map(async (name) => {
      return (await as(name).get(path)).status
    })
    expect(await Promise.all(reads)).toEqual([200, 200, 200, 200, 403, 403])
    const change = { title: 'Changed', contactId }
    expect((await as('budi').put(path, change, { ifMatch: 1 })).status).toBe(403)
    expect((await as('customer').put(path, change, { ifMatch: 1 })).status).toBe(403)
    const byManager = await as('manager').put(path, change, { ifMatch: 1 })
    expect(byManager.body).toMatchObject({ version: 2, ownerId: as('siti').id })
    expect((await as('budi').get('/api/leads')).body['items']).toEqual([])
  })

  it('are given away by managers only, and only to staff', async () => {
    const lead = (ownerId: string) => ({ title: 'For', contactId, ownerId })
    const put = async (who: string, ownerId: string) =>
      (await as(who).put(`/api/leads/${randomUUID()}`, lead(ownerId))).status
    expect(await put('siti', as('budi').id)).toBe(403)
    expect(await put('manager', as('budi').id)).toBe(201)
    expect(await put('manager', as('customer').id)).toBe(422)
  })
})

describe('the catalogue', () => {
  it('is read by everybody and written from manager up', async () => {
    const product = { name: 'Webcam', unitPrice: 45_000_000, currency: 'IDR' }
    const post = async (who: string) => (await as(who).post('/api/products', product)).status
    expect((await as('customer').get('/api/products?limit=1')).status).toBe(200)
    expect([await post('customer'), await post('siti'), await post('manager')]).toEqual([403, 403, 201])
  })

  it('makes one product where a POST is repeated with its key', async () => {
    const key = newKey()
    const body = { name: 'Ring Light', unitPrice: 30_000_000, currency: 'IDR' }
    const first = await as('manager').post('/api/products', body, { key })
    const again = await as('manager').post('/api/products', body, { key })
    expect(again.body['id']).toBe(first.body['id'])
    const named = (await bench.control.records('product')).filter(({ name }) => name === 'Ring Light')
    expect(named).toHaveLength(1)
  })

  it('takes pictures by their content', async () => {
    const bytes = draw('audio', 99)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const upload = (who: string, name: string) =>
      fetch(`${bench.crm.url}/api/pictures/${name}`, {
        method: 'PUT',
        headers: {
          'content-type': 'image/png',
          authorization: `Bearer ${as(who).tokens.accessToken}`,
        },
        body: new Uint8Array(bytes),
      })
    const product = {
      ...{ name: 'Photo', unitPrice: 1, currency: 'IDR' },
      pictures: [{ url: `/api/pictures/${sha256}`, contentType: 'image/png' }],
    }
    expect((await as('manager').post('/api/products', product)).status).toBe(422)
    expect((await upload('siti', sha256)).status).toBe(403)
    expect((await upload('manager', '0'.repeat(64))).status).toBe(422)
    expect((await upload('manager', sha256)).status).toBe(201)
    expect((await as('manager').post('/api/products', product)).status).toBe(201)
  })
})

describe('devices', () => {
  const report = {
    deviceName: "Siti's laptop",
    state: 'ready',
    since: '2026-01-01T00:00:00Z',
    appVersion: '0.1.0',
  }

  it('are reported by their own person and seen by the admin while active', async () => {
    const path = '/api/whatsapp/sessions/device-siti'
    expect((await as('siti').put(path, report)).status).toBe(200)
    expect((await as('budi').put(path, report)).status).toBe(403)
    expect((await as('customer').put('/api/whatsapp/sessions/device-cust', report)).status).toBe(403)
    const seen = async () => (await as('admin').get('/api/whatsapp/sessions/active')).body['items']
    expect(await seen()).toMatchObject([
      { deviceId: 'device-siti', userName: 'Siti Rahmawati', state: 'ready' },
    ])
    expect((await as('manager').get('/api/whatsapp/sessions/active')).status).toBe(403)
    bench.pass(11 * 60_000)
    expect(await seen()).toEqual([])
    const stats = await as('owner').get('/api/admin/cleanup-stats')
    expect(stats.body).toMatchObject({ staleSessions: 1 })
    expect((await as('siti').get('/api/admin/cleanup-stats')).status).toBe(403)
  })
})
