/** The server's SQLite file: tables, and the few settings that must outlive a restart. */
import Database from 'better-sqlite3'

export type Db = Database.Database

const TABLES = `
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS users (
  id TEXT PRIMARY KEY, email TEXT NOT NULL UNIQUE, name TEXT NOT NULL, phone TEXT, role TEXT NOT NULL,
  password TEXT NOT NULL, created_at TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS refresh_tokens (
  hash TEXT PRIMARY KEY, family TEXT NOT NULL, user_id TEXT NOT NULL REFERENCES users(id), state TEXT NOT NULL,
  successor TEXT, expires_at INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS records (
  kind TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL, seq INTEGER NOT NULL UNIQUE, owner_id TEXT,
  past_owners TEXT NOT NULL DEFAULT '[]', deleted INTEGER NOT NULL DEFAULT 0, data TEXT NOT NULL,
  created_at TEXT NOT NULL, updated_at TEXT NOT NULL, PRIMARY KEY (kind, id)) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS history (
  kind TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL, data TEXT NOT NULL, PRIMARY KEY (kind, id, version))
  STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS records_in_order ON records (kind, seq);
CREATE TABLE IF NOT EXISTS pictures (sha256 TEXT PRIMARY KEY, content_type TEXT NOT NULL, bytes BLOB NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS answers (
  user_id TEXT NOT NULL, key TEXT NOT NULL, fingerprint TEXT NOT NULL, status INTEGER NOT NULL, body TEXT NOT NULL,
  kind TEXT NOT NULL, record_id TEXT NOT NULL, PRIMARY KEY (user_id, key)) STRICT;
CREATE TABLE IF NOT EXISTS sessions (
  device_id TEXT PRIMARY KEY, user_id TEXT NOT NULL, data TEXT NOT NULL, reported_at INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS log (seq INTEGER PRIMARY KEY AUTOINCREMENT, entry TEXT NOT NULL) STRICT;
`

/** Opens the file, making it where it is missing. @throws where the file is no SQLite database. */
export function openDatabase(file: string): Db {
  const db = new Database(file)
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = NORMAL')
  db.pragma('foreign_keys = ON')
  db.exec(TABLES)
  return db
}

/** A setting kept in the file, made by `first` where it is missing. */
export function setting(db: Db, name: string, first: () => string): string {
  const found = db.prepare<[string], { value: string }>('SELECT value FROM meta WHERE name = ?').get(name)
  if (found) return found.value
  const value = first()
  saveSetting(db, name, value)
  return value
}

export function saveSetting(db: Db, name: string, value: string): void {
  db.prepare('INSERT INTO meta VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value').run(
    name,
    value,
  )
}

/** The next number of a named series, from 1, without gaps within committed transactions. */
export function nextNumber(db: Db, series: string): number {
  const next = Number(setting(db, `series:${series}`, () => '0')) + 1
  saveSetting(db, `series:${series}`, String(next))
  return next
}
