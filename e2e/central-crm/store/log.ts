/** The request log: what every request came to, written in the same transaction as the write it tells of. */
import { EventEmitter, once } from 'node:events'
import { logEntry, type LogEntry } from '../schemas/control'
import type { Db } from './database'

export class RequestLog {
  private readonly added = new EventEmitter().setMaxListeners(0)

  constructor(
    private readonly db: Db,
    private readonly now: () => number,
  ) {}

  add(entry: Omit<LogEntry, 'seq' | 'time'>): void {
    const time = new Date(this.now()).toISOString()
    this.db.prepare('INSERT INTO log (entry) VALUES (?)').run(JSON.stringify({ ...entry, time }))
    // After the running transaction: a reader must not be told of what may yet be rolled back.
    setImmediate(() => this.added.emit('entry'))
  }

  after(seq: number): LogEntry[] {
    return this.db
      .prepare<[number], { seq: number; entry: string }>('SELECT * FROM log WHERE seq > ? ORDER BY seq')
      .all(seq)
      .map((row) => logEntry.parse({ ...Object(JSON.parse(row.entry)), seq: row.seq }))
  }

  /** Ends all waits, so that the server can close. */
  release(): void {
    this.added.emit('entry')
  }

  /** Like `after`, but waits for an entry up to `waitMs` where there is none yet. */
  async wait(seq: number, waitMs: number): Promise<LogEntry[]> {
    const found = this.after(seq)
    if (found.length > 0 || waitMs <= 0) return found
    const signal = AbortSignal.timeout(waitMs)
    try {
      await once(this.added, 'entry', { signal })
    } catch (error) {
      if (!signal.aborted) throw error
    }
    return this.after(seq)
  }
}
