/**
 * Frappe's times: texts in the site's own zone, to the microsecond, and without a fraction where that is nothing. A version is the time of
 * the last change as if it were UTC, in microseconds: it only has to grow, and to lead back to the very text. Pure.
 */

const TIME = /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?)?$/

/** Microseconds since the epoch as if the text were UTC; null for what is no time. */
export function microsOf(text: unknown): number | null {
  const match = TIME.exec(typeof text === 'string' ? text : '')
  if (!match) return null
  const [year, month, day, hour, minute, second] = match
    .slice(1, 7)
    .map((part: string | undefined) => Number(part ?? 0))
  const ms = Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second)
  return Number.isNaN(ms) ? null : ms * 1000 + Number((match[7] ?? '').padEnd(6, '0'))
}

/** The text Frappe writes for it. */
export function textOf(micros: number): string {
  const fraction = micros % 1_000_000
  const text = new Date(Math.floor(micros / 1000)).toISOString().slice(0, 19).replace('T', ' ')
  return fraction === 0 ? text : `${text}.${String(fraction).padStart(6, '0')}`
}

/** How far a zone's clocks are ahead of UTC at an instant, ms. */
function ahead(ms: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    ...{
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    },
  }).formatToParts(ms)
  const part = (type: string): number => Number(parts.find((one) => one.type === type)?.value ?? 0)
  const local = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  )
  return local - Math.floor(ms / 1000) * 1000
}

/** Milliseconds since the epoch of a time of the site's. */
export function instantOf(text: unknown, zone: string): number | null {
  const micros = microsOf(text)
  if (micros === null) return null
  const asIfUtc = Math.floor(micros / 1000)
  // Twice, since the zone's offset may be another one at the instant than at the first guess.
  const guess = asIfUtc - ahead(asIfUtc, zone)
  return asIfUtc - ahead(guess, zone)
}

/** The site's text for an instant, to the second. */
export const siteTime = (ms: number, zone: string): string =>
  textOf(Math.floor((ms + ahead(ms, zone)) / 1000) * 1_000_000)

/** As the contract writes it. */
export const isoOf = (text: unknown, zone: string): string | null => {
  const ms = instantOf(text, zone)
  return ms === null ? null : new Date(ms).toISOString()
}
