import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { account, accountState, attentionReason, type AccountState } from '../../contract'
import {
  mayHappen,
  safeView,
  step,
  stoppedView,
  TABLE,
  unlinkedView,
  type AccountEvent,
  type AccountView,
  type EventKind,
  type Trouble,
} from './machine'

const STATES = accountState.options
const KINDS = [...new Set(STATES.flatMap((state) => Object.keys(TABLE[state])))] as EventKind[]
const TROUBLES = attentionReason.options.filter(
  (reason): reason is Trouble => !['logged-out', 'link-lost', 'linked-twice', 'timelock'].includes(reason),
)
const ended = fc.constantFrom(null, 'logged-out' as const, 'link-lost' as const)

/** Every event there is, with whatever it can carry. */
const EVENTS: { [E in EventKind]: fc.Arbitrary<AccountEvent<E>> } = {
  'starts-linking': fc.record({ kind: fc.constant('starts-linking'), signedOut: fc.boolean() }),
  starts: fc.constant({ kind: 'starts' }),
  qr: fc.record({
    kind: fc.constant('qr'),
    qr: fc.record({ text: fc.string(), expiresAt: fc.nat(), round: fc.integer({ min: 1, max: 5 }) }),
    ended,
  }),
  code: fc.record({
    kind: fc.constant('code'),
    pairingCode: fc.record({
      code: fc.constant('ABCD1234'),
      phone: fc.constant('+6281200000001'),
      expiresAt: fc.nat(),
    }),
    ended,
  }),
  loads: fc.record({
    kind: fc.constant('loads'),
    percent: fc.option(fc.integer({ min: 0, max: 100 })),
  }),
  reads: fc.record({
    kind: fc.constant('reads'),
    chats: fc.option(fc.record({ done: fc.nat(), total: fc.nat() })),
  }),
  ready: fc.record({ kind: fc.constant('ready'), timelocked: fc.boolean() }),
  timelock: fc.record({ kind: fc.constant('timelock'), active: fc.boolean() }),
  lost: fc.constant({ kind: 'lost' }),
  fails: fc.constant({ kind: 'fails' }),
  'fails-linking': fc.record({ kind: fc.constant('fails-linking'), signedOut: fc.boolean() }),
  trouble: fc.record({ kind: fc.constant('trouble'), reason: fc.constantFrom(...TROUBLES) }),
  'signed-out': fc.constant({ kind: 'signed-out' }),
  'linked-twice': fc.constant({ kind: 'linked-twice' }),
  stops: fc.constant({ kind: 'stops' }),
  clears: fc.constant({ kind: 'clears' }),
  remains: fc.constant({ kind: 'remains' }),
}
const anyEvent: fc.Arbitrary<AccountEvent> = fc.oneof(...Object.values(EVENTS))

const REASONS: Record<AccountState, readonly (AccountView['reason'] | null)[]> = {
  unlinked: [null, 'logged-out', 'linked-twice'],
  linking: [null, 'logged-out', 'link-lost'],
  syncing: [null],
  connected: [null, 'timelock'],
  reconnecting: [null],
  stopped: [null],
  attention: TROUBLES,
}

/** What holds of an account at any moment. */
function holds(view: AccountView): void {
  account.pick({ state: true, reason: true, qr: true, pairingCode: true, progress: true }).parse(view)
  expect(REASONS[view.state]).toContain(view.reason)
  if (view.state !== 'linking') expect([view.qr, view.pairingCode]).toEqual([null, null])
  expect(view.qr === null || view.pairingCode === null).toBe(true)
  if (view.state !== 'syncing') expect(view.progress).toBeNull()
  expect(Object.keys(view).sort()).toEqual(['pairingCode', 'progress', 'qr', 'reason', 'state'])
}

/** States that can follow, however many events it takes. */
function reachable(from: AccountState): Set<AccountState> {
  const found = new Set<AccountState>([from])
  for (const state of found) for (const next of Object.values(TABLE[state])) found.add(next)
  return found
}

describe("an account's life", () => {
  it('keeps its shape whatever happens, and only what the table has happens', () => {
    fc.assert(
      fc.property(fc.boolean(), fc.array(anyEvent, { maxLength: 60 }), (isLinked, events) => {
        let view = isLinked ? stoppedView : unlinkedView
        for (const event of events) {
          const next = step(view, event)
          expect(next !== null).toBe(mayHappen(view.state, event.kind))
          if (next) expect(next.state).toBe((TABLE[view.state] as Record<string, AccountState>)[event.kind])
          view = next ?? safeView(isLinked)
          holds(view)
        }
      }),
    )
  })

  it('has a place for every state and every event', () => {
    expect(Object.keys(TABLE).sort()).toEqual([...STATES].sort())
    expect(KINDS.sort()).toEqual(Object.keys(EVENTS).sort())
  })

  it.each(STATES)('can get connected from %s, and be ended', (state) => {
    expect(reachable(state)).toContain('connected')
    expect(TABLE[state]).toMatchObject({ stops: 'stopped', clears: 'unlinked', remains: 'attention' })
  })

  it('goes wherever it can go from each state: nothing is a dead end', () => {
    for (const state of STATES) expect([...reachable(state)].sort()).toEqual([...STATES].sort())
  })

  it('leaves every trouble by linking or connecting again', () => {
    expect(TABLE.attention).toMatchObject({ starts: 'reconnecting', 'starts-linking': 'linking' })
  })

  it('shows no code over a live connection, and connects nothing that did not start', () => {
    for (const kind of ['qr', 'code', 'starts', 'starts-linking'] as const)
      expect(mayHappen('connected', kind)).toBe(false)
    for (const state of ['unlinked', 'stopped', 'attention'] as const)
      for (const kind of ['ready', 'loads', 'reads', 'lost', 'qr', 'code'] as const)
        expect(mayHappen(state, kind)).toBe(false)
  })

  it('can be written only as the table has it', () => {
    // @ts-expect-error a connected account shows no code
    const shown: AccountView = {
      ...unlinkedView,
      state: 'connected',
      qr: { text: '', expiresAt: 0, round: 1 },
    }
    // @ts-expect-error trouble has a name
    const nameless: AccountView = { ...unlinkedView, state: 'attention' }
    // @ts-expect-error only a connected account can be under a timelock
    const locked: AccountView = { ...unlinkedView, state: 'reconnecting', reason: 'timelock' }
    for (const view of [shown, nameless, locked]) expect(() => holds(view)).toThrow()
  })
})
