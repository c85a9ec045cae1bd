import { describe, expect, it } from 'vitest'
import { Hand } from './hand'
import type { Press } from './keys'

const press = (key: string, more: Partial<Press> = {}): Press => ({
  ...{ key, code: '', ctrl: false, meta: false, alt: false, shift: false },
  ...more,
})

describe('what letters mean', () => {
  it('after a click they are text, whatever modifier or Space comes between', () => {
    const hand = new Hand()
    hand.clicks()
    for (const key of ['Shift', 'Control', 'Alt', 'CapsLock', 'Meta', ' ']) hand.presses(press(key))
    hand.presses(press('c', { ctrl: true }))
    expect(hand.types).toBe(true)
  })

  it.each(['Tab', 'Enter', 'Escape', 'ArrowDown', 'PageUp', 'Home'])('after %s they are commands', (key) => {
    const hand = new Hand()
    hand.clicks()
    hand.presses(press(key))
    expect(hand.types).toBe(false)
  })

  it('after a command by keys they are commands too', () => {
    const hand = new Hand()
    hand.clicks()
    hand.runs(press('j', { alt: true }))
    expect(hand.types).toBe(false)
  })

  it('after a letter that was a command they go into no reply, until the person goes somewhere', () => {
    const hand = new Hand()
    hand.runs(press('e'))
    expect(hand.commands).toBe(true)
    hand.presses(press('h'))
    expect(hand.commands).toBe(true)
    hand.presses(press('ArrowUp'))
    expect(hand.commands).toBe(false)
    hand.runs(press('e'))
    hand.clicks()
    expect(hand.commands).toBe(false)
  })
})
