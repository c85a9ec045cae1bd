/**
 * Encrypted copies of the accounts' sessions: made after linking and daily, while the browser is closed for a moment and nobody is
 * disturbed; restored once where the profile was lost, before a QR is asked for.
 */
import { AppError, type SessionCopy } from '../../contract'
import { systemClock, type Clock } from '../media'
import type { Logger, Paths, Platform, SessionBrowser } from '../platform/ports'
import type { WhatsAppSession } from '../whatsapp/types'
import { isDue, isTheMoment } from './due'
import { Guard, type Saved } from './guard'
import { Shelf, type KeptCopy } from './shelf'

export interface CopiesOptions {
  platform: Pick<Platform, 'host' | 'profiles'> & { paths: Pick<Paths, 'sessionCopies'> }
  /** 32 bytes, derived from the data key for copies alone. */
  key: Uint8Array
  /** Connected, and what was missed has been read. */
  isSettled(accountId: string): boolean
  /** Something is being sent or fetched. */
  isBusy(accountId: string): boolean
  /** When a person last touched a screen, in ms. */
  usedAt(): number
  /** What `statusOf` says of the account is another. */
  changed(accountId: string): void
  logger: Logger
  clock?: Clock
}

const LOOK_MS = 60_000
/** What is left of the 5 s that a system gives for ending, once the browsers are closed. */
const STOP_MS = 1_500

/** A person who asks for a copy waits so long for what is under way, looked at so often. */
const QUIET_MS = 15_000
const STEP_MS = 250

interface Guarded {
  guard: Guard
  kept: KeptCopy | null
  failedAt: number | null
  /** Tries that failed since the last copy. */
  failures: number
}

