/** How long people wait for an answer. Pure. */

/** A message that came (`in`) or went (`out`); ms. */
export interface Told {
  at: number
  direction: 'in' | 'out'
}

/**
 * From each first message that waits to the answer after it; messages without an answer say nothing, nor do ours that answer nothing.
 * @param told oldest first.
 * @returns ms, in the order of the answers.
 */
export function responses(told: readonly Told[]): number[] {
  const waits: number[] = []
  let since: number | null = null
  for (const { at, direction } of told) {
    if (direction === 'in') since ??= at
    else if (since !== null) {
      waits.push(Math.max(0, at - since))
      since = null
    }
  }
  return waits
}

/** The middle one; of an even number the mean of both, rounded. Null of none. */
export function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const [low, high] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]]
  return low === undefined || high === undefined ? null : Math.round((low + high) / 2)
}
