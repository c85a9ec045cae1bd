/**
 * The central CRM: signing in, sending what changed here, reading what changed there. Only leads, orders and their contacts leave
 * this machine, no message texts; and only while somebody is signed in.
 */
import {
  AppError,
  may,
  recordKind,
  type AppEvent,
  type CrmSignIn,
  type CrmStatus,
  type FrappeSite,
  type Page,
  type RecordKind,
  type Role,
  type Team,
  type WaitingEntry,
} from '../../contract'
import type { Logger, SecretStore } from '../platform/ports'
import type { Storage } from '../storage'
import { Breaker } from './breaker'
import type { Connector } from './connector'
import { Floods } from './floods'
import { FRAPPE_WRITES, FrappeConnector } from './frappe/connector'
import { fetchPicture } from './picture'
import { Pull } from './pull'
import { Push } from './push'
import { ReferenceConnector } from './reference'
import { Reporter, type Machine } from './reporter'
import { Session } from './session'
import type { crmStore } from './store'
import { TeamDesk } from './team'
import type { Touched } from './touches-store'
import { Vault, type Sealer } from './vault'
import { realTimer, Worker, type Timer } from './worker'

export type { Machine } from './reporter'
export type { Sealer } from './vault'
export type { Timer } from './worker'

export interface CrmOptions {
  storage: Storage
  secrets: SecretStore
  /** Seals the tokens with the data key where there is no keychain. */
  sealTokens?: Sealer
  logger: Logger
  emit: (event: AppEvent) => void
  /** The CRM's name or numbers for a contact with chats were taken over: whatever shows them must be renewed. */
  onContact?: (contactId: string) => void
  /** People of the CRM's are known here from now on. */
  onNewContacts?: () => void
  /** ISO 3166-1 alpha-2: by which numbers without a country code are read; unless given they are not. */
  country?: () => string | null
  /** A product's picture that is kept here, by the SHA-256 of its content; null where it is not. */
  keptPicture?: (sha256: string) => Promise<{ mime: string; data: Uint8Array } | null>
  /** Milliseconds since the epoch. */
  clock?: () => number
  /** Waits by that clock; the machine's own unless set. */
  timer?: Timer
  /** Milliseconds for a whole request; 20 s unless set. */
  timeout?: number
  /** Milliseconds between two looks at the CRM; 30 s unless set. */
  interval?: number
  /** What is reported of this machine; nothing is unless given. */
  machine?: Machine
  /** How soon and how often it is, milliseconds. */
  reporting?: { soon: number; every: number }
}

/** The contract's `crm` procedures, and the room's life. */
export interface Crm {
  start: () => Promise<void>
  stop: () => Promise<void>
  /** A record changed here. */
  changed: () => void
  /** The window came to the front, or the network is back: tries at once, quietly. */
  focus: () => void
  status: () => Promise<CrmStatus>
  /** Who uses Leadline here, signed in or out: see `CrmStatus.role`. The name only of who is signed in. */
  who: () => { role: Role; userId: string | null; name: string | null }
  /** A product's picture, by its address. Null where it can't be had now. */
  picture: (address: string, signal: AbortSignal) => Promise<Uint8Array | null>
  /** @throws {AppError} see `Session.signIn`. */
  signIn: (input: CrmSignIn) => Promise<CrmStatus>
  /** @throws {AppError} see `Session.checkFrappe`. */
  checkFrappe: (input: { url: string; apiKey: string; apiSecret: string }) => Promise<FrappeSite>
  signOut: () => Promise<CrmStatus>
  waiting: (input: { cursor: string | null; limit: number }) => Promise<Page<WaitingEntry>>
  /** What waits of one record, first what waits for the person. */
  entryOf: (input: { kind: RecordKind; recordId: string }) => Promise<WaitingEntry | null>
  /** @throws {AppError} `not-found`, `invalid-input` or `crm-forbidden` (somebody else's). */
  choose: (input: { entryId: number; choices: Record<string, 'ours' | 'theirs'> }) => Promise<void>
  /** @throws {AppError} `not-found` or `crm-forbidden` (somebody else's). */
  retry: (input: { entryId: number }) => Promise<void>
  /** What the CRM never had stays here as local; what it has becomes again what it is there. @throws {AppError} `not-found`, `wrong-state` or `crm-forbidden`. */
  discard: (input: { entryId: number }) => Promise<void>
  /** Resolves when the CRM was asked, whatever came of it. @throws {AppError} `crm-signed-out` or `crm-unreachable`. */
  syncNow: () => Promise<void>
  /** @throws {AppError} see `TeamDesk.read`. */
  team: () => Promise<Team>
  /** An account stands differently: the CRM is told. */
  accountChanged: () => void
}

