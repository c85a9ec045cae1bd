/** Answers that are not the CRM's: a hotel's sign-in page, a proxy, a redirect. None of them may refuse or lose a change. */
import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { leadOf, openShop, type Shop } from './testing'

type Answer = (request: IncomingMessage, response: ServerResponse) => void

const json = (response: ServerResponse, status: number, body: unknown, type = 'application/json'): void => {
  response.writeHead(status, { 'content-type': type }).end(JSON.stringify(body))
}
const user = { id: randomUUID(), name: 'Siti', email: 'siti@example.test', role: 'employee' }
const tokens = { accessToken: 'a'.repeat(40), refreshToken: 'r'.repeat(40), expiresIn: 900, user }

/** A bare CRM: signs anybody in, has nothing, and takes every write. */
const obliging: Answer = (request, response) => {
  if (request.url?.startsWith('/api/auth/')) {
    json(response, 200, tokens)
    return
  }
  if (request.method === 'GET') {
    json(response, 200, { items: [], nextCursor: 'x', more: false })
    return
  }
  let text = ''
  request.on('data', (chunk: Buffer) => (text += chunk.toString()))
  request.on('end', () => {
    const now = new Date().toISOString()
    const id = request.url?.split('/').at(-1)
    const body: unknown = JSON.parse(text)
    json(response, 201, {
      stageId: 's',
      ...Object(body),
      id,
      version: 1,
      deleted: false,
      createdAt: now,
      updatedAt: now,
    })
  })
}

let answer: Answer = obliging
let elsewhere = 0
const server = createServer((request, response) => {
  if (request.url?.startsWith('/elsewhere')) elsewhere += 1
  answer(request, response)
})
let url = ''
let shop: Shop

beforeEach(async () => {
  answer = obliging
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  shop = await openShop({ timeout: 1000 })
})
afterEach(async () => {
  await shop.close()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

const html: Answer = (_request, response) =>
  response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Welcome to the hotel</html>')

it.each<[string, Answer]>([
  ['a page instead of an answer', html],
  [
    'a page that forbids',
    (_q, response) => response.writeHead(403, { 'content-type': 'text/html' }).end('no'),
  ],
  ['a page that is not there', (_q, response) => response.writeHead(404).end()],
  ['a proxy that wants a password', (_q, response) => response.writeHead(407).end()],
  ['a 401 without a problem document', (_q, response) => response.writeHead(401).end()],
  ['JSON that is not a record', (_q, response) => json(response, 200, { ok: true })],
  ['a record of something else', (_q, response) => json(response, 200, { id: 'x', version: 'y' })],
  ['JSON that breaks off', (_q, response) => response.writeHead(200).end('{"id":')],
  ['an empty answer', (_q, response) => response.writeHead(204).end()],
  ['a redirect', (_q, response) => response.writeHead(307, { location: '/elsewhere' }).end()],
  ['something that is not HTTP', (_q, response) => response.socket?.end('nonsense')],
  [
    'an answer that never ends',
    (_q, response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      const timer = setInterval(() => response.write(' '), 100)
      response.once('close', () => clearInterval(timer))
    },
  ],
])('%s holds the change back, and it goes out when the CRM is there again', async (_name, hostile) => {
  await shop.crm.signIn({ url, email: 'siti@example.test', password: 'x' })
  await shop.crm.syncNow()
  answer = hostile
  const contact = await shop.addContact()
  await shop.leads.create(leadOf(contact.id))
  await shop.crm.syncNow().catch(() => undefined)
  const waiting = await shop.waiting()
  expect(waiting.map(({ state }) => state)).toEqual(['waiting', 'waiting'])
  expect(waiting[0]?.reason).toBeTruthy()
  expect(await shop.crm.status()).toMatchObject({ state: 'signed-in', refused: 0 })
  answer = obliging
  await shop.crm.syncNow()
  await shop.untilStatus((status) => status.waiting === 0)
  expect(elsewhere).toBe(0)
})

it('sign-in at a page that is no CRM says so', async () => {
  answer = html
  const input = { url, email: 'siti@example.test', password: 'x' }
  await expect(shop.crm.signIn(input)).rejects.toMatchObject({ code: 'crm-protocol' })
  answer = (_request, response) => json(response, 200, { accessToken: 'x' })
  await expect(shop.crm.signIn(input)).rejects.toMatchObject({ code: 'crm-protocol' })
})
