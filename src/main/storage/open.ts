/** Opens the encrypted database file: key, cipher, pragmas, integrity, migrations with a copy before. Runs in the database thread. */
import fs from 'node:fs'
import Database from 'better-sqlite3'
import { applyKey, cipherHere, openKeyed, type Cipher } from './cipher'
import { copyDatabase } from './copies'
import { besides, encryptAnew } from './encrypt-anew'
import { databaseVersion, migrate, NewerDatabaseError, type Migration } from './migrate'
import { Sql, type SlowQuery } from './sql'

export interface OpenOptions {
  file: string
  backups: string
  /** 32 bytes. */
  key: Uint8Array
  /** What marks are made with: see `markOf`. */
  markKey?: Uint8Array
  migrations: readonly Migration[]
  onSlow?: (query: SlowQuery) => void
  onNotice?: (notice: Notice) => void
  /** What it is to be written in; without it what suits this processor. */
  cipher?: Cipher
}

/** For the log. */
export interface Notice {
  event: 'database-encrypted-anew' | 'database-keeps-cipher' | 'database-log-not-written-back'
  fields: { took: number } | { cause: string }
}

/** The file can't be read with this key, or is damaged. Nothing was changed. */
export class DamagedDatabaseError extends Error {
  override readonly name = 'DamagedDatabaseError'
  readonly code = 'damaged'
}

/** @throws {NewerDatabaseError | DamagedDatabaseError} and changes nothing then. */
export function openDatabase(options: OpenOptions): Sql {
  const { file } = options
  fs.rmSync(besides(file), { force: true })
  if (!fs.existsSync(file)) return open(options, wanted(options))
  const cipher = cipherOf(options)
  if (cipher === 'chacha20' && wanted(options) === 'aegis') return open(options, changeCipher(options))
  return open(options, cipher)
}

const wanted = ({ file, cipher }: OpenOptions): Cipher => cipher ?? cipherHere(besides(file))

/**
 * Once, for a database of before there was AEGIS. It is brought up to date first: the copy that is taken before an update stays readable
 * to the version it was made by. Where it can't be done now, it is tried at the next start.
 * @returns the cipher that the database is in afterwards.
 */
function changeCipher(options: OpenOptions): Cipher {
  const { file, key, onNotice = () => undefined } = options
  open(options, 'chacha20').raw.close()
  const started = performance.now()
  try {
    encryptAnew({ file, key, from: 'chacha20', to: 'aegis' })
  } catch (error) {
    onNotice({ event: 'database-keeps-cipher', fields: { cause: String(error) } })
    return cipherOf(options)
  }
  onNotice({
    event: 'database-encrypted-anew',
    fields: { took: Math.round(performance.now() - started) },
  })
  return 'aegis'
}

function open(options: OpenOptions, cipher: Cipher): Sql {
  const isNew = !fs.existsSync(options.file)
  const db = new Database(options.file)
  try {
    if (isNew) fs.chmodSync(options.file, 0o600)
    applyKey(db, cipher, options.key)
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = FULL')
    // 64 MB: a first reading writes the busy pages of the indexes once per checkpoint. Mostly it is made when nobody waits (thread.ts).
    db.pragma('wal_autocheckpoint = 16000')
    db.pragma('foreign_keys = ON')
    db.pragma('secure_delete = ON')
    db.pragma('temp_store = MEMORY')
    db.pragma('cache_size = -32000')
    db.pragma('busy_timeout = 5000')
    migrate(db, options.migrations, (version) => {
      copyDatabase(db, { ...options, label: `before-update-v${version}`, keep: 5 })
    })
    return new Sql(db, options.onSlow, options.markKey)
  } catch (error) {
    db.close()
    throw error
  }
}

/** A look without writing: a newer or unreadable file must stay byte for byte what it is. */
function cipherOf({ file, key, migrations }: OpenOptions): Cipher {
  const latest = migrations.at(-1)?.number ?? 0
  try {
    const { db, cipher } = openKeyed(file, key, { readonly: true })
    try {
      const version = databaseVersion(db)
      if (version > latest) throw new NewerDatabaseError(version, latest)
      return cipher
    } finally {
      db.close()
    }
  } catch (error) {
    if (error instanceof NewerDatabaseError) throw error
    throw new DamagedDatabaseError('The database cannot be read with this key, or is damaged.', {
      cause: error,
    })
  }
}
