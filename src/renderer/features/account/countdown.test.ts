import { expect, it } from 'vitest'
import { milestone, secondsLeft } from './countdown'

it('counts whole seconds and never below zero', () => {
  expect(secondsLeft(120_000, 0)).toBe(120)
  expect(secondsLeft(120_000, 119_001)).toBe(1)
  expect(secondsLeft(0, 86_400_000)).toBe(0)
})

it('speaks four times in a round of two minutes', () => {
  const said = Array.from({ length: 121 }, (_, second) => milestone(120 - second))
  expect(said.filter((moment, index) => moment !== said[index - 1])).toEqual([120, 60, 30, 10])
})
