import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ACCOUNT_COLOURS } from '../../contract'
import type { WaState } from '../whatsapp/types'
import { freeColour } from './colours'
import { AT_ONCE, beginRestore, comesUp, settled, withdrawn, type Restore } from './restore'

describe('the queue of a start', () => {
  it('begins with the two that were used last', () => {
    const { start, restore } = beginRestore([
      { id: 'never', usedAt: null },
      { id: 'old', usedAt: 1 },
      { id: 'new', usedAt: 3 },
      { id: 'newer', usedAt: 4 },
    ])
    expect(start).toEqual(['newer', 'new'])
    expect(restore).toEqual({ waiting: ['old', 'never'], connecting: ['newer', 'new'] })
    expect(settled(restore, 'new').start).toEqual(['old'])
  })

  it('starts every account once, at most two at a time, in whatever order they settle and people step in', () => {
    const act = fc.record({ who: fc.nat(9), what: fc.constantFrom('settled' as const, 'withdrawn' as const) })
    fc.assert(
      fc.property(fc.nat(10), fc.array(act, { maxLength: 60 }), (count, acts) => {
        const ids = Array.from({ length: count }, (_, index) => `a${index}`)
        let { restore, start } = beginRestore(ids.map((id, usedAt) => ({ id, usedAt })))
        const started = [...start]
        const taken = new Set<string>()
        const settle = (id: string): void => {
          ;({ restore, start } = settled(restore, id))
          started.push(...start)
        }
        for (const { who, what } of acts) {
          const id = `a${who}`
          if (what === 'settled') settle(id)
          else {
            if (restore.waiting.includes(id)) taken.add(id)
            restore = withdrawn(restore, id)
          }
          expect(restore.connecting.length).toBeLessThanOrEqual(AT_ONCE)
        }
        for (let next: Restore = restore; next.connecting.length > 0; next = restore)
          settle(next.connecting[0]!)
        expect([...started, ...taken].sort()).toEqual([...ids].sort())
      }),
    )
  })

  it('waits for an account while it comes up, and no longer once it failed or needs a person', () => {
    const qr: WaState = { kind: 'qr', qr: 'x', expiresAt: 1, round: 1 }
    const closed: WaState = { kind: 'closed', reason: 'crashed', detail: '' }
    expect(comesUp({ kind: 'starting' }, null)).toBe(true)
    expect(comesUp({ kind: 'syncing', percent: 3 }, null)).toBe(true)
    expect(comesUp({ kind: 'starting' }, 5)).toBe(false)
    for (const state of [qr, closed, { kind: 'reconnecting', cause: 'TIMEOUT' } satisfies WaState])
      expect(comesUp(state, null)).toBe(false)
  })
})

it('gives every account a colour that is free, as long as there is one', () => {
  const taken = [...ACCOUNT_COLOURS].filter((colour) => colour !== 'violet')
  expect(freeColour([])).toBe(ACCOUNT_COLOURS[0])
  expect(freeColour(taken)).toBe('violet')
  expect(freeColour([...ACCOUNT_COLOURS, 'teal'])).toBe('blue')
})
