/** What the fields of the notifications' section hold, as they show it. */
import { keyParts } from '../../lib/platform'

/** Minutes since midnight as a time field has it: `07:05`. */
export function timeOf(minute: number): string {
  const two = (value: number) => String(value).padStart(2, '0')
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`
}

/** Null while the field is not filled in. */
export function minuteOf(time: string): number | null {
  const match = /^([01]\d|2[0-3]):([0-5]\d)/.exec(time)
  return match ? Number(match[1]) * 60 + Number(match[2]) : null
}

export interface Chord {
  key: string
  code: string
  ctrlKey: boolean
  altKey: boolean
  shiftKey: boolean
  metaKey: boolean
}

/** By what stands on the key where that is a letter or figure, else by its place: ⌥ and Shift change what a key writes. */
function keyOf({ key, code }: Chord): string | null {
  if (/^[a-z\d]$/i.test(key)) return key.toUpperCase()
  const place = /^(?:Key([A-Z])|Digit(\d)|(F(?:[1-9]|1\d|2[0-4]))|(Space))$/.exec(code)
  return place?.[1] ?? place?.[2] ?? place?.[3] ?? place?.[4] ?? null
}

/** The keys that were pressed, as the contract has them; null where they are not enough to be heard everywhere. */
export function acceleratorOf(chord: Chord): string | null {
  const key = keyOf(chord)
  const held = [
    ...(chord.ctrlKey ? ['Control'] : []),
    ...(chord.altKey ? ['Alt'] : []),
    ...(chord.shiftKey ? ['Shift'] : []),
    ...(chord.metaKey ? ['Super'] : []),
  ]
  return key === null || held.length < 2 ? null : [...held, key].join('+')
}

/** As this machine's keyboards write it. */
export function shownKeys(accelerator: string, mac: boolean): string {
  const names: Record<string, string> = mac ? { Control: '⌃', Super: '⌘' } : { Control: 'Ctrl', Super: 'Win' }
  return keyParts(accelerator, mac)
    .map((part) => names[part] ?? part)
    .join(mac ? ' ' : ' + ')
}
