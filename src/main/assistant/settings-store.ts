/** How the assistant is set on each account: what differs from what comes with Leadline is kept. Runs in the database thread. */
import {
  AppError,
  ASSISTANT_INTENTS,
  ASSISTANT_TEXTS,
  assistantChange,
  type AssistantChange,
  type AssistantSettings,
} from '../../contract'
import { builder, type Sql } from '../storage'
import { DEFAULT_TEXTS } from './texts'
import { DEFAULT_WORDS, LANGUAGES_OF_WORDS } from './vocabulary'

const DEFAULTS: Omit<AssistantSettings, 'words' | 'texts'> = {
  on: false,
  orders: 'draft',
  language: 'en',
  hours: null,
  silence: 30,
}

/** Of one account, as JSON and read. */
export interface StoredSettings {
  text: string
  change: AssistantChange
}

export function storedSettings(sql: Sql, accountId: string): StoredSettings {
  const row = sql.get(builder.selectFrom('assistants').select('settings').where('account_id', '=', accountId))
  const text = row?.settings ?? '{}'
  return { text, change: assistantChange.parse(JSON.parse(text)) }
}

/** Each list or text that was changed, in place of the one that comes with Leadline. */
function over<K extends string, V>(
  keys: readonly K[],
  defaults: Record<K, V>,
  changed: Partial<Record<K, V | null | undefined>> | undefined,
): Record<K, V> {
  return Object.fromEntries(keys.map((key) => [key, changed?.[key] ?? defaults[key]])) as Record<K, V>
}

export function wholeSettings(change: AssistantChange): AssistantSettings {
  const { words, texts, ...rest } = change
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined))
  const inEach = <T>(make: (language: (typeof LANGUAGES_OF_WORDS)[number]) => T) =>
    Object.fromEntries(LANGUAGES_OF_WORDS.map((language) => [language, make(language)])) as Record<
      (typeof LANGUAGES_OF_WORDS)[number],
      T
    >
  return {
    ...DEFAULTS,
    ...given,
    words: inEach((language) => over(ASSISTANT_INTENTS, DEFAULT_WORDS[language], words?.[language])),
    texts: inEach((language) => over(ASSISTANT_TEXTS, DEFAULT_TEXTS[language], texts?.[language])),
  }
}

export const settingsOf = (sql: Sql, accountId: string): AssistantSettings =>
  wholeSettings(storedSettings(sql, accountId).change)

/** What was kept with what is changed now; what is put back is kept no more. */
function merged(before: AssistantChange, change: AssistantChange): AssistantChange {
  const both = { ...before, ...change }
  const inEach = <T>(
    kept: Partial<Record<string, Partial<Record<string, T | null>>>> | undefined,
    now: Partial<Record<string, Partial<Record<string, T | null>>>> | undefined,
    isNone: (value: T | null | undefined) => boolean,
  ) =>
    Object.fromEntries(
      LANGUAGES_OF_WORDS.map((language) => [
        language,
        Object.fromEntries(
          Object.entries({ ...kept?.[language], ...now?.[language] }).filter(([, value]) => !isNone(value)),
        ),
      ]),
    )
  return assistantChange.parse({
    ...both,
    words: inEach<string[]>(before.words, change.words, (list) => !list || list.length === 0),
    texts: inEach<string>(before.texts, change.texts, (text) => text === null || text === undefined),
  })
}

/** @throws {AppError} `not-found`. */
export function changeSettings(sql: Sql, accountId: string, change: AssistantChange): AssistantSettings {
  return sql.transaction(() => {
    if (!sql.get(builder.selectFrom('accounts').select('id').where('id', '=', accountId)))
      throw new AppError('not-found', 'There is no such account.')
    const after = merged(storedSettings(sql, accountId).change, change)
    const row = {
      account_id: accountId,
      is_on: after.on === true ? (1 as const) : (0 as const),
      settings: JSON.stringify(after),
    }
    sql.run(
      builder
        .insertInto('assistants')
        .values(row)
        .onConflict((on) => on.column('account_id').doUpdateSet(row)),
    )
    return wholeSettings(after)
  })
}

/** What comes with Leadline. Here, so that only the database's thread has it in memory. */
export const defaults = (): Pick<AssistantSettings, 'words' | 'texts'> => ({
  words: DEFAULT_WORDS,
  texts: DEFAULT_TEXTS,
})

export const isSet = (sql: Sql, accountId: string): boolean =>
  sql.get(builder.selectFrom('assistants').select('account_id').where('account_id', '=', accountId)) !==
  undefined
