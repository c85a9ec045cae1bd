/** The country whose numbers and money are meant where nothing else is said. Pure. */
import { parsePhoneNumberFromString } from 'libphonenumber-js/min'

/** While no number is linked yet; the app reads numbers by the same one. */
const FIRST_COUNTRY = 'IN'

/** Of the linked number, ISO 3166-1 alpha-2. `linked` in E.164, null while there is none. */
export const countryOf = (linked: string | null): string =>
  (linked === null ? undefined : parsePhoneNumberFromString(linked)?.country) ?? FIRST_COUNTRY
