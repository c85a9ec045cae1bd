import { expect, it } from 'vitest'
import { accelerator } from '../../../contract'
import { acceleratorOf, minuteOf, shownKeys, timeOf, type Chord } from './outside'

const chord = (values: Partial<Chord>): Chord => ({
  ...{ key: 'l', code: 'KeyL', ctrlKey: true, altKey: true, shiftKey: false, metaKey: false },
  ...values,
})

it('writes and reads times of the day', () => {
  for (const minute of [0, 5, 425, 1439]) expect(minuteOf(timeOf(minute))).toBe(minute)
  expect(timeOf(425)).toBe('07:05')
  expect(minuteOf('22:30:00')).toBe(1350)
  expect(['', '24:00', '7:00', '12:60'].map(minuteOf)).toEqual([null, null, null, null])
})

it.each<[Partial<Chord>, string]>([
  [{}, 'Control+Alt+L'],
  [{ key: '¬' }, 'Control+Alt+L'],
  [{ key: 'a', code: 'KeyQ' }, 'Control+Alt+A'],
  [{ key: '!', code: 'Digit1', altKey: false, shiftKey: true }, 'Control+Shift+1'],
  [{ key: 'F5', code: 'F5', metaKey: true }, 'Control+Alt+Super+F5'],
  [{ key: ' ', code: 'Space' }, 'Control+Alt+Space'],
])('takes %j for %s, which the app takes too', (values, expected) => {
  const keys = acceleratorOf(chord(values))
  expect(keys).toBe(expected)
  expect(accelerator.safeParse(keys).success).toBe(true)
})

it('waits for more keys where they are not enough', () => {
  expect(acceleratorOf(chord({ altKey: false }))).toBeNull()
  expect(acceleratorOf(chord({ key: 'Alt', code: 'AltLeft' }))).toBeNull()
  expect(acceleratorOf(chord({ key: 'Delete', code: 'Delete' }))).toBeNull()
})

it('shows keys as the keyboard has them', () => {
  expect(shownKeys('Control+Alt+Super+L', false)).toBe('Ctrl + Alt + Win + L')
  expect(shownKeys('Control+Alt+Super+L', true)).toBe('⌃ ⌥ ⌘ L')
})
