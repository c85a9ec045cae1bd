/** What is asked of the desktop from outside (links, second starts), kept until there is an app to ask. */
import type { OpenTarget } from '../contract'
import type { Logger } from './platform/ports'

export interface Running {
  open(target: OpenTarget): void
  raise(): void
  logger: Logger
}

export interface Door {
  /** Shows the window, and in it the target where there is one: now, or as soon as the app runs. */
  show(target: OpenTarget | null): void
  /**
   * macOS brings the app to the front: a click on its dock icon, but the first start as well, a hidden one at login included. So it
   * shows the window of an app that runs, and asks nothing of one that starts.
   */
  activate(): void
  runs(running: Running): void
  /** Silent until the app runs: nothing is created before. */
  logger(): Logger
}

const silent: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => silent,
}

export function createDoor(): Door {
  let now: Running | null = null
  const waiting: { target: OpenTarget | null; isAsked: boolean } = { target: null, isAsked: false }
  return {
    show(target) {
      if (now === null) {
        waiting.isAsked = true
        waiting.target = target ?? waiting.target
        return
      }
      now.raise()
      if (target) now.open(target)
    },
    activate: () => now?.raise(),
    runs(running) {
      now = running
      if (waiting.isAsked) running.raise()
      if (waiting.target) running.open(waiting.target)
    },
    logger: () => now?.logger ?? silent,
  }
}
