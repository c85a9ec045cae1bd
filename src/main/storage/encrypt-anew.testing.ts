/**
 * Test support: opens a database as the app does and is killed on the way. `file` `key in hex` `where`: `renaming`, `renaming done`, or what the
 * SQL statement has in it before which it ends.
 */
import fs from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'
import { migrations } from './migrations'
import { openDatabase } from './open'

const [file = '', key = '', where = ''] = process.argv.slice(2)
const die = (): void => {
  process.kill(process.pid, 'SIGKILL')
}

if (where.startsWith('renaming')) {
  const { renameSync } = fs
  fs.renameSync = (...args) => {
    if (where === 'renaming') die()
    renameSync(...args)
    die()
  }
} else {
  const { exec } = Database.prototype
  Database.prototype.exec = function (sql: string) {
    if (sql.includes(where)) die()
    return exec.call(this, sql)
  }
}

const sql = openDatabase({
  file,
  backups: path.join(path.dirname(file), 'backups'),
  key: Buffer.from(key, 'hex'),
  migrations,
  cipher: 'aegis',
})
sql.raw.close()
process.stdout.write('opened\n')
