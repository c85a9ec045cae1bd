import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { strFromU8, unzipSync } from 'fflate'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { DEFAULT_PREFERENCES, NO_SESSION_COPY, type Account } from '../../contract'
import { createLogger } from '../platform/node/logger'
import { makePaths } from '../platform/node/paths'
import { createDiagnostics } from '.'

let folder: string
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'leadline-diagnostics-'))
})
afterEach(() => fs.rmSync(folder, { recursive: true }))

const ACCOUNT: Account = {
  ...{ id: 'main', label: 'Toko Ratna', colour: 'teal', name: 'Ratna', phone: '+6281234567890' },
  ...{ state: 'connected', reason: null, since: 1 },
  sessionCopy: NO_SESSION_COPY,
  ...{ qr: null, progress: null, nextTryAt: null, paused: false },
  today: { sent: 1, received: 2, newContacts: 1, limit: 1_000 },
  pairingCode: { code: 'ABCD1234', phone: '+6281234567890', expiresAt: 1 },
}

it('says how everything stands, and nothing of anybody', async () => {
  const paths = makePaths(folder)
  fs.mkdirSync(paths.logs, { recursive: true })
  fs.writeFileSync(paths.database, Buffer.alloc(3_000))
  const partition = path.join(paths.chromium, 'Partitions/whatsapp-main')
  fs.mkdirSync(partition, { recursive: true })
  fs.writeFileSync(path.join(partition, 'Cookies'), Buffer.alloc(500))
  fs.writeFileSync(paths.keyFile, 'the key itself')
  const logger = await createLogger(paths.logs, 'info')
  logger.warn('send-failed', { body: 'rahasia sekali', detail: 'to +62 812-3456-7890', code: 'refused' })
  await logger.close()

  const diagnostics = createDiagnostics({
    platform: { host: 'service', version: '1.2.3', paths },
    accounts: () => [ACCOUNT],
    preferences: () => DEFAULT_PREFERENCES,
    now: () => Date.UTC(2026, 0, 2),
  })
  const { name, zip } = await diagnostics()
  expect(name).toBe('leadline-diagnostics-2026-01-02.zip')
  const files = Object.fromEntries(
    Object.entries(unzipSync(zip)).map(([file, data]) => [file, strFromU8(data)]),
  )
  expect(JSON.parse(files['about.json'] ?? '')).toMatchObject({
    ...{ version: '1.2.3', host: 'service' },
    disk: { database: 3_000, log: null, chromium: 500, profiles: 0 },
    accounts: [{ id: 'main', state: 'connected', isKnown: true, today: { sent: 1, received: 2 } }],
  })
  const all = Object.values(files).join('\n')
  expect(all).toContain('send-failed')
  for (const secret of ['Toko Ratna', '81234567890', '812-3456', 'rahasia', 'ABCD1234', 'the key itself'])
    expect(all).not.toContain(secret)
})
