/** Health on the real database: history, its bounds, what is told, and what became of messages. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { HEALTH_DAYS, NO_SESSION_COPY, type Account, type AppEvent } from '../../contract'
import type { accountsStore } from '../accounts/store'
import { localDay } from '../days'
import { ACCOUNT, Shop } from '../outbox/shop.testing'
import { openTestStorage, silentLogger, type TestStorage } from '../storage/test-storage'
import { createHealth, type Health, type HealthDeps } from '.'
import { MOST_CHANGES, type healthStore } from './store'

const NOON = new Date(2026, 5, 10, 12).getTime()
const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

let test: TestStorage
let health: Health
let now: number
let elapsed: number
let lastProbeAt: number | null
let account: Account
let events: AppEvent[]
let memory: number | null
/** Accounts whose memory was asked for, each time. */
let measured: string[][]
let others: Account[]
/** Accounts with a browser. */
let open: Set<string>
let idle: boolean
const reload = vi.fn<(accountId: string) => void>()
const alarm = vi.fn<HealthDeps['alarm']>()

function begin(): void {
  health = createHealth({
    storage: test.storage,
    accounts: () => [account, ...others],
    isOpen: (id) => open.has(id),
    vitals: () => ({ failures: 0, lastProbeAt, probeMs: 5 }),
    memory: (ids) => {
      measured.push([...ids])
      return Promise.resolve(new Map(memory === null ? [] : ids.map((id) => [id, memory ?? 0])))
    },
    memoryLimit: () => 8e8,
    isIdle: () => idle,
    reload,
    alarm,
    emit: (event) => void events.push(event),
    logger: silentLogger,
    now: () => now,
    elapsed: () => elapsed,
  })
  health.start()
}

beforeEach(async () => {
  test = await openTestStorage()
  await test.storage.store<typeof accountsStore>('accounts').list(NOON)
  now = NOON
  elapsed = 0
  lastProbeAt = NOON
  events = []
  memory = null
  measured = []
  others = []
  open = new Set([ACCOUNT, 'second'])
  idle = true
  alarm.mockReset()
  reload.mockReset()
  account = {
    ...{
      id: ACCOUNT,
      label: null,
      colour: 'teal',
      name: null,
      phone: null,
      state: 'connected',
      reason: null,
    },
    ...{ since: NOON, qr: null, pairingCode: null, progress: null, nextTryAt: null, paused: false },
    today: { sent: 0, received: 0, newContacts: 0, limit: 100 },
    linkedBy: null,
    sessionCopy: NO_SESSION_COPY,
  }
  begin()
  await health.look()
})
afterEach(async () => {
  await health.stop()
  await test.cleanup()
})

const store = () => test.storage.store<typeof healthStore>('health')
const minutesOf = async (at: number) =>
  (await health.days(ACCOUNT)).find(({ day }) => day === localDay(at))?.minutes
async function pass(ms: number, change: Partial<Account> = {}): Promise<void> {
  now += ms
  elapsed += ms
  account = { ...account, ...change }
  health.receive({ type: 'account', account })
  await health.look()
}
const sent = (count: number): Partial<Account> => ({ today: { ...account.today, sent: count } })

describe('the history', () => {
  it('counts the minutes in each grade, and none for a sleep or a clock that was set', async () => {
    await pass(MINUTE)
    await pass(0, sent(80))
    await pass(MINUTE)
    await pass(MINUTE)
    expect(await minutesOf(NOON)).toEqual({ healthy: 1, warning: 2, critical: 0 })
    await pass(5 * 60 * MINUTE)
    now -= 3 * 60 * MINUTE
    await pass(MINUTE)
    const { warning } = (await minutesOf(NOON))!
    expect(warning).toBe(3)
  })

  it('has the last 30 days, also those without Leadline, and forgets those before', async () => {
    await pass(MINUTE)
    await pass((HEALTH_DAYS - 1) * DAY)
    await pass(MINUTE)
    const days = await health.days(ACCOUNT)
    expect(days).toHaveLength(HEALTH_DAYS)
    expect(days[0]).toMatchObject({ day: localDay(NOON), minutes: { healthy: 1 } })
    expect(days[1]?.minutes).toEqual({ healthy: 0, warning: 0, critical: 0 })
    expect(days.at(-1)?.minutes.healthy).toBeGreaterThan(0)
    await pass(DAY)
    await pass(MINUTE)
    expect(await minutesOf(NOON)).toBeUndefined()
    now = NOON
    expect(await minutesOf(NOON)).toEqual({ healthy: 0, warning: 0, critical: 0 })
  })

  it('has the last states with what was wrong, newest first, and no more than so many', async () => {
    for (let index = 0; index < MOST_CHANGES; index++)
      await pass(1_000, { state: index % 2 === 0 ? 'reconnecting' : 'connected', since: now })
    await pass(1_000, { state: 'attention', reason: 'banned' })
    const changes = await store().changes(ACCOUNT)
    expect(changes).toHaveLength(MOST_CHANGES)
    expect(changes[0]).toEqual({
      ...{ at: now, state: 'attention', reason: 'banned', grade: 'critical', reasons: ['attention'] },
    })
    expect(changes[1]?.state).toBe('connected')
  })
})

