/** The accounts of this machine: linking, connection, recovery. One runner each; a crash of one never touches another. */
import { randomUUID } from 'node:crypto'
import {
  AppError,
  NO_SESSION_COPY,
  type Account,
  type AccountColour,
  type AppEvent,
  type SessionCopy,
} from '../../contract'
import type { Logger } from '../platform/ports'
import type { Storage } from '../storage'
import type { WaEvent, WhatsAppSession } from '../whatsapp/types'
import { AccountRunner, type Pulse, type SignedOut } from './account'
import { wakeDelays } from './backoff'
import { Departures } from './departures'
import { beginRestore, settled, withdrawn, type Restore, type Step } from './restore'
import type { AccountRow, accountsStore, NewAccount } from './store'

export interface AccountsDeps {
  storage: Storage
  createSession(accountId: string): WhatsAppSession
  attach(session: WhatsAppSession): void
  catchUp(
    session: WhatsAppSession,
    onProgress: (done: number, total: number) => void,
    signal: AbortSignal,
  ): Promise<void>
  /** Answers whether there is one. */
  showWindow(accountId: string): Promise<boolean>
  onNotReady(accountId: string): void
  onEvent(accountId: string, event: WaEvent): void
  onUnlinked(accountId: string): Promise<void> | void
  /** Messages, search index and files of an account that is not linked any more. */
  eraseHistory(accountId: string): Promise<void>
  onPaused(accountId: string, paused: boolean): void
  /** It is gone, its session and its history too. */
  onRemoved?(accountId: string): void
  /** How it stands with the copy of its session; none unless given. */
  copyOf?(accountId: string): SessionCopy
  /** How many accounts there may be (a preference). */
  most(): number
  /** Messages that may go from an account on one day. */
  dailyLimit(): number
  /** The CRM's id of who is here; null without a CRM, as unless given. */
  userId?(): string | null
  emit(event: AppEvent): void
  logger: Logger
  now?: () => number
  /** A clock that only goes forward, ms. */
  elapsed?: () => number
  random?: () => number
}

export type { Pulse } from './account'

