import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { accountsStore } from '../accounts/store'
import { localDay, startOfNextDay } from '../days'
import { stillCounting, WINDOW_MS, windowOpensAt, withinDay, withinLock } from './limits'
import { choose, notToCome, TIMINGS, type Head, type LastSend } from './pacing'
import { ACCOUNT, eventually, NOON, Shop } from './shop.testing'

const head = (values: Partial<Head> = {}): Head => ({
  ...{
    messageId: 1,
    conversationId: 'a',
    queuedAt: 0,
    nextAt: 0,
    lastIncomingAt: null,
    isToNew: true,
    isCounted: false,
  },
  ...values,
})

interface Life {
  perMinute: number
  /** Messages that come into the queue, each so long after the one before, to one of three chats. */
  arrivals: { after: number; chat: string }[]
  /** The clock is set by so much while the message with this number goes. */
  jump: { before: number; by: number } | null
}

const lives = fc.record<Life>({
  perMinute: fc.integer({ min: 1, max: 60 }),
  arrivals: fc.array(
    fc.record({ after: fc.integer({ min: 0, max: 4_000 }), chat: fc.constantFrom('a', 'b', 'c') }),
    { minLength: 1, maxLength: 120 },
  ),
  jump: fc.option(
    fc.record({ before: fc.integer({ min: 0, max: 119 }), by: fc.integer({ min: -1e8, max: 1e8 }) }),
  ),
})

/** Lives it as a lane does. Answers when each went, by a clock that nobody sets, in the order they went. */
function live({ perMinute, arrivals, jump }: Life): { queuedAt: number; at: number }[] {
  let real = 0
  let set = NOON
  const coming = arrivals.map(({ chat, after }, id) => ({ id, chat, at: (real += after) }))
  const queue: { id: number; chat: string; at: number }[] = []
  const sent: { queuedAt: number; at: number }[] = []
  let handedAt: number[] = []
  let last = null as LastSend | null
  real = 0
  while (sent.length < arrivals.length) {
    if (jump?.before === sent.length) set = NOON + jump.by
    const now = real + set
    while (coming[0] && coming[0].at <= real) queue.push(...coming.splice(0, 1))
    const firsts = ['a', 'b', 'c'].flatMap((chat) => queue.find((one) => one.chat === chat) ?? [])
    const heads = firsts.map(({ id, chat, at }) =>
      head({ messageId: id, conversationId: chat, queuedAt: at }),
    )
    last = last && notToCome(last, now)
    handedAt = stillCounting(handedAt, now)
    const choice = choose(heads, last, now, TIMINGS)
    const at = choice ? Math.max(choice.at, windowOpensAt(handedAt, perMinute, now)) : Infinity
    if (choice && at <= now) {
      const [went] = queue.splice(
        queue.findIndex((one) => one.id === choice.head.messageId),
        1,
      )
      sent.push({ queuedAt: went!.at, at: real })
      last = { conversationId: choice.head.conversationId, at: now, draw: 0 }
      handedAt.push(now)
    } else real = Math.min(coming[0]?.at ?? Infinity, at - set)
  }
  return sent
}

describe('the limit of a minute', () => {
  it('is never passed in any 60 s, wherever they begin', () => {
    fc.assert(
      fc.property(lives, (life) => {
        // A clock set forward takes a minute for over that was not; nobody can tell without another clock.
        const sent = live(life.jump && life.jump.by > 0 ? { ...life, jump: null } : life)
        sent.forEach(({ at }, index) => {
          const before = sent[index - life.perMinute]
          if (before) expect(at - before.at).toBeGreaterThanOrEqual(WINDOW_MS)
        })
      }),
      { numRuns: 200 },
    )
  })

  it('lets nobody wait for ever, wherever the clock is set', () => {
    fc.assert(
      fc.property(lives, (life) => {
        const sent = live(life)
        expect(sent).toHaveLength(life.arrivals.length)
        const most = (Math.ceil(sent.length / life.perMinute) + 1) * WINDOW_MS + sent.length * TIMINGS.gap.max
        for (const { queuedAt, at } of sent) expect(at - queuedAt).toBeLessThanOrEqual(most)
      }),
      { numRuns: 200 },
    )
  })
})

it('lets go today what the day has counted, and names the next day for the rest', () => {
  const again = head({ isCounted: true })
  expect(withinDay([again, head()], 4, 5, NOON)).toEqual({ heads: [again, head()], restAt: null })
  expect(withinDay([again, head()], 5, 5, NOON)).toEqual({ heads: [again], restAt: startOfNextDay(NOON) })
  expect(withinDay([again], 7, 5, NOON)).toEqual({ heads: [again], restAt: null })
})

it('holds what goes to new people under a timelock, and nothing else', () => {
  const known = head({ isToNew: false })
  expect(withinLock([head(), known], true)).toEqual([known])
  expect(withinLock([head(), known], false)).toEqual([head(), known])
})

