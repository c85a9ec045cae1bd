/** The languages customers can be written to in, and the one to begin with. */
import { useTranslation } from 'react-i18next'
import type { Language } from '../../../contract'
import { LANGUAGE_NAMES, LANGUAGES } from '../../i18n'
import { usePreferences } from '../../stores/app'
import type { Option } from '../../ui'

export const LANGUAGE_OPTIONS: readonly Option[] = LANGUAGES.map((value) => ({
  value,
  label: LANGUAGE_NAMES[value],
}))

/** What the person set for customers, else the screens' own. */
export function useCustomerLanguage(): Language {
  const { i18n } = useTranslation()
  const set = usePreferences(({ preferences }) => preferences?.customerLanguage ?? null)
  return set ?? LANGUAGES.find((one) => one === i18n.language) ?? 'en'
}
