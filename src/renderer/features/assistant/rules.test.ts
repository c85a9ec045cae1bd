import { expect, it } from 'vitest'
import type { AssistantChat } from '../../../contract'
import { isTold, listOf, TYPING_AGAIN_MS, usualHours, withDay } from './rules'

const id = '3f0c6c3e-6d5a-4c59-9b8e-0a1b2c3d4e5f'
const chat = (state: AssistantChat['state']): AssistantChat => ({ conversationId: id, state, until: null })

it('tells the assistant at the first letter, and again only after a while', () => {
  expect(isTold(chat('answers'), null, 5)).toBe(true)
  expect(isTold(chat('answers'), { conversationId: id, at: 0 }, 5)).toBe(false)
  expect(isTold(chat('silent'), { conversationId: id, at: 0 }, 5)).toBe(false)
  expect(isTold(chat('silent'), { conversationId: id, at: 0 }, TYPING_AGAIN_MS)).toBe(true)
  expect(isTold(chat('muted'), null, 5)).toBe(false)
  expect(isTold(chat('off'), null, 5)).toBe(false)
})

it('reads words as they are written into a field', () => {
  expect(listOf(' katalog, daftar harga,,katalog\nmenu; ')).toEqual(['katalog', 'daftar harga', 'menu'])
  expect(listOf(' , ')).toEqual([])
})

it('changes one day of the week', () => {
  const hours = usualHours('Asia/Jakarta')
  expect(withDay(hours, 6, {}).days[6]).toEqual({ from: 540, to: 1020 })
  expect(withDay(hours, 0, { to: 720 }).days[0]).toEqual({ from: 540, to: 720 })
  expect(withDay(hours, 0, null).days).toEqual([null, ...hours.days.slice(1)])
})
