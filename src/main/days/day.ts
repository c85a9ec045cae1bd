/**
 * The calendar day on this machine's clock, which counters and limits go by (feature row B15). A day has 23, 24 or 25 hours where the
 * clock is changed twice a year, it need not begin at 0:00, and a country that crosses the date line leaves one out: so nothing here
 * counts hours. Times are milliseconds since the epoch.
 */

/** `YYYY-MM-DD`. */
export function localDay(at: number): string {
  const date = new Date(at)
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

/** The first moment of the day that `at` lies in. */
export function startOfDay(at: number): number {
  const date = new Date(at)
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime()
}

/** The first moment that is another day. */
export function startOfNextDay(at: number): number {
  const date = new Date(at)
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + 1).getTime()
}

/** The day so many before that of `at`; 0 is that day itself. */
export function dayBefore(at: number, days: number): string {
  const date = new Date(at)
  // At noon: there is one on every day, whatever is done to the clock at night.
  return localDay(new Date(date.getFullYear(), date.getMonth(), date.getDate() - days, 12).getTime())
}
