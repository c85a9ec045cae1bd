/** When to try again: at once, then 1, 2, 4, 8, 16, 30, 30 … s; after 15 minutes every 5 (feature row B9). */
const STEPS_S = [0, 1, 2, 4, 8, 16, 30]
const PATIENT_AFTER_MS = 15 * 60_000
const PATIENT_MS = 5 * 60_000
/** Up to this share is added, so that many accounts do not knock at the same moment. */
const JITTER = 0.2

/**
 * Milliseconds until the next try.
 * @param failures how many tries failed already
 * @param downFor ms since the connection was lost
 * @param random 0..1
 */
export function backoff(failures: number, downFor: number, random: number): number {
  const base =
    downFor > PATIENT_AFTER_MS ? PATIENT_MS : (STEPS_S[Math.min(failures, STEPS_S.length - 1)] ?? 30) * 1000
  return Math.round(base * (1 + JITTER * random))
}

/** Between the first knocks of two accounts that are woken together. */
const SLOT_MS = 300

/**
 * When each of so many accounts knocks after the network or the machine came back, in ms from now: each in a slot of its own, in
 * random order, the first one at once.
 * @param random 0..1
 */
export function wakeDelays(count: number, random: () => number): number[] {
  const order = Array.from({ length: count }, (_, index) => ({ index, draw: random() }))
  order.sort((a, b) => a.draw - b.draw)
  const delays = new Array<number>(count).fill(0)
  for (const [slot, { index }] of order.entries())
    delays[index] = slot === 0 ? 0 : Math.round((slot + random() * 0.8) * SLOT_MS)
  return delays
}
