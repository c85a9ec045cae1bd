import { expect, it } from 'vitest'
import { chooseSurvivor } from './join-store'

const one = { id: 'a', inCrm: 0 as 0 | 1 | 2, hasPhone: false, since: 5 }

it.each([
  [
    'whom the CRM has',
    { ...one, inCrm: 2 as const },
    { ...one, id: 'b', inCrm: 1 as const, hasPhone: true, since: 1 },
  ],
  [
    'whom the CRM is about to have',
    { ...one, inCrm: 1 as const },
    { ...one, id: 'b', hasPhone: true, since: 1 },
  ],
  ['who has a number', { ...one, hasPhone: true }, { ...one, id: 'b', since: 1 }],
  ['who has been here longer', { ...one, since: 4 }, { ...one, id: 'b' }],
  ['the same one in any order', one, { ...one, id: 'b' }],
])('of two that are one person stays %s', (_, stays, goes) => {
  expect(chooseSurvivor(stays, goes)).toBe(stays)
  expect(chooseSurvivor(goes, stays)).toBe(stays)
})
