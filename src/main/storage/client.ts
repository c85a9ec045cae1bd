/** The app's side of the database thread: store functions become promises, typed by the store they come from. */
import fs from 'node:fs'
import path from 'node:path'
import { SHARE_ENV, Worker } from 'node:worker_threads'
import type { Logger } from '../platform/ports'
import type { Notice } from './open'
import type { SlowQuery, Sql } from './sql'
import { CHECKPOINT, CLOSE } from './calls'
import type { Answer, Store, ThreadData } from './thread'

/** A store seen from the app's thread. */
export type Remote<S> = {
  [K in keyof S]: S[K] extends (sql: Sql, ...args: infer A) => infer R ? (...args: A) => Promise<R> : never
}

export interface Storage {
  /** The functions of one room's store, as the database thread's root registers them under this name. */
  store<S extends Store>(room: string): Remote<S>
  /** Writes the log back into the file and empties it. */
  checkpoint(): Promise<void>
  /** Deletes the copies taken before updates and imports: what is erased must not live on in them. Answers how many there were. */
  dropCopies(): Promise<number>
  /** Waits for what is under way, checkpoints, and ends the thread. */
  close(): Promise<void>
}

export interface StorageOptions extends ThreadData {
  /** The built database thread. */
  threadFile: string | URL
  logger: Logger
  /** The thread died: nothing can be kept any more. */
  onLost(error: Error): void
}

/** Branch on `code`: `newer-database`, `damaged`, SQLITE_* codes, or null. */
export class StorageError extends Error {
  override readonly name = 'StorageError'
  constructor(
    readonly code: string | null,
    message: string,
    stack?: string,
  ) {
    super(message)
    if (stack) this.stack = `${this.name}: ${stack}`
  }
}

/** @throws {StorageError} with code `newer-database` or `damaged` where the file can't be used; it is left untouched then. */
export async function openStorage(options: StorageOptions): Promise<Storage> {
  const { file, backups, key, markKey } = options
  const workerData: ThreadData = { file, backups, key, markKey }
  // One environment, so that the thread too learns of another time zone.
  const worker = new Worker(options.threadFile, { workerData, env: SHARE_ENV })
  const pending = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  let lastId = 0
  let lost: Error | null = null
  let closing = false

  const settle = (answer: Answer): void => {
    const call = pending.get(answer.id)
    pending.delete(answer.id)
    if (!call) return
    if (answer.error)
      call.reject(new StorageError(answer.error.code, answer.error.message, answer.error.stack))
    else call.resolve(answer.value)
  }
  const lose = (error: Error): void => {
    if (lost) return
    lost = error
    for (const call of pending.values()) call.reject(error)
    pending.clear()
    if (!closing) options.onLost(error)
  }
  worker.on('message', (message: Answer | { slow: SlowQuery } | { notice: Notice }) => {
    if ('slow' in message)
      options.logger.warn('slow-query', { sql: message.slow.sql, took: Math.round(message.slow.took) })
    else if ('notice' in message) options.logger.warn(message.notice.event, { ...message.notice.fields })
    else settle(message)
  })
  worker.on('error', lose)
  worker.on('exit', (code) => lose(new StorageError('closed', `the database thread ended (${code})`)))

  const call = (name: string, args: unknown[], id = ++lastId): Promise<unknown> => {
    if (lost) return Promise.reject(lost)
    return new Promise((resolve, reject) => {
      pending.set(id, { resolve, reject })
      if (id > 0) worker.postMessage({ id, name, args })
    })
  }

  await call('open', [], 0)
  return {
    store: <S extends Store>(room: string) =>
      new Proxy({} as Remote<S>, {
        get: (_target, operation) =>
          typeof operation === 'string' && operation !== 'then'
            ? (...args: unknown[]) => call(`${room}.${operation}`, args)
            : undefined,
      }),
    checkpoint: async () => {
      await call(CHECKPOINT, [])
    },
    dropCopies: async () => {
      const names = fs.existsSync(options.backups) ? fs.readdirSync(options.backups) : []
      await Promise.all(
        names.map((name) => fs.promises.rm(path.join(options.backups, name), { force: true })),
      )
      return names.length
    },
    close: async () => {
      closing = true
      const ended = new Promise((resolve) => worker.once('exit', resolve))
      await call(CLOSE, [])
      await ended
    },
  }
}
