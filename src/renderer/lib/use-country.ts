/** The home country as React state: what the person chose, else what their number says. */
import { useAccounts, usePreferences } from '../stores/app'
import { countryOf } from './country'

/** What "automatic" comes to now. */
export const useAutomaticCountry = (): string =>
  useAccounts(({ accounts }) => countryOf(accounts?.find(({ phone }) => phone !== null)?.phone ?? null))

/** The one the person chose, else the linked number's. */
export function useHomeCountry(): string {
  const automatic = useAutomaticCountry()
  return usePreferences(({ preferences }) => preferences?.defaultCountry) ?? automatic
}
