/** Every record of every kind in one table, in order of change, deleted ones kept as tombstones. */
import { z } from 'zod'
import type { Tombstone } from '../schemas/common'
import type { RecordKind } from '../schemas/control'
import type { Db } from './database'
import { nextNumber } from './database'

/** A JSON object. */
export type Fields = Record<string, unknown>
const fields = z.record(z.string(), z.unknown())

export interface StoredRecord {
  kind: RecordKind
  id: string
  version: number
  seq: number
  ownerId: string | null
  /** Who could see it before it went to somebody else: they are owed a tombstone. */
  pastOwners: string[]
  deleted: boolean
  createdAt: string
  updatedAt: string
  data: Fields
}

interface Row {
  kind: RecordKind
  id: string
  version: number
  seq: number
  owner_id: string | null
  past_owners: string
  deleted: number
  data: string
  created_at: string
  updated_at: string
}

const stored = (row: Row): StoredRecord => ({
  kind: row.kind,
  id: row.id,
  version: row.version,
  seq: row.seq,
  ownerId: row.owner_id,
  pastOwners: z.array(z.string()).parse(JSON.parse(row.past_owners)),
  deleted: row.deleted === 1,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
  data: fields.parse(JSON.parse(row.data)),
})

/** The record as the contract shows it. */
export function present(record: StoredRecord): Fields {
  const { id, version, createdAt, updatedAt } = record
  return { ...record.data, id, version, deleted: false, createdAt, updatedAt }
}

export function presentTombstone(record: StoredRecord): Tombstone {
  return { id: record.id, version: record.version, deleted: true, updatedAt: record.updatedAt }
}

export class Records {
  constructor(
    private readonly db: Db,
    private readonly now: () => number,
  ) {}

  get(kind: RecordKind, id: string): StoredRecord | null {
    const row = this.db
      .prepare<[string, string], Row>('SELECT * FROM records WHERE kind = ? AND id = ?')
      .get(kind, id)
    return row ? stored(row) : null
  }

  /** Whether it is there and not deleted. */
  exists(kind: RecordKind, id: string): boolean {
    const found = this.get(kind, id)
    return found !== null && !found.deleted
  }

  /** All of a kind, deleted ones too, in order of their last change. */
  all(kind: RecordKind): StoredRecord[] {
    return this.after(kind, 0, -1, null)
  }

  /** What changed after `seq`. With `viewer`, only what they own or owned. `limit` -1 is without limit. */
  after(kind: RecordKind, seq: number, limit: number, viewer: string | null): StoredRecord[] {
    return this.db
      .prepare<[{ kind: string; seq: number; limit: number; viewer: string | null }], Row>(
        `SELECT * FROM records WHERE kind = @kind AND seq > @seq AND (@viewer IS NULL OR owner_id = @viewer
           OR EXISTS (SELECT 1 FROM json_each(past_owners) WHERE value = @viewer))
         ORDER BY seq LIMIT @limit`,
      )
      .all({ kind, seq, limit, viewer })
      .map(stored)
  }

  /** Contacts that have this phone. */
  withPhone(phone: string): StoredRecord[] {
    return this.db
      .prepare<[string], Row>(
        `SELECT * FROM records WHERE kind = 'contact' AND deleted = 0
           AND EXISTS (SELECT 1 FROM json_each(data, '$.phones') WHERE value = ?) ORDER BY seq`,
      )
      .all(phone)
      .map(stored)
  }

  /** Writes the next version. Call inside a transaction. */
  save(kind: RecordKind, id: string, data: Fields, deleted = false): StoredRecord {
    const before = this.get(kind, id)
    const at = new Date(this.now()).toISOString()
    const ownerId = typeof data['ownerId'] === 'string' ? data['ownerId'] : null
    const pastOwners = new Set(before?.pastOwners)
    if (before?.ownerId && before.ownerId !== ownerId) pastOwners.add(before.ownerId)
    const record: StoredRecord = {
      kind,
      id,
      version: (before?.version ?? 0) + 1,
      seq: nextNumber(this.db, 'change'),
      ownerId,
      pastOwners: [...pastOwners],
      deleted,
      createdAt: before?.createdAt ?? at,
      updatedAt: at,
      data,
    }
    this.db
      .prepare(
        `INSERT INTO records (kind, id, version, seq, owner_id, past_owners, deleted, data, created_at, updated_at)
         VALUES (@kind, @id, @version, @seq, @ownerId, @pastOwners, @deleted, @data, @createdAt, @updatedAt)
         ON CONFLICT (kind, id) DO UPDATE SET version = excluded.version, seq = excluded.seq,
           owner_id = excluded.owner_id, past_owners = excluded.past_owners, deleted = excluded.deleted,
           data = excluded.data, updated_at = excluded.updated_at`,
      )
      .run({
        ...record,
        pastOwners: JSON.stringify(record.pastOwners),
        deleted: deleted ? 1 : 0,
        data: JSON.stringify(data),
      })
    this.db
      .prepare('INSERT INTO history (kind, id, version, data) VALUES (?, ?, ?, ?)')
      .run(kind, id, record.version, JSON.stringify(data))
    return record
  }

  /** Every state a kind's records were ever in, oldest first. */
  history(kind: RecordKind): { id: string; version: number; data: Fields }[] {
    return this.db
      .prepare<[string], { id: string; version: number; data: string }>(
        'SELECT id, version, data FROM history WHERE kind = ? ORDER BY id, version',
      )
      .all(kind)
      .map((row) => ({ ...row, data: fields.parse(JSON.parse(row.data)) }))
  }
}
