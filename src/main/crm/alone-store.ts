/** One record's part of a step: one that can't be kept must not hold up the others. Runs in the database thread. */
import type { Sql } from '../storage'
import { Touches } from './touches-store'

/** The disk is full, the file damaged: no record is to blame, and no other one would fare better. */
export const isOfDatabase = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  typeof error.code === 'string' &&
  error.code.startsWith('SQLITE_') &&
  !error.code.startsWith('SQLITE_CONSTRAINT')

/** `fault`: why it failed, for the log; null where it is done. */
export type Outcome<T> = { value: T; fault: null } | { value: null; fault: string }

/**
 * Does a part of a transaction; where it fails for what is in it, that part alone is undone.
 * @param touches takes in what the part touched.
 * @throws what is the database's own fault.
 */
export function alone<T>(sql: Sql, touches: Touches, work: (touches: Touches) => T): Outcome<T> {
  const own = new Touches()
  try {
    const value = sql.part(() => work(own))
    touches.takeIn(own)
    return { value, fault: null }
  } catch (error) {
    if (isOfDatabase(error)) throw error
    return { value: null, fault: String(error) }
  }
}
