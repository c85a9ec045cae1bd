import { expect, it } from 'vitest'
import { findByKey, reachesBack, SKEW_MS, type Doubt } from './match'
import { messageOf } from './whatsapp.testing'

const doubt: Doubt = { key: 'K', body: 'x', mediaSize: null, sendingAt: 1_760_000_000_000 }
/** A customer's messages at these times after the hand-over (ms). */
const after = (...times: number[]) =>
  times.map((time, index) =>
    messageOf({ chat: 'a', body: 'y', key: `N${index}`, fromMe: false, ack: 0, at: doubt.sendingAt + time }),
  )

it('believes that a message did not go only where the chat was read back beyond the hand-over', () => {
  const look = Array.from({ length: 29 }, (_, index) => 120_000 + index * 1000)
  // Fewer than asked for, since one of them was no message: that says nothing.
  const messages = after(...look)
  expect(findByKey(doubt, messages)).toBeNull()
  expect(reachesBack(doubt, { messages, reachedStart: false })).toBe(false)
  expect(reachesBack(doubt, { messages: [], reachedStart: false })).toBe(false)
  expect(reachesBack(doubt, { messages, reachedStart: true })).toBe(true)
  expect(reachesBack(doubt, { messages: after(-SKEW_MS), reachedStart: false })).toBe(false)
  expect(reachesBack(doubt, { messages: after(-SKEW_MS - 1000, 5), reachedStart: false })).toBe(true)
})
