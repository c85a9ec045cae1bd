import { describe, expect, it } from 'vitest'
import type { Lead, LeadCard, Stage } from '../../../../contract'
import { cardOf, columnsOf, firstShown, fitting, withLead, withName, withoutCard, type Cards } from './rules'

const stage = (id: string, order: number): Stage => ({ id, name: id, order, color: null, outcome: 'open' })
const card = (id: string, stageId: string, updatedAt: number): LeadCard => ({
  lead: { id, stageId, updatedAt } as Lead,
  contact: { id: 'c', name: 'Sari' },
  chatId: null,
})
const cards = (items: LeadCard[], next: string | null = null): Cards => ({ items, next, state: 'ready' })
const ids = ({ items }: Cards) => items.map(({ lead }) => lead.id)

describe('the board', () => {
  it('has the stages in their order, with what is in them, and keeps leads of stages that are gone in sight', () => {
    const values = [{ currency: 'IDR', value: 5 }]
    const sums = [
      { stageId: 'gone', count: 1, values: [] },
      { stageId: 'new', count: 2, values },
    ]
    const columns = columnsOf([stage('late', 1), stage('new', 0)], sums, 'Gone')
    expect(columns.map(({ name, count, outcome }) => [name, count, outcome])).toEqual([
      ['new', 2, 'open'],
      ['late', 0, 'open'],
      ['Gone', 1, null],
    ])
    expect(columns[0]?.values).toEqual(values)
  })

  it('puts a lead that was moved on top of its new stage, and nowhere else', () => {
    const columns = { a: cards([card('1', 'a', 3), card('2', 'a', 1)]), b: cards([card('3', 'b', 2)]) }
    const after = withLead(columns, { ...card('2', 'b', 4).lead })
    expect([ids(after!['a']!), ids(after!['b']!)]).toEqual([['1'], ['2', '3']])
    expect(cardOf(after!, '2')?.contact.name).toBe('Sari')
    expect(withLead(columns, card('9', 'a', 1).lead)).toBeNull()
  })

  it('leaves to the next page what comes after what was read', () => {
    const columns = { a: cards([card('1', 'a', 1)]), b: cards([card('3', 'b', 8)], 'more') }
    expect(ids(withLead(columns, card('1', 'b', 2).lead)!['b']!)).toEqual(['3'])
    expect(ids(withLead(columns, card('1', 'b', 9).lead)!['b']!)).toEqual(['1', '3'])
  })

  it('forgets what was deleted, and calls people by their new name', () => {
    const columns = { a: cards([card('1', 'a', 3), card('2', 'a', 1)]) }
    expect(ids(withoutCard(columns, '1')['a']!)).toEqual(['2'])
    expect(withName(columns, { id: 'c', name: 'Ratna' })['a']!.items[1]?.contact.name).toBe('Ratna')
  })
})

describe('the columns side by side', () => {
  it('are as many as fit, one at least', () => {
    expect([fitting(0, 6), fitting(600, 6), fitting(5000, 6), fitting(300, 0)]).toEqual([1, 3, 6, 1])
  })

  it('move no further than they must to show the one that is wanted', () => {
    expect([0, 2, 3, 5].map((wanted) => firstShown(1, 2, 6, wanted))).toEqual([0, 1, 2, 4])
    expect([firstShown(5, 2, 6), firstShown(3, 6, 6), firstShown(-1, 2, 6)]).toEqual([4, 0, 0])
  })
})
