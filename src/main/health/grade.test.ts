import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { accountState, attentionReason, healthReason } from '../../contract'
import { healthOf, isWorse, type Signs } from './grade'

const MINUTE = 60_000
const NOW = 1_790_000_000_000
const WELL: Signs = {
  ...{ now: NOW, state: 'connected', reason: null, since: NOW - MINUTE, failures: 0, heardAt: NOW },
  copying: false,
  ...{ sentToday: 0, dailyLimit: 1_000, handed: 20, refused: 0, returned: 0 },
  ...{ memory: 300 * 1024 ** 2, memoryLimit: 800 * 1024 ** 2, mayHeal: false },
}
const lost = (minutes: number): Partial<Signs> => ({ state: 'reconnecting', since: NOW - minutes * MINUTE })

describe('an account is', () => {
  it.each<[string, Partial<Signs>, string, string[]]>([
    ['healthy when all is well', {}, 'healthy', []],
    ['healthy below 70 % of the day', { sentToday: 699 }, 'healthy', []],
    ['a warning from 70 %', { sentToday: 700 }, 'warning', ['usage 70']],
    ['healthy just below it', { sentToday: 6_999, dailyLimit: 10_000 }, 'healthy', []],
    ['a warning at 90 %', { sentToday: 900 }, 'warning', ['usage 90']],
    ['critical above 90 %', { sentToday: 901 }, 'critical', ['usage 90']],
    ['critical at the limit, and beyond it from the phone', { sentToday: 1_200 }, 'critical', ['usage 120']],
    ['healthy in the first minute without a connection', lost(0), 'healthy', []],
    ['a warning after a minute without one', lost(1), 'warning', ['disconnected 1']],
    ['critical after a quarter of an hour without one', lost(15), 'critical', ['disconnected 15']],
    ['a warning after three tries', { ...lost(0), failures: 3 }, 'warning', ['tries 3']],
    ['critical after five', { ...lost(0), failures: 5 }, 'critical', ['tries 5']],
    ['healthy once it is back, whatever failed before', { failures: 9 }, 'healthy', []],
    ['healthy while its copy is made', { ...lost(20), failures: 5, copying: true }, 'healthy', []],
    ['healthy with one of four refused', { handed: 4, refused: 1 }, 'healthy', []],
    ['a warning with a tenth refused', { handed: 20, refused: 2 }, 'warning', ['sends-failing 10']],
    ['critical with a third refused', { handed: 6, refused: 2 }, 'critical', ['sends-failing 33']],
    ['a warning with one given back', { handed: 30, returned: 1 }, 'warning', ['not-delivered 1']],
    [
      'critical with five given back',
      { handed: 20, returned: 5 },
      'critical',
      ['not-delivered 5', 'sends-failing 25'],
    ],
    ['a warning in a timelock', { reason: 'timelock' }, 'warning', ['timelock null']],
    ['a warning with too much memory', { memory: 900 * 1024 ** 2 }, 'warning', ['memory 900']],
    ['healthy as long as a reload may help', { memory: 900 * 1024 ** 2, mayHeal: true }, 'healthy', []],
    ['healthy where nobody knows the memory', { memory: null }, 'healthy', []],
    ['healthy where it was heard moments ago', { heardAt: NOW - 2 * MINUTE }, 'healthy', []],
    ['a warning after three minutes of silence', { heardAt: NOW - 3 * MINUTE }, 'warning', ['probe 3']],
    ['critical after ten', { heardAt: NOW - 10 * MINUTE }, 'critical', ['probe 10']],
    [
      'critical when signed out, also while it shows a code',
      { state: 'linking', reason: 'logged-out' },
      'critical',
      ['attention null'],
    ],
    [
      'critical when the link was lost here, while a phone is asked for',
      { state: 'linking', reason: 'link-lost' },
      'critical',
      ['attention null'],
    ],
    [
      'a warning when open elsewhere',
      { state: 'attention', reason: 'conflict' },
      'warning',
      ['attention null'],
    ],
    ['critical when banned', { state: 'attention', reason: 'banned' }, 'critical', ['attention null']],
  ])('%s', (_name, signs, grade, reasons) => {
    const health = healthOf({ ...WELL, ...signs })
    expect(health.grade).toBe(grade)
    expect(health.reasons.map(({ code, value }) => `${code} ${String(value)}`)).toEqual(reasons)
  })

  it.each(['unlinked', 'linking', 'stopped'] as const)('not judged while %s', (state) => {
    expect(healthOf({ ...WELL, state, sentToday: 5_000 })).toEqual({ grade: null, reasons: [] })
  })
})

const count = fc.integer({ min: 0, max: 2_000 })
const signs = fc.record<Signs>({
  now: fc.constant(NOW),
  state: fc.constantFrom(...accountState.options),
  reason: fc.constantFrom(null, ...attentionReason.options),
  since: fc.integer({ min: NOW - 1e8, max: NOW + 1e8 }),
  copying: fc.boolean(),
  failures: count,
  heardAt: fc.option(fc.integer({ min: NOW - 1e8, max: NOW + 1e8 })),
  sentToday: count,
  dailyLimit: fc.integer({ min: 1, max: 10_000 }),
  handed: count,
  refused: count,
  returned: count,
  memory: fc.option(fc.integer({ min: 0, max: 4e9 })),
  memoryLimit: fc.constant(800 * 1024 ** 2),
  mayHeal: fc.boolean(),
})

it('is as bad as its worst reason, which comes first, and names each reason once', () => {
  fc.assert(
    fc.property(signs, (one) => {
      const { grade, reasons } = healthOf(one)
      if (grade === null || grade === 'healthy') expect(reasons).toEqual([])
      else expect(reasons[0]?.grade).toBe(grade)
      for (const reason of reasons) expect(isWorse(reason.grade, grade)).toBe(false)
      expect(new Set(reasons.map(({ code }) => code)).size).toBe(reasons.length)
      for (const { code, value } of reasons) {
        expect(healthReason.options).toContain(code)
        expect(value === null || (Number.isInteger(value) && value >= 0)).toBe(true)
      }
    }),
  )
})
