import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatAmount, formatMoney, minorDigits, parseMoney } from './money'

const plain = (text: string) => text.replaceAll(/\s/g, ' ')

describe('money', () => {
  it.each([
    [1_850_000_000, 'IDR', 'id-ID', 'Rp 18.500.000'],
    [1_850_000_050, 'IDR', 'id-ID', 'Rp 18.500.000,50'],
    [1_850_000_000, 'IDR', 'en-GB', 'Rp 18,500,000'],
    [18_500_050, 'INR', 'en-IN', '₹1,85,000.50'],
    [18_500_000, 'INR', 'hi-IN', '₹1,85,000'],
    [1500, 'JPY', 'en-GB', 'JP¥1,500'],
    [1_234_567, 'KWD', 'en-GB', 'KWD 1,234.567'],
    [0, 'INR', 'en-IN', '₹0'],
    [5, 'USD', 'en-GB', 'US$0.05'],
    [9_007_199_254_740_991, 'IDR', 'id-ID', 'Rp 90.071.992.547.409,91'],
  ])('writes %d %s in %s as %s', (minor, currency, locale, text) => {
    expect(plain(formatMoney(minor, currency, locale))).toBe(text)
  })

  it.each([
    ['Rp 18.500.000', 'IDR', 'id-ID', 1_850_000_000],
    ['Rp18.500.000,-', 'IDR', 'id-ID', 1_850_000_000],
    ['18,500,000', 'IDR', 'id-ID', 1_850_000_000],
    ['18500000', 'IDR', 'en-GB', 1_850_000_000],
    ['18.500', 'IDR', 'en-GB', 1_850_000],
    ['18.500', 'IDR', 'id-ID', 1_850_000],
    ['18.50', 'INR', 'en-IN', 1850],
    ['18,50', 'INR', 'en-IN', 1850],
    ['₹1,85,000.5', 'INR', 'en-IN', 18_500_050],
    ['१,८५,०००', 'INR', 'hi-IN', 18_500_000],
    ['Rs. 250', 'INR', 'en-IN', 25_000],
    ['1.234', 'KWD', 'en-GB', 1234],
    ['1.234', 'KWD', 'id-ID', 1_234_000],
    ['1500', 'JPY', 'en-GB', 1500],
    ['USD 12.30', 'USD', 'en-GB', 1230],
    ['0', 'INR', 'en-IN', 0],
  ])('reads %s as %s in %s', (text, currency, locale, minor) => {
    expect(parseMoney(text, currency, locale)).toBe(minor)
  })

  it.each([
    ['', 'INR', 'en-IN'],
    ['Rp', 'IDR', 'id-ID'],
    ['-5', 'INR', 'en-IN'],
    ['5 apples', 'INR', 'en-IN'],
    ['1.5', 'JPY', 'en-GB'],
    ['1.2345', 'INR', 'en-IN'],
    ['1,2,3', 'INR', 'en-IN'],
    ['1.000,000.00', 'INR', 'en-IN'],
    ['99999999999999999', 'INR', 'en-IN'],
    ['1e5', 'INR', 'en-IN'],
  ])('takes %j for no amount', (text, currency, locale) => {
    expect(parseMoney(text, currency, locale)).toBeNull()
  })

  it('reads back whatever it writes', () => {
    const currency = fc.constantFrom('IDR', 'INR', 'JPY', 'KWD', 'USD')
    const locale = fc.constantFrom('en-GB', 'en-IN', 'hi-IN', 'id-ID', 'de-DE')
    fc.assert(
      fc.property(fc.maxSafeNat(), currency, locale, (minor, code, tag) => {
        expect(parseMoney(formatMoney(minor, code, tag), code, tag)).toBe(minor)
        expect(parseMoney(formatAmount(minor, code, tag), code, tag)).toBe(minor)
      }),
    )
  })

  it('takes the digits of ISO 4217, not of Intl', () => {
    expect(['IDR', 'INR', 'JPY', 'KWD'].map(minorDigits)).toEqual([2, 2, 0, 3])
  })
})
