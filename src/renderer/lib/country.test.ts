import { expect, it } from 'vitest'
import { countryOf } from './country'

it.each([
  ['+6281234567890', 'ID'],
  ['+919876543210', 'IN'],
  ['+12125550123', 'US'],
  [null, 'IN'],
])('%s is of %s', (linked, country) => {
  expect(countryOf(linked)).toBe(country)
})
