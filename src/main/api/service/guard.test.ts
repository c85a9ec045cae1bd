import { expect, it } from 'vitest'
import { createGuard } from './guard'

it('admits the token always, a ticket once and for a minute, and the last two tickets alone', () => {
  let now = 0
  const guard = createGuard(
    () => 3001,
    () => now,
  )
  expect([guard.admits(guard.token), guard.admits(guard.token)]).toEqual([true, true])
  const replaced = guard.newTicket()
  const [one, other] = [guard.newTicket(), guard.newTicket()]
  expect(guard.admits(replaced)).toBe(false)
  expect([guard.admits(one), guard.admits(one)]).toEqual([true, false])
  expect([guard.admits(other), guard.admits(other)]).toEqual([true, false])
  const late = guard.newTicket()
  now = 60_000
  expect(guard.admits(late)).toBe(false)
  for (const wrong of ['', undefined, null, `${guard.token}x`, [guard.token]])
    expect(guard.admits(wrong)).toBe(false)
})
