/**
 * Queries are built and typed by Kysely and run synchronously by better-sqlite3 in the database thread: a transaction is one
 * function without awaits, so nothing can slip in between. Prepared statements are cached by their text.
 */
import type BetterSqlite3 from 'better-sqlite3'
import {
  DummyDriver,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type Compilable,
  type InferResult,
} from 'kysely'
import type { Schema } from './schema'

type Row = Record<string, unknown>

/** Builds only; it has no connection of its own. */
export const builder = new Kysely<Schema>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
})

export type SqlValue = string | number | bigint | Uint8Array | null

export interface Insertion {
  /** Like `notes (id, body)`. */
  into: string
  /** What the first columns of all rows are. */
  same?: readonly SqlValue[]
  /** Like `ON CONFLICT …`. */
  then?: string
}

const ROWS_AT_ONCE = 25

export interface SlowQuery {
  sql: string
  /** Milliseconds. */
  took: number
}

const SLOW_MS = 100

export class Sql {
  readonly build = builder
  private readonly statements = new Map<string, BetterSqlite3.Statement>()

  constructor(
    readonly raw: BetterSqlite3.Database,
    private readonly onSlow: (query: SlowQuery) => void = () => undefined,
    /** What marks are made with (`markOf`); without it nobody who was erased is known again. */
    readonly markKey: Uint8Array | null = null,
  ) {}

  all<Q extends Compilable>(query: Q): InferResult<Q> {
    const { sql, parameters } = query.compile()
    return this.timed(sql, () => this.statement(sql).all(...parameters)) as InferResult<Q>
  }

  get<Q extends Compilable>(query: Q): InferResult<Q>[number] | undefined {
    const { sql, parameters } = query.compile()
    return this.timed(sql, () => this.statement(sql).get(...parameters)) as InferResult<Q>[number] | undefined
  }

  /** Number of rows changed. */
  run(query: Compilable): number {
    const { sql, parameters } = query.compile()
    return this.timed(sql, () => this.statement(sql).run(...parameters)).changes
  }

  /** A statement kept at hand, for what runs per message. It answers whole rows, also where it was plucked for its last use. */
  statement(sql: string): BetterSqlite3.Statement {
    let statement = this.statements.get(sql)
    if (!statement) {
      statement = this.raw.prepare(sql)
      this.statements.set(sql, statement)
    }
    return statement.reader ? statement.pluck(false) : statement
  }

  /** An insert of whole rows, compiled once. */
  inserter<T extends keyof Schema>(table: T, columns: readonly Extract<keyof Schema[T], string>[]) {
    const names = columns.map((column) => `"${column}"`).join(', ')
    const statement = this.statement(
      `INSERT INTO "${table}" (${names}) VALUES (${columns.map(() => '?').join(', ')})`,
    )
    return (row: Partial<Schema[T]>): void => {
      const values = row as Row
      statement.run(columns.map((column) => values[column] ?? null))
    }
  }

  /** Inserts rows, many to a statement: a statement of its own costs each of them more than binding its values. */
  insertAll({ into, same = [], then = '' }: Insertion, rows: readonly (readonly SqlValue[])[]): void {
    const [first] = rows
    if (!first) return
    const one = `(${first.map(() => '?').join(', ')})`
    const columns = [...same.map(() => '?'), ...first.map((_, at) => `column${at + 1}`)].join(', ')
    const inserting = (count: number): BetterSqlite3.Statement => {
      const values = `VALUES ${Array<string>(count).fill(one).join(', ')}`
      // The condition tells the parser that what follows is no join's.
      const all = same.length === 0 ? values : `SELECT ${columns} FROM (${values}) WHERE 1`
      return this.statement(`INSERT INTO ${into} ${all} ${then}`)
    }
    const whole = rows.length - (rows.length % ROWS_AT_ONCE)
    for (let at = 0; at < whole; at += ROWS_AT_ONCE)
      inserting(ROWS_AT_ONCE).run([...same, ...rows.slice(at, at + ROWS_AT_ONCE).flat()])
    for (const row of rows.slice(whole)) inserting(1).run([...same, ...row])
  }

  /** All or nothing. Nested calls join the outer one. */
  transaction<T>(work: () => T): T {
    if (this.raw.inTransaction) return work()
    return this.raw.transaction(work).immediate()
  }

  /** A transaction, or a part of one, that is undone alone where it throws. */
  part<T>(work: () => T): T {
    return this.raw.transaction(work)()
  }

  private timed<T>(sql: string, work: () => T): T {
    const started = performance.now()
    const result = work()
    const took = performance.now() - started
    if (took > SLOW_MS) this.onSlow({ sql, took })
    return result
  }
}
