import { expect, it } from 'vitest'
import { DEFAULT_PREFERENCES } from '../../contract'
import { createSettings, readPreferences } from '.'

it('keeps what is valid of a damaged file', () => {
  expect(readPreferences({ theme: 'dark', language: 'klingon', mediaCap: -1, more: 1 })).toEqual({
    ...DEFAULT_PREFERENCES,
    theme: 'dark',
  })
})

it('writes through and tells', () => {
  let stored: Record<string, unknown> = {}
  const told: unknown[] = []
  const settings = createSettings({
    store: { read: () => stored, write: (values) => (stored = values) },
    emit: (event) => told.push(event),
  })
  settings.set({ keep: 'known' })
  expect(readPreferences(stored).keep).toBe('known')
  expect(told).toHaveLength(1)
  expect(() => settings.set({ keep: null })).toThrow()
  expect(settings.get().keep).toBe('known')
})

it('speaks the system’s language until one was chosen, English where it is none of ours', () => {
  const speaking = (...locales: string[]) =>
    createSettings({ store: { read: () => ({}), write: () => undefined }, emit: () => undefined, locales })
  expect(speaking('id-ID', 'en-US').language()).toBe('id')
  expect(speaking('de_DE', 'hi_IN').language()).toBe('hi')
  expect(speaking('de', 'idx', '').language()).toBe('en')
  const settings = speaking('id-ID')
  settings.set({ language: 'hi' })
  expect(settings.language()).toBe('hi')
})
