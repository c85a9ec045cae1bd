import { describe, expect, it } from 'vitest'
import { commandOf, isText, KEYS, type Circumstances, type Press } from './keys'

const press = (key: string, change: Partial<Press> = {}): Press => ({
  key,
  code: /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : '',
  ctrl: false,
  meta: false,
  alt: false,
  shift: false,
  ...change,
})
const HERE: Circumstances = { mac: false, writing: false, typing: false, letterKeys: true }

describe('keys', () => {
  it('gives no key to two commands', () => {
    const keys = KEYS.flatMap((entry) => (entry.keys === null ? [] : [entry.keys]))
    expect(new Set(keys).size).toBe(keys.length)
  })

  it('works while writing, except for single letters', () => {
    const writing = { ...HERE, writing: true }
    expect(commandOf(press('k', { ctrl: true }), writing)).toBe('palette')
    expect(commandOf(press('r'), writing)).toBeNull()
    expect(commandOf(press('r'), HERE)).toBe('reply')
  })

  it('takes a letter for text where somebody has clicked and types, and signs and chords for commands', () => {
    const typing = { ...HERE, typing: true }
    expect(['r', 'e', 'o'].map((key) => commandOf(press(key), typing))).toEqual([null, null, null])
    expect(commandOf(press('/'), typing)).toBe('search')
    expect(commandOf(press('j', { alt: true }), typing)).toBe('next')
  })

  it('knows what would stand in a text', () => {
    expect(['e', 'é', 'र', '7', '?'].every((key) => isText(press(key)))).toBe(true)
    expect(['Enter', ' ', 'ArrowDown', 'Dead'].some((key) => isText(press(key)))).toBe(false)
    expect(isText(press('k', { ctrl: true }))).toBe(false)
  })

  it('lets single letters be switched off, and nothing else', () => {
    const off = { ...HERE, letterKeys: false }
    expect([commandOf(press('r'), off), commandOf(press('?', { shift: true }), off)]).toEqual([null, null])
    expect(commandOf(press('j', { alt: true }), off)).toBe('next')
  })

  it('knows the letters of other alphabets and of ⌥ by their place', () => {
    expect(commandOf(press('∆', { code: 'KeyJ', alt: true }), { ...HERE, mac: true })).toBe('next')
    expect(commandOf(press('र', { code: 'KeyR' }), HERE)).toBe('reply')
    expect(commandOf(press('p', { code: 'KeyR' }), HERE)).toBeNull()
  })

  it('leaves the chords of the browser and the system alone', () => {
    expect(commandOf(press('r', { ctrl: true }), HERE)).toBeNull()
    expect(commandOf(press('k', { meta: true }), HERE)).toBeNull()
    expect(commandOf(press('k', { meta: true }), { ...HERE, mac: true })).toBe('palette')
  })
})
