/** What is left of somebody where nothing of it is theirs: what others quoted, and what a file was called. */
import { randomBytes, randomUUID } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { accountsStore } from '../accounts/store'
import { contactsStore } from '../contacts/store'
import { rowOf } from '../inbox/message-row'
import { inboxStore } from '../inbox/store'
import { routeRequest, waMessage } from '../inbox/testing'
import { migrations, type Sql } from '../storage'
import { openDatabase } from '../storage/open'
import type { ChatAddress, WaMessage } from '../whatsapp/types'
import { erasingStore } from './store'
import { ADDRESS, GROUP, NAME, OTHER, PHONE } from './testing'

let folder = ''
let sql: Sql
let now = 1_760_000_000_000

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'leadline-left-'))
  const [file, backups] = [path.join(folder, 'leadline.db'), path.join(folder, 'backups')]
  sql = openDatabase({ file, backups, key: randomBytes(32), migrations })
  accountsStore.list(sql, 0)
})
afterEach(() => {
  sql.raw.close()
  fs.rmSync(folder, { recursive: true, force: true })
})

/** Erases her; what the certificate counts. */
function erase(): Record<string, number> {
  const her = contactsStore.createContact(sql, { id: randomUUID(), name: NAME, phone: PHONE, now })
  const id = randomUUID()
  erasingStore.begin(sql, {
    ...{ id, contactId: her.id, reference: '', appVersion: '1', dropChanges: true, now },
    ...{ addresses: [ADDRESS], marks: [] },
  })
  for (let stage = 'chats'; stage !== 'wiping';) stage = erasingStore.step(sql, id).stage
  return erasingStore.finish(sql, { id, copies: 0, now }).counts
}

it('leaves no word of hers that others quoted, though nothing more is kept of their messages', () => {
  const identity = null
  const group = { address: GROUP, kind: 'group', identity, wanted: true, newId: randomUUID() } as const
  const conversationId = inboxStore.route(sql, routeRequest(group)).conversationId!
  const say = (key: string, author: ChatAddress, more: Partial<WaMessage> = {}): void => {
    now += 5000
    const whole = waMessage(key, {
      chat: GROUP,
      author,
      authorName: 'X',
      at: now,
      raw: null as never,
      ...more,
    })
    const row = { ...rowOf(whole, conversationId, 0), serialized_id: `false_${GROUP}_${key}_${author}` }
    inboxStore.ingest(sql, [{ accountId: 'main', conversationId, op: 'message', row, live: false }])
  }
  const quoting = (key: string, body: string) => ({
    quoted: { key, body, type: 'text', fromMe: false } as const,
  })
  say('K1', ADDRESS, { body: 'rahasiakelompok' })
  say('K2', OTHER, { body: 'setuju', ...quoting('K1', 'rahasiakelompok') })
  say('K3', OTHER, { body: 'dua kali', ...quoting('K2', 'setuju') })
  sql.statement('DELETE FROM message_raws').run()

  expect(erase()).toMatchObject({ groupMessages: 1, quotes: 1 })
  const quotes = sql.statement('SELECT key, quoted_body FROM messages ORDER BY id').raw().all()
  expect(quotes).toEqual([
    ['K2', null],
    ['K3', 'setuju'],
  ])
})

it('leaves no file called like her', () => {
  for (const name of ['Marlina.vcf', '+6281399990001 contact.VCF', 'people.csv'])
    sql
      .statement(
        `INSERT INTO imports (id, account_id, file_name, size, state, plan, owners, created_at)
          VALUES (?, 'main', ?, 1, 'done', '{}', '[]', ?)`,
      )
      .run(randomUUID(), name, (now += 1))
  erase()
  const names = sql.statement('SELECT file_name FROM imports ORDER BY created_at').pluck().all()
  expect(names).toEqual(['….vcf', '….VCF', 'people.csv'])
})
