/** What was cleaned. Runs in the database thread. */
import type { CleanupEntry, CleanupStatistics } from '../../contract'
import { getSetting, setSetting, type Sql, type Store } from '../storage'
import { added, readLog } from './log'

const KEY = 'cleanup.log'

export const cleanupStore = {
  statistics: (sql: Sql): CleanupStatistics => readLog(getSetting(sql, KEY)),
  note: (sql: Sql, entries: readonly CleanupEntry[]): void =>
    sql.transaction(() => {
      setSetting(sql, KEY, JSON.stringify(entries.reduce(added, readLog(getSetting(sql, KEY)))))
    }),
} satisfies Store
