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
