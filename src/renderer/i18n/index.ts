/**
 * The three languages, one file per area and language: `locales/en/inbox.json` holds what is found under `inbox.…`.
 * Keys are written out in the code (`t('inbox.search')`) or begin with a fixed part (`t(`errors.${code}`)`), so that i18n.test.ts can tell
 * what is missing, unused, or lacks a variable.
 */
import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import type { Language } from '../../contract'

const files = import.meta.glob<Record<string, unknown>>('./locales/*/*.json', {
  eager: true,
  import: 'default',
})

type Words = Record<string, Record<string, unknown>>

function wordsOf(language: Language): Words {
  const words: Words = {}
  for (const [path, content] of Object.entries(files)) {
    const match = /\/locales\/(\w+)\/([\w-]+)\.json$/.exec(path)
    if (match?.[1] === language && match[2] !== undefined) words[match[2]] = content
  }
  return words
}

/** The contract's languages, without the schemas that come with its own list. */
export const LANGUAGES: readonly Language[] = ['en', 'hi', 'id']

/** Each language by its own name, for the choice of it. */
export const LANGUAGE_NAMES: Record<Language, string> = { en: 'English', hi: 'हिन्दी', id: 'Bahasa Indonesia' }

const isLanguage = (code: string): code is Language => code in LANGUAGE_NAMES

/** The language to start with, before one was chosen: the browser's if it is one of ours. */
export function guessLanguage(preferred: readonly string[] = navigator.languages): Language {
  for (const tag of preferred) {
    const code = tag.slice(0, 2).toLowerCase()
    if (isLanguage(code)) return code
  }
  return 'en'
}

export const i18n = i18next.createInstance()

export async function startI18n(language: Language): Promise<void> {
  await i18n.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    resources: {
      en: { translation: wordsOf('en') },
      hi: { translation: wordsOf('hi') },
      id: { translation: wordsOf('id') },
    },
    interpolation: { escapeValue: false },
    returnNull: false,
  })
  document.documentElement.lang = language
}

export async function setLanguage(language: Language): Promise<void> {
  if (i18n.language !== language) await i18n.changeLanguage(language)
  document.documentElement.lang = language
}
