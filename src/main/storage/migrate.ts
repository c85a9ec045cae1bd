/**
 * Brings a database to this version: numbered migrations, each in a transaction, with a copy of the database taken before the
 * first one runs. A database of a newer Leadline is refused and left untouched (feature row D2).
 */
import type BetterSqlite3 from 'better-sqlite3'

export interface Migration {
  number: number
  name: string
  sql: string
}

/** `code` is what other threads branch on. */
export class NewerDatabaseError extends Error {
  override readonly name = 'NewerDatabaseError'
  readonly code = 'newer-database'
  constructor(found: number, known: number) {
    super(
      `The database has version ${found}, this Leadline knows up to ${known}. Update Leadline; nothing was changed.`,
    )
  }
}

export function databaseVersion(db: BetterSqlite3.Database): number {
  return Number(db.pragma('user_version', { simple: true }))
}

/**
 * @param backUp called with the version found, before anything is changed, where there are data to lose.
 * @throws {NewerDatabaseError}
 */
export function migrate(
  db: BetterSqlite3.Database,
  migrations: readonly Migration[],
  backUp: (fromVersion: number) => void,
): { from: number; to: number } {
  const from = databaseVersion(db)
  const to = migrations.at(-1)?.number ?? 0
  if (from > to) throw new NewerDatabaseError(from, to)
  if (from > 0 && from < to) backUp(from)
  for (const migration of migrations) {
    if (migration.number <= from) continue
    db.transaction(() => {
      db.exec(migration.sql)
      db.pragma(`user_version = ${migration.number}`)
    })()
  }
  return { from, to }
}
