/** A database of before there was AEGIS: encrypted anew once, whatever comes in between. */
import { spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openKeyed, type Cipher } from './cipher'
import { migrations } from './migrations'
import { openDatabase, type Notice } from './open'

const key = randomBytes(32)
let folder = ''
let file = ''
let backups = ''

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'leadline-anew-'))
  file = path.join(folder, 'leadline.db')
  backups = path.join(folder, 'backups')
})
afterEach(() => {
  vi.restoreAllMocks()
  fs.rmSync(folder, { recursive: true, force: true })
})

const LATEST = migrations.at(-1)?.number ?? 0
const hash = (name: string) => createHash('sha256').update(fs.readFileSync(name)).digest('hex')

function open(cipher: Cipher, known = LATEST) {
  const notices: Notice[] = []
  const upTo = migrations.filter(({ number }) => number <= known)
  const onNotice = (notice: Notice) => notices.push(notice)
  const sql = openDatabase({ file, backups, key, migrations: upTo, cipher, onNotice })
  return { raw: sql.raw, notices }
}

/** Every row of every table, the search indexes' own included. */
function contents() {
  const { db, cipher } = openKeyed(file, key)
  try {
    const tables = db
      .prepare<[], { name: string; sql: string }>(
        "SELECT name, sql FROM sqlite_schema WHERE name NOT GLOB 'sqlite_*' OR name = 'sqlite_sequence' ORDER BY name",
      )
      .all()
    const isTable = (sql: string | null) => sql?.startsWith('CREATE TABLE') ?? false
    const rows = tables
      .filter(({ sql }) => isTable(sql))
      .map(({ name }) => [name, db.prepare(`SELECT * FROM "${name}"`).raw().all()])
    const found = db.prepare("SELECT rowid FROM contact_search WHERE contact_search MATCH 'sit'").all()
    return { cipher, whole: db.pragma('integrity_check', { simple: true }), tables, rows, found }
  } finally {
    db.close()
  }
}

/** Of everything that can be told apart: free pages, generated columns, tables without rowid, search indexes, counters, triggers. */
function fill(known = LATEST) {
  const { raw } = open('chacha20', known)
  raw.exec(`
    INSERT INTO accounts (id, created_at) VALUES ('a', 1);
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)
      INSERT INTO contacts (id, name, created_at, updated_at, seq, folded)
        SELECT 'c' || i, 'Siti ' || i, i, i, i, 'siti ' || i FROM n;
    INSERT INTO contact_search (rowid, text) SELECT seq, folded FROM contacts;
    INSERT INTO contact_phones (phone, contact_id) SELECT '+5511912345' || seq, id FROM contacts;
    INSERT INTO conversations (id, account_id, kind, contact_id, address, at) VALUES ('v', 'a', 'person', 'c1', 'x@c.us', 5);
    INSERT INTO messages (id, conversation_id, direction, type, body, at)
      SELECT 1024 * seq, 'v', 'in', 'text', 'ok ' || seq, seq FROM contacts;
    INSERT INTO leads (id, contact_id, title, stage_id, value, currency, created_at, updated_at)
      SELECT 'l' || seq, id, 'Sofa', 'new', seq, 'IDR', 1, 1 FROM contacts;
    INSERT INTO change_log (kind, record_id, operation, fields, idempotency_key, created_at, state, next_at)
      VALUES ('lead', 'l1', 'create', '{}', 'k', 1, 'waiting', 0);
    DELETE FROM leads WHERE value > 400;
    DELETE FROM messages WHERE at % 3 = 0;
  `)
  raw.close()
}

/** All but the cipher. */
const said = (all: ReturnType<typeof contents>) => ({ ...all, cipher: null })

