/** The answers given to idempotency keys. Only committed writes are kept: a refused one may be tried again with the same key. */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { Problem } from '../problem'
import type { Db } from './database'
import type { Fields } from './records'

export interface StoredAnswer {
  status: number
  body: Fields
}

interface Row {
  fingerprint: string
  status: number
  body: string
}

/** The same for equal JSON, whatever the order of its keys. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (value !== null && typeof value === 'object')
    return `{${Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`)
      .join(',')}}`
  return value === undefined ? 'null' : JSON.stringify(value)
}

export const fingerprint = (method: string, path: string, body: unknown): string =>
  createHash('sha256')
    .update(`${method} ${path}\n${canonical(body)}`)
    .digest('hex')

export class Answers {
  constructor(private readonly db: Db) {}

  /**
   * The answer this user's key got before, or null for a new key.
   * @throws {Problem} `idempotency-key-reused` (422) where the key stood for another request.
   */
  find(userId: string, key: string, print: string): StoredAnswer | null {
    const row = this.db
      .prepare<[string, string], Row>('SELECT * FROM answers WHERE user_id = ? AND key = ?')
      .get(userId, key)
    if (!row) return null
    if (row.fingerprint !== print)
      throw new Problem('idempotency-key-reused', 'This key stands for a write with another body or address.')
    return { status: row.status, body: z.record(z.string(), z.unknown()).parse(JSON.parse(row.body)) }
  }

  /** Call inside the transaction of the write. */
  keep(
    userId: string,
    key: string,
    print: string,
    answer: StoredAnswer,
    record: { kind: string; id: string },
  ): void {
    this.db
      .prepare('INSERT INTO answers VALUES (?, ?, ?, ?, ?, ?, ?)')
      .run(userId, key, print, answer.status, JSON.stringify(answer.body), record.kind, record.id)
  }
}