describe('silence and outages', () => {
  const grade = () => health.list()[0]?.grade

  it('are noticed by the minutes that nobody answered', async () => {
    for (let minute = 0; minute < 3; minute++) await pass(MINUTE)
    expect(health.list()[0]).toMatchObject({ grade: 'warning', reasons: [{ code: 'probe', value: 3 }] })
    lastProbeAt = now
    await pass(1_000)
    expect(grade()).toBe('healthy')
  })

  it.each([
    ['a sleep that the clocks went through', 8 * 60 * MINUTE, 8 * 60 * MINUTE],
    ['a sleep that stopped the one that only goes forward', 8 * 60 * MINUTE, 1_000],
    ['a clock that was set ahead', DAY, 1_000],
  ])('are not what %s was', async (_name, wall, monotonic) => {
    now += wall
    elapsed += monotonic
    await health.look()
    expect(grade()).toBe('healthy')
    const lost = { state: 'reconnecting', since: now } as const
    await pass(1_000, lost)
    now += wall
    elapsed += monotonic
    await health.look()
    expect(grade()).toBe('healthy')
    expect(alarm).not.toHaveBeenCalled()
  })

  it('are noticed also where the clock was set back', async () => {
    now -= DAY
    for (let minute = 0; minute < 3; minute++) await pass(MINUTE)
    expect(health.list()[0]?.reasons).toMatchObject([{ code: 'probe', value: 3 }])
    await pass(1_000, { state: 'reconnecting', since: now })
    now -= DAY
    for (let minute = 0; minute < 15; minute++) await pass(MINUTE)
    expect(health.list()[0]).toMatchObject({ grade: 'critical', reasons: [{ code: 'disconnected' }] })
  })
})

describe('memory', () => {
  const grade = () => health.list()[0]?.grade
  const minutes = async (count: number): Promise<void> => {
    for (let minute = 0; minute < count; minute++) {
      lastProbeAt = now
      await pass(MINUTE)
    }
  }

  it('that is too much has the page loaded anew once it is idle, and nobody is told where that helps', async () => {
    memory = 9e8
    idle = false
    await minutes(5)
    expect([reload.mock.calls, grade()]).toEqual([[], 'healthy'])
    idle = true
    await minutes(2)
    expect(reload.mock.calls).toEqual([[ACCOUNT]])
    expect(health.sampleOf(ACCOUNT)).toMatchObject({ memory: 9e8, reloads: 1 })
    memory = 3e8
    await minutes(20)
    expect(grade()).toBe('healthy')
    expect(alarm).not.toHaveBeenCalled()
  })

  it('rings where loading anew did not help, and is well again once it falls', async () => {
    memory = 9e8
    await minutes(4)
    expect(grade()).toBe('healthy')
    await minutes(3)
    expect(health.list()[0]).toMatchObject({ grade: 'warning', reasons: [{ code: 'memory', value: 858 }] })
    expect(alarm.mock.calls).toEqual([[ACCOUNT, 'warning']])
    memory = 3e8
    await minutes(1)
    expect(grade()).toBe('healthy')
  })

  it('rings where the page is never idle, so that it can not be loaded anew', async () => {
    memory = 9e8
    idle = false
    await minutes(14)
    expect(grade()).toBe('healthy')
    await minutes(2)
    expect(health.list()[0]?.reasons).toMatchObject([{ code: 'memory' }])
    expect(reload).not.toHaveBeenCalled()
  })

  it('is looked for once for all accounts, and not for one that has no browser', async () => {
    const second: Account = { ...account, id: 'second' }
    others = [second]
    measured = []
    await health.look()
    expect(measured).toEqual([[ACCOUNT, 'second']])
    open = new Set(['second'])
    await health.look()
    open.clear()
    await health.look()
    expect(measured).toEqual([[ACCOUNT, 'second'], ['second']])
    expect(health.sampleOf(ACCOUNT)?.memory).toBeNull()
  })
})

