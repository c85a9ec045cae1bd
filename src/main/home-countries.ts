/** By which country numbers without a country code are read: that of the linked number, unless one is chosen (row A7 of docs/features.md). */
import { homeCountry } from './contacts'

/** E.164 where it is known. */
interface Linked {
  id: string
  phone: string | null
}

export function homeCountries(chosen: () => string | null, accounts: () => readonly Linked[]) {
  return {
    /** Of whoever sits here: the first account's. */
    here: (): string => homeCountry(chosen(), accounts()[0]?.phone ?? null),
    /** Of one account; of any other where its own is unknown. */
    of(accountId: string): string {
      const all = accounts()
      const own = all.find(({ id }) => id === accountId)?.phone
      const other = all.find(({ phone }) => phone !== null)?.phone
      return homeCountry(chosen(), own ?? other ?? null)
    },
  }
}
