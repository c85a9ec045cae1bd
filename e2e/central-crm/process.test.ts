import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { crmControl } from './control'
import { SEED_PASSWORD } from './seed/shop'
import { spawnCentralCrm } from './spawn'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'central-crm-process-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const send = async (url: string, method: string, address: string, body: object, token = '') => {
  const answer = await fetch(new URL(address, url), {
    method,
    headers: {
      'content-type': 'application/json',
      'idempotency-key': 'the-same-key',
      authorization: `Bearer ${token}`,
    },
    body: JSON.stringify(body),
  })
  return { status: answer.status, body: Object(await answer.json()) as Record<string, unknown> }
}

it('as a process of its own: what it committed outlives a kill, its log and its keys too', async () => {
  const dbFile = path.join(folder, 'crm.db')
  const id = randomUUID()
  const contact = { name: 'Budi', phones: ['+6281234567890'] }
  const credentials = { email: 'siti@example.test', password: SEED_PASSWORD }

  const first = await spawnCentralCrm({ dbFile, seed: true })
  const login = await send(first.url, 'POST', '/api/auth/login', credentials)
  const token = String(login.body['accessToken'])
  expect((await send(first.url, 'PUT', `/api/contacts/${id}`, contact, token)).status).toBe(201)
  await first.stop('SIGKILL')

  const second = await spawnCentralCrm({ dbFile, seed: true })
  try {
    const again = await send(second.url, 'PUT', `/api/contacts/${id}`, contact, token)
    expect([again.status, again.body['version']]).toEqual([201, 1])
    const control = crmControl(second.url)
    const outcomes = (await control.log())
      .filter(({ recordId }) => recordId === id)
      .map(({ outcome }) => outcome)
    expect(outcomes).toEqual(['committed', 'replayed'])
    expect(await control.records('contact')).toHaveLength(1)
  } finally {
    await second.stop()
  }
  await expect(fetch(`${second.url}/health`)).rejects.toThrow()
})
