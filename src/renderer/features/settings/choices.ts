/** What the settings offer to choose from. */
import { getCountries, getCountryCallingCode } from 'libphonenumber-js/min'
import type { Option } from '../../ui'

export const MEGABYTE = 1024 * 1024
const CAPS = [0, 1, 5, 16, 50, 100]

/** In megabytes, with the one set now among them. `bytes`: the cap as it is kept. */
export function capOptions(bytes: number, name: (megabytes: number) => string): Option[] {
  const now = Math.round((bytes / MEGABYTE) * 10) / 10
  return [...new Set([...CAPS, now])]
    .sort((a, b) => a - b)
    .map((cap) => ({ value: String(cap), label: name(cap) }))
}

/** Every country with phone numbers: `India (+91)`, by its name in the person's language. */
export function countryOptions(locale: string): Option[] {
  const names = new Intl.DisplayNames(locale, { type: 'region' })
  const order = new Intl.Collator(locale)
  return getCountries()
    .map((code) => ({
      value: code,
      label: `${names.of(code) ?? code} (+${getCountryCallingCode(code)})`,
    }))
    .sort((a, b) => order.compare(a.label, b.label))
}
