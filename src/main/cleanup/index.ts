/**
 * Cleaning up: what belongs to nothing any more is found, shown with its size and removed on a person's word; sessions that are
 * disconnected and unused for long are closed to free memory.
 */
import {
  AppError,
  cleanupKind,
  type Account,
  type AppEvent,
  type CleanedKind,
  type CleanupFinding,
  type CleanupKind,
  type CleanupStatistics,
  type CleanupSurvey,
} from '../../contract'
import { systemClock, type Clock, type Media } from '../media'
import type { Logger, ProfileFiles } from '../platform/ports'
import type { Storage } from '../storage'
import { isStale, outageOf, type Outage } from './stale'
import type { cleanupStore } from './store'

/** Something that may be removed. */
interface Leftover {
  name: string
  bytes: number
}

export interface CleanupOptions {
  storage: Storage
  profiles: Pick<ProfileFiles, 'list' | 'remove'>
  copies: {
    list(): Promise<{ accountId: string; name: string; bytes: number }[]>
    remove(name: string): Promise<void>
  }
  media: Pick<Media, 'orphans' | 'removeOrphan'>
  accounts: {
    list(): Account[]
    /** It has a browser. */
    isOpen(accountId: string): boolean
    /** Closes its browser until its next try. */
    rest(accountId: string): Promise<void>
  }
  /** Minutes after which a disconnected, unused session is closed; null for never (a preference). */
  staleAfter(): number | null
  /** When a person last touched a screen, in ms. */
  usedAt(): number
  emit(event: AppEvent): void
  logger: Logger
  clock?: Clock
}

const LOOK_MS = 60_000
/** Progress is told for every so many. */
const TELL_EVERY = 20

export function createCleanup(options: CleanupOptions) {
  const { profiles, copies, media, accounts, emit, logger } = options
  const clock = options.clock ?? systemClock
  const store = options.storage.store<typeof cleanupStore>('cleanup')
  /** What the last survey showed: nothing else is removed. */
  let shown: Record<CleanupKind, Set<string>> | null = null
  let isRemoving = false
  let outages = new Map<string, Outage>()
  let stopped = false
  let cancelLook = (): void => undefined

  /** Partitions and folders are named in small letters on some systems. */
  const isHere = (accountId: string): boolean =>
    accounts.list().some(({ id }) => id.toLowerCase() === accountId.toLowerCase())

  const KINDS: Record<
    CleanupKind,
    {
      find(): Promise<Leftover[]>
      /** Looks once more and answers whether it is gone: what is used by now stays. */
      remove(name: string): Promise<boolean>
    }
  > = {
    profiles: {
      find: async () =>
        (await profiles.list())
          .filter(({ accountId }) => !isHere(accountId))
          .map(({ accountId, bytes }) => ({ name: accountId, bytes })),
      remove: async (accountId) => {
        if (isHere(accountId)) return false
        await profiles.remove(accountId)
        return !(await profiles.list()).some((left) => left.accountId === accountId)
      },
    },
    copies: {
      find: async () => (await copies.list()).filter(({ accountId }) => !isHere(accountId)),
      remove: async (name) => {
        const found = (await copies.list()).find((copy) => copy.name === name)
        if (found === undefined || isHere(found.accountId)) return false
        await copies.remove(name)
        return true
      },
    },
    media: { find: () => media.orphans(), remove: (name) => media.removeOrphan(name) },
  }

  const note = (entries: { kind: CleanedKind; count: number; bytes: number }[]): Promise<void> =>
    store.note(entries.map((entry) => ({ ...entry, at: clock.now() })))

  const removeKind = async (
    kind: CleanupKind,
    leftovers: readonly Leftover[],
    onEach: () => void,
  ): Promise<CleanupFinding> => {
    const removed: CleanupFinding = { kind, count: 0, bytes: 0 }
    for (const { name, bytes } of leftovers) {
      try {
        if (await KINDS[kind].remove(name)) {
          removed.count++
          removed.bytes += bytes
        }
      } catch (error) {
        // One that can't be removed keeps none of the others.
        logger.warn('leftover-not-removed', { kind, error })
      }
      onEach()
    }
    return removed
  }

  const removeAll = async (
    kinds: readonly CleanupKind[],
    wanted: Record<CleanupKind, Set<string>>,
  ): Promise<CleanupFinding[]> => {
    const found = await Promise.all(
      kinds.map(async (kind) => ({
        kind,
        leftovers: (await KINDS[kind].find()).filter(({ name }) => wanted[kind].has(name)),
      })),
    )
    const total = found.reduce((sum, { leftovers }) => sum + leftovers.length, 0)
    let done = 0
    const onEach = (): void => {
      done++
      if (done % TELL_EVERY === 0) emit({ type: 'cleanup', progress: { done, total } })
    }
    const removed: CleanupFinding[] = []
    for (const { kind, leftovers } of found) removed.push(await removeKind(kind, leftovers, onEach))
    return removed
  }

  const closeStale = async (): Promise<void> => {
    const now = clock.now()
    const seen = new Map<string, Outage>()
    for (const account of accounts.list()) {
      const outage = outageOf(
        { account, isOpen: accounts.isOpen(account.id), now },
        outages.get(account.id) ?? null,
      )
      if (outage === null) continue
      seen.set(account.id, outage)
      if (!isStale(outage, { now, minutes: options.staleAfter(), usedAt: options.usedAt() })) continue
      seen.set(account.id, { ...outage, wasClosed: true })
      logger.info('session-stale', { account: account.id })
      await accounts.rest(account.id)
      await note([{ kind: 'sessions', count: 1, bytes: 0 }])
    }
    outages = seen
  }

  const schedule = (): void => {
    cancelLook = clock.after(LOOK_MS, () => {
      closeStale()
        .catch((error: unknown) => logger.error('stale-look-failed', { error }))
        .finally(() => {
          if (!stopped) schedule()
        })
    })
  }

  return {
    async survey(): Promise<CleanupSurvey> {
      const findings: CleanupFinding[] = []
      const names: Record<CleanupKind, Set<string>> = {
        profiles: new Set(),
        copies: new Set(),
        media: new Set(),
      }
      for (const kind of cleanupKind.options) {
        const found = await KINDS[kind].find()
        names[kind] = new Set(found.map(({ name }) => name))
        findings.push({ kind, count: found.length, bytes: found.reduce((sum, { bytes }) => sum + bytes, 0) })
      }
      shown = names
      return { at: clock.now(), findings }
    },

    /** @throws {AppError} `wrong-state` before a survey, and while another removal is under way */
    async remove(kinds: readonly CleanupKind[]): Promise<{ removed: CleanupFinding[] }> {
      if (shown === null || isRemoving) {
        throw new AppError('wrong-state', 'Look for leftovers first; one removal at a time.')
      }
      isRemoving = true
      try {
        const removed = await removeAll([...new Set(kinds)], shown)
        await note(removed.filter(({ count }) => count > 0))
        return { removed }
      } finally {
        isRemoving = false
        emit({ type: 'cleanup', progress: null })
      }
    },

    statistics: (): Promise<CleanupStatistics> => store.statistics(),

    /** Looks for stale sessions from here on. */
    start: schedule,
    stop(): void {
      stopped = true
      cancelLook()
    },
  }
}
export type Cleanup = ReturnType<typeof createCleanup>
