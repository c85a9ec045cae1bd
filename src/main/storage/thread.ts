/**
 * The database thread's side: opens the database, then runs one named store function after another. A store function is plain
 * and synchronous; the thread's event loop gives it the whole database for as long as it runs.
 */
import { parentPort, workerData } from 'node:worker_threads'
import { CHECKPOINT, CLOSE } from './calls'
import type { Migration } from './migrate'
import { openDatabase } from './open'
import type { Sql } from './sql'

/** Functions of one room that run beside the database. The first argument is given by the thread. */
export type Store = Record<string, (sql: Sql, ...args: never[]) => unknown>

export interface Call {
  id: number
  name: string
  args: unknown[]
}

export interface Answer {
  id: number
  value?: unknown
  error?: { message: string; code: string | null; stack: string | undefined }
}

export interface ThreadData {
  file: string
  backups: string
  key: Uint8Array
  /** What marks are made with: see `markOf`. */
  markKey: Uint8Array
}

function failure(id: number, error: unknown): Answer {
  const e = error instanceof Error ? error : new Error(String(error))
  return { id, error: { message: e.message, code: 'code' in e ? String(e.code) : null, stack: e.stack } }
}

/** Serves the stores until closed. Call 0 is the opening itself: its answer says whether the database could be opened. */
export function serveStores(stores: Record<string, Store>, migrations: readonly Migration[]): void {
  const port = parentPort
  if (!port) throw new Error('the database thread was started as a process')
  const { file, backups, key, markKey } = workerData as ThreadData
  let sql: Sql
  try {
    sql = openDatabase({
      file,
      backups,
      key,
      markKey,
      migrations,
      onSlow: (slow) => port.postMessage({ slow }),
      onNotice: (notice) => port.postMessage({ notice }),
    })
  } catch (error) {
    port.postMessage(failure(0, error))
    port.close()
    return
  }
  const close = (): void => {
    sql.raw.pragma('wal_checkpoint(TRUNCATE)')
    sql.raw.close()
  }
  const perform = (name: string, args: unknown[]): unknown => {
    if (name === CLOSE) {
      close()
      return undefined
    }
    if (name === CHECKPOINT) return sql.raw.pragma('wal_checkpoint(TRUNCATE)')
    const [room = '', operation = ''] = name.split('.')
    const store = stores[room]?.[operation]
    if (!store) throw new Error(`no store function ${name}`)
    return store(sql, ...(args as never[]))
  }
  port.on('message', ({ id, name, args }: Call) => {
    let answer: Answer
    try {
      answer = { id, value: perform(name, args) }
    } catch (error) {
      answer = failure(id, error)
    }
    port.postMessage(answer)
    if (name === CLOSE) port.close()
  })
  port.postMessage({ id: 0 } satisfies Answer)
}
