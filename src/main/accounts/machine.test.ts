import { describe, expect, it } from 'vitest'
import { accountState, attentionReason } from '../../contract'
import type { WaClosedReason, WaState } from '../whatsapp/types'
import { backoff } from './backoff'
import { afterClose, viewOf } from './machine'

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
  'crashed',
  'stopped',
]
const STATES: WaState[] = [
  { kind: 'starting' },
  { kind: 'qr', qr: 'x', expiresAt: 1, round: 1 },
  { kind: 'pairing-code', code: 'ABCD1234', phone: '+6281200000001', expiresAt: 1 },
  { kind: 'syncing', percent: 40 },
  { kind: 'ready', me: { address: 'me', lid: null, phone: null, name: null } },
  { kind: 'reconnecting', cause: 'TIMEOUT' },
  ...REASONS.map((reason) => ({ kind: 'closed' as const, reason, detail: '' })),
]

describe('an account', () => {
  it.each(STATES)('has a state for $kind $reason, linked or not', (state) => {
    for (const link of ['linked', 'none', 'signed-out'] as const) {
      const view = viewOf(state, link)
      expect(accountState.options).toContain(view.state)
      expect(view.state === 'attention').toBe(view.reason !== null && view.reason !== 'logged-out')
      if (view.reason) expect(attentionReason.options).toContain(view.reason)
    }
  })

  it('says while it is linked again that the phone had ended the link', () => {
    const qr: WaState = { kind: 'qr', qr: 'x', expiresAt: 1, round: 1 }
    expect(viewOf(qr, 'signed-out').reason).toBe('logged-out')
    expect(viewOf(qr, 'none').reason).toBeNull()
    expect(viewOf({ kind: 'closed', reason: 'conflict', detail: '' }, 'signed-out').reason).toBe('conflict')
  })

  it('goes on linking where nothing was linked and the browser ended', () => {
    const crashed: WaState = { kind: 'closed', reason: 'crashed', detail: '' }
    expect(viewOf(crashed, 'none').state).toBe('linking')
    expect(viewOf(crashed, 'linked').state).toBe('reconnecting')
    expect(viewOf(crashed, 'signed-out')).toMatchObject({ state: 'linking', reason: 'logged-out' })
  })

  it('asks for a person only where a person can help', () => {
    expect(afterClose('crashed')).toBe('reconnect')
    expect(afterClose('logged-out')).toBe('link-again')
    expect(afterClose('stopped')).toBe('nothing')
    for (const reason of ['conflict', 'banned', 'changed', 'passkey', 'qr-unanswered'] as const) {
      expect(afterClose(reason)).toBe('wait-for-person')
    }
  })
})

describe('trying again', () => {
  it('doubles up to 30 s and gets patient after a quarter of an hour', () => {
    expect([0, 1, 2, 3, 4, 5, 6, 20].map((failures) => backoff(failures, 0, 0) / 1000)).toEqual([
      0, 1, 2, 4, 8, 16, 30, 30,
    ])
    expect(backoff(3, 16 * 60_000, 0)).toBe(300_000)
    expect(backoff(6, 0, 1)).toBe(36_000)
  })
})
