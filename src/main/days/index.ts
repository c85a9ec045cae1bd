/** Calendar days: which one it is, when it begins and ends, and that another has begun. Knows no other room. */
export { dayBefore, localDay, startOfDay, startOfNextDay } from './day'
export { watchDays } from './watch'
export { noticeZone } from './zone'
