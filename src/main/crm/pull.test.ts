/** Reading and sending for one person what another had asked for. A bare CRM that holds back what it is told to. */
import { randomUUID } from 'node:crypto'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { crmStore } from './store'
import { leadOf, openShop, type Shop } from './testing'

const ids = new Map(['siti', 'budi'].map((name) => [name, randomUUID()]))
/** Pages of leads asked for: by whom, and from where. */
let asked: { by: string; cursor: string | null }[] = []
let held: ServerResponse | null = null
/** Of which of Siti's requests the answer is held back. */
let holds: (url: URL) => boolean
let written: string[] = []
let onAsked: () => void = () => undefined

const server = createServer((request, response) => {
  const say = (body: unknown, to = response): void => {
    to.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }
  if (request.url === '/api/auth/login') {
    request.once('data', (chunk: Buffer) => {
      const name = chunk.toString().includes('siti') ? 'siti' : 'budi'
      const user = { id: ids.get(name), name, email: `${name}@example.test`, role: 'employee' }
      say({ accessToken: name, refreshToken: 'r'.repeat(40), expiresIn: 900, user })
    })
    return
  }
  const by = request.headers.authorization?.slice('Bearer '.length) ?? ''
  const address = new URL(request.url ?? '/', 'http://crm')
  if (request.method !== 'GET') written.push(by)
  if (address.pathname === '/api/leads') asked.push({ by, cursor: address.searchParams.get('cursor') })
  if (by === 'siti' && holds(address)) {
    held = response
    onAsked()
    return
  }
  if (address.pathname === '/api/leads') {
    say({ items: [], nextCursor: `end of ${by}`, more: false })
    onAsked()
    return
  }
  say({ items: [], nextCursor: 'x', more: false })
})
let url = ''
let shop: Shop

beforeEach(async () => {
  asked = []
  held = null
  written = []
  holds = ({ pathname }) => pathname === '/api/leads'
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  shop = await openShop({ timeout: 20_000 })
})
afterEach(async () => {
  await shop.close()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

const signIn = (name: string) => shop.crm.signIn({ url, email: `${name}@example.test`, password: 'x' })
const askedBy = (name: string) =>
  new Promise<void>((resolve) => {
    onAsked = () => {
      if (asked.some(({ by }) => by === name)) resolve()
    }
    onAsked()
  })

it.each([true, false])(
  'a page under way for somebody who is signed in no more moves nobody’s cursor (signed out first: %s)',
  async (signedOutFirst) => {
    await signIn('siti')
    await askedBy('siti')
    if (signedOutFirst) await shop.crm.signOut()
    await signIn('budi')
    const body = { items: [], nextCursor: 'end of siti', more: false }
    held?.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    await askedBy('budi')
    expect(asked.filter(({ by }) => by === 'budi')[0]).toEqual({ by: 'budi', cursor: null })
    await shop.crm.syncNow()
    const store = shop.test.storage.store<typeof crmStore>('crm')
    expect(await store.getCursor('lead')).toMatchObject({ cursor: 'end of budi' })
  },
)

it('a record read by itself for somebody before is not taken either', async () => {
  const store = shop.test.storage.store<typeof crmStore>('crm')
  const contact = await shop.addContact()
  const { id: recordId } = await shop.leads.create(leadOf(contact.id))
  for (const { id } of await shop.waiting()) await shop.crm.discard({ entryId: id })
  const { generation } = await store.getCursor('lead')
  await store.useCrm({ address: url, newUser: true, former: null, user: { id: 'budi', name: 'Budi' } })
  const before = { kind: 'lead' as const, recordId, record: null, generation, now: 1 }
  expect(await store.applyOne(before)).toMatchObject({ touched: { contacts: [], leads: [], orders: [] } })
  expect(await shop.leads.get({ id: recordId })).toMatchObject({ id: recordId })
  const page = {
    kind: 'lead' as const,
    items: [],
    cursor: 'late',
    base: url,
    more: false,
    passOver: false,
    now: 1,
  }
  expect(await store.applyPage({ ...page, generation })).toBeNull()
  expect(await store.getCursor('lead')).toEqual({ cursor: null, generation: generation + 1 })
  expect(await store.applyPage({ ...page, generation: generation + 1 })).not.toBeNull()
})

it('what was taken in one’s name while somebody else signs in does not go out in theirs', async () => {
  holds = ({ searchParams }) => searchParams.has('phone')
  await signIn('siti')
  await shop.crm.syncNow()
  const lookedUp = new Promise<void>((resolve) => {
    onAsked = () => {
      if (held) resolve()
    }
  })
  const contact = await shop.addContact()
  await shop.leads.create(leadOf(contact.id))
  await lookedUp
  await signIn('budi')
  held?.writeHead(200, { 'content-type': 'application/json' })
  held?.end(JSON.stringify({ items: [], nextCursor: 'x', more: false }))
  await shop.crm.syncNow()
  expect(written).toEqual([])
  expect((await shop.waiting()).map(({ state }) => state)).toEqual(['held', 'held'])
})
