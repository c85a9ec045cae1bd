/** Copies of the whole database beside it, taken before something that can't be undone. Runs in the database thread. */
import fs from 'node:fs'
import path from 'node:path'
import type BetterSqlite3 from 'better-sqlite3'

export interface CopyOptions {
  file: string
  backups: string
  /** What it is taken before: `before-update-v5`, `before-import`. */
  label: string
  /** So many of this kind are kept, the newest. */
  keep: number
}

const STAMP_LENGTH = '2026-01-01T00-00-00-000Z.db'.length
/** `before-update-v5` and `before-update-v6` are of one kind. */
const kindOf = (label: string): string => label.replace(/-v\d+$/, '')

/**
 * A whole, consistent, equally encrypted copy.
 * @returns its path.
 */
export function copyDatabase(db: BetterSqlite3.Database, options: CopyOptions): string {
  const { file, backups, label, keep } = options
  fs.mkdirSync(backups, { recursive: true, mode: 0o700 })
  const stamp = new Date().toISOString().replaceAll(/[:.]/g, '-')
  const copy = path.join(backups, `${label}-${stamp}.db`)
  db.pragma('wal_checkpoint(TRUNCATE)')
  fs.copyFileSync(file, copy)
  const copies = fs.readdirSync(backups).filter((name) => name.startsWith(`${kindOf(label)}-`))
  const byAge = copies.sort((a, b) => a.slice(-STAMP_LENGTH).localeCompare(b.slice(-STAMP_LENGTH)))
  for (const old of byAge.slice(0, -keep)) fs.rmSync(path.join(backups, old))
  return copy
}
