/** What must be done and may fail for a while: tried again, each time after a longer wait. */
import { setTimeout as delay } from 'node:timers/promises'
import { backoff } from './backoff'

export interface Insistence {
  /** How often it may fail; for ever unless given. */
  tries?: number
  /** Given up when it aborts. */
  signal: AbortSignal
  /** 0..1 */
  random(): number
  /** It failed; `failures` before this one. */
  failed(error: unknown, failures: number): void
}

/** Answers whether it is done. Never rejects. */
export async function insist(
  act: () => Promise<void>,
  { tries = Infinity, signal, random, failed }: Insistence,
): Promise<boolean> {
  for (let failures = 0; failures < tries && !signal.aborted; failures++) {
    try {
      await act()
      return true
    } catch (error) {
      failed(error, failures)
      await delay(backoff(failures + 1, 0, random()), undefined, { signal }).catch(() => undefined)
    }
  }
  return false
}
