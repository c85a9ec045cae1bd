/** What a person sets: read once, validated, written through. A damaged file falls back to the defaults, value by value. */
import {
  AppError,
  DEFAULT_PREFERENCES,
  LANGUAGES,
  preferences as shape,
  type AppEvent,
  type Language,
  type Preferences,
} from '../../contract'
import type { PreferenceStore } from '../platform/ports'

export interface SettingsOptions {
  store: PreferenceStore
  emit(event: AppEvent): void
  /** The system's languages, as tags, the best first. */
  locales?: readonly string[]
}

/** The first of ours among the system's; English where there is none. */
export function languageOf(locales: readonly string[]): Language {
  for (const tag of locales) {
    const found = LANGUAGES.find((language) => language === tag.split(/[-_]/)[0]?.toLowerCase())
    if (found) return found
  }
  return 'en'
}

/** What is valid of stored values, the defaults for the rest. */
export function readPreferences(stored: Record<string, unknown>): Preferences {
  const valid = Object.entries(shape.shape).flatMap(([name, schema]) => {
    const value = schema.safeParse(stored[name])
    return value.success ? [[name, value.data]] : []
  })
  return { ...DEFAULT_PREFERENCES, ...(Object.fromEntries(valid) as Partial<Preferences>) }
}

export function createSettings({ store, emit, locales = [] }: SettingsOptions) {
  const guessed = languageOf(locales)
  let current = readPreferences(store.read())
  const listeners = new Set<(now: Preferences, before: Preferences) => void>()
  return {
    get: (): Preferences => current,
    /** Of what is said outside the screens: the person's choice, before it the system's. */
    language: (): Language => current.language ?? guessed,
    /** @throws {AppError} `wrong-state` where a choice once made would be unmade. */
    set(change: Partial<Preferences>): Preferences {
      if (change.keep === null && current.keep !== null) {
        throw new AppError('wrong-state', 'What is kept was chosen already; choose the other way instead.')
      }
      const before = current
      current = shape.parse({ ...current, ...change })
      store.write(current)
      for (const listener of listeners) listener(current, before)
      emit({ type: 'preferences', preferences: current })
      return current
    },
    onChange(listener: (now: Preferences, before: Preferences) => void): () => void {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
export type Settings = ReturnType<typeof createSettings>
