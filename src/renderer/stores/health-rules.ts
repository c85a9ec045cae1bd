/** When the person is told that an account got worse. Pure. */
import type { AccountHealth, Grade } from '../../contract'

/** Whether this is news: it was known how it was, and it rang since. */
export const isNews = (before: AccountHealth | undefined, after: AccountHealth): boolean =>
  before !== undefined && after.alarmedAt !== null && after.alarmedAt !== before.alarmedAt

export type Alarm = Exclude<Grade, 'healthy'>

/** What is to be said of an account; what was waiting to be said is void once it is well again, and speaks of how it is now. */
export function alarmAfter(
  before: AccountHealth | undefined,
  after: AccountHealth,
  waiting: Alarm | null,
): Alarm | null {
  const { grade } = after
  if (grade === null || grade === 'healthy') return null
  return waiting !== null || isNews(before, after) ? grade : null
}
