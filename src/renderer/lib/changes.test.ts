import { expect, it } from 'vitest'
import { changesOf } from './changes'

const opened = { name: 'Sofa', price: 100, currency: 'IDR', tags: ['a'], stock: 7 as number | null }

it('sends what was changed in the form, and nothing where all is as it was', () => {
  expect(changesOf(opened, { ...opened, tags: ['a'] })).toBeNull()
  expect(changesOf(opened, { ...opened, name: 'Chair' })).toEqual({ name: 'Chair' })
  expect(changesOf(opened, { ...opened, stock: null, tags: [] })).toEqual({ stock: null, tags: [] })
})

it('lets an amount and its currency go together', () => {
  const pair = [['price', 'currency']] as const
  expect(changesOf(opened, { ...opened, price: 90 }, pair)).toEqual({ price: 90, currency: 'IDR' })
  expect(changesOf(opened, { ...opened, name: 'Chair' }, pair)).toEqual({ name: 'Chair' })
})
