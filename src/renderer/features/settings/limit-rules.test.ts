import { expect, it } from 'vitest'
import { LIMIT_BOUNDS } from '../../../contract'
import { BOUNDS, numberWithin } from './limit-rules'

it('has the bounds of the contract', () => {
  const { day, minute, memory, accounts } = LIMIT_BOUNDS
  expect(BOUNDS).toEqual({
    dailyLimit: day,
    minuteLimit: minute,
    memoryLimit: memory,
    mostAccounts: accounts,
  })
})

it.each([
  ['1000', 1_000],
  [' 1.000 ', 1_000],
  ['1,000', 1_000],
  ['१०००', 1_000],
  ['1', 1],
  ['0', null],
  ['-5', null],
  ['10001', null],
  ['', null],
  ['many', null],
  ['1e3', null],
])('reads %j as %j messages a day', (text, number) => {
  expect(numberWithin('dailyLimit', text)).toBe(number)
})
