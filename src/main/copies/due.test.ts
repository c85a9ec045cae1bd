import fc from 'fast-check'
import { expect, it } from 'vitest'
import { EVERY_MS, isTheMoment, UNUSED_MS, type Situation } from './due'

const NOW = 1_800_000_000_000
const QUIET: Situation = {
  now: NOW,
  takenAt: null,
  isSettled: true,
  isBusy: false,
  usedAt: NOW - UNUSED_MS,
  failedAt: null,
  failures: 0,
}

it('is made after linking and daily', () => {
  expect(isTheMoment(QUIET)).toBe(true)
  expect(isTheMoment({ ...QUIET, takenAt: NOW - EVERY_MS })).toBe(true)
  expect(isTheMoment({ ...QUIET, takenAt: NOW - EVERY_MS + 1 })).toBe(false)
})

it('is made although the clock was set back since the last one', () => {
  expect(isTheMoment({ ...QUIET, takenAt: NOW + 1, usedAt: NOW + 1, failedAt: NOW + 1 })).toBe(true)
})

it.each([
  [1, 1],
  [2, 2],
  [5, 16],
  [6, 24],
  [5_000, 24],
])('is tried again, after %i failures, in %i hours', (failures, hours) => {
  const failedAt = NOW - hours * 60 * 60_000
  expect(isTheMoment({ ...QUIET, failures, failedAt })).toBe(true)
  expect(isTheMoment({ ...QUIET, failures, failedAt: failedAt + 1 })).toBe(false)
})

it('never disturbs', () => {
  const at = fc.option(fc.integer({ min: NOW - 2 * EVERY_MS, max: NOW }))
  const disturbing = fc.constantFrom<Partial<Situation>>(
    { isSettled: false },
    { isBusy: true },
    { usedAt: NOW - UNUSED_MS + 1 },
    { failedAt: NOW - 1, failures: 1 },
  )
  fc.assert(fc.property(at, disturbing, (takenAt, change) => !isTheMoment({ ...QUIET, takenAt, ...change })))
})
