import { expect, it } from 'vitest'
import type { Task } from '../../contract'
import type { Notice } from '../platform/ports'
import { ReminderNotices } from './reminders'
import { WORDS } from './words'

const task = (id: string, name: string | null = 'Sari'): Task =>
  ({ id, title: 'Call about the quote', contact: name === null ? null : { id: 'c', name } }) as Task

function desk() {
  const out = new Map<string, Notice>()
  const state = { mayTell: true, isPrivate: false }
  const notices = new ReminderNotices({
    show: (notice) => void out.set(notice.conversationId, notice),
    remove: (key) => void out.delete(key),
    mayTell: () => state.mayTell,
    isPrivate: () => state.isPrivate,
    words: () => WORDS.en,
  })
  const said = () => [...out.values()].map(({ title, body }) => `${title}: ${body}`)
  return { out, state, notices, said }
}

it('says what is due and for whom, each beside the others, until it is done', () => {
  const { notices, said } = desk()
  notices.rang([task('1'), task('2', null)])
  expect(said()).toEqual([
    'Sari: To do now: Call about the quote',
    'Leadline: To do now: Call about the quote',
  ])
  notices.now({ tasks: [task('2', null)], count: 1 })
  expect(said()).toHaveLength(1)
  notices.removeAll()
  expect(said()).toEqual([])
})

it('tells many as a number, until none is left', () => {
  const { notices, said } = desk()
  const many = ['1', '2', '3', '4'].map((id) => task(id))
  notices.rang(many)
  expect(said()).toEqual(['Leadline: 4 tasks are due'])
  notices.now({ tasks: many.slice(1), count: 3 })
  expect(said()).toHaveLength(1)
  notices.now({ tasks: [], count: 0 })
  expect(said()).toEqual([])
})

it('names nothing where it may not, and is silent where it must', () => {
  const { notices, state, said } = desk()
  state.isPrivate = true
  notices.rang([task('1')])
  expect(said()).toEqual(['Leadline: Something is to be done now'])
  notices.removeAll()
  state.mayTell = false
  notices.rang([task('1')])
  expect(said()).toEqual([])
})
