/**
 * The ciphers of a database as a whole, each with authentication of every page (decision 0008). AEGIS-256 costs next to nothing where
 * the processor knows AES, and much where it does not: which one a database is written in is decided by measuring. Runs in the database
 * thread.
 */
import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import Database from 'better-sqlite3'

export type Cipher = 'aegis' | 'chacha20'

const CIPHERS: readonly Cipher[] = ['aegis', 'chacha20']

/** Names a cipher for what is keyed next; nothing is left to the library's defaults, which may change. */
export function chooseCipher(db: Database.Database, cipher: Cipher): void {
  db.pragma(`cipher = '${cipher}'`)
  if (cipher === 'aegis') db.pragma("algorithm = 'aegis-256'")
}

/** As SQLite3 Multiple Ciphers takes a key that is none of a person's making. @param key 32 bytes. */
export const rawKey = (key: Uint8Array): string => `raw:${Buffer.from(key).toString('hex')}`

export function applyKey(db: Database.Database, cipher: Cipher, key: Uint8Array): void {
  chooseCipher(db, cipher)
  db.pragma(`key = "${rawKey(key)}"`)
}

/**
 * Opens a database that is there, in whichever cipher it is.
 * @throws what SQLite says where it can be read in none.
 */
export function openKeyed(
  file: string,
  key: Uint8Array,
  options: Database.Options = {},
): { db: Database.Database; cipher: Cipher } {
  let first: unknown
  for (const cipher of CIPHERS) {
    const db = new Database(file, { ...options, fileMustExist: true })
    try {
      applyKey(db, cipher, key)
      // The first page's tag fits to one key and one cipher only.
      db.prepare('SELECT count(*) FROM sqlite_schema').get()
      return { db, cipher }
    } catch (error) {
      db.close()
      first ??= error
    }
  }
  throw first
}

const PROBES = 3
/** Bytes; 64 pages. */
const PROBE_BYTES = 256 * 1024
/** In software AEGIS takes some twenty times what ChaCha20 does, with AES in the processor less than that. */
const TOO_SLOW = 3

/** The least milliseconds that writing some pages took. */
function probe(file: string, cipher: Cipher): number {
  const db = new Database(file)
  try {
    applyKey(db, cipher, randomBytes(32))
    db.pragma('journal_mode = OFF')
    db.pragma('synchronous = OFF')
    db.exec('CREATE TABLE probe (bytes BLOB)')
    const insert = db.prepare('INSERT INTO probe VALUES (zeroblob(?))')
    const times = Array.from({ length: PROBES }, () => {
      const started = performance.now()
      insert.run(PROBE_BYTES)
      return performance.now() - started
    })
    return Math.min(...times)
  } finally {
    db.close()
    fs.rmSync(file, { force: true })
  }
}

/**
 * The cipher that suits this processor, by trying; ChaCha20, which is never slow, where there is no trying (a full disk).
 * @param file one that may be made and removed for it.
 */
export function cipherHere(file: string): Cipher {
  try {
    return probe(file, 'aegis') <= TOO_SLOW * probe(file, 'chacha20') ? 'aegis' : 'chacha20'
  } catch {
    return 'chacha20'
  }
}
