import { describe, expect, it } from 'vitest'
import type { WaitingEntry } from '../../../contract'
import { entryOf, inOrder } from './entries'
import { addressOf, checkSignIn } from './sign-in'

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

describe('signing in to the CRM', () => {
  it.each([
    ['crm.example', 'https://crm.example'],
    [' https://crm.example/ ', 'https://crm.example'],
    ['http://127.0.0.1:4000', 'http://127.0.0.1:4000'],
    ['shop.example:8080/crm', 'https://shop.example:8080/crm'],
    ['', null],
    ['not an address', null],
    ['ftp://crm.example', null],
    ['https://me:secret@crm.example', null],
  ])('reads %j as %j', (text, address) => {
    expect(addressOf(text)).toBe(address)
  })

  it('names each field that is not right', () => {
    expect(checkSignIn({ url: '', email: 'siti', password: '' })).toEqual(['url', 'email', 'password'])
    expect(checkSignIn({ url: 'crm.example', email: 'siti@example.test', password: 'x' })).toEqual([])
  })
})
