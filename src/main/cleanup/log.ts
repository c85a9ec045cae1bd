/** What was cleaned, counted for good and remembered for a while. Pure. */
import { cleanupStatistics, type CleanupEntry, type CleanupStatistics } from '../../contract'

export const MOST_ENTRIES = 100

export const NOTHING_CLEANED: CleanupStatistics = { totals: [], recent: [] }

export function added({ totals, recent }: CleanupStatistics, entry: CleanupEntry): CleanupStatistics {
  const { kind, count, bytes } = entry
  const before = totals.find((total) => total.kind === kind) ?? { kind, count: 0, bytes: 0 }
  const total = { kind, count: before.count + count, bytes: before.bytes + bytes }
  return {
    totals: [...totals.filter((each) => each.kind !== kind), total],
    recent: [entry, ...recent].slice(0, MOST_ENTRIES),
  }
}

/** What can't be read is begun anew: it is of no consequence for anything else. */
export function readLog(text: string | null): CleanupStatistics {
  if (text === null) return NOTHING_CLEANED
  try {
    return cleanupStatistics.parse(JSON.parse(text))
  } catch {
    return NOTHING_CLEANED
  }
}
