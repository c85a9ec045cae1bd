import fc from 'fast-check'
import { expect, it } from 'vitest'
import { GRADES, type Grade } from '../../contract'
import { Alarms, QUIET_MS } from './alarms'

/** Rings or not, for each grade in turn, a minute apart. */
function rings(...grades: (Grade | null)[]): boolean[] {
  const alarms = new Alarms()
  return grades.map((grade, index) => alarms.rings('a', grades[index - 1] ?? null, grade, index * 60_000))
}

it('tells of each step for the worse, and of none for the better', () => {
  expect(rings('healthy', 'warning', 'critical', 'warning', 'healthy')).toEqual([
    false,
    true,
    true,
    false,
    false,
  ])
})

it('does not tell again of what comes and goes', () => {
  expect(rings('warning', 'healthy', 'warning', 'healthy', 'critical', 'warning', 'critical')).toEqual([
    true,
    false,
    false,
    false,
    true,
    false,
    false,
  ])
})

it('speaks of each account by itself', () => {
  const alarms = new Alarms()
  expect(alarms.rings('a', 'healthy', 'warning', 1)).toBe(true)
  expect(alarms.rings('b', 'healthy', 'warning', 2)).toBe(true)
  expect([alarms.lastOf('a'), alarms.lastOf('b'), alarms.lastOf('c')]).toEqual([1, 2, null])
})

it('tells at most three times in any half hour, however it flaps, and never stays silent for good', () => {
  const steps = fc.array(fc.tuple(fc.constantFrom(...GRADES, null), fc.integer({ min: 1, max: 600_000 })), {
    maxLength: 200,
  })
  fc.assert(
    fc.property(steps, (changes) => {
      const alarms = new Alarms()
      const told: number[] = []
      let now = 0
      let before: Grade | null = null
      for (const [grade, after] of changes) {
        now += after
        if (alarms.rings('a', before, grade, now)) told.push(now)
        before = grade
      }
      for (const at of told)
        expect(told.filter((other) => other >= at && other < at + QUIET_MS).length).toBeLessThan(4)
      expect(alarms.rings('a', 'healthy', 'critical', now + QUIET_MS)).toBe(true)
    }),
  )
})
