/**
 * Working hours: whether a shop is open, which closed stretch this is, and when it opens again. By the clock on the shop's wall, so that a
 * change to summer time moves nothing. Pure.
 */
import type { OpenHours, WorkingHours } from '../../contract'

const DAY_MINUTES = 24 * 60
const DAY_MS = 86_400_000

/** The shop's wall: days since the epoch as a calendar counts them, and minutes since midnight. */
interface Wall {
  day: number
  minute: number
}

const clocks = new Map<string, Intl.DateTimeFormat>()

function clockOf(timeZone: string): Intl.DateTimeFormat {
  let clock = clocks.get(timeZone)
  if (!clock) {
    const numeric = {
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    } as const
    clock = new Intl.DateTimeFormat('en', { ...numeric, timeZone, hourCycle: 'h23' })
    clocks.set(timeZone, clock)
  }
  return clock
}

function wallAt(now: number, timeZone: string): Wall {
  const parts = new Map(
    clockOf(timeZone)
      .formatToParts(now)
      .map(({ type, value }) => [type, Number(value)]),
  )
  const part = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0
  const day = Date.UTC(part('year'), part('month') - 1, part('day')) / DAY_MS
  return { day, minute: part('hour') * 60 + part('minute') }
}

/** Monday is 0. The epoch began on a Thursday. */
export const weekdayOf = (day: number): number => (((day + 3) % 7) + 7) % 7

/** A stretch of opening, in minutes since the epoch on the wall. */
interface Stretch {
  from: number
  to: number
}

function stretchOf(day: number, hours: OpenHours): Stretch {
  const from = day * DAY_MINUTES + hours.from
  const length = hours.to - hours.from
  return { from, to: from + (length > 0 ? length : length + DAY_MINUTES) }
}

/** The stretches of these days, first to last. */
function stretches({ days }: WorkingHours, from: number, to: number): Stretch[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index).flatMap((day) => {
    const hours = days[weekdayOf(day)]
    return hours ? [stretchOf(day, hours)] : []
  })
}

export type Opening =
  | { isOpen: true }
  /** `since`: names the closed stretch, the same all through it. `opens`: null where it never does. */
  | { isOpen: false; since: string; opens: { weekday: number; minute: number } | null }

export function openingAt(hours: WorkingHours | null, now: number): Opening {
  if (!hours) return { isOpen: true }
  const { day, minute } = wallAt(now, hours.timeZone)
  const wall = day * DAY_MINUTES + minute
  const near = stretches(hours, day - 8, day + 8)
  if (near.some(({ from, to }) => from <= wall && wall < to)) return { isOpen: true }
  const last = Math.max(0, ...near.filter(({ to }) => to <= wall).map(({ to }) => to))
  const next = near.find(({ from }) => from > wall)
  const opens = next && {
    weekday: weekdayOf(Math.floor(next.from / DAY_MINUTES)),
    minute: next.from % DAY_MINUTES,
  }
  return { isOpen: false, since: String(last), opens: opens ?? null }
}
