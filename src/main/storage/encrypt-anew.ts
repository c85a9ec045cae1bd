/**
 * Brings a database into another cipher: written whole into a file beside it, checked there, and put in its place by one renaming. Until
 * then the old one is what counts; whenever this is cut off, there is one whole database, and the next start begins anew. The way is
 * that of SQLite's own VACUUM, which can't change the cipher: tables and indexes, their rows as they lie, then all that has no rows.
 */
import fs from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'
import { applyKey, chooseCipher, openKeyed, rawKey, type Cipher } from './cipher'

export interface Anew {
  file: string
  /** 32 bytes. */
  key: Uint8Array
  from: Cipher
  to: Cipher
}

/** Where the new file grows. One that is there was cut off. */
export const besides = (file: string): string => `${file}.anew`

/** Left free for everything else, bytes. */
const SPARE_BYTES = 64 * 1024 * 1024

/** @throws where it can't be done now, and the old database is as it was. */
export function encryptAnew(anew: Anew): void {
  const { file } = anew
  const target = besides(file)
  foldLogIn(anew)
  refuseWithoutRoom(file)
  fs.rmSync(target, { force: true })
  try {
    write(anew, target)
    check(anew, target)
    flush(target)
    fs.renameSync(target, file)
  } catch (error) {
    fs.rmSync(target, { force: true })
    throw error
  }
  if (process.platform !== 'win32') flush(path.dirname(file))
}

/** No log may be left that would be taken for the new file's. */
function foldLogIn({ file, key }: Anew): void {
  const { db } = openKeyed(file, key)
  try {
    const mode = db.pragma('journal_mode = DELETE', { simple: true })
    if (mode !== 'delete') throw new Error('the database is in use')
  } finally {
    db.close()
  }
}

function refuseWithoutRoom(file: string): void {
  const { bavail, bsize } = fs.statfsSync(path.dirname(file))
  const { size } = fs.statSync(file)
  if (size * 1.05 + SPARE_BYTES > bavail * bsize) throw new Error('there is no room for a second database')
}

function open({ file, key, from, to }: Anew, target: string): Database.Database {
  const db = new Database(target)
  applyKey(db, to, key)
  db.pragma('temp_store = MEMORY')
  db.pragma('cache_size = -32000')
  chooseCipher(db, from)
  db.prepare('ATTACH ? AS old KEY ?').run(file, rawKey(key))
  return db
}

/** Tables that have rows of their own: all but virtual ones, whose rows are in others. */
const WITH_ROWS = "type = 'table' AND rootpage > 0"

const tablesOf = (db: Database.Database): string[] =>
  db.prepare<[], string>(`SELECT name FROM old.sqlite_schema WHERE ${WITH_ROWS}`).pluck().all()

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** SQLite takes the rows of equal tables over as they lie, and their indexes too, unless columns are named. */
function copying(db: Database.Database, name: string): string {
  const columns = db
    .prepare<[string], { name: string; hidden: number }>(
      "SELECT name, hidden FROM pragma_table_xinfo(?, 'old')",
    )
    .all(name)
  const written = columns.filter(({ hidden }) => hidden === 0).map((column) => quoted(column.name))
  const table = quoted(name)
  return written.length === columns.length
    ? `INSERT INTO main.${table} SELECT * FROM old.${table}`
    : `INSERT INTO main.${table} (${written.join(', ')}) SELECT ${written.join(', ')} FROM old.${table}`
}

function write(anew: Anew, target: string): void {
  const db = open(anew, target)
  try {
    fs.chmodSync(target, 0o600)
    db.pragma('journal_mode = OFF')
    db.pragma('synchronous = OFF')
    db.pragma('foreign_keys = OFF')
    const version = Number(db.pragma('old.user_version', { simple: true }))
    db.unsafeMode(true)
    db.pragma('writable_schema = ON')
    db.transaction(() => {
      const made = db
        .prepare<[], string>(
          `SELECT sql FROM old.sqlite_schema WHERE sql IS NOT NULL AND name NOT GLOB 'sqlite_*'
            AND ((${WITH_ROWS}) OR type = 'index') ORDER BY type = 'index'`,
        )
        .pluck()
        .all()
      for (const sql of made) db.exec(sql)
      for (const name of tablesOf(db)) db.exec(copying(db, name))
      db.exec(`INSERT INTO main.sqlite_schema SELECT * FROM old.sqlite_schema
        WHERE type IN ('view', 'trigger') OR (type = 'table' AND rootpage = 0)`)
      db.pragma(`user_version = ${version}`)
    })()
  } finally {
    db.close()
  }
}

/** Every page is read, and every table has as many rows as before. */
function check(anew: Anew, target: string): void {
  const db = open(anew, target)
  try {
    if (db.pragma('main.quick_check', { simple: true }) !== 'ok') throw new Error('it was not written whole')
    const count = (schema: string, name: string): unknown =>
      db
        .prepare(`SELECT count(*) FROM ${schema}.${quoted(name)}`)
        .pluck()
        .get()
    for (const name of ['sqlite_schema', ...tablesOf(db)])
      if (count('main', name) !== count('old', name)) throw new Error(`not all of ${name} was written`)
  } finally {
    db.close()
  }
}

/** To the disk. Windows flushes what may be written only. */
function flush(name: string): void {
  const handle = fs.openSync(name, fs.statSync(name).isDirectory() ? 'r' : 'r+')
  try {
    fs.fsyncSync(handle)
  } finally {
    fs.closeSync(handle)
  }
}
