import { describe, expect, it } from 'vitest'
import type { Stage } from '../../../contract'
import { checkLead, firstStage } from './rules'

const stage = (id: string, order: number, outcome: Stage['outcome']): Stage => ({
  id,
  name: id,
  order,
  color: null,
  outcome,
})
const draft = { id: 'l', title: ' Gaming laptop ', stageId: 'new', value: 1_850_000_000, currency: 'IDR' }

describe('a lead being written', () => {
  it('begins in the first open stage', () => {
    expect(firstStage([stage('late', 2, 'open'), stage('lost', 0, 'lost'), stage('new', 1, 'open')])).toBe(
      'new',
    )
    expect(firstStage([stage('won', 0, 'won')])).toBe('won')
    expect(firstStage([])).toBe('')
  })

  it('is kept with its title trimmed', () => {
    expect(checkLead(draft)).toEqual({
      problems: [],
      fields: { title: 'Gaming laptop', stageId: 'new', value: 1_850_000_000, currency: 'IDR' },
    })
  })

  it('has no currency without a value', () => {
    expect(checkLead({ ...draft, value: null }).fields).toMatchObject({ value: null, currency: null })
  })

  it('needs a title, and a value that is an amount', () => {
    expect(checkLead({ ...draft, title: ' ', value: 'unreadable' })).toEqual({
      problems: ['title', 'value'],
      fields: null,
    })
    expect(checkLead({ ...draft, title: 'x'.repeat(201) }).problems).toEqual(['title'])
  })
})
