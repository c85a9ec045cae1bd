import { describe, expect, it } from 'vitest'
import type { Conversation, Lead, Stage } from '../../../contract'
import { callIt, leadsInOrder, stageOptions, standingOf, withRecord } from './rules'

const lead = (id: string, over: Partial<Lead> = {}): Lead => ({
  ...{ id, contactId: 'c', conversationId: null, title: id, stageId: 'new', value: null, currency: null },
  ...{ source: null, lostReason: null, note: null, ownerId: null, nextStep: null },
  ...{ createdAt: 1, updatedAt: 1, sync: { state: 'waiting', reason: null } },
  ...over,
})
const stages: Stage[] = [
  { id: 'won', name: 'Won', order: 1, color: null, outcome: 'won' },
  { id: 'new', name: 'New', order: 0, color: null, outcome: 'open' },
]

describe('records of a customer', () => {
  it('replaces what is there and puts what is new first', () => {
    const before = [lead('a')]
    const after = withRecord(before, lead('a', { title: 'other', updatedAt: 2 }))
    expect(after).toMatchObject([{ id: 'a', title: 'other' }])
    expect(withRecord(after, lead('b', { createdAt: 5 })).map(({ id }) => id)).toEqual(['b', 'a'])
  })

  it('does not go back to an older state that arrives late', () => {
    const now = [lead('a', { title: 'new', updatedAt: 9 })]
    expect(withRecord(now, lead('a', { title: 'old', updatedAt: 3 }))).toMatchObject([{ title: 'new' }])
  })

  it('takes a new sync state of the same change', () => {
    const synced = lead('a', { sync: { state: 'synced', reason: null } })
    expect(withRecord([lead('a')], synced)).toEqual([synced])
  })

  it('shows leads that are worked on before closed ones', () => {
    const leads = [
      lead('closed', { stageId: 'won', createdAt: 9 }),
      lead('old'),
      lead('young', { createdAt: 5 }),
    ]
    expect(leadsInOrder(leads, stages).map(({ id }) => id)).toEqual(['young', 'old', 'closed'])
  })

  it('keeps a stage choosable that the CRM no longer has', () => {
    expect(stageOptions(stages, 'new', '?').map(({ value }) => value)).toEqual(['new', 'won'])
    expect(stageOptions(stages, 'gone', '?')[0]).toEqual({ value: 'gone', label: '?' })
  })
})

describe('who is behind a conversation', () => {
  const conversation: Conversation = {
    ...{
      id: 'i',
      accountId: 'a',
      kind: 'person',
      contactId: null,
      name: null,
      phone: null,
      last: null,
      at: 0,
      lastId: 0,
    },
    ...{ unread: 0, archived: false, isBlocked: false, keeping: 'live' },
  }
  it.each([
    [{}, 'stranger-live'],
    [{ keeping: 'kept' as const }, 'stranger-kept'],
    [{ keeping: 'kept' as const, contactId: 'c' }, 'customer'],
    [{ keeping: 'kept' as const, kind: 'group' as const }, 'group'],
    [{ keeping: 'not-work' as const, contactId: 'c' }, 'not-work'],
  ])('%j is %s', (over, standing) => {
    expect(standingOf({ ...conversation, ...over })).toBe(standing)
  })

  it.each([
    [
      { name: 'Siti', phone: '+6281' },
      { text: 'Siti', isNumber: false },
    ],
    [
      { name: '+6281', phone: '+6281' },
      { text: 'number +6281', isNumber: true },
    ],
    [
      { name: '+62 8-1', phone: '+6281' },
      { text: 'number +6281', isNumber: true },
    ],
    [
      { name: '81 Toko', phone: '+81' },
      { text: '81 Toko', isNumber: false },
    ],
    [{ phone: '+6281' }, { text: 'number +6281', isNumber: true }],
    [{}, { text: 'someone', isNumber: false }],
    [{ kind: 'group' as const }, { text: 'a group', isNumber: false }],
  ])('%j is called %j', (over, called) => {
    const words = { phone: (e164: string) => `number ${e164}`, person: 'someone', group: 'a group' }
    expect(callIt({ ...conversation, ...over }, words)).toEqual(called)
  })
})
