/**
 * Until when messages of a day are counted already, though they are here no more: an account whose history was erased brings them again
 * when its number is linked the same day. Runs in the database thread.
 */
import { localDay } from '../days'
import { getSetting, setSetting, type Sql } from '../storage'

const key = (accountId: string): string => `inbox.counted-until.${accountId}`

/** `at` in ms; null for nothing that came before. */
export const setCountedUntil = (sql: Sql, accountId: string, at: number | null): void =>
  setSetting(sql, key(accountId), at === null ? null : String(at))

/** Whether what was written at this time, ms, is among what was counted before. */
export function wasCounted(sql: Sql, accountId: string): (at: number) => boolean {
  const setting = getSetting(sql, key(accountId))
  if (setting === null) return () => false
  const until = Number(setting)
  const day = localDay(until)
  return (at) => at <= until && localDay(at) === day
}
