/** What a dry run found, or a run did, counted up batch by batch. Pure. */
import type { ImportCount, ImportEntity, ImportReport, SkipReason } from '../../contract'

/** Lines named of one reason. */
const EXAMPLES = 5

export const emptyReport = (): ImportReport => ({ counts: [], settings: [] })

export interface Tally {
  rows: number
  made: number
  matched: number
  skipped: { reason: SkipReason; line: number }[]
}

function withSkipped(before: ImportCount['skipped'], skipped: Tally['skipped']): ImportCount['skipped'] {
  const all = new Map(before.map((one) => [one.reason, { ...one, lines: [...one.lines] }]))
  for (const { reason, line } of skipped) {
    const one = all.get(reason) ?? { reason, count: 0, lines: [] }
    one.count++
    if (one.lines.length < EXAMPLES && !one.lines.includes(line)) one.lines.push(line)
    all.set(reason, one)
  }
  return [...all.values()]
}

export function counted(report: ImportReport, entity: ImportEntity, tally: Tally): ImportReport {
  const before = report.counts.find((count) => count.entity === entity)
  const base = before ?? { entity, rows: 0, made: 0, matched: 0, skipped: [] }
  const after = {
    entity,
    rows: base.rows + tally.rows,
    made: base.made + tally.made,
    matched: base.matched + tally.matched,
    skipped: withSkipped(base.skipped, tally.skipped),
  }
  const counts = before
    ? report.counts.map((count) => (count === before ? after : count))
    : [...report.counts, after]
  return { ...report, counts }
}
