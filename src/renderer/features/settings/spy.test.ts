import { expect, it } from 'vitest'
import { sectionAt } from './spy'

const at = (...tops: number[]) => tops.map((top, index) => ({ id: String(index), top }))

it.each([
  ['before any heading the first', at(120, 600), false, '0'],
  ['the last that went by', at(-600, -20, 500), false, '1'],
  ['one that is about to', at(-600, 40, 500), false, '1'],
  ['at the end the last, though it never reached the edge', at(-600, -20, 500), true, '2'],
  ['nothing of nothing', [], true, null],
])('is %s', (_what, headings, isAtEnd, id) => {
  expect(sectionAt(headings, isAtEnd)).toBe(id)
})
