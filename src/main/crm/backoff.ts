/** When to try again. Times are milliseconds. */

const FIRST = 1000
const LONGEST = 5 * 60_000
const LONGEST_ASKED = 60 * 60_000

/**
 * The wait before the next attempt: doubling from 1 s to 5 min, of which a random part from a half to the whole, so that many
 * machines do not come back at once. What the server asked for is kept to, up to an hour.
 * @param attempts made so far, at least 1.
 * @param retryAfter as the server asked, null where it did not.
 * @param random from 0 (included) to 1 (excluded).
 */
export function backoff(attempts: number, retryAfter: number | null, random = Math.random()): number {
  const whole = Math.min(FIRST * 2 ** Math.min(Math.max(attempts, 1) - 1, 30), LONGEST)
  const wait = Math.round(whole * (0.5 + random / 2))
  return Math.max(wait, Math.min(retryAfter ?? 0, LONGEST_ASKED))
}

/** The end of a pause. One that lies further away than a pause takes is over: the clock was set back meanwhile. */
export const pauseEnd = (at: number, now: number): number => (at - now > LONGEST_ASKED ? now : at)

/** Reads `Retry-After`: seconds or an HTTP date. Null where it says nothing usable. */
export function parseRetryAfter(header: unknown, now: number): number | null {
  if (typeof header !== 'string') return null
  const text = header.trim()
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000
  const at = /[a-z]{3}/i.test(text) ? Date.parse(text) : NaN
  return Number.isNaN(at) ? null : Math.max(0, at - now)
}
