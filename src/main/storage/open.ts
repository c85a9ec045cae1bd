/** Opens the encrypted database file: key, pragmas, integrity, migrations with a copy before. Runs in the database thread. */
import fs from 'node:fs'
import Database from 'better-sqlite3'
import { copyDatabase } from './copies'
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
}

/** The file can't be read with this key, or is damaged. Nothing was changed. */
export class DamagedDatabaseError extends Error {
  override readonly name = 'DamagedDatabaseError'
  readonly code = 'damaged'
}

/** @throws {NewerDatabaseError | DamagedDatabaseError} and changes nothing then. */
export function openDatabase(options: OpenOptions): Sql {
  const isNew = !fs.existsSync(options.file)
  const latest = options.migrations.at(-1)?.number ?? 0
  if (!isNew) refuseUnreadable(options, latest)
  const db = new Database(options.file)
  try {
    if (isNew) fs.chmodSync(options.file, 0o600)
    applyKey(db, options.key)
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = FULL')
    // 16 MB: a first history writes the busy pages of the indexes once per checkpoint, so four times less often.
    db.pragma('wal_autocheckpoint = 4000')
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

function applyKey(db: Database.Database, key: Uint8Array): void {
  db.pragma("cipher = 'chacha20'")
  db.pragma(`key = "raw:${Buffer.from(key).toString('hex')}"`)
}

/** A look without writing: a newer or unreadable file must stay byte for byte what it is. */
function refuseUnreadable(options: OpenOptions, latest: number): void {
  const db = new Database(options.file, { readonly: true })
  try {
    applyKey(db, options.key)
    const version = databaseVersion(db)
    if (version > latest) throw new NewerDatabaseError(version, latest)
    db.prepare('SELECT count(*) FROM sqlite_schema').get()
  } catch (error) {
    if (error instanceof NewerDatabaseError) throw error
    throw new DamagedDatabaseError('The database cannot be read with this key, or is damaged.', {
      cause: error,
    })
  } finally {
    db.close()
  }
}
