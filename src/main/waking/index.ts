/**
 * The machine woke up, or its network is back: whoever waits for its time tries now. Several sources tell of one waking, and often a
 * second one a moment after: the first is answered at once, all that come soon after it together once more.
 */
import type { Logger, WakeCause, WakeSource } from '../platform/ports'

const SOON_MS = 5_000

export interface WakingOptions {
  source: WakeSource
  /** Everybody who waits tries now. */
  wake(): void
  logger: Logger
}

export function createWaking({ source, wake, logger }: WakingOptions) {
  let resting: NodeJS.Timeout | null = null
  let again: WakeCause | null = null
  let leave: (() => void) | null = null

  const act = (cause: WakeCause): void => {
    logger.info('woken', { cause })
    wake()
    resting = setTimeout(() => {
      resting = null
      const late = again
      again = null
      if (late) act(late)
    }, SOON_MS)
  }
  const tell = (cause: WakeCause): void => {
    if (resting) again = cause
    else act(cause)
  }

  return {
    start(): void {
      leave ??= source.subscribe(tell)
    },
    /** A screen noticed it; the same as if the machine had. */
    tell,
    stop(): void {
      leave?.()
      leave = null
      if (resting) clearTimeout(resting)
      resting = null
      again = null
    },
  }
}
export type Waking = ReturnType<typeof createWaking>
