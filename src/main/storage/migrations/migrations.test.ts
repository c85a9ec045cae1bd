import { createHash, randomBytes } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDatabase } from '../open'
import { getSetting } from '../settings'
import { builder, type Sql } from '../sql'
import { migrations } from './index'

const key = randomBytes(32)
let folder = ''

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'leadline-migrations-'))
})
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }))

const fileNow = () => path.join(folder, 'leadline.db')
const backupsNow = () => path.join(folder, 'backups')
function open(upTo: number, file = fileNow()): Sql {
  const known = migrations.filter((migration) => migration.number <= upTo)
  return openDatabase({ file, backups: backupsNow(), key, migrations: known })
}
const latest = migrations.at(-1)?.number ?? 0
const hash = (file: string) => createHash('sha256').update(fs.readFileSync(file)).digest('hex')

function fillVersion1(sql: Sql): void {
  sql.raw.exec(`
    INSERT INTO accounts (id, created_at) VALUES ('a', 1);
    INSERT INTO contacts (id, name, created_at, updated_at) VALUES ('c1', 'Siti', 1, 1), ('c2', 'आशा', 2, 2);
    INSERT INTO contact_phones (phone, contact_id) VALUES ('+6281234567890', 'c1');
    INSERT INTO conversations (id, account_id, kind, contact_id, address, at) VALUES ('v', 'a', 'person', 'c1', 'x@c.us', 5);
    INSERT INTO messages (id, conversation_id, direction, type, body, at) VALUES (1024, 'v', 'in', 'text', 'ok', 1);
  `)
}

const people = builder.selectFrom('contacts').select(['id', 'name']).orderBy('id')

