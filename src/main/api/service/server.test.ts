import fs from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { silentLogger } from '../../storage/test-storage'
import type { RouterDeps } from '../router'
import { createRouter } from '../router'
import { startService, type Service } from './server'

let service: Service
const diagnostics = () => Promise.resolve({ name: 'all.zip', zip: new Uint8Array([80, 75]) })
let raised = 0
const rendererFolder = fs.mkdtempSync(path.join(os.tmpdir(), 'leadline-service-'))

beforeAll(async () => {
  fs.writeFileSync(path.join(rendererFolder, 'index.html'), 'the inbox')
  const deps = { rooms: () => null } as unknown as RouterDeps
  service = await startService({
    ...{
      router: createRouter(deps),
      rooms: () => null,
      diagnostics,
      rendererFolder,
      port: 0,
      raiseSecret: 'secret',
    },
    onRaise: () => {
      raised++
    },
    logger: silentLogger,
  })
})
afterAll(async () => {
  await service.close()
  fs.rmSync(rendererFolder, { recursive: true })
})

/** Asks for the socket as a foreign page would, and resets the line at once. */
function knockAndRun(port: number): Promise<void> {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1', () => {
      const request = `GET /rpc HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nOrigin: https://evil.example\r\nConnection: Upgrade\r\n`
      socket.write(
        `${request}Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`,
      )
      socket.resetAndDestroy()
    })
    socket.on('error', () => undefined)
    socket.on('close', () => resolve())
  })
}

it('outlives those who knock and run', async () => {
  const faults: unknown[] = []
  const note = (error: unknown): void => void faults.push(error)
  process.on('uncaughtException', note)
  for (let round = 0; round < 20; round++) {
    await Promise.all(Array.from({ length: 20 }, () => knockAndRun(service.port)))
  }
  process.off('uncaughtException', note)
  expect(faults).toEqual([])
  expect((await fetch(`http://127.0.0.1:${service.port}/`)).status).toBe(401)
})

it('lets in with this launch’s token alone', async () => {
  const origin = `http://127.0.0.1:${service.port}`
  const refused = await fetch(`${origin}/?token=wrong`)
  expect([refused.status, await refused.text()]).toEqual([
    401,
    expect.stringContaining('Open Leadline again'),
  ])
  const first = await fetch(service.url, { redirect: 'manual' })
  const cookie = first.headers.get('set-cookie')!.split(';')[0]!
  const page = await fetch(`${origin}/`, { headers: { cookie } })
  expect([page.status, await page.text()]).toEqual([200, 'the inbox'])
  const foreign = await fetch(`${origin}/`, { headers: { cookie, origin: 'https://evil.example' } })
  expect(foreign.status).toBe(403)
  const raise = await fetch(`${origin}/raise`, { method: 'POST', headers: { 'x-leadline-raise': 'guess' } })
  expect(raise.status).toBe(403)
})

it('lets a ticket in once, and keeps the token out of the cookie', async () => {
  const visit = (url: string) => fetch(url, { redirect: 'manual' })
  const stale = service.oneVisitUrl()
  service.oneVisitUrl()
  const url = service.oneVisitUrl()
  expect((await visit(stale)).status).toBe(401)
  const first = await visit(url)
  expect(first.status).toBe(303)
  expect((await visit(url)).status).toBe(401)
  const token = new URL(service.url).searchParams.get('token')!
  expect(first.headers.get('set-cookie')).not.toContain(token)
  expect((await visit(service.url)).status).toBe(303)
  expect((await visit(service.url)).status).toBe(303)
})

it('answers a second start with a way in', async () => {
  const raise = await fetch(`http://127.0.0.1:${service.port}/raise`, {
    method: 'POST',
    headers: { 'x-leadline-raise': 'secret' },
  })
  const { address } = (await raise.json()) as { address: string }
  expect(raised).toBe(1)
  expect((await fetch(address, { redirect: 'manual' })).status).toBe(303)
  expect((await fetch(address, { redirect: 'manual' })).status).toBe(401)
})

it('says what is wrong with a name that is none', async () => {
  const cookie = (await fetch(service.url, { redirect: 'manual' })).headers.get('set-cookie')!
  const reply = await fetch(`http://127.0.0.1:${service.port}/upload`, {
    method: 'POST',
    headers: { cookie: cookie.split(';')[0]!, 'x-file-name': '%E0%A4%A' },
    body: 'x',
  })
  expect([reply.status, await reply.json()]).toMatchObject([400, { code: 'invalid-input' }])
})

it('gives out the diagnostics to whom it let in, as a file', async () => {
  const url = `http://127.0.0.1:${service.port}/diagnostics`
  expect((await fetch(url)).status).toBe(401)
  const first = await fetch(service.url, { redirect: 'manual' })
  const reply = await fetch(url, { headers: { cookie: first.headers.get('set-cookie')!.split(';')[0]! } })
  expect(reply.headers.get('content-disposition')).toContain('all.zip')
  expect([...new Uint8Array(await reply.arrayBuffer())]).toEqual([80, 75])
})
