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
