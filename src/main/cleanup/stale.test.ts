import { expect, it } from 'vitest'
import { NO_SESSION_COPY } from '../../contract'
import { isStale, outageOf, type Outage, type Seen } from './stale'

const MINUTE = 60_000
const account: Seen['account'] = {
  state: 'reconnecting',
  qr: null,
  pairingCode: null,
  sessionCopy: NO_SESSION_COPY,
}
const seen = (change: Partial<Seen> = {}): Seen => ({ account, isOpen: true, now: 0, ...change })
/** Looks every minute; answers at which the session is closed. */
function closedAt(looks: number, isOpen: (minute: number) => boolean, usedAt = 0): number[] {
  const closed: number[] = []
  let outage: Outage | null = null
  for (let minute = 0; minute <= looks; minute++) {
    const now = minute * MINUTE
    outage = outageOf(seen({ isOpen: isOpen(minute), now }), outage)
    if (!outage || !isStale(outage, { now, minutes: 30, usedAt })) continue
    closed.push(minute)
    outage = { ...outage, wasClosed: true, openLooks: 0 }
  }
  return closed
}

it('closes what was disconnected for half an hour, and then gives each try some minutes', () => {
  expect(closedAt(29, () => true)).toEqual([])
  expect(closedAt(30, () => true)).toEqual([30])
  // Closed at 30, tried again from 35 on.
  expect(closedAt(40, (minute) => minute <= 30 || minute >= 35)).toEqual([30, 37, 40])
})

it('closes nothing while somebody is there, and nothing that is closed', () => {
  expect(closedAt(44, () => true, 15 * MINUTE)).toEqual([])
  expect(closedAt(45, () => true, 15 * MINUTE)).toEqual([45])
  expect(closedAt(60, () => false)).toEqual([])
  const long: Outage = { since: 0, wasClosed: false, openLooks: 99 }
  expect(isStale(long, { now: 99 * MINUTE, minutes: null, usedAt: 0 })).toBe(false)
})

it.each(['connected', 'syncing', 'stopped', 'attention', 'unlinked'] as const)(
  'an account that is %s has no outage',
  (state) => {
    const before: Outage = { since: 0, wasClosed: true, openLooks: 1 }
    expect(outageOf(seen({ account: { ...account, state } }), before)).toBeNull()
  },
)

it('one that waits for a phone, or saves its link, has none either', () => {
  const qr = { text: 'x', expiresAt: 1, round: 1 }
  expect(outageOf(seen({ account: { ...account, state: 'linking', qr } }), null)).toBeNull()
  const sessionCopy = { ...NO_SESSION_COPY, doing: 'saving' as const }
  expect(outageOf(seen({ account: { ...account, sessionCopy } }), null)).toBeNull()
})

it('begins anew where the clock was set back', () => {
  expect(outageOf(seen({ now: 5 }), { since: 9, wasClosed: false, openLooks: 1 })?.since).toBe(5)
})

it('closes also after the clock was set back by a day', () => {
  const set = -24 * 60 * MINUTE
  let outage = outageOf(seen({ now: 0 }), null)
  const closes = (minute: number): boolean => {
    const now = set + minute * MINUTE
    outage = outageOf(seen({ now }), outage)
    return outage !== null && isStale(outage, { now, minutes: 30, usedAt: 0 })
  }
  expect(Array.from({ length: 32 }, (_, minute) => minute).find(closes)).toBe(30)
})