describe('in the outbox', () => {
  let shop: Shop
  beforeEach(async () => {
    shop = await Shop.open()
  })
  afterEach(() => shop.close())

  const becomes = (...states: string[]): Promise<void> => shop.becomes('a@c.us', ...states)
  const today = async () =>
    (await shop.storage.store<typeof accountsStore>('accounts').get(ACCOUNT, shop.clock.now()))?.today

  it('what is more than the day takes waits until midnight, also over a restart, and is nothing to be busy with', async () => {
    shop.limits = { day: 2, minute: 20 }
    shop.clock.jump(startOfNextDay(NOON) - NOON - 1_800_000)
    shop.clock.held = true
    shop.connect()
    for (const body of ['one', 'two', 'three']) await shop.send('a@c.us', body)
    await becomes('one: sent', 'two: sent', 'three: queued')
    await eventually(() => expect(shop.outbox.isIdle(ACCOUNT)).toBe(true))
    expect(await today()).toMatchObject({ sent: 2, newContacts: 1 })

    await shop.restart()
    shop.clock.held = true
    shop.connect()
    await shop.send('a@c.us', 'four')
    await eventually(() => expect(shop.outbox.isIdle(ACCOUNT)).toBe(true))
    expect(shop.whatsapp.delivered).toHaveLength(2)
    const day = localDay(shop.clock.now())

    shop.clock.held = false
    await becomes('one: sent', 'two: sent', 'three: sent', 'four: sent')
    expect(shop.whatsapp.delivered.map(({ at }) => localDay(at) > day)).toEqual([false, false, true, true])
    expect(await today()).toMatchObject({ sent: 2, newContacts: 0 })
  })

  it('goes on at once when the limit is raised', async () => {
    shop.limits = { day: 1, minute: 20 }
    shop.connect()
    for (const body of ['one', 'two']) await shop.send('a@c.us', body)
    await becomes('one: sent', 'two: queued')
    shop.limits = { day: 2, minute: 20 }
    shop.outbox.wake(ACCOUNT)
    await becomes('one: sent', 'two: sent')
  })

  it('what is meant for new people waits for the end of a timelock, and what it explains pauses nothing', async () => {
    let locked = false
    await shop.close()
    shop = await Shop.open({ isTimelocked: () => locked })
    for (let index = 0; index < 4; index++) shop.whatsapp.fates.push('refused')
    shop.connect()
    const news = ['1', '2', '3', '4'].map((name) => `new${name}@c.us`)
    for (const chat of news) await shop.send(chat, 'hello')
    for (const chat of news) await shop.becomes(chat, 'hello: failed')

    locked = true
    shop.whatsapp.say({ type: 'timelock', active: true })
    const written = shop.whatsapp.write('b@c.us', 'open?', false)
    shop.whatsapp.say({ type: 'message', message: written })
    await eventually(async () => expect(await shop.messages('b@c.us')).toHaveLength(1))
    await shop.send('b@c.us', 'yes')
    await eventually(async () => expect((await shop.states('b@c.us')).at(-1)).toBe('yes: sent'))
    shop.clock.held = true
    await shop.send('new5@c.us', 'waits')
    await eventually(() => expect(shop.outbox.isIdle(ACCOUNT)).toBe(true))
    expect(await shop.states('new5@c.us')).toEqual(['waits: queued'])

    locked = false
    shop.clock.held = false
    shop.whatsapp.say({ type: 'timelock', active: false })
    await shop.becomes('new5@c.us', 'waits: sent')
    expect(shop.troubles).toEqual([])
  })

  it('a refusal that comes once the timelock is known does not count', async () => {
    let locked = false
    await shop.close()
    shop = await Shop.open({ isTimelocked: () => locked })
    for (let index = 0; index < 6; index++) shop.whatsapp.fates.push('pending')
    shop.connect()
    const news = ['1', '2', '3', '4', '5', '6'].map((name) => `new${name}@c.us`)
    for (const chat of news) await shop.send(chat, 'hello')
    await shop.handed(6)
    locked = true
    for (const { key } of shop.whatsapp.all()) shop.whatsapp.ack(key, -1)
    for (const chat of news) await shop.becomes(chat, 'hello: failed')
    expect(shop.troubles).toEqual([])
  })

  it('a message that found no connection is not held by its own count', async () => {
    shop.limits = { day: 1, minute: 20 }
    shop.whatsapp.fates.push('not-connected')
    shop.connect()
    await shop.send('a@c.us', 'one')
    await becomes('one: sent')
    expect(await today()).toMatchObject({ sent: 1 })
  })

  it('no more than the minute takes go in 60 s, also over a restart', async () => {
    shop.limits = { day: 1_000, minute: 3 }
    shop.connect()
    for (let index = 0; index < 3; index++)
      await shop.send('a@c.us', String(index), { clientId: randomUUID() })
    await becomes('0: sent', '1: sent', '2: sent')
    await shop.restart()
    shop.connect()
    for (let index = 3; index < 5; index++) await shop.send('a@c.us', String(index))
    await becomes('0: sent', '1: sent', '2: sent', '3: sent', '4: sent')
    const times = shop.whatsapp.delivered.map(({ at }) => at)
    expect(times[3]! - times[0]!).toBeGreaterThanOrEqual(WINDOW_MS)
    expect(times[4]! - times[1]!).toBeGreaterThanOrEqual(WINDOW_MS)
  })
})
