/** The way out: steps in order, each given its chance, all of them together no longer than a limit. Nothing here knows Electron. */
import type { Logger } from '../ports'

export interface DrainStep {
  name: string
  run(): Promise<void> | void
}

export interface Drained {
  done: string[]
  failed: string[]
  /** What was under way or had not begun when time was up. */
  late: string[]
}

/** Calls back after `ms`, unless it is cancelled. */
export type Timer = (ms: number, passed: () => void) => { cancel(): void }

export const realTimer: Timer = (ms, passed) => {
  const timer = setTimeout(passed, ms)
  return { cancel: () => clearTimeout(timer) }
}

/** Never rejects: a step that fails is logged, and the next one runs. */
export async function drain(
  steps: readonly DrainStep[],
  options: { limitMs: number; logger: Logger; timer?: Timer },
): Promise<Drained> {
  const result: Drained = { done: [], failed: [], late: [] }
  const time = { isUp: false }
  let cancel = (): void => undefined
  const late = new Promise<'late'>((resolve) => {
    const timer = (options.timer ?? realTimer)(options.limitMs, () => {
      time.isUp = true
      resolve('late')
    })
    cancel = () => timer.cancel()
  })
  const attempt = async ({ name, run }: DrainStep): Promise<'done' | 'failed'> => {
    try {
      await run()
      return 'done'
    } catch (error) {
      options.logger.error('drain-failed', { step: name, error })
      return 'failed'
    }
  }
  for (const step of steps) {
    const outcome = time.isUp ? 'late' : await Promise.race([attempt(step), late])
    result[outcome].push(step.name)
  }
  cancel()
  if (result.late.length > 0) options.logger.warn('drain-late', { steps: result.late })
  return result
}

export interface QuitterOptions {
  /** All that is to be done before the end; never rejects. */
  drain(): Promise<unknown>
  /** Electron's `app.exit`: no window is asked any more, and `quit` is still told, which the updater waits for. */
  exit(code: number): void
}

export interface Quitter {
  /** Windows are let go, not hidden, from here on. */
  isQuitting(): boolean
  /** Of `before-quit`: holds the end back until all is drained, once. */
  beforeQuit(event: { preventDefault(): void }): void
  /** The system's updater closes the windows before it quits: they are let go from here on. */
  letGo(): void
  /** Ends after a fault, drained as far as it goes. */
  fail(): void
}

export function createQuitter(options: QuitterOptions): Quitter {
  let state: 'running' | 'draining' | 'drained' = 'running'
  let hasFailed = false
  let isLetGo = false
  const begin = (): void => {
    if (state !== 'running') return
    state = 'draining'
    void options.drain().then(() => {
      state = 'drained'
      options.exit(hasFailed ? 1 : 0)
    })
  }
  return {
    isQuitting: () => isLetGo || state !== 'running',
    beforeQuit(event) {
      if (state === 'drained') return
      event.preventDefault()
      begin()
    },
    letGo() {
      isLetGo = true
    },
    fail() {
      hasFailed = true
      begin()
    },
  }
}
