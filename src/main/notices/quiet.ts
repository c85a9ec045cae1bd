/** Do-not-disturb hours. By the clock on the wall at that moment, so that a change of the clocks needs no thought. Pure. */
import type { QuietHours } from '../../contract'

/** Minutes since local midnight. `zone` (IANA) is the system's unless given. */
export function minuteOfDay(at: number, zone?: string): number {
  if (zone === undefined) {
    const here = new Date(at)
    return here.getHours() * 60 + here.getMinutes()
  }
  const parts = new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: zone,
  }).formatToParts(at)
  const read = (type: string): number => Number(parts.find((part) => part.type === type)?.value)
  return read('hour') * 60 + read('minute')
}

export function isQuiet(hours: QuietHours | null, minute: number): boolean {
  if (hours === null) return false
  const { from, to } = hours
  return from <= to ? minute >= from && minute < to : minute >= from || minute < to
}