describe('migrations', () => {
  it('are numbered without gaps', () => {
    expect(migrations.map((migration) => migration.number)).toEqual(migrations.map((_, index) => index + 1))
  })

  it('take a version 1 database to this version with its rows, after a whole copy', () => {
    const old = open(1)
    fillVersion1(old)
    const before = old.all(people)
    old.raw.close()

    const sql = open(latest)
    expect(Number(sql.raw.pragma('user_version', { simple: true }))).toBe(latest)
    expect(sql.all(people)).toEqual(before)
    expect(sql.all(builder.selectFrom('messages').select('body'))).toEqual([{ body: 'ok' }])
    expect(sql.raw.pragma('foreign_key_check')).toEqual([])
    expect(sql.raw.pragma('integrity_check', { simple: true })).toBe('ok')
    sql.run(
      builder.insertInto('leads').values({
        id: 'l',
        contact_id: 'c1',
        conversation_id: 'v',
        title: 'Sofa',
        stage_id: 's',
        value: null,
        currency: null,
        created_at: 1,
        updated_at: 1,
      }),
    )
    sql.raw.close()

    const copies = fs.readdirSync(backupsNow())
    expect(copies).toHaveLength(1)
    expect(copies[0]).toMatch(/^before-update-v1-/)
    const copy = open(1, path.join(backupsNow(), copies[0]!))
    expect(copy.all(people)).toEqual(before)
    expect(() => copy.all(builder.selectFrom('leads').selectAll())).toThrow(/no such table/)
    copy.raw.close()
  })

  it('move the raw data of messages out of their rows', () => {
    const old = open(2)
    fillVersion1(old)
    old.raw.exec(`UPDATE messages SET raw = '{"t":1}'`)
    old.raw.exec(
      `INSERT INTO messages (id, conversation_id, direction, type, at) VALUES (2048, 'v', 'out', 'text', 2)`,
    )
    old.raw.close()

    const sql = open(latest)
    const raws = builder.selectFrom('message_raws').selectAll()
    expect(sql.all(raws)).toEqual([{ message_id: 1024, raw: '{"t":1}' }])
    expect(sql.all(builder.selectFrom('messages').select('id').orderBy('id'))).toEqual([
      { id: 1024 },
      { id: 2048 },
    ])
    sql.raw.exec('DELETE FROM messages WHERE id = 1024')
    expect(sql.all(raws)).toEqual([])
    sql.raw.close()
  })

  it('remember where what is under way was handed to', () => {
    const old = open(3)
    fillVersion1(old)
    old.raw.exec(`
      INSERT INTO messages (id, conversation_id, direction, type, at) VALUES (2048, 'v', 'out', 'text', 2), (3072, 'v', 'out', 'text', 3);
      INSERT INTO outbox (message_id, account_id, conversation_id, key, state, queued_at, next_at)
        VALUES (2048, 'a', 'v', 'K', 'unknown', 2, 0), (3072, 'a', 'v', NULL, 'queued', 3, 0);
    `)
    old.raw.close()

    const sql = open(latest)
    const jobs = builder.selectFrom('outbox').select(['key', 'address']).orderBy('message_id')
    expect(sql.all(jobs)).toEqual([
      { key: 'K', address: 'x@c.us' },
      { key: null, address: null },
    ])
    sql.raw.close()
  })

  it('know no LID of an account linked before', () => {
    const old = open(4)
    fillVersion1(old)
    old.raw.close()
    const sql = open(latest)
    expect(sql.all(builder.selectFrom('accounts').select(['id', 'lid']))).toEqual([{ id: 'a', lid: null }])
    sql.raw.close()
  })

  it('remember the files that a message no longer names, whoever took it away', () => {
    const old = open(8)
    fillVersion1(old)
    const [{ id }] = old.all(builder.selectFrom('messages').select('id').limit(1)) as [{ id: number }]
    old.raw.prepare('UPDATE messages SET media_file = ? WHERE id = ?').run('before', id)
    old.raw.close()
    const sql = open(latest)
    const doubts = () => sql.all(builder.selectFrom('media_doubts').select('file')).map(({ file }) => file)
    const name = (file: string | null) =>
      sql.raw.prepare('UPDATE messages SET media_file = ? WHERE id = ?').run(file, id)
    name('before')
    expect(doubts()).toEqual([])
    name('after')
    expect(doubts()).toEqual(['before'])
    sql.raw.prepare('DELETE FROM messages WHERE id = ?').run(id)
    expect(doubts().sort()).toEqual(['after', 'before'])
    sql.raw.close()
  })

  it('keep what the CRM said of each record, now in the order in which it came', () => {
    const old = open(23)
    old.raw.exec(`INSERT INTO sync (kind, record_id, remote_id, state, version, base) VALUES
      ('lead', 'b', 'B', 'synced', 2, '{}'), ('contact', 'a', 'A', 'waiting', NULL, NULL)`)
    const rows = builder.selectFrom('sync').selectAll().orderBy('kind')
    const before = old.all(rows)
    old.raw.close()
    const sql = open(latest)
    expect(sql.all(rows)).toEqual(before)
    const add = sql.raw.prepare('INSERT INTO sync (kind, record_id, remote_id, state) VALUES (?, ?, ?, ?)')
    expect(() => add.run('lead', 'b', 'C', 'local')).toThrow(/UNIQUE/)
    expect(() => add.run('lead', 'c', 'B', 'local')).toThrow(/is this one of the CRM's/)
    sql.raw.close()
  })

  it('keep what waits for the CRM where categories wait too, and read these anew', () => {
    const old = open(30)
    old.raw
      .exec(`INSERT INTO sync (kind, record_id, remote_id, state, version, base) VALUES ('product', 'p', 'P', 'waiting', 2, '{}');
      INSERT INTO change_log (kind, record_id, operation, fields, idempotency_key, created_at, state, next_at)
        VALUES ('product', 'p', 'update', '{"stock":1}', 'key-1', 5, 'waiting', 0);
      INSERT INTO settings (key, value) VALUES ('crm.cursor.category', 'c'), ('crm.cursor.product', 'p')`)
    const log = builder.selectFrom('change_log').selectAll()
    const before = old.all(log)
    old.raw.close()
    const sql = open(latest)
    expect(sql.all(log)).toMatchObject(before)
    expect(sql.all(builder.selectFrom('sync').select(['kind', 'remote_id', 'version']))).toEqual([
      { kind: 'product', remote_id: 'P', version: 2 },
    ])
    expect(getSetting(sql, 'crm.cursor.category')).toBeNull()
    expect(getSetting(sql, 'crm.cursor.product')).toBe('p')
    sql.raw.exec(
      "INSERT INTO sync (kind, record_id, remote_id, state) VALUES ('category', 'c', 'C', 'local')",
    )
    sql.raw.close()
  })

  it('copy nothing where there is nothing to lose or nothing to do', () => {
    open(latest).raw.close()
    open(latest).raw.close()
    expect(fs.existsSync(backupsNow())).toBe(false)
  })

  it('refuse a newer database and leave it byte for byte as it was', () => {
    const sql = open(latest)
    fillVersion1(sql)
    sql.raw.pragma(`user_version = ${latest + 1}`)
    sql.raw.pragma('wal_checkpoint(TRUNCATE)')
    sql.raw.close()
    const before = hash(fileNow())
    expect(() => open(latest)).toThrow(expect.objectContaining({ code: 'newer-database' }))
    expect(hash(fileNow())).toBe(before)
    const log = `${fileNow()}-wal`
    expect(fs.existsSync(log) ? fs.statSync(log).size : 0).toBe(0)
    expect(fs.existsSync(backupsNow())).toBe(false)
  })

  it('leave a database alone that the key does not open', () => {
    open(latest).raw.close()
    const before = hash(fileNow())
    const wrong = () =>
      openDatabase({ file: fileNow(), backups: backupsNow(), key: randomBytes(32), migrations })
    expect(wrong).toThrow(expect.objectContaining({ code: 'damaged' }))
    expect(hash(fileNow())).toBe(before)
  })
})