const LAST_SYNC = 'crm.last-sync'

export function createCrm(options: CrmOptions): Crm {
  const { storage, secrets, sealTokens, logger, emit, clock = Date.now, country = () => null } = options
  const store = storage.store<typeof crmStore>('crm')
  let health: Pick<CrmStatus, 'reachable' | 'failing'> = { reachable: null, failing: false }
  let lastSyncAt: number | null = null
  let shown = ''

  const tellStatus = async (): Promise<void> => {
    const status = await readStatus()
    reporter?.waits(status.waiting + status.refused)
    const text = JSON.stringify(status)
    if (text === shown) return
    shown = text
    emit({ type: 'crm', status })
  }
  const session = new Session({
    settings: store,
    vault: new Vault(secrets, store, logger, sealTokens),
    logger,
    clock,
    timeout: options.timeout ?? 20_000,
    onChange: () => {
      worker.wake()
      reporter?.changed()
    },
    onAnswer: (how) => {
      health = how
    },
    beforeUse: async (use) => {
      // What was taken in the name of whoever was here must not go out in the next one's.
      if (use.newUser) await halt()
      await store.useCrm(use)
    },
  })
  const readStatus = async (): Promise<CrmStatus> => {
    const { profile } = session
    const [{ waiting, refused }, reading] = await Promise.all([store.counts(), store.firstReading()])
    return {
      state: profile === null ? 'none' : profile.signedIn ? 'signed-in' : 'signed-out',
      expired: profile?.signedIn === false && profile.ended === 'expired',
      kind: profile?.crm ?? 'reference',
      url: profile?.url ?? null,
      user: profile && { id: profile.userId, name: profile.name, email: profile.email, role: profile.role },
      role: session.role,
      ...health,
      takes: recordKind.options.filter((kind) => profile?.crm !== 'frappe' || kind in FRAPPE_WRITES),
      waiting,
      refused,
      lastSyncAt,
      reading,
    }
  }
  const floods = new Floods((kinds) => emit({ type: 'records', kinds }))
  const progress = new Floods(() => {
    tellStatus().catch((error: unknown) => logger.error('crm-status-failed', { cause: String(error) }))
  })
  const tries = new Floods(() => emit({ type: 'crm-tried' }))
  const onTouched = (touched: Touched): void => {
    for (const contact of touched.contacts) emit({ type: 'contact', contact })
    for (const lead of touched.leads) emit({ type: 'lead', lead })
    for (const order of touched.orders) emit({ type: 'order', order })
    for (const note of touched.notes) emit({ type: 'note', note })
    for (const task of touched.tasks) emit({ type: 'task', task })
    for (const product of touched.products) emit({ type: 'product', product })
    for (const category of touched.categories) emit({ type: 'category', category })
    for (const { kind, id } of touched.gone) emit({ type: 'record-gone', kind, id })
    floods.add(touched.many)
    for (const contactId of touched.inChats) options.onContact?.(contactId)
    if (touched.isNew) options.onNewContacts?.()
  }
  let connector: Connector | null = null
  const connect = (): Connector | null => {
    const { profile } = session
    if (profile?.signedIn !== true) return null
    if (connector?.address !== profile.url)
      connector =
        profile.crm === 'frappe'
          ? new FrappeConnector(profile.url, session, logger, (asked) => store.boundHere(asked), country)
          : new ReferenceConnector(profile.url, session, clock, options.keptPicture)
    return connector
  }
  const shared = { store, connector: connect, logger, clock, onTouched }
  const worker = new Worker({
    push: new Push({
      ...{ ...shared, random: Math.random, breaker: new Breaker(Math.random) },
      onTried: () => tries.add(['contact']),
    }),
    pull: new Pull({ ...shared, onPage: () => progress.add(['contact']) }),
    logger,
    clock,
    signedIn: () => session.signedIn,
    nextTime: () => store.nextTime(),
    recover: () => store.recover(),
    onClockBack: () => store.hurry(clock()),
    onSent: () => progress.add(['contact']),
    onStep: tellStatus,
    onPulled: async () => {
      lastSyncAt = clock()
      await store.setSetting(LAST_SYNC, String(lastSyncAt))
    },
    interval: options.interval ?? 30_000,
    timer: options.timer ?? realTimer,
  })
  const desk = new TeamDesk(session)
  const reporter =
    options.machine &&
    new Reporter({
      machine: options.machine,
      userId: () =>
        session.signedIn && session.profile?.crm === 'reference' ? session.profile.userId : null,
      installation: () => store.installation(),
      traffic: (accountId) => store.traffic(accountId),
      unsynced: async () => {
        const { waiting, refused } = await store.counts()
        return waiting + refused
      },
      send: (...report) => desk.report(...report),
      ...{ logger, clock, ...options.reporting },
    })
  /** @throws {AppError} `crm-forbidden` over what waits for somebody else, where the role may not. */
  const mayDecide = async (entryId: number): Promise<void> => {
    const whose = await store.heldFor(entryId)
    const isOwn = whose === null || whose === session.profile?.userId
    if (!isOwn && !may(session.role, 'decide-for-others'))
      throw new AppError('crm-forbidden', 'This change is somebody else’s: they or a manager decide over it.')
  }
  let running = false
  let signingIn = 0
  let halted = false
  const halt = async (): Promise<void> => {
    halted = true
    await worker.stop()
    await store.recover()
  }
  /** Once nobody is signing in any more, however that went. */
  const resume = (): void => {
    if (!halted || !running || signingIn > 0) return
    halted = false
    worker.start()
  }
  const hurry = async (): Promise<void> => {
    await store.hurry(clock())
    await worker.round()
  }

  return {
    start: async () => {
      await store.recover()
      await store.endPauses(clock())
      const kept = await store.getSetting(LAST_SYNC)
      lastSyncAt = kept === null ? null : Number(kept)
      await session.open()
      await tellStatus()
      running = true
      worker.start()
      reporter?.start()
    },
    stop: async () => {
      running = false
      await Promise.all([worker.stop(), reporter?.stop()])
      floods.stop()
      progress.stop()
      tries.stop()
    },
    changed: () => {
      tellStatus().catch((error: unknown) => logger.error('crm-status-failed', { cause: String(error) }))
      worker.wake()
    },
    focus: () => {
      hurry().catch((error: unknown) => logger.error('crm-focus-failed', { cause: String(error) }))
    },
    status: readStatus,
    picture: (address, signal) =>
      session.signedIn ? fetchPicture(address, signal, options.timeout ?? 20_000) : Promise.resolve(null),
    who: () => {
      const { profile } = session
      return {
        role: session.role,
        userId: profile?.userId ?? null,
        name: profile?.signedIn ? profile.name : null,
      }
    },
    signIn: async (input) => {
      signingIn += 1
      try {
        await session.signIn(input)
        // Another person, or another site behind the same address: what was found out of it is found out anew.
        connector = null
      } finally {
        signingIn -= 1
        resume()
      }
      // What waits may be somebody else's now.
      floods.add(recordKind.options)
      await store.hurry(clock())
      void worker.round()
      await tellStatus()
      return readStatus()
    },
    checkFrappe: (input) => session.checkFrappe(input),
    signOut: async () => {
      await session.signOut()
      await tellStatus()
      return readStatus()
    },
    waiting: (input) => store.waiting(input),
    entryOf: (input) => store.entryOf(input),
    choose: async (input) => {
      await mayDecide(input.entryId)
      onTouched(await store.choose({ ...input, now: clock() }))
      await tellStatus()
      worker.wake()
    },
    retry: async ({ entryId }) => {
      await mayDecide(entryId)
      onTouched(await store.retry({ entryId, now: clock() }))
      await tellStatus()
      worker.wake()
    },
    discard: async ({ entryId }) => {
      await mayDecide(entryId)
      onTouched(await store.discard({ entryId, now: clock() }))
      await tellStatus()
      void worker.round()
    },
    syncNow: async () => {
      if (!session.signedIn) throw new AppError('crm-signed-out', 'Sign in to the CRM first.')
      await hurry()
      if (health.reachable === false) throw new AppError('crm-unreachable', 'The CRM can’t be reached now.')
    },
    team: () => {
      if (session.profile?.crm === 'frappe')
        throw new AppError('wrong-state', 'This CRM keeps no list of devices.')
      return desk.read(AbortSignal.timeout(options.timeout ?? 20_000))
    },
    accountChanged: () => reporter?.changed(),
  }
}
