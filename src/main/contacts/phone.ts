/** Phone numbers as people write them, read into E.164. */
import {
  AsYouType,
  getCountryCallingCode,
  parsePhoneNumberFromString,
  type CountryCode,
  isSupportedCountry,
} from 'libphonenumber-js/max'

/** The contract's shape of E.164. */
const E164 = /^\+[1-9]\d{5,14}$/

/** Digits of any script (Devanagari, Arabic, full width) as ASCII; invisible marks, which come with copied numbers, removed. */
function plain(text: string): string {
  return text
    .replaceAll(/\p{Cf}/gu, '')
    .replaceAll(/\p{Nd}/gu, digitValue)
    .replaceAll(/[＋﹢]/g, '+')
    .trim()
}

/** Digits of a script lie in blocks of ten that begin at their zero. */
function digitValue(digit: string): string {
  const code = digit.codePointAt(0) ?? 0
  let zero = code
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1
  return String((code - zero) % 10)
}

function valid(text: string, country?: CountryCode): string | null {
  const found = parsePhoneNumberFromString(text, {
    extract: false,
    ...(country ? { defaultCountry: country } : {}),
  })
  if (!found?.isValid() || found.ext) return null
  return E164.test(found.number) ? found.number : null
}

/**
 * Reads a number in any national or international form: `0812-3456-7890`, `+62 812…`, `0062812…`, `62812…`, `wa.me/62812…`.
 * A number that is valid in the default country is read as such; else its leading digits are taken for a country code.
 * @param defaultCountry ISO 3166-1 alpha-2.
 * @returns E.164 with the plus sign, or null for what is no valid number or carries an extension.
 */
export function parsePhone(text: string, defaultCountry: string): string | null {
  const link = /^(?:https?:\/\/)?(?:wa\.me\/|api\.whatsapp\.com\/send\/?\?phone=)\+?(\d+)/i.exec(text.trim())
  if (link?.[1]) return valid(`+${link[1]}`)
  const written = plain(text).replace(/^(?:tel|whatsapp)\s*:\s*/i, '')
  if (written.startsWith('+')) return valid(written)
  const country = isSupportedCountry(defaultCountry) ? defaultCountry : undefined
  const national = country ? valid(written, country) : null
  if (national) return national
  const digits = written.replaceAll(/[\s().\-/]/g, '')
  if (!/^\d+$/.test(digits)) return null
  return valid(`+${digits.replace(/^00/, '')}`)
}

/** While no number is linked yet (feature row A7: 91). */
const FIRST_COUNTRY = 'IN'

/**
 * How numbers without a country code are read.
 * @param chosen ISO 3166-1 alpha-2, by the person; null for automatic.
 * @param linked the account's own number in E.164, null while there is none.
 */
export const homeCountry = (chosen: string | null, linked: string | null): string =>
  chosen ?? (linked === null ? undefined : parsePhoneNumberFromString(linked)?.country) ?? FIRST_COUNTRY

/** For reading: `+62 812 3456 7890`. The number itself where it can't be laid out. */
export function formatPhone(phone: string): string {
  return parsePhoneNumberFromString(phone)?.formatInternational() ?? phone
}

/** From so many digits on a number is looked for. */
const FEWEST_DIGITS = 3

/**
 * The ways in which a number, or the beginning of one, may be written in E.164: whoever's number contains one of them is meant. Empty
 * for what is no number. `0812 34`, `62812`, `+62 812` and `०८१२ ३४` all find `+62812…` where that is the country.
 * @param country ISO 3166-1 alpha-2, for numbers without a country code.
 */
export function numberForms(text: string, country: string): string[] {
  const whole = parsePhone(text, country)
  const digits = plain(text).replaceAll(/[\s().\-/]/g, '')
  if (!/^\+?\d+$/.test(digits)) return whole === null ? [] : [whole]
  const international = digits.replace(/^(?:\+|00)/, '')
  if (international.length < FEWEST_DIGITS) return []
  if (international !== digits) return [`+${international}`]
  return [...new Set([...(whole === null ? [] : [whole]), ...nationalForms(digits, country)])].filter(
    (form) => form.length >= FEWEST_DIGITS,
  )
}

/** A beginning without a country code: as the country's own, without what is dialled in front of it there, and as it is. */
function nationalForms(digits: string, country: string): string[] {
  if (!isSupportedCountry(country)) return [digits]
  const typed = new AsYouType(country)
  typed.input(digits)
  const national = typed.getNumber()?.nationalNumber
  const own = national ? [`+${getCountryCallingCode(country)}${national}`] : []
  return [...own, digits.replace(/^0+/, '')]
}
