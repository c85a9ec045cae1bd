/** Tells when another day has begun: at midnight, after weeks asleep, when the clock was set, and when the machine came into another zone. */
import { localDay } from './day'
import { noticeZone } from './zone'

/** How late, at most, a new day is noticed, in ms. A timer until midnight would stand still while the machine sleeps. */
const LOOK_EVERY = 10_000

/** Answers the end of it. Never calls back for a day that is on already. */
export function watchDays(onDay: (day: string) => void, now: () => number = Date.now): () => void {
  let day = localDay(now())
  const timer = setInterval(() => {
    noticeZone()
    const today = localDay(now())
    if (today === day) return
    day = today
    onDay(day)
  }, LOOK_EVERY)
  return () => clearInterval(timer)
}
