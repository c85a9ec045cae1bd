/** What a grade looks like, and how the days of a month are drawn. Pure. */
import { CircleAlert, CircleCheck, TriangleAlert, type LucideIcon } from 'lucide-react'
import type { Grade, HealthDay } from '../../../contract'

export const LOOK: Record<Grade, { icon: LucideIcon; ink: string; fill: string; height: number }> = {
  healthy: { icon: CircleCheck, ink: 'text-success', fill: 'var(--success)', height: 1 / 3 },
  warning: { icon: TriangleAlert, ink: 'text-warning', fill: 'var(--warning)', height: 2 / 3 },
  critical: { icon: CircleAlert, ink: 'text-danger', fill: 'var(--danger)', height: 1 },
}

const WORST_FIRST: readonly Grade[] = ['critical', 'warning', 'healthy']

/** The worst grade of a day that lasted a minute; null where Leadline did not run. */
export const worstOf = ({ minutes }: Pick<HealthDay, 'minutes'>): Grade | null =>
  WORST_FIRST.find((grade) => minutes[grade] > 0) ?? null

/** The worst grade of each day, the last one being today with the grade that holds now. */
export function worstOfEach(days: readonly HealthDay[], now: Grade | null): (Grade | null)[] {
  const grades = days.map(worstOf)
  const today = grades.pop() ?? null
  return [...grades, WORST_FIRST.find((grade) => grade === today || grade === now) ?? null]
}

/** How often each grade is among them. */
export function countOf(grades: readonly (Grade | null)[]): Record<Grade, number> {
  const counts = { healthy: 0, warning: 0, critical: 0 }
  for (const grade of grades) if (grade) counts[grade]++
  return counts
}

/** `185` as `3:05`. */
export const hours = (minutes: number): string =>
  `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`

/** The local noon of `YYYY-MM-DD`, for writing it as the person's language does. */
export const dateOf = (day: string): number => new Date(`${day}T12:00`).getTime()
