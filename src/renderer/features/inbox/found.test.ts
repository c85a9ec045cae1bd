import { expect, it } from 'vitest'
import { foundOf } from './found'

it.each([
  [0, null, 'searching'],
  [0, 0, 'nothing'],
  [0, 1, 'some'],
  [2, 0, 'some'],
  [2, null, 'some'],
] as const)('%d conversations and %s messages: %s', (conversations, hits, found) => {
  expect(foundOf(conversations, hits)).toBe(found)
})
