/** Who was made one with somebody else and parted again, erased: nothing of theirs stays with the other. */
import { randomBytes, randomUUID } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { accountsStore } from '../accounts/store'
import { merge } from '../contacts/merge-store'
import { undoMerge } from '../contacts/undo-store'
import { inboxStore } from '../inbox/store'
import { routeRequest, waIdentity } from '../inbox/testing'
import { migrations, type Sql } from '../storage'
import { openDatabase } from '../storage/open'
import { erasingStore } from './store'
import { NAME } from './testing'

let folder = ''
let sql: Sql

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'leadline-parted-'))
  const [file, backups] = [path.join(folder, 'leadline.db'), path.join(folder, 'backups')]
  sql = openDatabase({ file, backups, key: randomBytes(32), migrations })
  accountsStore.list(sql, 0)
})
afterEach(() => {
  sql.raw.close()
  fs.rmSync(folder, { recursive: true, force: true })
})

/** Somebody of whom there is a chat and nothing else. */
function meet(phone: string, savedName: string): string {
  const identity = waIdentity({ phone, savedName })
  const { conversationId } = inboxStore.route(
    sql,
    routeRequest({ address: `${phone.slice(1)}@c.us`, identity, newId: randomUUID() }),
  )
  return inboxStore.conversations(sql, [conversationId!])[0]!.contactId!
}

/** Tables with a row that names them. */
const tablesWith = (name: string): string[] => {
  const tables = sql.raw
    .prepare<[], string>(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT GLOB '*_search*' ORDER BY name",
    )
    .pluck()
    .all()
  return tables.filter((table) =>
    sql.raw
      .prepare(`SELECT * FROM "${table}"`)
      .all()
      .some((row) => JSON.stringify(row).includes(name)),
  )
}

it.each(['she', 'the other'] as const)('leaves no name behind where %s was the one to stay', (stayed) => {
  const now = 1_760_000_000_000
  const people = [meet('+6281399990001', NAME), meet('+6281355550002', 'Pak Tetangga')]
  const [stays = '', goes = ''] = stayed === 'she' ? people : people.toReversed()
  const mergeId = randomUUID()
  merge(sql, { mergeId, contactIds: [stays, goes], choices: {}, now })
  const { contact, back } = undoMerge(sql, { mergeId, now: now + 1 })
  const she = [contact, back].find(({ name }) => name === NAME)!
  expect(tablesWith(NAME)).toContain('contacts')

  const id = randomUUID()
  erasingStore.begin(sql, {
    ...{ id, contactId: she.id, reference: '', appVersion: '1', dropChanges: true, now: now + 2 },
    ...{ addresses: [], marks: [] },
  })
  for (let stage = 'chats'; stage !== 'wiping';) stage = erasingStore.step(sql, id).stage
  expect(tablesWith(NAME)).toEqual([])
  expect(tablesWith('Pak Tetangga')).toContain('contacts')
})
