import { expect, it } from 'vitest'
import type { Product } from '../../contract'
import { catalogText } from './message'

const product = (name: string, more: Partial<Product> = {}): Product => ({
  ...{
    id: name,
    name,
    sku: null,
    categoryId: null,
    category: null,
    unitPrice: 1_850_000_000,
    currency: 'IDR',
  },
  ...{ stock: 3, unit: null, active: true, picture: null },
  ...more,
})

it('tells the catalogue by category, in each language, with each currency’s own digits', () => {
  const items = [
    product('Kabel *2 m*', { category: 'Aksesoris', unitPrice: 7_950_050, unit: 'pcs', stock: 0 }),
    product('Gaming Laptop'),
    product('Dinar', { category: 'Aksesoris', unitPrice: 1_234, currency: 'KWD' }),
  ]
  const plain = (text: string): string => text.replaceAll('\u00a0', ' ')
  expect(plain(catalogText(items, 'id', true))).toMatchInlineSnapshot(`
    "*Katalog kami*

    *Aksesoris*
    • Kabel *2 m* – Rp 79.500,50 / pcs (habis)
    • Dinar – KWD 1,234

    *Lainnya*
    • Gaming Laptop – Rp 18.500.000

    … dan lainnya. Tanyakan saja kepada kami."
  `)
  expect(plain(catalogText(items, 'en', false))).toMatchInlineSnapshot(`
    "*Our catalogue*

    *Aksesoris*
    • Kabel *2 m* – Rp 79,500.50 / pcs (sold out)
    • Dinar – KWD 1.234

    *More*
    • Gaming Laptop – Rp 18,500,000"
  `)
  expect(plain(catalogText([product('चाय', { unitPrice: 18_500_050, currency: 'INR' })], 'hi', false))).toBe(
    '*चाय*\n₹1,85,000.50',
  )
  expect(catalogText([], 'en', false)).toBe('')
})
