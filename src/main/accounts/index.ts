/** The accounts of this machine: linking, connection, recovery. One runner each; a crash of one never touches another. */
import { AppError, type Account, type AppEvent } from '../../contract'
import type { Logger } from '../platform/ports'
import type { Storage } from '../storage'
import type { WaEvent, WhatsAppSession } from '../whatsapp/types'
import { AccountRunner } from './account'
import type { accountsStore } from './store'

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
  onUnlinked(accountId: string): void
  onPaused(accountId: string, paused: boolean): void
  emit(event: AppEvent): void
  logger: Logger
  now?: () => number
  /** A clock that only goes forward, ms. */
  elapsed?: () => number
  random?: () => number
}

export async function createAccounts(deps: AccountsDeps) {
  const now = deps.now ?? Date.now
  const elapsed = (): number => performance.now()
  const store = deps.storage.store<typeof accountsStore>('accounts')
  const runners = new Map<string, AccountRunner>()
  for (const row of await store.list(now())) {
    const session = deps.createSession(row.id)
    const runner = new AccountRunner({ random: Math.random, elapsed, ...deps, now, store, session }, row)
    runners.set(row.id, runner)
    deps.onPaused(row.id, runner.isPaused)
  }

  const runnerOf = (accountId: string): AccountRunner => {
    const runner = runners.get(accountId)
    if (!runner) throw new AppError('not-found', 'There is no such account.')
    return runner
  }

  return {
    list: (): Account[] => [...runners.values()].map((runner) => runner.snapshot()),
    get: (accountId: string): Account => runnerOf(accountId).snapshot(),

    /** Connects every account that was linked. The inbox is usable meanwhile. */
    restore(): void {
      for (const runner of runners.values()) if (runner.snapshot().state === 'stopped') void runner.start()
    },

    /** Starts linking, or connects what is linked. Does not wait for the outcome: it comes as state. */
    connect(accountId: string): void {
      void runnerOf(accountId).start()
    },
    reconnectNow(accountId: string): void {
      void runnerOf(accountId).start()
    },
    /** WhatsApp Web's own window; false where there is none. */
    showWindow: async (accountId: string): Promise<boolean> => deps.showWindow(runnerOf(accountId).id),
    unlink: (accountId: string): Promise<void> => runnerOf(accountId).unlink(),
    async setPaused(accountId: string, paused: boolean): Promise<void> {
      await runnerOf(accountId).setPaused(paused)
      deps.onPaused(accountId, paused)
    },
    /** A new QR at once, also after nobody scanned. */
    refreshQr: (accountId: string): Promise<void> =>
      runnerOf(accountId).link((session) => session.refreshQr()),
    useQr: (accountId: string): Promise<void> => runnerOf(accountId).link((session) => session.useQr()),
    /** `phone` in E.164. */
    usePairingCode: (accountId: string, phone: string): Promise<void> =>
      runnerOf(accountId).link((session) => session.usePairingCode(phone)),
    stop: async (): Promise<void> => {
      await Promise.all([...runners.values()].map((runner) => runner.stop()))
    },
  }
}
export type Accounts = Awaited<ReturnType<typeof createAccounts>>
