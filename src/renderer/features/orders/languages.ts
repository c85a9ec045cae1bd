/** The languages customers can be written to in, and the one to begin with. */
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Language } from '../../../contract'
import { LANGUAGE_NAMES, LANGUAGES } from '../../i18n'
import { client } from '../../client'
import { attempt } from '../../lib/attempt'
import { usePreferences } from '../../stores/app'
import type { Option } from '../../ui'

export const LANGUAGE_OPTIONS: readonly Option[] = LANGUAGES.map((value) => ({
  value,
  label: LANGUAGE_NAMES[value],
}))

/** What the person set for customers, else the screens' own. */
export function useUsualLanguage(): Language {
  const { i18n } = useTranslation()
  const set = usePreferences(({ preferences }) => preferences?.customerLanguage ?? null)
  return set ?? LANGUAGES.find((one) => one === i18n.language) ?? 'en'
}

/** For a message to this chat: chosen by the person, else what the customer writes, else the usual one. */
export function useCustomerLanguage(conversationId: string): [Language, (language: Language) => void] {
  const usual = useUsualLanguage()
  const [chosen, choose] = useState<Language | null>(null)
  const [theirs, setTheirs] = useState<Language | null>(null)
  useEffect(() => {
    let over = false
    void attempt(() => client.assistant.languageOf({ conversationId })).then(
      (found) => over || setTheirs(found?.language ?? null),
    )
    return () => {
      over = true
    }
  }, [conversationId])
  return [chosen ?? theirs ?? usual, choose]
}
