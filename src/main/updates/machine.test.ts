import fc from 'fast-check'
import { expect, it } from 'vitest'
import { updateState, type UpdateState } from '../../contract'
import { next, TABLE, type Follows, type Kind, type Table, type UpdateEvent } from './machine'

const offer = { version: '1.3.0', notes: 'Faster search' }

/** The allowed successors once more, as data: the type checks the table, this checks what it does. */
const FOLLOWS: { [K in Kind]: Follows[K][] } = {
  unsupported: [],
  idle: ['checking', 'failed'],
  checking: ['none', 'available', 'refused', 'failed', 'idle'],
  none: ['checking', 'idle'],
  available: ['downloading', 'idle'],
  downloading: ['downloading', 'ready', 'refused', 'failed', 'idle'],
  ready: ['waiting', 'installing', 'idle'],
  waiting: ['ready', 'installing', 'idle'],
  installing: ['refused', 'failed'],
  failed: ['checking', 'idle'],
  refused: ['checking', 'idle'],
}

const offers = fc.record({ version: fc.constantFrom('1.3.0', '2.0.0-beta.1'), notes: fc.string() })
const event: fc.Arbitrary<UpdateEvent> = fc.oneof(
  ...(['check', 'download', 'downloaded', 'hold', 'postpone', 'install', 'switch'] as const).map((type) =>
    fc.constant({ type }),
  ),
  fc.record({ type: fc.constant('nothing' as const), waitingForStable: fc.boolean() }),
  fc.record({ type: fc.constant('found' as const), offer: offers }),
  fc.record({ type: fc.constant('older' as const), version: fc.string() }),
  fc.record({ type: fc.constant('tampered' as const), version: fc.string() }),
  fc.record({
    type: fc.constant('progress' as const),
    percent: fc.double({ min: -5, max: 500, noNaN: true }),
  }),
  fc.record({
    type: fc.constant('failed' as const),
    reason: fc.constantFrom('offline' as const, 'other' as const),
  }),
)

const walk = (events: UpdateEvent[], from: UpdateState = { kind: 'idle' }): UpdateState[] =>
  events.reduce<UpdateState[]>((states, each) => [...states, next(states.at(-1) ?? from, each)], [from])

it('goes only where it may, and is always a state of the contract', () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 60 }), (events) => {
      const states = walk(events)
      for (const [at, state] of states.entries()) {
        expect(updateState.safeParse(state).success).toBe(true)
        const before = states[at - 1]
        if (before && before !== state) expect(FOLLOWS[before.kind]).toContain(state.kind)
      }
    }),
    { numRuns: 500 },
  )
})

it('installs only what was found and wholly downloaded in this very run', () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 80 }), (events) => {
      const states = walk(events)
      for (const [at, state] of states.entries()) {
        if (state.kind !== 'installing') continue
        const kinds = states.slice(0, at).map(({ kind }) => kind)
        const found = states[kinds.lastIndexOf('available')]
        expect(found).toMatchObject({ offer: state.offer })
        expect(kinds.lastIndexOf('ready')).toBeGreaterThan(kinds.lastIndexOf('downloading'))
        expect(kinds.lastIndexOf('downloading')).toBeGreaterThan(kinds.lastIndexOf('available'))
      }
    }),
    { numRuns: 500 },
  )
})

it('never goes back in percent', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -5, max: 500, noNaN: true })), (percents) => {
      const states = walk(
        percents.map((percent) => ({ type: 'progress', percent })),
        { kind: 'downloading', offer, percent: 0 },
      )
      const seen = states.map((state) => (state.kind === 'downloading' ? state.percent : -1))
      expect(seen).toEqual(seen.toSorted((a, b) => a - b))
      expect(Math.max(...seen)).toBeLessThanOrEqual(100)
    }),
  )
})

it('stays where it is, as the same object, when an event means nothing there', () => {
  const installing: UpdateState = { kind: 'installing', offer }
  expect(next(installing, { type: 'switch' })).toBe(installing)
  expect(next({ kind: 'unsupported' }, { type: 'check' })).toEqual({ kind: 'unsupported' })
})

it('comes from idle to installing the way it should', () => {
  const states = walk([
    { type: 'check' },
    { type: 'found', offer },
    { type: 'download' },
    { type: 'progress', percent: 41.9 },
    { type: 'downloaded' },
    { type: 'hold' },
    { type: 'install' },
  ])
  expect(states).toEqual([
    { kind: 'idle' },
    { kind: 'checking' },
    { kind: 'available', offer },
    { kind: 'downloading', offer, percent: 0 },
    { kind: 'downloading', offer, percent: 41 },
    { kind: 'ready', offer },
    { kind: 'waiting', offer },
    { kind: 'installing', offer },
  ])
})

it('has no room for an illegal transition', () => {
  const broken: Table = {
    ...TABLE,
    // @ts-expect-error what is only available is not installed
    available: { install: ({ offer: each }) => ({ kind: 'installing', offer: each }) },
    // @ts-expect-error a host without updates never checks
    unsupported: { check: () => ({ kind: 'checking' }) },
  }
  expect(broken).not.toEqual(TABLE)
})
