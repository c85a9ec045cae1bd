/** The inactivity lock's clock: when nobody has touched a screen of Leadline for as long as the person chose. */

/** How often is looked, in ms. Also what a machine that slept does on waking. */
export const LOOK_MS = 5_000

/**
 * Pure. A clock that was set back tells nothing about the time that went by: then it is due, to be on the safe side.
 * @param minutes null: never.
 */
export function isIdle(lastInput: number, now: number, minutes: number | null): boolean {
  if (minutes === null) return false
  return now < lastInput || now - lastInput >= minutes * 60_000
}

export interface IdleOptions {
  minutes(): number | null
  onIdle(): void
  /** Milliseconds since the epoch. */
  now?: () => number
}

export interface IdleWatch {
  /** Somebody is there. */
  touch(): void
  /** When somebody last was, or the watch began; in ms. */
  touchedAt(): number
  stop(): void
}

export function watchIdle({ minutes, onIdle, now = Date.now }: IdleOptions): IdleWatch {
  let lastInput = now()
  const timer = setInterval(() => {
    if (isIdle(lastInput, now(), minutes())) onIdle()
  }, LOOK_MS)
  timer.unref()
  return {
    touch: () => {
      lastInput = now()
    },
    touchedAt: () => lastInput,
    stop: () => clearInterval(timer),
  }
}
