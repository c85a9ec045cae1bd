import { expect, it } from 'vitest'
import { toastsBeside, withToast, type ToastEntry } from './toast-rules'

const entry = (id: number, change: Partial<ToastEntry> = {}): ToastEntry => ({
  id,
  text: `text ${id}`,
  about: null,
  chat: null,
  ...change,
})
const ids = (toasts: readonly ToastEntry[]) => toasts.map(({ id }) => id)

it('replaces what was said about the same thing, and what says the same', () => {
  const saved = entry(1, { about: 'order o1' })
  const other = entry(2)
  expect(ids(withToast([saved, other], entry(3, { about: 'order o1' })))).toEqual([2, 3])
  expect(ids(withToast([saved, other], entry(3, { text: 'text 2' })))).toEqual([1, 3])
})

it('shows three at most, the newest', () => {
  const three = [entry(1), entry(2), entry(3)]
  expect(ids(withToast(three, entry(4)))).toEqual([2, 3, 4])
})

it('lets go what belongs to another chat', () => {
  const toasts = [entry(1, { chat: 'a' }), entry(2, { chat: 'b' }), entry(3)]
  expect(ids(toastsBeside(toasts, 'b'))).toEqual([2, 3])
  expect(ids(toastsBeside(toasts, null))).toEqual([3])
})
