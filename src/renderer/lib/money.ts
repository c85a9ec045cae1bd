/**
 * Money as integers in minor units, read as people write it; how it is written is in the contract, since customers are told the same.
 */
import { minorDigits } from '../../contract/entities/currency'
import { symbolOf } from '../../contract/entities/money'

export { formatAmount, formatMoney, formatRate } from '../../contract/entities/money'
export { minorDigits }

/** Digits of a script lie in blocks of ten that begin at their zero. */
export function asciiDigit(digit: string): string {
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