export function createCopies(options: CopiesOptions) {
  const { platform, logger } = options
  const clock = options.clock ?? systemClock
  const { host, profiles, paths } = platform
  const shelf = new Shelf({
    folder: paths.sessionCopies,
    host,
    key: options.key,
    profiles,
    now: () => clock.now(),
  })
  const all = new Map<string, Guarded>()
  let cancelLook = (): void => undefined
  /** One account at a time. */
  let looking: Promise<void> | null = null
  let stopped = false

  const of = (accountId: string): Guarded => {
    const found = all.get(accountId)
    if (!found) throw new AppError('not-found', 'There is no such account.')
    return found
  }

  const read = async (accountId: string): Promise<void> => {
    // What can't be read is no copy: a new one is due.
    const its = all.get(accountId)
    if (!its) return
    const kept = await shelf.look(accountId).catch((error: unknown) => {
      logger.warn('session-copy-not-read', { account: accountId, error })
      return null
    })
    // It may have gone while it was read.
    its.kept = shelf.has(accountId) ? kept : null
    options.changed(accountId)
  }

  const takenAt = ({ kept }: Guarded): number | null => (kept?.isUsable ? kept.at : null)

  const save = async (accountId: string): Promise<Saved> => {
    const its = of(accountId)
    // The browser is not closed for what has no room: the next copy is about as large as the last one.
    const saved = (await shelf.hasRoom(its.kept?.bytes ?? 0)) ? await its.guard.save() : 'disk-full'
    const isDone = saved === 'saved'
    Object.assign(its, { failedAt: isDone ? null : clock.now(), failures: isDone ? 0 : its.failures + 1 })
    await read(accountId)
    return saved
  }

  /** Answers whether nothing is under way, waiting for that a while. */
  const isQuiet = async (accountId: string): Promise<boolean> => {
    for (let left = QUIET_MS; left > 0 && !stopped; left -= STEP_MS) {
      if (options.isSettled(accountId) && !options.isBusy(accountId)) return true
      await new Promise<void>((resolve) => void clock.after(STEP_MS, resolve))
    }
    return false
  }

  /** What could not be deleted of links that ended, also of accounts that are no more. */
  const clearLeft = async (): Promise<void> => {
    for (const accountId of shelf.ended()) {
      const its = all.get(accountId)
      if (its) await its.guard.clearLeft()
      else await forgetLeft(accountId).catch((error: unknown) => logger.warn('profile-still-left', { error }))
    }
  }
  const forgetLeft = async (accountId: string): Promise<void> => {
    shelf.drop(accountId)
    await profiles.remove(accountId)
    if ((await profiles.list()).every((left) => left.accountId.toLowerCase() !== accountId.toLowerCase()))
      shelf.unmarkEnded(accountId)
  }

  const look = async (): Promise<void> => {
    await clearLeft()
    for (const [accountId, its] of all) {
      const situation = {
        now: clock.now(),
        takenAt: takenAt(its),
        isSettled: options.isSettled(accountId),
        isBusy: options.isBusy(accountId),
        usedAt: options.usedAt(),
        failedAt: its.failedAt,
        failures: its.failures,
      }
      if (!stopped && isTheMoment(situation)) await save(accountId)
    }
  }

  const schedule = (): void => {
    cancelLook = clock.after(LOOK_MS, () => {
      looking = look()
        .catch((error: unknown) => logger.error('copies-look-failed', { error }))
        .finally(() => {
          looking = null
          if (!stopped) schedule()
        })
    })
  }

  return {
    /** The account's session, guarded. `make` gets the browser that it is to use. */
    guard(
      accountId: string,
      browser: SessionBrowser,
      make: (browser: SessionBrowser) => WhatsAppSession,
    ): WhatsAppSession {
      const guard = new Guard({
        accountId,
        shelf,
        changed: () => options.changed(accountId),
        // The next link's first copy waits for nothing that was before it.
        dropped: () => {
          const its = all.get(accountId)
          if (its) Object.assign(its, { kept: null, failedAt: null, failures: 0 })
          options.changed(accountId)
        },
        logger,
      })
      all.set(accountId, { guard, kept: null, failedAt: null, failures: 0 })
      return guard.guarded(make(guard.browser(browser)))
    },
    /** The account is no more. */
    forget: (accountId: string): void => void all.delete(accountId),
    /** How it stands with an account's copy. */
    statusOf(accountId: string): SessionCopy {
      const its = all.get(accountId)
      const kept = its?.kept ?? null
      return {
        doing: its?.guard.doing ?? null,
        refused: its?.guard.refused ?? false,
        takenAt: kept?.isUsable ? kept.at : null,
        bytes: kept?.isUsable ? kept.bytes : 0,
      }
    },
    /** Now, since a person asks for it. @throws {AppError} `not-found`, `wrong-state`, `disk-full` */
    async save(accountId: string): Promise<void> {
      of(accountId)
      if (!(await isQuiet(accountId))) {
        throw new AppError('wrong-state', 'The session can only be saved while it is connected and idle.')
      }
      const saved = await save(accountId)
      if (saved === 'disk-full')
        throw new AppError('disk-full', 'There is no room for a copy of the session.')
      if (saved !== 'saved') throw new AppError('internal', 'The session could not be saved.')
    },
    /** Reads what copies there are, deletes what is left of links that ended, tidies what was interrupted, and makes copies from here on. */
    async start(): Promise<void> {
      // None of it keeps anybody from working.
      for (const its of [profiles, shelf])
        await its.tidy().catch((error: unknown) => logger.warn('leftovers-not-removed', { error }))
      for (const accountId of all.keys()) await read(accountId)
      await clearLeft()
      schedule()
    },
    /** Begins nothing more. */
    stop(): void {
      stopped = true
      cancelLook()
    },
    /** Once the browsers are closed: makes the copies that are due, as far as there is time. What is not done in time changes nothing. */
    async saveAtEnd(): Promise<void> {
      const signal = AbortSignal.timeout(STOP_MS)
      await looking
      for (const [accountId, its] of all) {
        if (!its.guard.wasReady || !isDue({ takenAt: takenAt(its), now: clock.now() })) continue
        try {
          await shelf.take(accountId, signal)
        } catch (error) {
          logger.info('session-not-saved-at-end', { account: accountId, error })
        }
      }
    },
    shelf,
  }
}
export type Copies = ReturnType<typeof createCopies>
