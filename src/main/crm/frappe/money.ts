/** Money between Frappe's decimals and our minor units: by their digits, never by arithmetic on fractions. Pure. */
import { minorDigits } from '../../../contract/entities/currency'

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/

/** `1234567`, INR -> `12345.67`. A text: Frappe reads it, and no digit is lost on the way as it could be in a number. */
export function toDecimal(minor: number, currency: string): string {
  const digits = minorDigits(currency)
  const text = String(Math.abs(minor)).padStart(digits + 1, '0')
  const point = text.length - digits
  const fraction = digits === 0 ? '' : `.${text.slice(point)}`
  return `${minor < 0 ? '-' : ''}${text.slice(0, point)}${fraction}`
}

/** A number as JSON has it, without an exponent; null for what is none. */
function decimalText(value: unknown): string | null {
  if (typeof value === 'string') return DECIMAL.test(value.trim()) ? value.trim() : null
  if (typeof value !== 'number' || !Number.isFinite(value)) return null
  const text = String(value)
  return DECIMAL.test(text) ? text : null
}

/**
 * Frappe's amount in minor units.
 * @returns null where it is no amount, or is finer than the currency: what can't be said exactly is not said at all.
 */
export function fromDecimal(value: unknown, currency: string): number | null {
  const match = DECIMAL.exec(decimalText(value) ?? '')
  if (!match) return null
  const [, sign, whole = '', fraction = ''] = match
  const digits = minorDigits(currency)
  if (/[1-9]/.test(fraction.slice(digits))) return null
  const minor = Number(`${whole}${fraction.slice(0, digits).padEnd(digits, '0')}`)
  if (!Number.isSafeInteger(minor)) return null
  return sign === '-' && minor !== 0 ? -minor : minor
}
