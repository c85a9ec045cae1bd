/**
 * Updates of Leadline itself: looks for a newer version, fetches it, and restarts into it when asked and nothing is being sent. What
 * fails leaves the running version as it is and is told. Works before the data key is open.
 */
import {
  AppError,
  type AppEvent,
  type UpdateChannel,
  type UpdateState,
  type UpdateStatus,
} from '../../contract'
import { systemClock, type Clock } from '../media'
import type { Logger, Updater } from '../platform/ports'
import { next, type UpdateEvent } from './machine'
import { failureOf, outcomeOf } from './outcome'
import { schedule, TIMINGS, type Timings } from './schedule'

export interface UpdatesOptions {
  /** Null where the host does not update itself: everything then answers `unsupported`. */
  updater: Updater | null
  /** The version that runs. */
  version: string
  channel(): UpdateChannel
  /** Whether anything is being sent or about to go. */
  isBusy(): boolean
  emit(event: AppEvent): void
  logger: Logger
  clock?: Clock
  random?: () => number
  timings?: Timings
}

export interface Updates {
  status(): UpdateStatus
  /** Begins to look; answers how it stands then. */
  check(): UpdateStatus
  /** @throws {AppError} `wrong-state` where no version is ready. */
  install(): UpdateStatus
  /** Takes back an `install` that still waits. */
  postpone(): UpdateStatus
  /** Another channel was chosen: forgets what was found and looks anew. */
  channelChanged(): void
  /** Looks now and then from here on. */
  start(): void
  stop(): void
}

export function createUpdates(options: UpdatesOptions): Updates {
  const { updater, version, isBusy, emit, logger } = options
  const clock = options.clock ?? systemClock
  const random = options.random ?? Math.random
  const timings = options.timings ?? TIMINGS
  let state: UpdateState = { kind: updater ? 'idle' : 'unsupported' }
  let checkedAt: number | null = null
  /** Of the look or the installing under way. */
  let run = new AbortController()
  let stopSchedule = (): void => undefined
  let stopWaiting = (): void => undefined
  let stopped = false

  const status = (): UpdateStatus => ({ version, state, checkedAt })

  /** Answers whether the event meant anything. */
  const apply = (event: UpdateEvent): boolean => {
    const before = state
    state = next(before, event)
    if (state === before) return false
    if (state.kind !== before.kind) logger.info('update', { from: before.kind, to: state.kind })
    emit({ type: 'update', status: status() })
    return true
  }

  const fail = (error: unknown): void => {
    logger.warn('update-failed', { at: state.kind, error })
    apply(failureOf(error, 'offer' in state ? state.offer.version : version))
  }

  const look = async (port: Updater, signal: AbortSignal): Promise<void> => {
    const isOver = (): boolean => signal.aborted
    try {
      const channel = options.channel()
      const answer = await port.check(channel)
      if (isOver()) return
      checkedAt = clock.now()
      apply(outcomeOf(answer, channel, version))
      if (!apply({ type: 'download' })) return
      await port.download((percent) => {
        if (!isOver()) apply({ type: 'progress', percent })
      }, signal)
      if (!isOver()) apply({ type: 'downloaded' })
    } catch (error) {
      if (!isOver()) fail(error)
    }
  }

  /** Begins a run of which nothing is heard any more once the next one begins. */
  const begin = (): AbortSignal => {
    run.abort()
    run = new AbortController()
    return run.signal
  }

  const check = (): UpdateStatus => {
    if (updater && !stopped && apply({ type: 'check' })) void look(updater, begin())
    return status()
  }

  const installNow = (port: Updater): void => {
    if (!apply({ type: 'install' })) return
    port.install().catch(fail)
  }

  const waitForQuiet = (port: Updater): void => {
    stopWaiting = clock.after(timings.quiet, () => {
      if (state.kind !== 'waiting') return
      if (isBusy()) waitForQuiet(port)
      else installNow(port)
    })
  }

  const begun = async (port: Updater): Promise<void> => {
    const failed = await port.failedInstall().catch((error: unknown) => {
      logger.warn('update-mark-unreadable', { error })
      return null
    })
    if (stopped) return
    if (failed !== null) {
      logger.warn('update-not-installed', { version: failed })
      apply({ type: 'failed', reason: 'not-installed' })
    }
    // What failed stays on the screen until somebody asks again or the next look is due.
    stopSchedule = schedule(clock, random, timings, () => check(), failed !== null)
  }

  return {
    status,
    check,
    install: () => {
      if (!updater || (state.kind !== 'ready' && state.kind !== 'waiting'))
        throw new AppError('wrong-state', 'No newer version is ready to be installed.')
      if (!isBusy()) installNow(updater)
      else if (apply({ type: 'hold' })) waitForQuiet(updater)
      return status()
    },
    postpone: () => {
      if (apply({ type: 'postpone' })) stopWaiting()
      return status()
    },
    channelChanged: () => {
      if (!updater) return
      if (state.kind === 'installing') return
      stopWaiting()
      begin()
      apply({ type: 'switch' })
      check()
    },
    start: () => {
      if (updater) void begun(updater)
    },
    stop: () => {
      stopped = true
      run.abort()
      stopSchedule()
      stopWaiting()
    },
  }
}
