/** When the person is told that an account got worse. Pure. */
import type { AccountHealth } from '../../contract'

/** Whether this is news: it was known how it was, and it rang since. */
export const isNews = (before: AccountHealth | undefined, after: AccountHealth): boolean =>
  before !== undefined && after.alarmedAt !== null && after.alarmedAt !== before.alarmedAt
