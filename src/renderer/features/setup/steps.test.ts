import { describe, expect, it } from 'vitest'
import type { Account, Preferences, SetupStatus } from '../../../contract'
import { accountState, attentionReason, DEFAULT_PREFERENCES, NO_SESSION_COPY } from '../../../contract'
import { shownSince, shownView, viewOf } from '../account/view'
import { nextSetupStep, placeOfStep } from './steps'

const status = (change: Partial<SetupStatus> = {}): SetupStatus => ({
  stage: 'open',
  keychain: false,
  problem: null,
  host: 'service',
  version: '0.1.0',
  recoveryCode: null,
  canLock: false,
  ...change,
})
const account = (change: Partial<Account> = {}): Account => ({
  id: 'main',
  name: null,
  phone: null,
  label: null,
  colour: 'teal',
  state: 'unlinked',
  reason: null,
  since: 0,
  qr: null,
  pairingCode: null,
  progress: null,
  nextTryAt: null,
  today: { sent: 0, received: 0, newContacts: 0, limit: 1_000 },
  paused: false,
  linkedBy: null,
  sessionCopy: NO_SESSION_COPY,
  ...change,
})
const done: Preferences = {
  ...DEFAULT_PREFERENCES,
  language: 'en',
  keep: 'known',
  riskAcceptedAt: 1,
  crmStepDone: true,
}

describe('the first run', () => {
  it('goes from step to step and ends in the inbox', () => {
    const at = (
      setup: Partial<SetupStatus>,
      preferences: Partial<Preferences>,
      state: Partial<Account> = {},
    ) => nextSetupStep(status(setup), { ...DEFAULT_PREFERENCES, ...preferences }, [account(state)])
    expect(at({ stage: 'new' }, {})).toBe('language')
    expect(at({ stage: 'new' }, { language: 'hi' })).toBe('key')
    expect(at({ recoveryCode: 'ABCD' }, { language: 'hi' })).toBe('recovery-code')
    expect(at({}, { language: 'hi' })).toBe('crm')
    expect(at({}, { language: 'hi', crmStepDone: true })).toBe('keep')
    expect(at({}, done)).toBe('link')
    expect(at({}, done, { state: 'linking' })).toBe('link')
    expect(at({}, done, { state: 'connected', phone: '+919876543210' })).toBeNull()
  })

  it('opens the inbox where linking was put off', () => {
    for (const state of ['unlinked', 'linking', 'reconnecting'] as const)
      expect(nextSetupStep(status(), { ...done, linkLater: true }, [account({ state })])).toBeNull()
  })

  it.each([
    [true, ['language', 'key', 'recovery-code', 'crm', 'keep', 'link']],
    // The key is made by itself.
    [false, ['language', 'recovery-code', 'crm', 'keep', 'link']],
  ] as const)(
    'counts each step that a person sees (asked for the key: %s), one after the other',
    (asksForKey, steps) => {
      for (const [index, step] of steps.entries())
        expect(placeOfStep(step, asksForKey)).toEqual({ at: index + 1, of: steps.length })
      expect(placeOfStep('key', false)).toEqual(placeOfStep('recovery-code', false))
      expect(placeOfStep('unlock', asksForKey)).toBeNull()
    },
  )

  it('stays while history arrives, unless left', () => {
    const syncing = [account({ state: 'syncing', phone: '+919876543210' })]
    expect(nextSetupStep(status(), done, syncing, true)).toBe('link')
    expect(nextSetupStep(status(), done, syncing, false)).toBeNull()
  })

  it('stays on linking while WhatsApp can not be reached, but not for a number that was linked', () => {
    expect(nextSetupStep(status(), done, [account({ state: 'reconnecting' })])).toBe('link')
    expect(nextSetupStep(status(), done, [account({ state: 'linking', nextTryAt: 5 })])).toBe('link')
    const known = { state: 'reconnecting', phone: '+919876543210' } as const
    expect(nextSetupStep(status(), done, [account(known)])).toBeNull()
    expect(nextSetupStep(status(), done, [account({ state: 'reconnecting', name: 'Shop' })])).toBeNull()
  })

  it('asks for the passphrase before anything that needs the key, and shows problems first', () => {
    expect(nextSetupStep(status({ stage: 'locked' }), done, [])).toBe('unlock')
    const problem = { kind: 'newer-database', detail: '' } as const
    expect(nextSetupStep(status({ stage: 'locked', problem }), done, [])).toBe('problem')
  })

  it('does not lead somebody signed out back to the first run', () => {
    expect(nextSetupStep(status(), done, [account({ state: 'attention', reason: 'logged-out' })])).toBeNull()
  })
})

describe('every state of an account', () => {
  it.each(accountState.options.filter((state) => state !== 'attention'))('%s has a view', (state) => {
    expect(viewOf(account({ state, phone: '+919876543210' })).word).toBe(state)
  })
  it('speaks of linking, not of a lost connection, where nothing was linked', () => {
    expect(viewOf(account({ state: 'reconnecting' }))).toMatchObject({ word: 'unreachable', help: 'link' })
    expect(viewOf(account({ state: 'linking', nextTryAt: 5 })).word).toBe('retrying')
    expect(viewOf(account({ state: 'linking' })).word).toBe('linking')
    expect(viewOf(account({ state: 'linking', reason: 'link-lost' })).word).toBe('link-lost')
    const saving = { ...NO_SESSION_COPY, doing: 'saving' as const }
    expect(viewOf(account({ state: 'reconnecting', sessionCopy: saving }))).toMatchObject({
      word: 'saving',
      trouble: false,
    })
  })
  it('says since when only where that is when its state began', () => {
    const since = (change: Partial<Account>) => {
      const one = account({ phone: '+919876543210', since: 7, ...change })
      return shownSince(one, viewOf(one))
    }
    const today = { sent: 9, received: 0, newContacts: 0, limit: 9 }
    expect(since({ state: 'connected' })).toBe(7)
    expect(since({ state: 'attention', reason: 'banned' })).toBe(7)
    expect(since({ state: 'connected', today })).toBeNull()
    expect(since({ state: 'connected', paused: true })).toBeNull()
  })
  it('is not known while Leadline is not running', () => {
    const connected = account({ state: 'connected', phone: '+919876543210' })
    expect(shownView(connected, true)).toMatchObject({ word: 'ended', help: null, trouble: false })
    expect(shownView(connected, false)).toEqual(viewOf(connected))
  })
  it.each(attentionReason.options)('%s is trouble', (reason) => {
    expect(viewOf(account({ state: 'attention', reason }))).toMatchObject({ word: reason, trouble: true })
  })
})
