/**
 * Money as integers in minor units, as people read it: the same on the screens, in a message to a customer and on paper. How many digits a
 * currency has is what ISO 4217 says, as in the CRM; not what Intl shows, which leaves out the rupiah's sen and would be off by a hundred.
 * Known to both sides of the contract; without schemas, so that it costs the screens nothing.
 */
import { minorDigits } from './currency'
import type { Language } from './preferences'

/** Signs that several currencies share: those are told apart by Intl's longer form. */
const SHARED = new Set(['$', '£', '¥', 'kr', 'Kr'])

/** `1850000000`, 2 digits -> `18500000.00`: exact, since nothing is divided. */
function decimalText(minor: number, digits: number): `${number}` {
  const text = String(Math.abs(minor)).padStart(digits + 1, '0')
  const whole = text.slice(0, text.length - digits)
  const sign = minor < 0 ? '-' : ''
  return `${sign}${whole}${digits === 0 ? '' : `.${text.slice(-digits)}`}` as `${number}`
}

const formats = new Map<string, Intl.NumberFormat>()

function kept(key: string, make: () => Intl.NumberFormat): Intl.NumberFormat {
  let format = formats.get(key)
  if (!format) {
    format = make()
    formats.set(key, format)
  }
  return format
}

function fractionOf(currency: string) {
  const digits = minorDigits(currency)
  return {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    trailingZeroDisplay: 'stripIfInteger',
  } as const
}

/** The currency's sign as Intl writes it in this language. */
export function symbolOf(
  locale: string,
  currency: string,
  currencyDisplay: 'narrowSymbol' | 'symbol',
): string {
  const parts = new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay }).formatToParts(
    0,
  )
  return parts.find((part) => part.type === 'currency')?.value ?? currency
}

/** `Rp 18.500.000`, `₹1,85,000.50`; whole amounts without decimals. `minor` in minor units, `currency` by ISO 4217. */
export function formatMoney(minor: number, currency: string, locale: string): string {
  const format = kept(`${locale} ${currency}`, () => {
    const currencyDisplay = SHARED.has(symbolOf(locale, currency, 'narrowSymbol')) ? 'symbol' : 'narrowSymbol'
    return new Intl.NumberFormat(locale, {
      style: 'currency',
      currency,
      currencyDisplay,
      ...fractionOf(currency),
    })
  })
  return format.format(decimalText(minor, minorDigits(currency)))
}

/** The amount alone, as it stands in a field: `18.500.000`. */
export function formatAmount(minor: number, currency: string, locale: string): string {
  const format = kept(
    `${locale} ${currency} plain`,
    () => new Intl.NumberFormat(locale, fractionOf(currency)),
  )
  return format.format(decimalText(minor, minorDigits(currency)))
}

/** A rate in thousandths of a percent: `11000` -> `11%`, `8875` -> `8.875%`. */
export function formatRate(rate: number, locale: string): string {
  const format = kept(
    `${locale} %`,
    () => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 3 }),
  )
  return format.format(decimalText(rate, 5))
}

/** How a customer who is written to in this language reads numbers: Indian money is grouped in lakhs also in English. */
export function customerLocale(language: Language, currency: string): string {
  if (language === 'en') return currency === 'INR' ? 'en-IN' : 'en-GB'
  return language === 'hi' ? 'hi-IN' : 'id-ID'
}
