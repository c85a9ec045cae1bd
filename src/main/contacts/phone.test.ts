import { getExampleNumber, type CountryCode } from 'libphonenumber-js/max'
import examples from 'libphonenumber-js/mobile/examples'
import { describe, expect, it } from 'vitest'
import { formatPhone, homeCountry, parsePhone } from './phone'

describe('parsePhone reads', () => {
  it.each([
    ['ID', '0812-3456-7890', '+6281234567890'],
    ['ID', '0812 3456 7890', '+6281234567890'],
    ['ID', '(021) 390 4321', '+62213904321'],
    ['ID', '+62 812-3456-7890', '+6281234567890'],
    ['ID', '6281234567890', '+6281234567890'],
    ['ID', '006281234567890', '+6281234567890'],
    ['IN', '98765 43210', '+919876543210'],
    ['IN', '098765 43210', '+919876543210'],
    ['IN', '+91-98765-43210', '+919876543210'],
    ['IN', '0091 98765 43210', '+919876543210'],
    ['IN', '९८७६५ ४३२१०', '+919876543210'],
    ['IN', '+९१ ९८७६५४३२१०', '+919876543210'],
    ['IN', '６２８１２３４５６７８９０', '+6281234567890'],
    ['IN', '+62 812 3456 7890', '+6281234567890'],
    ['IN', '6281234567890', '+6281234567890'],
    ['BR', '(11) 91234-5678', '+5511912345678'],
    ['BR', '011 91234-5678', '+5511912345678'],
    ['BR', '+55 11 91234.5678', '+5511912345678'],
    ['DE', '0151/23456789', '+4915123456789'],
    ['GB', '07400 123456', '+447400123456'],
    ['US', '(201) 555-0123', '+12015550123'],
    ['US', '1-201-555-0123', '+12015550123'],
    ['US', '011 62 812 3456 7890', '+6281234567890'],
    ['MX', '55 1234 5678', '+525512345678'],
    ['AR', '011 15-2345-6789', '+5491123456789'],
    ['IT', '06 1234 5678', '+390612345678'],
    ['RU', '8 (912) 345-67-89', '+79123456789'],
    ['SG', '8123 4567', '+6581234567'],
    ['MY', '012-345 6789', '+60123456789'],
    ['PK', '0301-2345678', '+923012345678'],
    ['AE', '٠٥٠ ١٢٣ ٤٥٦٧', '+971501234567'],
    ['NG', '0802 123 4567', '+2348021234567'],
    ['IN', 'https://wa.me/6281234567890', '+6281234567890'],
    ['IN', 'wa.me/919876543210?text=hi', '+919876543210'],
    ['IN', 'tel:+91-98765-43210', '+919876543210'],
    ['IN', '\u202A+91 98765 43210\u202C', '+919876543210'],
    ['IN', '\u00A098765\u00A043210 ', '+919876543210'],
    ['XX', '+62 812-3456-7890', '+6281234567890'],
  ])('%s %s', (country, text, expected) => {
    expect(parsePhone(text, country)).toBe(expected)
  })

  it.each<CountryCode>(['IN', 'ID', 'BR', 'US', 'DE', 'NG', 'MX', 'PH', 'VN', 'TH', 'ZA', 'KE', 'EG', 'TR'])(
    'every form of the example number of %s',
    (country) => {
      const example = getExampleNumber(country, examples)!
      for (const form of [example.formatNational(), example.formatInternational(), example.number])
        expect(parsePhone(form, country)).toBe(example.number)
      expect(parsePhone(example.formatInternational(), 'IS')).toBe(example.number)
    },
  )
})

describe('parsePhone refuses', () => {
  it.each([
    '',
    '   ',
    '+',
    'abc',
    'call me',
    '12',
    '12345',
    '+1',
    '+999 123 456 789',
    '0000000000',
    '+62',
    '98765 4321',
    '98765 43210 99999',
    '98765 43210 ext. 12',
    'order 98765 43210 please',
    '98765 43210, 98765 43211',
    '+91 98765 43210 +91 98765 43211',
    'https://wa.me/',
    'https://example.com/6281234567890',
    '😀😀😀😀😀😀😀😀',
    '1234567890123456789012345678901234567890',
    "'; DROP TABLE contacts; --",
  ])('%j', (text) => {
    expect(parsePhone(text, 'IN')).toBeNull()
  })
})

it.each([
  ['SG', '+6281234567890', 'SG'],
  [null, '+6281234567890', 'ID'],
  [null, '+919876543210', 'IN'],
  [null, null, 'IN'],
  [null, '+1', 'IN'],
] as const)('chosen %s and linked to %s, numbers belong to %s', (chosen, linked, country) => {
  expect(homeCountry(chosen, linked)).toBe(country)
})

it('lays a number out for reading', () => {
  expect(formatPhone('+6281234567890')).toBe('+62 812 3456 7890')
  expect(formatPhone('+1')).toBe('+1')
})
