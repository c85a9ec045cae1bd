/**
 * Looking for words in what lies on the disk: in the files as they are, and in the database once it is decrypted, freed pages and the
 * tables behind its indexes included.
 */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type Database from 'better-sqlite3'
import { createVault, deriveKey } from '../../src/main/vault'
import { openKeyed } from '../../src/main/storage/cipher'

/** Every file below, but for what lies in `leaveOut`. */
export function filesBelow(folder: string, leaveOut: string): string[] {
  return fs.readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) => {
    const file = path.join(entry.parentPath, entry.name)
    return entry.isFile() && !file.startsWith(leaveOut + path.sep) ? [file] : []
  })
}

/** Which of the words are in these bytes, in either of the encodings that programs write. */
export const found = (bytes: Buffer, words: readonly string[]): string[] =>
  words.filter((word) => bytes.includes(word) || bytes.includes(Buffer.from(word, 'utf16le')))

/** Every row of every table, those behind the search indexes included. */
function rowsOf(db: Database.Database): Buffer[] {
  const tables = db
    .prepare<[], { name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql IS NOT NULL")
    .all()
  if (tables.length <= 10) throw new Error('this is not the database that was meant')
  return tables.flatMap(({ name }) =>
    db
      .prepare<[], Record<string, unknown>>(`SELECT * FROM "${name}"`)
      .all()
      .flatMap((row) => Object.values(row))
      .map((value) => (Buffer.isBuffer(value) ? value : Buffer.from(`${String(value)}\n`))),
  )
}

/** The words of the search indexes, whole: in their own tables they are written by what differs from the word before. */
function termsOf(db: Database.Database): Buffer[] {
  return ['message_search', 'conversation_search', 'contact_search'].map((index) => {
    db.exec(`CREATE VIRTUAL TABLE temp."${index}_terms" USING fts5vocab ('main', '${index}', 'row')`)
    const terms = db.prepare<[], string>(`SELECT term FROM temp."${index}_terms"`).pluck().all()
    return Buffer.from(`${terms.join('\n')}\n`)
  })
}

/**
 * All that a database holds: its rows, its search words, and its whole file decrypted, where freed pages would still hold what was erased.
 * @param key the database's, 32 bytes.
 */
export function plainDatabase(file: string, key: Uint8Array): Buffer {
  // A copy, so that looking changes nothing.
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'leadline-plain-'))
  try {
    const base = path.basename(file)
    for (const name of fs.readdirSync(path.dirname(file)).filter((each) => each.startsWith(base)))
      fs.copyFileSync(path.join(path.dirname(file), name), path.join(folder, name))
    const copy = path.join(folder, base)
    const { db } = openKeyed(copy, key)
    const parts = [...rowsOf(db), ...termsOf(db)]
    db.pragma('journal_mode = DELETE')
    db.pragma("rekey = ''")
    db.close()
    const plain = fs.readFileSync(copy)
    if (plain.subarray(0, 15).toString() !== 'SQLite format 3') throw new Error('the copy is not decrypted')
    return Buffer.concat([...parts, plain])
  } finally {
    fs.rmSync(folder, { recursive: true, force: true })
  }
}

/** The same of an app's data folder whose key lies in a key file. */
export async function plainData(dataDir: string): Promise<Buffer> {
  const file = path.join(dataDir, 'leadline.db')
  const vault = createVault({
    paths: { data: dataDir, database: file, keyFile: path.join(dataDir, 'keys.json') },
    secrets: {
      available: () => Promise.resolve(false),
      get: () => Promise.resolve(null),
      set: () => Promise.reject(new Error('no keychain')),
      delete: () => Promise.resolve(),
    },
    keyFileAllowed: true,
  })
  const dataKey = await vault.open()
  if (!dataKey) throw new Error('the data key did not open')
  return plainDatabase(file, deriveKey(dataKey, 'database'))
}
