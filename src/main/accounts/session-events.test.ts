import { describe, expect, it } from 'vitest'
import type { WaClosedReason, WaState } from '../whatsapp/types'
import { step, stoppedView, unlinkedView, type AccountView } from './machine'
import { afterClose, eventOf, type Link } from './session-events'

const REASONS: WaClosedReason[] = [
  'logged-out',
  'conflict',
  'banned',
  'auth-failure',
  'changed',
  'passkey',
  'qr-unanswered',
  'browser-missing',
  'profile-in-use',
  'profile-left',
  'crashed',
  'stopped',
]
const STATES: WaState[] = [
  { kind: 'qr', qr: 'x', expiresAt: 1, round: 1 },
  { kind: 'pairing-code', code: 'ABCD1234', phone: '+6281200000001', expiresAt: 1 },
  { kind: 'syncing', percent: 40 },
  { kind: 'ready', me: { address: 'me', lid: null, phone: null, name: null } },
  { kind: 'reconnecting', cause: 'TIMEOUT' },
  ...REASONS.map((reason) => ({ kind: 'closed' as const, reason, detail: '' })),
]

/** The account after its session started and then said this. */
function viewAfter(state: WaState, link: Link, { wanted = true, firstTime = false } = {}): AccountView {
  const about = { link, wanted, firstTime, timelocked: false }
  const begin = link === 'linked' ? stoppedView : unlinkedView
  const started = step(begin, eventOf({ kind: 'starting' }, about))
  const view = started && step(started, eventOf(state, about))
  if (!view) throw new Error(`${state.kind} can't happen after a start`)
  return view
}

describe('what a session says', () => {
  it.each(STATES)('has a place in the life of an account: $kind $reason', (state) => {
    for (const link of ['linked', 'none', 'signed-out'] as const)
      for (const wanted of [true, false])
        for (const firstTime of [true, false]) viewAfter(state, link, { wanted, firstTime })
  })

  it('is told while it is linked again after the phone had ended the link', () => {
    const qr: WaState = { kind: 'qr', qr: 'x', expiresAt: 1, round: 1 }
    expect(viewAfter(qr, 'signed-out').reason).toBe('logged-out')
    expect(viewAfter(qr, 'none').reason).toBeNull()
    expect(viewAfter({ kind: 'closed', reason: 'conflict', detail: '' }, 'signed-out').reason).toBe(
      'conflict',
    )
  })

  it('is told where a phone is asked for that was linked: the session was lost here', () => {
    const code: WaState = { kind: 'pairing-code', code: 'ABCD1234', phone: '+6281200000001', expiresAt: 1 }
    for (const state of [{ kind: 'qr', qr: 'x', expiresAt: 1, round: 1 } as const, code])
      expect(viewAfter(state, 'linked')).toMatchObject({ state: 'linking', reason: 'link-lost' })
  })

  it('lets an account that was never linked go on linking where the browser ended', () => {
    const crashed: WaState = { kind: 'closed', reason: 'crashed', detail: '' }
    expect(viewAfter(crashed, 'none').state).toBe('linking')
    expect(viewAfter(crashed, 'linked').state).toBe('reconnecting')
    expect(viewAfter(crashed, 'signed-out')).toMatchObject({ state: 'linking', reason: 'logged-out' })
  })

  it('switches an account off only where somebody wanted that', () => {
    const stopped: WaState = { kind: 'closed', reason: 'stopped', detail: '' }
    expect(viewAfter(stopped, 'linked', { wanted: false }).state).toBe('stopped')
    expect(viewAfter(stopped, 'linked').state).toBe('reconnecting')
    expect(viewAfter(stopped, 'none', { wanted: false }).state).toBe('unlinked')
  })

  it('asks for a person only where a person can help', () => {
    expect(afterClose('crashed')).toBe('reconnect')
    expect(afterClose('logged-out')).toBe('link-again')
    expect(afterClose('profile-left')).toBe('forget-link')
    expect(afterClose('stopped')).toBe('nothing')
    for (const reason of ['conflict', 'banned', 'changed', 'passkey', 'qr-unanswered'] as const) {
      expect(afterClose(reason)).toBe('wait-for-person')
    }
  })
})
