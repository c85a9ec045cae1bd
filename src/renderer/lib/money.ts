/**
 * Money as integers in minor units, written and read in the person's language. How many digits a currency has is what ISO 4217 says,
 * as in the CRM; not what Intl shows, which leaves out the rupiah's sen and would be off by a hundred.
 */
import { minorDigits } from '../../contract/entities/currency'

export { minorDigits }

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

function symbolOf(locale: string, currency: string, currencyDisplay: 'narrowSymbol' | 'symbol'): string {
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

/** The amount alone, as it stands in a field: `18.500.000`. `parseMoney` reads it back. */
export function formatAmount(minor: number, currency: string, locale: string): string {
  const format = kept(
    `${locale} ${currency} plain`,
    () => new Intl.NumberFormat(locale, fractionOf(currency)),
  )
  return format.format(decimalText(minor, minorDigits(currency)))
}

/** Digits of a script lie in blocks of ten that begin at their zero. */
function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0
  let zero = code
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1
  return String((code - zero) % 10)
}

/** The digits of a whole part, its groups checked: two or three digits (lakhs), the last of three. Null where they are not. */
function ungroup(text: string, separator: string): string | null {
  const [first = '', ...groups] = text.split(separator)
  if (!/^\d*$/.test(first)) return null
  if (groups.length === 0) return first
  const fits = groups.every((group, index) =>
    (index === groups.length - 1 ? /^\d{3}$/ : /^\d{2,3}$/).test(group),
  )
  return fits && /^\d{1,3}$/.test(first) ? first + groups.join('') : null
}

/** Whole and fraction as they are meant, or null where the text can't be read in one way. */
function split(text: string, digits: number, decimal: string): { whole: string; fraction: string } | null {
  const marks = text.replaceAll(/\d/g, '')
  const last = marks.at(-1)
  if (last === undefined) return { whole: text, fraction: '' }
  const other = last === '.' ? ',' : '.'
  const at = text.lastIndexOf(last)
  const fraction = text.slice(at + 1)
  const whole = ungroup(text.slice(0, at), other)
  const asDecimal =
    whole !== null &&
    !text.slice(0, at).includes(last) &&
    fraction.length <= digits &&
    (digits > 0 || fraction === '')
      ? { whole, fraction }
      : null
  if (marks.includes(other)) return asDecimal
  const grouped = ungroup(text, last)
  const asGroups = grouped === null ? null : { whole: grouped, fraction: '' }
  // One mark can be either: the person's own language decides, unless only the other reading makes an amount.
  return last === decimal ? (asDecimal ?? asGroups) : (asGroups ?? asDecimal)
}

/**
 * Reads an amount as people write it: `Rp 18.500.000`, `1,85,000.50`, `18500`, digits of any script.
 * @returns minor units, or null for what is no amount, is negative, is finer than the currency or too large to be exact.
 */
export function parseMoney(text: string, currency: string, locale: string): number | null {
  const signs = [currency, symbolOf(locale, currency, 'narrowSymbol'), symbolOf(locale, currency, 'symbol')]
  if (currency === 'IDR') signs.push('Rp.', 'Rp')
  if (currency === 'INR') signs.push('Rs.', 'Rs', '₹')
  let bare = text.replaceAll(/\p{Nd}/gu, asciiDigit).replaceAll(/[\s\p{Cf}'’]/gu, '')
  for (const sign of signs) {
    const plain = sign.replaceAll(/\s/g, '').toLowerCase()
    if (bare.toLowerCase().startsWith(plain)) bare = bare.slice(plain.length)
    else if (bare.toLowerCase().endsWith(plain)) bare = bare.slice(0, -plain.length)
  }
  if (currency === 'IDR') bare = bare.replace(/,-$/, '')
  if (!/^[\d.,]*\d[\d.,]*$/.test(bare)) return null
  const digits = minorDigits(currency)
  const decimal =
    new Intl.NumberFormat(locale).formatToParts(0.5).find((part) => part.type === 'decimal')?.value ?? '.'
  const parts = split(bare, digits, decimal)
  if (!parts || parts.whole + parts.fraction === '') return null
  const minor = Number(parts.whole + parts.fraction.padEnd(digits, '0'))
  return Number.isSafeInteger(minor) ? minor : null
}

/** The same written amount in another currency (500 stays 500), or null where it is finer than that currency. Minor units. */
export function inCurrency(minor: number, from: string, to: string): number | null {
  const moved = minor * 10 ** (minorDigits(to) - minorDigits(from))
  return Number.isSafeInteger(moved) ? moved : null
}
