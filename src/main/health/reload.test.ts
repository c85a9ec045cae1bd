import { expect, it } from 'vitest'
import { RELOAD_EVERY_MS, shouldReload, type Load } from './reload'

const NOW = 1_790_000_000_000
const FULL: Load = { now: NOW, memory: 900, memoryLimit: 800, isIdle: true, reloadedAt: null, inVain: 0 }

it.each<[string, Partial<Load>, boolean]>([
  ['is, above the limit and idle', {}, true],
  ['is not at the limit', { memory: 800 }, false],
  ['is not where nobody knows', { memory: null }, false],
  ['is not while something is under way', { isIdle: false }, false],
  ['is not twice in an hour', { reloadedAt: NOW - RELOAD_EVERY_MS + 1 }, false],
  ['is again after an hour', { reloadedAt: NOW - RELOAD_EVERY_MS }, true],
  ['is not yet where a second time did not help', { reloadedAt: NOW - RELOAD_EVERY_MS, inVain: 2 }, false],
  ['is after twice as long then', { reloadedAt: NOW - 2 * RELOAD_EVERY_MS, inVain: 2 }, true],
  ['is once a day where nothing helps', { reloadedAt: NOW - 24 * RELOAD_EVERY_MS, inVain: 2_000 }, true],
  ['is where the clock was set back since', { reloadedAt: NOW + 1 }, true],
])('a page %s loaded anew', (_name, values, expected) => {
  expect(shouldReload({ ...FULL, ...values })).toBe(expected)
})
