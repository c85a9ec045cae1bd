import { expect, it } from 'vitest'
import type { AccountHealth, HealthDay } from '../../../contract'
import { alarmAfter, isNews } from '../../stores/health-rules'
import { countOf, hours, worstOf, worstOfEach } from './grades'

const day = (healthy: number, warning: number, critical: number): HealthDay => ({
  ...{ day: '2026-05-01', minutes: { healthy, warning, critical }, sent: 0, received: 0 },
})

it('goes by the worst of a day, and leaves out those without Leadline', () => {
  expect(worstOf(day(900, 3, 0))).toBe('warning')
  expect(worstOf(day(0, 0, 0))).toBeNull()
  const days = [day(1, 0, 0), day(5, 5, 1), day(0, 0, 0), day(9, 0, 0)]
  expect(worstOfEach(days, null)).toEqual(['healthy', 'critical', null, 'healthy'])
  expect(worstOfEach(days, 'warning').at(-1)).toBe('warning')
  expect(worstOfEach([day(0, 1, 0)], 'healthy')).toEqual(['warning'])
  expect(countOf(worstOfEach(days, null))).toEqual({ healthy: 2, warning: 0, critical: 1 })
})

it('writes minutes as hours', () => {
  expect([0, 5, 60, 1440].map(hours)).toEqual(['0:00', '0:05', '1:00', '24:00'])
})

it('tells only what rang since it was known', () => {
  const at = (alarmedAt: number | null): AccountHealth => ({
    ...{ accountId: 'main', grade: 'critical', reasons: [], since: 1, alarmedAt },
  })
  expect(isNews(undefined, at(5))).toBe(false)
  expect(isNews(at(5), at(5))).toBe(false)
  expect(isNews(at(null), at(null))).toBe(false)
  expect(isNews(at(null), at(5))).toBe(true)
})

it('keeps what got worse until it can be said, as it is by then, and not once it is well again', () => {
  const at = (grade: AccountHealth['grade'], alarmedAt: number | null): AccountHealth => ({
    ...{ accountId: 'main', grade, reasons: [], since: 1, alarmedAt },
  })
  expect(alarmAfter(at('warning', null), at('critical', 5), null)).toBe('critical')
  expect(alarmAfter(at('critical', 5), at('warning', 5), 'critical')).toBe('warning')
  expect(alarmAfter(at('critical', 5), at('healthy', 5), 'critical')).toBeNull()
  expect(alarmAfter(undefined, at('critical', 5), null)).toBeNull()
})
