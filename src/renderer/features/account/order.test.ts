import { describe, expect, it } from 'vitest'
import { NO_SESSION_COPY, type Account } from '../../../contract'
import { fullestOf, inTrouble, startingAccount, toldOf, twinOf, worstFirst } from './order'

const account = (id: string, change: Partial<Account> = {}): Account => ({
  ...{
    id,
    label: id,
    colour: 'teal',
    name: 'Shop',
    phone: '+919876543210',
    state: 'connected',
    reason: null,
  },
  ...{ since: 0, qr: null, pairingCode: null, progress: null, nextTryAt: null, paused: false },
  today: { sent: 0, received: 0, newContacts: 0, limit: 1000 },
  linkedBy: null,
  sessionCopy: NO_SESSION_COPY,
  ...change,
})
const ids = (accounts: readonly Account[]): string[] => accounts.map(({ id }) => id)
const ALL = [
  account('fine'),
  account('off', { state: 'stopped' }),
  account('never', { state: 'unlinked', phone: null, name: null }),
  account('unlinked', { state: 'unlinked' }),
  account('lost', { state: 'reconnecting' }),
  account('banned', { state: 'attention', reason: 'banned' }),
  account('loading', { state: 'syncing' }),
]

describe('several accounts', () => {
  it('stand with the worst first, those at rest last, and alike in their own order', () => {
    expect(ids(worstFirst(ALL, false))).toEqual([
      'banned',
      'lost',
      'loading',
      'fine',
      'never',
      'unlinked',
      'off',
    ])
    const alike = ALL.filter(({ id }) => !['never', 'unlinked', 'off'].includes(id))
    expect(ids(worstFirst(alike, true))).toEqual(ids(alike))
  })

  it('have one to be told of: in trouble, else not linked yet, never one that is off or was unlinked', () => {
    const told = (accounts: readonly Account[], ended = false) => {
      const [first, ...others] = worstFirst(accounts, ended)
      return first && toldOf(first, others, ended).id
    }
    const calm = ALL.filter(({ id }) => id !== 'banned' && id !== 'lost')
    expect(told(ALL)).toBe('banned')
    expect(told(calm)).toBe('never')
    expect(told(calm.filter(({ id }) => id !== 'never'))).toBe('loading')
    expect(told(calm, true)).toBe('fine')
  })

  it('say the use of the one nearest its limit', () => {
    const used = (id: string, sent: number, limit: number) =>
      account(id, { today: { sent, received: 0, newContacts: 0, limit } })
    expect(fullestOf(used('a', 40, 1000), [used('b', 9, 10), used('c', 50, 1000)]).id).toBe('b')
    expect(fullestOf(used('a', 0, 10), [used('b', 0, 10)]).id).toBe('a')
    // A number that was unlinked keeps what it did today, and its history.
    const gone = { ...used('gone', 9, 10), state: 'unlinked' as const }
    expect(fullestOf(gone, [used('b', 1, 10)]).id).toBe('b')
    expect(fullestOf(gone, []).id).toBe('gone')
  })

  it('have a banner only for what is not as its person wants it', () => {
    expect(ids(inTrouble(ALL, false))).toEqual(['banned', 'lost'])
    expect(
      ids(inTrouble([account('gone', { state: 'unlinked', reason: 'logged-out' }), account('b')], false)),
    ).toEqual(['gone'])
    expect(inTrouble(ALL, true)).toEqual([])
  })

  it('are spoken of while off where there is but one', () => {
    expect(ids(inTrouble([account('never', { state: 'unlinked' })], false))).toEqual(['never'])
  })

  it('may be linked to one number twice', () => {
    const two = [account('a'), account('b'), account('c', { phone: '+919876543211' })]
    expect(two.map((one) => twinOf(two, one)?.id)).toEqual(['b', 'a', undefined])
    const left = [account('a'), account('b', { state: 'unlinked' }), account('c', { phone: null })]
    expect(left.map((one) => twinOf(left, one))).toEqual([undefined, undefined, undefined])
  })

  it('start a chat from the one that is looked at, else from one that is connected', () => {
    expect(startingAccount(ALL, 'lost')).toBe('lost')
    expect(startingAccount(ALL, null)).toBe('fine')
    expect(startingAccount(ALL.slice(1), 'removed')).toBe('off')
    expect(startingAccount([], null)).toBeUndefined()
  })
})
