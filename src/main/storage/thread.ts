/**
 * The database thread's side: opens the database, then runs one named store function after another. A store function is plain
 * and synchronous; the thread's event loop gives it the whole database for as long as it runs.
 */
import { parentPort, workerData } from 'node:worker_threads'
import { CHECKPOINT, CLOSE } from './calls'
import type { Migration } from './migrate'
import { openDatabase, type Notice } from './open'
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

/** Milliseconds without a call. */
const IDLE_MS = 500
/** Pages; fewer are not worth it. */
const WORTH_WRITING = 1000

/** As far as it is not written back yet. Where that fails, it is tried again, and everything stays in the log. */
function writeBack({ raw }: Sql, onNotice: (notice: Notice) => void): void {
  try {
    const [log] = raw.pragma('wal_checkpoint(NOOP)') as { log: number; checkpointed: number }[]
    if (log && log.log - log.checkpointed >= WORTH_WRITING) raw.pragma('wal_checkpoint(PASSIVE)')
  } catch (error) {
    onNotice({ event: 'database-log-not-written-back', fields: { cause: String(error) } })
  }
}

/** Serves the stores until closed. Call 0 is the opening itself: its answer says whether the database could be opened. */
export function serveStores(stores: Record<string, Store>, migrations: readonly Migration[]): void {
  const port = parentPort
  if (!port) throw new Error('the database thread was started as a process')
  const { file, backups, key, markKey } = workerData as ThreadData
  const onNotice = (notice: Notice): void => port.postMessage({ notice })
  let sql: Sql
  try {
    sql = openDatabase({
      file,
      backups,
      key,
      markKey,
      migrations,
      onSlow: (slow) => port.postMessage({ slow }),
      onNotice,
    })
  } catch (error) {
    port.postMessage(failure(0, error))
    port.close()
    return
  }
  let idle: NodeJS.Timeout | undefined
  /** The log is written back into the file while nobody waits for it. */
  const writeBackWhenIdle = (): void => {
    if (idle) idle.refresh()
    else idle = setTimeout(() => writeBack(sql, onNotice), IDLE_MS).unref()
  }
  const close = (): void => {
    clearTimeout(idle)
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
    else writeBackWhenIdle()
  })
  port.postMessage({ id: 0 } satisfies Answer)
}
