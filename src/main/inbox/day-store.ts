/** The calendar day on this machine's clock, `YYYY-MM-DD`: counters start anew at local midnight (feature row B15). */
export function localDay(at: number): string {
  const date = new Date(at)
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}
