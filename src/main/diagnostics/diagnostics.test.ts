import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { strFromU8, unzipSync } from 'fflate'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { DEFAULT_PREFERENCES, NO_SESSION_COPY, type Account, type Preferences } from '../../contract'
import type { Logger, Paths, SessionBrowser } from '../platform/ports'
import { silentLogger } from '../storage/test-storage'
import { createLogger } from '../platform/node/logger'
import { makePaths } from '../platform/node/paths'
import { createDiagnostics, rememberTrouble, type AccountFacts } from '.'
import { MOST_TROUBLE } from './trouble'

let folder: string
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'leadline-diagnostics-'))
})
afterEach(() => fs.rmSync(folder, { recursive: true }))

const ACCOUNT: Account = {
  ...{ id: 'main', label: 'Toko Ratna', colour: 'teal', name: 'Ratna', phone: '+6281234567890' },
  ...{ state: 'connected', reason: null, since: 1 },
  linkedBy: null,
  sessionCopy: NO_SESSION_COPY,
  ...{ qr: null, progress: null, nextTryAt: null, paused: false },
  today: { sent: 1, received: 2, newContacts: 1, limit: 1_000 },
  pairingCode: { code: 'ABCD1234', phone: '+6281234567890', expiresAt: 1 },
}

const browser = {
  userAgent: () =>
    Promise.resolve('Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 Chrome/146.0.0.0 Safari/537.36'),
} as unknown as SessionBrowser

const FACTS: AccountFacts = {
  account: ACCOUNT,
  health: {
    ...{ accountId: 'main', grade: 'warning', since: 1, alarmedAt: 1 },
    reasons: [{ code: 'usage', grade: 'warning', value: 75 }],
  },
  pulse: { failures: 2, lastProbeAt: 5, probeMs: 31 },
  sample: { memory: 123_456_789, reloads: 1 },
  changes: [
    { at: 1_000, state: 'connected', reason: null, grade: 'warning', reasons: ['usage'] },
    { at: 500, state: 'attention', reason: 'banned', grade: 'critical', reasons: ['attention'] },
  ],
  whatsAppWeb: '2.3000.1',
}

const PREFERENCES: Preferences = {
  ...DEFAULT_PREFERENCES,
  companyName: 'Warung Sari',
  statusWords: { en: { placed: 'Your batik is put aside. Call 081234567890' } },
  mutedChats: ['chat-of-budi'],
}

const SECRETS = [
  ...['Toko Ratna', 'Ratna', '81234567890', '812-3456', 'rahasia', 'ABCD1234', 'the key itself'],
  ...['Warung Sari', 'batik', 'chat-of-budi'],
]

function atWork(paths: Paths, inner: Logger = silentLogger) {
  const { logger, list } = rememberTrouble(inner, () => 1_000)
  const diagnostics = createDiagnostics({
    platform: { host: 'service', version: '1.2.3', paths, browser },
    accounts: () => Promise.resolve([FACTS]),
    trouble: list,
    preferences: () => PREFERENCES,
    now: () => Date.UTC(2026, 0, 2),
  })
  return { diagnostics, logger }
}

it('says how everything stands, and nothing of anybody', async () => {
  const paths = makePaths(folder)
  fs.mkdirSync(paths.logs, { recursive: true })
  fs.writeFileSync(paths.database, Buffer.alloc(3_000))
  const partition = path.join(paths.chromium, 'Partitions/whatsapp-main')
  fs.mkdirSync(partition, { recursive: true })
  fs.writeFileSync(path.join(partition, 'Cookies'), Buffer.alloc(500))
  fs.writeFileSync(paths.keyFile, 'the key itself')
  const written = await createLogger(paths.logs, 'info')
  const { diagnostics, logger } = atWork(paths, written)
  logger.warn('send-failed', { body: 'rahasia sekali', detail: 'to +62 812-3456-7890', code: 'refused' })
  await written.close()

  const { name, zip } = await diagnostics.zip()
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
  for (const secret of SECRETS) expect(all).not.toContain(secret)
})

it('is a text to be pasted: versions, accounts with their past, errors by code, sizes; nobody and no path in it', async () => {
  const paths = makePaths(folder)
  fs.mkdirSync(paths.data, { recursive: true })
  const { diagnostics, logger } = atWork(paths)
  const room = logger.child('outbox')
  const home = path.join(folder, 'Ratna', 'leadline.db')
  room.warn('send-failed', { accountId: 'main', error: 'refused', body: 'rahasia' })
  room.warn('send-failed', { accountId: 'main', error: 'refused', name: 'Toko Ratna' })
  room.error('media-failed', {
    error: Object.assign(new Error(`ENOENT ${home}`), { code: 'ENOENT', path: home }),
  })
  logger.error('Toko Ratna said', { error: 'to +62 812-3456-7890', account: '+6281234567890' })
  logger.error('closed', { error: new TypeError('rahasia') })
  logger.info('not-trouble')

  const text = await diagnostics.text()
  for (const line of [
    'version: 1.2.3',
    /^versions: browser Chrome 146\.0\.0\.0, library \d+\.\d+\.\d+, node \d+/m,
    /^disk: database –, .*free \d+/m,
    'whatsAppWeb: 2.3000.1',
    'pulse: failures 2, lastProbeAt 1970-01-01T00:00:00.005Z, probeMs 31',
    'sample: memory 123456789, reloads 1',
    'code usage, grade warning, value 75',
    'at 1970-01-01T00:00:00.500Z, state attention, reason banned, grade critical, reasons attention',
    'at 1970-01-01T00:00:01.000Z, level warn, room outbox, event send-failed, code refused, account main, times 2',
    'room outbox, event media-failed, code ENOENT, account –, times 1',
    'room app, event other, code –, account –, times 1',
    'room app, event closed, code TypeError',
  ])
    expect(text).toMatch(line)
  expect(text).not.toContain('not-trouble')
  for (const secret of [...SECRETS, folder, os.homedir(), 'leadline.db']) expect(text).not.toContain(secret)
})

it('remembers no more than so many, the newest first', () => {
  const { logger, list } = rememberTrouble(silentLogger)
  for (let index = 0; index < 3 * MOST_TROUBLE; index++) logger.warn(`event-${index}`)
  expect(list()).toHaveLength(MOST_TROUBLE)
  expect(list()[0]?.event).toBe(`event-${3 * MOST_TROUBLE - 1}`)
})
