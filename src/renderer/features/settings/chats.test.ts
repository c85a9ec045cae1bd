import { describe, expect, it } from 'vitest'
import type { Conversation } from '../../../contract'
import { looksLikePhone } from '../contacts/rules'
import { choicesOf } from './chats'

const chat = (id: string, over: Partial<Conversation>): Conversation => ({
  ...{
    id,
    accountId: 'a',
    kind: 'group',
    contactId: null,
    name: id,
    phone: null,
    last: null,
    at: 0,
    lastId: 0,
    unread: 0,
  },
  ...{ archived: false, isBlocked: false, keeping: 'kept' },
  ...over,
})

describe('chats whose keeping is a matter of choice', () => {
  it('lists groups by name, whether on or off', () => {
    const { groups } = choicesOf([chat('b', { keeping: 'group-off' }), chat('a', {})], 'en')
    expect(groups.map(({ id }) => id)).toEqual(['a', 'b'])
  })

  it('shows a chat once, as it was told last', () => {
    const { groups } = choicesOf([chat('a', {}), chat('a', { keeping: 'group-off' })], 'en')
    expect(groups).toMatchObject([{ id: 'a', keeping: 'group-off' }])
  })

  it('puts a marked group among what is not for work only', () => {
    const { groups, notForWork } = choicesOf(
      [chat('a', { keeping: 'not-work' }), chat('b', { keeping: 'not-work', kind: 'person' })],
      'en',
    )
    expect(groups).toEqual([])
    expect(notForWork.map(({ id }) => id)).toEqual(['a', 'b'])
  })
})

describe('a phone number', () => {
  it.each([
    ['0812-3456-7890', true],
    ['९८२००००००६', true],
    ['Siti', false],
    ['12', false],
  ])('%s: %s', (text, is) => {
    expect(looksLikePhone(text)).toBe(is)
  })
})