describe('a database in ChaCha20', () => {
  it('is in AEGIS after it was opened, the same in everything else, and goes on', () => {
    fill()
    const before = contents()
    expect(before.cipher).toBe('chacha20')
    const { raw, notices } = open('aegis')
    expect(notices.map(({ event }) => event)).toEqual(['database-encrypted-anew'])
    raw.exec(
      "INSERT INTO leads SELECT 'new', contact_id, NULL, title, stage_id, 5, 'IDR', 1, 1, NULL, NULL, NULL, NULL FROM leads LIMIT 1",
    )
    expect(raw.prepare("SELECT leads FROM stage_sums WHERE stage_id = 'new'").pluck().get()).toBe(401)
    raw.exec("DELETE FROM leads WHERE id = 'new'")
    raw.close()
    const after = contents()
    expect(after.cipher).toBe('aegis')
    expect(after.whole).toBe('ok')
    expect(said(after)).toEqual(said(before))
    expect(fs.readdirSync(folder)).toEqual(['leadline.db'])
    if (process.platform !== 'win32') expect(fs.statSync(file).mode & 0o777).toBe(0o600)

    const again = open('aegis')
    expect(again.notices).toEqual([])
    again.raw.close()
  })

  it('stays what it is where ChaCha20 suits the processor better', () => {
    fill()
    const { raw, notices } = open('chacha20')
    raw.close()
    expect(notices).toEqual([])
    expect(contents().cipher).toBe('chacha20')
  })

  it('leaves the copies of before as they are, and one of them can take its place', () => {
    fill(LATEST - 1)
    open('aegis').raw.close()
    const [copy] = fs.readdirSync(backups)
    const kept = path.join(backups, copy ?? '')
    expect(openedAs(kept)).toBe('chacha20')
    const whole = contents()
    fs.copyFileSync(kept, file)
    open('aegis').raw.close()
    expect(contents()).toEqual(whole)
  })

  it.each([
    ['there is no room', () => vi.spyOn(fs, 'statfsSync').mockReturnValue({ bavail: 1, bsize: 1 } as never)],
    ['the disk fails', () => vi.spyOn(fs, 'fsyncSync').mockImplementation(fail)],
    ['somebody holds the file', () => vi.spyOn(fs, 'renameSync').mockImplementation(fail)],
  ])('goes on in ChaCha20 where %s, and changes at the next start', (_, break_) => {
    fill()
    const before = contents()
    break_()
    const { raw, notices } = open('aegis')
    expect(notices.map(({ event }) => event)).toEqual(['database-keeps-cipher'])
    raw.close()
    expect(fs.readdirSync(folder)).toEqual(['leadline.db'])
    expect(contents()).toEqual(before)
    vi.restoreAllMocks()
    open('aegis').raw.close()
    expect(contents().cipher).toBe('aegis')
  })

  it.each([
    ['CREATE INDEX leads_by_stage', 'chacha20'],
    ['INSERT INTO main."messages"', 'chacha20'],
    ['renaming', 'chacha20'],
    ['renaming done', 'aegis'],
  ])('is whole in one cipher after a SIGKILL at %s', { timeout: 60_000 }, async (where, cipher) => {
    fill()
    const before = contents()
    const script = path.join(import.meta.dirname, 'encrypt-anew.testing.ts')
    const args = ['--import=tsx', script, file, key.toString('hex'), where]
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] })
    expect(await once(child, 'close')).toEqual([null, 'SIGKILL'])
    const killed = contents()
    expect(killed.cipher).toBe(cipher)
    expect(said(killed)).toEqual(said(before))
    open('aegis').raw.close()
    expect(said(contents())).toEqual(said(before))
    expect(fs.readdirSync(folder)).toEqual(['leadline.db'])
  })
})

it.each(['chacha20', 'aegis'] as const)('leaves a database in %s alone that another key is for', (cipher) => {
  open(cipher).raw.close()
  const before = hash(file)
  const wrong = { file, backups, key: randomBytes(32), migrations, cipher: 'aegis' as const }
  expect(() => openDatabase(wrong)).toThrow(expect.objectContaining({ code: 'damaged' }) as Error)
  expect(hash(file)).toBe(before)
})

function fail(): never {
  throw new Error('it could not be done')
}

function openedAs(name: string): Cipher {
  const { db, cipher } = openKeyed(name, key, { readonly: true })
  db.close()
  return cipher
}