export async function createAccounts(deps: AccountsDeps) {
  const now = deps.now ?? Date.now
  const copyOf = deps.copyOf ?? (() => NO_SESSION_COPY)
  const elapsed = deps.elapsed ?? ((): number => performance.now())
  const store = deps.storage.store<typeof accountsStore>('accounts')
  const runners = new Map<string, AccountRunner>()
  let restore: Restore = { waiting: [], connecting: [] }

  const follow = (step: Step): void => {
    restore = step.restore
    for (const id of step.start) void runners.get(id)?.start()
  }
  const emit = (event: AppEvent): void => {
    deps.emit(event)
    if (event.type !== 'account') return
    const { id } = event.account
    if (restore.connecting.includes(id) && runners.get(id)?.isComingUp === false) follow(settled(restore, id))
  }
  const open = (row: AccountRow): AccountRunner => {
    const session = deps.createSession(row.id)
    const runner = new AccountRunner(
      { random: Math.random, ...deps, elapsed, copyOf, emit, now, store, session },
      row,
    )
    runners.set(row.id, runner)
    deps.onPaused(row.id, runner.isPaused)
    return runner
  }
  const departures = new Departures({
    store,
    eraseHistory: (accountId) => deps.eraseHistory(accountId),
    removed: (accountId) => {
      runners.delete(accountId)
      deps.onRemoved?.(accountId)
      deps.emit({ type: 'account-gone', accountId })
    },
    logger: deps.logger,
    now,
  })
  for (const row of await store.list(now())) open(row)
  for (const runner of runners.values()) if (runner.leaving) void departures.resume(runner, runner.leaving)

  const runnerOf = (accountId: string): AccountRunner => {
    const runner = runners.get(accountId)
    if (!runner) throw new AppError('not-found', 'There is no such account.')
    return runner
  }
  /** The account, for something that the person does with it: that goes before its turn in the queue of the start. */
  const inHand = (accountId: string): AccountRunner => {
    const runner = runnerOf(accountId)
    if (departures.isLeaving(accountId))
      throw new AppError('wrong-state', 'This account is just being unlinked.')
    restore = withdrawn(restore, accountId)
    return runner
  }

  return {
    list: (): Account[] => [...runners.values()].map((runner) => runner.snapshot()),
    get: (accountId: string): Account => runnerOf(accountId).snapshot(),

    /** @throws {AppError} `too-many-accounts` */
    async add({ label, colour }: Omit<NewAccount, 'id'>): Promise<Account> {
      const runner = open(await store.add({ id: randomUUID(), label, colour }, deps.most(), now()))
      const account = runner.snapshot()
      emit({ type: 'account', account })
      return account
    },
    async update(
      accountId: string,
      change: { label?: string | null; colour?: AccountColour },
    ): Promise<Account> {
      const runner = runnerOf(accountId)
      await runner.update(change)
      return runner.snapshot()
    },

    /** Connects every account that was linked, in the order of restore.ts. The inbox is usable meanwhile. */
    restore(): void {
      const linked = [...runners.values()].filter(
        (runner) => runner.snapshot().state === 'stopped' && !departures.isLeaving(runner.id),
      )
      follow(beginRestore(linked.map(({ id, usedAt }) => ({ id, usedAt }))))
    },

    /** Starts linking, or connects what is linked. Does not wait for the outcome: it comes as state. */
    connect(accountId: string): void {
      void inHand(accountId).start()
    },
    reconnectNow(accountId: string): void {
      void inHand(accountId).connectNow()
    },
    /** WhatsApp takes no messages to new people from it; false where there is no such account. */
    isTimelocked: (accountId: string): boolean => runners.get(accountId)?.isTimelocked ?? false,
    isOpen: (accountId: string): boolean => runners.get(accountId)?.isOpen ?? false,
    /** Closes the browser of an account that is not connected, until its next try: it frees memory. */
    rest: async (accountId: string): Promise<void> => runners.get(accountId)?.rest(),
    /** Tells the screens of an account as it is now. */
    tell: (accountId: string): void => runners.get(accountId)?.tell(),
    /** The network or the machine came back: one account after the other finds out how it stands, none in the same instant. */
    wake(): void {
      const delays = wakeDelays(runners.size, deps.random ?? Math.random)
      for (const [index, runner] of [...runners.values()].entries()) runner.wake(delays[index] ?? 0)
    },
    /** The version of the account's page; null where there is none. */
    webVersion: (accountId: string): Promise<string | null> => runnerOf(accountId).webVersion(),
    /** Loads the account's page anew, where it has one. */
    reload: (accountId: string): void => runnerOf(accountId).reload(),
    /** How an account's connection stands. */
    pulse: (accountId: string): Pulse => runnerOf(accountId).pulse,
    /** WhatsApp Web's own window; false where there is none. */
    showWindow: async (accountId: string): Promise<boolean> => deps.showWindow(runnerOf(accountId).id),
    /** Signs out at WhatsApp and waits for it. @throws {AppError} `wrong-state`; see departures.ts */
    unlink: async (accountId: string, history: 'keep' | 'delete'): Promise<SignedOut> =>
      departures.leave(inHand(accountId), history === 'keep' ? 'unlink' : 'erase'),
    /** The same with its history, and out of the list. */
    remove: async (accountId: string): Promise<SignedOut> => departures.leave(inHand(accountId), 'remove'),
    async setPaused(accountId: string, paused: boolean): Promise<void> {
      await runnerOf(accountId).setPaused(paused)
      deps.onPaused(accountId, paused)
    },
    /** A new QR at once, also after nobody scanned. */
    refreshQr: (accountId: string): Promise<void> => inHand(accountId).link((session) => session.refreshQr()),
    useQr: (accountId: string): Promise<void> => inHand(accountId).link((session) => session.useQr()),
    /** `phone` in E.164. */
    usePairingCode: (accountId: string, phone: string): Promise<void> =>
      inHand(accountId).link((session) => session.usePairingCode(phone)),
    /** Another day has begun, or its limit is another: reads the counters and tells the screens. */
    async recount(): Promise<void> {
      await Promise.all([...runners.values()].map((runner) => runner.refresh()))
    },
    /** Closes every session, whatever becomes of the others. */
    stop: async (): Promise<void> => {
      restore = { waiting: [], connecting: [] }
      const ends = await Promise.allSettled([...runners.values()].map((runner) => runner.stop()))
      for (const end of ends)
        if (end.status === 'rejected') deps.logger.error('account-not-stopped', { error: end.reason })
    },
  }
}
export type Accounts = Awaited<ReturnType<typeof createAccounts>>
