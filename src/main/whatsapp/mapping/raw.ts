/**
 * Reading of what the library hands over: plain data of a shape that WhatsApp changes at will.
 * Every reader answers null for what is not there or not of its type, so a surprise never throws.
 */

export type Raw = Record<string, unknown>

export function isRaw(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function rawOf(value: unknown): Raw | null {
  return isRaw(value) ? value : null
}

export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

/** Numbers come as numbers or as digits in a string. */
export function numberOf(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (typeof value !== 'string' || value.trim() === '') return null
  const number = Number(value)
  return Number.isFinite(number) ? number : null
}

export function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}

/** A WhatsApp id as text, whether it came as text or as an object (`_serialized`, or `user` and `server`). */
export function addressOf(value: unknown): string | null {
  const raw = rawOf(value)
  if (raw === null) return normalAddress(textOf(value))
  const serialized = textOf(raw['_serialized'])
  if (serialized !== null) return normalAddress(serialized)
  const user = textOf(raw['user'])
  const server = textOf(raw['server'])
  return user === null || server === null ? null : normalAddress(`${user}@${server}`)
}

/** `…@s.whatsapp.net` is the server's spelling of `…@c.us`, and `user:12@…` one of the user's devices. */
function normalAddress(address: string | null): string | null {
  if (address === null) return null
  return address.replace(/@s\.whatsapp\.net$/, '@c.us').replace(/:\d+@/, '@')
}

/** The inner id of a message key, given as object or serialised (`true_628…@c.us_3EB0…[_author]`). */
export function innerIdOf(key: unknown): string | null {
  const raw = rawOf(key)
  if (raw !== null) return textOf(raw['id']) ?? innerIdOf(raw['_serialized'])
  const text = textOf(key)
  if (text === null) return null
  return /^(?:true|false)_[^_]+_([^_]+)/.exec(text)?.[1] ?? text
}

/** Milliseconds, from a time of which only the magnitude tells whether it is in kiloseconds, seconds or milliseconds. */
export function timeOf(value: unknown): number | null {
  const number = numberOf(value)
  if (number === null || number <= 0) return null
  if (number < 1e8) return Math.round(number * 1e6)
  return Math.round(number < 1e11 ? number * 1e3 : number)
}
