/** When something is to be done, as a day and a time of the person's own. Pure. */
import type { Task } from '../../../contract'

const two = (value: number): string => String(value).padStart(2, '0')

/** What the fields for day and time hold, by the clock on the wall: `2026-11-21` and `09:30`; both empty for no time. */
export function fieldsOf(at: number | null): { day: string; time: string } {
  if (at === null) return { day: '', time: '' }
  const date = new Date(at)
  return {
    day: `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`,
    time: `${two(date.getHours())}:${two(date.getMinutes())}`,
  }
}

/** Where a day is given without a time. */
export const MORNING = '09:00'

/** Milliseconds since the epoch; null without a day, `unreadable` for what is no time. */
export function instantOf({ day, time }: { day: string; time: string }): number | null | 'unreadable' {
  if (day === '') return time === '' ? null : 'unreadable'
  const at = new Date(`${day}T${time === '' ? MORNING : time}`).getTime()
  return Number.isNaN(at) || at < 0 ? 'unreadable' : at
}

/** The end of the day of `now`, ms, by the clock on the wall. */
export const endOfDay = (now: number): number => new Date(now).setHours(24, 0, 0, 0)

/** What should be done by now, and what else today; each first what is due first. */
export function dueOf(tasks: readonly Task[], now: number): { overdue: Task[]; today: Task[] } {
  const end = endOfDay(now)
  const withDay = tasks.filter(({ done, dueAt }) => !done && dueAt !== null && dueAt < end)
  return {
    overdue: withDay.filter(({ dueAt }) => (dueAt ?? 0) <= now),
    today: withDay.filter(({ dueAt }) => (dueAt ?? 0) > now),
  }
}
