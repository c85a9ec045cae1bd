import { describe, expect, it } from 'vitest'
import type { WaitingEntry } from '../../../contract'
import { entryOf, inOrder } from './entries'
import { checkSignIn, isAddress } from './sign-in'
import { needsSignIn, syncWord } from './status'

const entry = (id: number, state: WaitingEntry['state'], recordId = 'r'): WaitingEntry => ({
  ...{ id, kind: 'lead', recordId, title: 'Laptop', since: id, attempts: 1, state, reason: null },
})

describe('what is not in the CRM yet', () => {
  it('puts first what needs a person', () => {
    const entries = [entry(1, 'waiting'), entry(2, 'refused'), entry(3, 'refused')]
    expect(inOrder(entries).map(({ id }) => id)).toEqual([2, 3, 1])
  })

  it('finds the refused change of a record before one that waits', () => {
    const entries = [entry(1, 'waiting'), entry(2, 'refused'), entry(3, 'refused', 'other')]
    expect(entryOf(entries, 'lead', 'r')?.id).toBe(2)
    expect(entryOf(entries, 'order', 'r')).toBeNull()
  })
})

describe('where a record stands', () => {
  it('does not say that it waits for the CRM while nobody is signed in', () => {
    expect(syncWord('waiting', 'lead', true)).toBe('signIn')
    expect(syncWord('waiting', 'lead', false)).toBe('waiting')
    expect(syncWord('synced', 'order', true)).toBe('synced')
    expect(syncWord('refused', 'order', true)).toBe('refused')
    expect(syncWord('local', 'contact', true)).toBe('later')
    expect(syncWord('local', 'lead', true)).toBe('local')
  })

  it('asks nobody to sign in before it is known who is', () => {
    expect(needsSignIn(null)).toBe(false)
    const status = {
      expired: false,
      url: null,
      user: null,
      role: 'owner' as const,
      reachable: null,
      waiting: 0,
      refused: 0,
      lastSyncAt: null,
    }
    expect(needsSignIn({ ...status, state: 'none' })).toBe(true)
    expect(needsSignIn({ ...status, state: 'signed-out' })).toBe(true)
    expect(needsSignIn({ ...status, state: 'signed-in' })).toBe(false)
  })
})

describe('signing in to the CRM', () => {
  it.each([
    ['crm.example', true],
    [' https://crm.example/ ', true],
    ['127.0.0.1:4000', true],
    ['shop.example:8080/crm', true],
    ['', false],
    ['not an address', false],
    ['ftp://crm.example', false],
    ['https://me:secret@crm.example', false],
  ])('%j can be an address: %s', (text, can) => {
    expect(isAddress(text)).toBe(can)
  })

  it('names each field that is not right', () => {
    expect(checkSignIn({ url: '', email: 'siti', password: '' })).toEqual(['url', 'email', 'password'])
    expect(checkSignIn({ url: 'crm.example', email: 'siti@example.test', password: 'x' })).toEqual([])
  })
})