describe('what is told', () => {
  const told = () => events.flatMap((event) => (event.type === 'health' ? [event.health] : []))

  it('is each change once, with its reasons', async () => {
    await pass(1_000)
    expect(told()).toMatchObject([{ grade: 'healthy', reasons: [] }])
    await pass(1_000, sent(75))
    await pass(1_000)
    expect(told().slice(1)).toEqual([
      {
        ...{ accountId: ACCOUNT, grade: 'warning', since: now - 1_000, alarmedAt: now - 1_000 },
        reasons: [{ code: 'usage', grade: 'warning', value: 75 }],
      },
    ])
    expect(health.list()).toEqual([told().at(-1)])
  })

  it('rings when it gets worse, and not while it flaps', async () => {
    await pass(1_000, sent(75))
    await pass(1_000, sent(95))
    for (let index = 0; index < 10; index++) {
      await pass(10_000, sent(0))
      await pass(10_000, sent(95))
    }
    expect(alarm.mock.calls).toEqual([
      [ACCOUNT, 'warning'],
      [ACCOUNT, 'critical'],
    ])
  })

  it('nothing of an account that is gone', () => {
    health.receive({ type: 'account-gone', accountId: ACCOUNT })
    expect(health.list()).toEqual([])
  })
})

it('counts of the last hour what was handed over, refused and given back', async () => {
  const shop = await Shop.open()
  try {
    shop.whatsapp.fates.push('sent', 'refused', 'failed')
    shop.connect()
    for (const body of ['one', 'two', 'three']) await shop.send('a@c.us', body)
    await shop.becomes('a@c.us', 'one: sent', 'two: failed', 'three: failed')
    await shop.outbox.stop()
    await shop.send('a@c.us', 'waits')
    const sends = shop.storage.store<typeof healthStore>('health').sends
    const at = shop.clock.now()
    expect(await sends(ACCOUNT, at)).toEqual({ handed: 3, refused: 1, returned: 1 })
    expect(await sends(ACCOUNT, at + 61 * MINUTE)).toEqual({ handed: 0, refused: 0, returned: 0 })
    expect(await sends('other', at)).toEqual({ handed: 0, refused: 0, returned: 0 })
  } finally {
    await shop.close()
  }
})

it('counts a message when it was tried and when it came back, not when it was written', async () => {
  const shop = await Shop.open()
  try {
    const sends = (later = 0) =>
      shop.storage.store<typeof healthStore>('health').sends(ACCOUNT, shop.clock.now() + later)
    shop.whatsapp.fates.push('refused', 'pending')
    await shop.send('a@c.us', 'one')
    await shop.send('b@c.us', 'two')
    shop.clock.jump(90 * MINUTE)
    shop.connect()
    await shop.becomes('a@c.us', 'one: failed')
    await shop.becomes('b@c.us', 'two: sending')
    await shop.outbox.stop()
    expect(await sends()).toEqual({ handed: 2, refused: 1, returned: 0 })
    shop.clock.jump(90 * MINUTE)
    expect(await sends()).toEqual({ handed: 0, refused: 0, returned: 0 })
    const giveBack = () => shop.whatsapp.ack(shop.whatsapp.all()[0]?.key ?? '', -1)
    giveBack()
    await shop.becomes('b@c.us', 'two: failed')
    expect(await sends()).toEqual({ handed: 1, refused: 0, returned: 1 })
    // Told once more by a page that was loaded anew: nothing has happened.
    shop.clock.jump(90 * MINUTE)
    giveBack()
    await shop.send('b@c.us', 'three')
    expect(await sends()).toEqual({ handed: 0, refused: 0, returned: 0 })
  } finally {
    await shop.close()
  }
})
