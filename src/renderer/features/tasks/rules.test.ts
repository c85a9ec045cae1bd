import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Task } from '../../../contract'
import { dueOf, fieldsOf, instantOf } from './rules'

it('writes and reads a time to the minute, in whatever zone', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), (minutes) => {
      const { day, time } = fieldsOf(minutes * 1000)
      const back = instantOf({ day, time })
      expect(fieldsOf(back as number)).toEqual({ day, time })
    }),
  )
})

it('takes a day for its morning, nothing for no time, and a time without a day for a mistake', () => {
  expect(instantOf({ day: '2026-11-21', time: '' })).toBe(new Date(2026, 10, 21, 9).getTime())
  expect(instantOf({ day: '', time: '' })).toBeNull()
  expect([instantOf({ day: '', time: '10:00' }), instantOf({ day: '2026-13-01', time: '' })]).toEqual([
    'unreadable',
    'unreadable',
  ])
})

it('parts what is overdue from what is left of the day', () => {
  const now = new Date(2026, 10, 21, 12).getTime()
  const at = (id: string, dueAt: number | null, done = false) => ({ id, dueAt, done }) as Task
  const tasks = [
    at('yesterday', now - 86_400_000),
    at('now', now),
    at('tonight', now + 3_600_000),
    at('tomorrow', now + 86_400_000),
    at('some day', null),
    at('done', now, true),
  ]
  const { overdue, today } = dueOf(tasks, now)
  expect([overdue, today].map((list) => list.map(({ id }) => id))).toEqual([
    ['yesterday', 'now'],
    ['tonight'],
  ])
})
