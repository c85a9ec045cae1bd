import fc from 'fast-check'
import { expect, it } from 'vitest'
import { choose, dueAt, notToCome, TIMINGS, type Head, type LastSend } from './pacing'

const chats = ['a', 'b', 'c']
const arrival = fc.record({
  conversationId: fc.constantFrom(...chats),
  after: fc.oneof(fc.integer({ min: 0, max: 900 }), fc.integer({ min: 0, max: 30_000 })),
})
type Arrival = { conversationId: string; after: number }
type Sent = { conversationId: string; queuedAt: number; at: number }

/** Runs the choice as the lane does: asks, waits until then or until something new arrives, sends. */
function run(arrivals: readonly Arrival[], drawOf: (n: number) => number): Sent[] {
  let at = 0
  const coming = arrivals.map((one, index) => ({ ...one, id: index, at: (at += one.after) }))
  const queue: typeof coming = []
  const sent: Sent[] = []
  let now = 0
  let last: LastSend | null = null
  while (sent.length < coming.length) {
    while (coming[queue.length + sent.length] && coming[queue.length + sent.length]!.at <= now)
      queue.push(coming[queue.length + sent.length]!)
    const heads = chats.flatMap((chat): Head[] => {
      const first = queue.find((one) => one.conversationId === chat)
      return first
        ? [
            {
              messageId: first.id,
              conversationId: chat,
              queuedAt: first.at,
              nextAt: 0,
              lastIncomingAt: null,
              isToNew: true,
              isCounted: false,
            },
          ]
        : []
    })
    const choice = choose(heads, last, now, TIMINGS)
    const nextArrival = coming[queue.length + sent.length]?.at ?? Infinity
    if (choice && choice.at <= now) {
      queue.splice(
        queue.findIndex((one) => one.id === choice.head.messageId),
        1,
      )
      // `coming` is indexed by what has left it: keep the sent ones in front.
      sent.push({ conversationId: choice.head.conversationId, queuedAt: choice.head.queuedAt, at: now })
      last = { conversationId: choice.head.conversationId, at: now, draw: drawOf(sent.length) }
    } else now = Math.min(nextArrival, choice?.at ?? Infinity)
  }
  return sent
}

const runs = (check: (sent: Sent[]) => void): void =>
  fc.assert(
    fc.property(
      fc.array(arrival, { maxLength: 30 }),
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 30, maxLength: 30 }),
      (arrivals, draws) => check(run(arrivals, (n) => draws[n] ?? 0)),
    ),
    { numRuns: 300 },
  )

it('lets 5 s at least pass between different chats', () => {
  runs((sent) => {
    sent.forEach((one, index) => {
      const before = sent[index - 1]
      if (before && before.conversationId !== one.conversationId)
        expect(one.at - before.at).toBeGreaterThanOrEqual(TIMINGS.gap.min)
    })
  })
})

it('never waits longer than 8 s between two sends while something is there', () => {
  runs((sent) => {
    sent.forEach((one, index) => {
      const free = Math.max(sent[index - 1]?.at ?? 0, Math.min(...sent.slice(index).map((x) => x.queuedAt)))
      expect(one.at - free).toBeLessThanOrEqual(TIMINGS.gap.max)
    })
  })
})

it('keeps the order within each chat', () => {
  runs((sent) => {
    for (const chat of chats) {
      const times = sent.filter((one) => one.conversationId === chat).map((one) => one.queuedAt)
      expect(times).toEqual(times.toSorted((a, b) => a - b))
    }
  })
})

const head = (conversationId: string, values: Partial<Head> = {}): Head => ({
  ...{
    messageId: 1,
    conversationId,
    queuedAt: 100_000,
    nextAt: 0,
    lastIncomingAt: null,
    isToNew: true,
    isCounted: false,
  },
  ...values,
})

it('does not slow to and fro in one chat, even while another waits for its gap', () => {
  const last: LastSend = { conversationId: 'a', at: 100_000, draw: 0.5 }
  const choice = choose(
    [head('b', { messageId: 1 }), head('a', { messageId: 2, queuedAt: 100_500 })],
    last,
    100_500,
    TIMINGS,
  )
  expect(choice).toMatchObject({ head: { conversationId: 'a' } })
  expect(choice?.at).toBeLessThanOrEqual(100_500)
})

it('lets nobody overtake whoever waited long', () => {
  const last: LastSend = { conversationId: 'a', at: 119_900, draw: 0 }
  const heads = [head('b'), head('a', { messageId: 2, queuedAt: 119_950 })]
  expect(choose(heads, last, 120_100, TIMINGS)).toEqual({ head: heads[0], at: 124_900 })
})

it('survives a clock that is set back', () => {
  const last: LastSend = { conversationId: 'a', at: 10_000_000, draw: 1 }
  const taken = notToCome(last, 1_000_000)
  expect(dueAt(head('b'), taken, 1_000_000, TIMINGS)).toBe(1_000_000 + TIMINGS.gap.max)
  expect(notToCome(taken, 1_004_000)).toBe(taken)
})

it('can make a difference for customers who wrote moments ago', () => {
  const timings = { ...TIMINGS, replyGap: { min: 500, max: 1_000 } }
  const last: LastSend = { conversationId: 'a', at: 100_000, draw: 1 }
  expect(dueAt(head('b', { lastIncomingAt: 90_000 }), last, 100_000, timings)).toBe(101_000)
  expect(dueAt(head('b', { lastIncomingAt: -90_000 }), last, 100_000, timings)).toBe(108_000)
})
