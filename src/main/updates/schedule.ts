/** When to look for updates: at the start and every 6 hours, never all installations at once. */
import type { Clock } from '../media'

export const TIMINGS = {
  /** The first look is made within this time after the start, so that it does not slow the start down. */
  first: 30_000,
  period: 6 * 3_600_000,
  /** Each period is up to this share shorter or longer. */
  jitter: 0.1,
  /** How often it is looked whether the outbox has become quiet. */
  quiet: 1_000,
}

export type Timings = typeof TIMINGS

/** Timers stand still while the machine sleeps: long waits are cut into pieces of this length and measured by the time of day. */
const PIECE_MS = 10 * 60_000

/** Milliseconds from one look to the next. */
export const periodOf = ({ period, jitter }: Timings, random: number): number =>
  Math.round(period * (1 - jitter + 2 * jitter * random))

/** Calls `look` within the first seconds (unless `skipFirst`) and then period by period; answers how to stop. */
export function schedule(
  clock: Clock,
  random: () => number,
  timings: Timings,
  look: () => void,
  skipFirst: boolean,
): () => void {
  let due = clock.now() + (skipFirst ? periodOf(timings, random()) : Math.round(timings.first * random()))
  let cancel = (): void => undefined
  const wait = (): void => {
    cancel = clock.after(Math.min(PIECE_MS, Math.max(0, due - clock.now())), () => {
      if (clock.now() >= due) {
        due = clock.now() + periodOf(timings, random())
        look()
      }
      wait()
    })
  }
  wait()
  return () => cancel()
}
