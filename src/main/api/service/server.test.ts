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
const rendererFolder = fs.mkdtempSync(path.join(os.tmpdir(), 'leadline-service-'))

beforeAll(async () => {
  fs.writeFileSync(path.join(rendererFolder, 'index.html'), 'the inbox')
  const deps = { rooms: () => null } as unknown as RouterDeps
  service = await startService({
    ...{ router: createRouter(deps), rooms: () => null, rendererFolder, port: 0, raiseSecret: 'secret' },
    onRaise: () => undefined,
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
