/**
 * Watches how well each account is: judges it every minute and at once when its state changes, keeps the history, and says when it
 * got worse. What is judged, and how, is in grade.ts.
 */
import type { Account, AccountChange, AccountHealth, AppEvent, Grade, HealthDay } from '../../contract'
import type { Logger } from '../platform/ports'
import type { Storage } from '../storage'
import { Alarms } from './alarms'
import { Awake } from './awake'
import { healthOf } from './grade'
import { mayHeal, shouldReload, type Excess } from './reload'
import type { healthStore, Sends } from './store'

/** What an account's connection knows of itself. */
export interface Vitals {
  /** Tries to connect that failed since the last connection. */
  failures: number
  /** When WhatsApp last answered a probe, ms; null while none has. */
  lastProbeAt: number | null
  /** How long that took, ms. */
  probeMs: number | null
}

export interface HealthDeps {
  storage: Storage
  accounts(): readonly Account[]
  vitals(accountId: string): Vitals
  /** It has a browser. */
  isOpen(accountId: string): boolean
  /** Bytes that each account's WhatsApp Web takes, as far as anybody knows: one look for all of them. */
  memory(accountIds: readonly string[]): Promise<ReadonlyMap<string, number>>
  /** Bytes that it may take. */
  memoryLimit(): number
  /** Whether the account is connected and caught up, and nothing is being sent or fetched. */
  isIdle(accountId: string): boolean
  /** Loads the account's page anew. */
  reload(accountId: string): void
  /** It got worse: for somebody who does not look at the screens. */
  alarm(accountId: string, grade: Exclude<Grade, 'healthy'>): void
  emit(event: AppEvent): void
  logger: Logger
  now?: () => number
  /** A clock that only goes forward, ms. */
  elapsed?: () => number
}

const EVERY_MS = 60_000

interface Watched {
  health: AccountHealth
  /** The state that was noted last. */
  noted: string
  sends: Sends
  memory: number | null
  /** Counted last, and when a probe was answered last: another one is a sign of life. */
  messages: number
  lastProbeAt: number | null
  /** Since when its state is this one, as the account says. */
  stateSince: number | null
  /** When that was noticed, when it was last heard, and up to when minutes are counted: in ms that were watched (awake.ts). */
  changedAt: number
  heardAt: number
  countedTo: number
  reloadedAt: number | null
  /** Since when it takes more memory than it may, and when it was last loaded anew for it; the same way. */
  excess: Excess | null
  /** How often since it last took no more memory than it may, and since Leadline was started. */
  inVain: number
  reloads: number
}

/** For whoever looks for the cause of trouble. */
export interface Sample {
  /** Bytes; null where nobody knows. */
  memory: number | null
  reloads: number
  sends: Sends
}

export function createHealth(deps: HealthDeps) {
  const now = deps.now ?? Date.now
  const awake = new Awake(deps.elapsed ?? (() => performance.now()))
  const store = deps.storage.store<typeof healthStore>('health')
  const alarms = new Alarms()
  const watched = new Map<string, Watched>()
  let timer: NodeJS.Timeout | null = null
  let writing: Promise<unknown> = Promise.resolve()

  const complain = (error: unknown): void => deps.logger.warn('health-not-kept', { error })
  /** One behind the other, so that the history has the order in which it happened. */
  const keep = (write: () => Promise<unknown>): void => {
    writing = writing.then(write).catch(complain)
  }

  const begin = ({ id }: Account): Watched => {
    const health: AccountHealth = { accountId: id, grade: null, reasons: [], since: now(), alarmedAt: null }
    const sends = { handed: 0, refused: 0, returned: 0 }
    const at = awake.now()
    const one: Watched = {
      ...{ health, noted: '', sends, memory: null, reloadedAt: null, excess: null, inVain: 0, reloads: 0 },
      ...{ messages: 0, lastProbeAt: null, stateSince: null, changedAt: at, heardAt: at, countedTo: at },
    }
    watched.set(id, one)
    return one
  }

  /** A connection, a message or an answered probe is a sign of life. */
  const hear = (one: Watched, { since, today }: Account, lastProbeAt: number | null): void => {
    const at = awake.now()
    const messages = today.sent + today.received
    const isSame = since === one.stateSince
    if (!isSame) Object.assign(one, { stateSince: since, changedAt: at })
    if (isSame && messages === one.messages && lastProbeAt === one.lastProbeAt) return
    Object.assign(one, { messages, lastProbeAt, heardAt: at })
  }

  const judge = (account: Account): void => {
    const { id, state, reason, today, sessionCopy } = account
    const one = watched.get(id) ?? begin(account)
    const before = one.health
    const { failures, lastProbeAt } = deps.vitals(id)
    hear(one, account, lastProbeAt)
    const heardAt = lastProbeAt === null ? null : one.heardAt
    const { grade, reasons } = healthOf({
      ...{ now: awake.now(), state, reason, since: one.changedAt, failures, heardAt },
      copying: sessionCopy.doing !== null,
      ...{ sentToday: today.sent, dailyLimit: today.limit, ...one.sends },
      ...{ memory: one.memory, memoryLimit: deps.memoryLimit() },
      mayHeal: one.excess !== null && mayHeal(one.excess, awake.now()),
    })
    const rings = alarms.rings(id, before.grade, grade, now())
    one.health = {
      ...{ accountId: id, grade, reasons },
      since: grade === before.grade ? before.since : now(),
      alarmedAt: alarms.lastOf(id),
    }
    note(account, one)
    if (JSON.stringify(one.health) === JSON.stringify(before)) return
    deps.emit({ type: 'health', health: one.health })
    if (!rings || grade === null || grade === 'healthy') return
    deps.logger.warn('account-got-worse', { account: id, grade, reasons: reasons.map(({ code }) => code) })
    deps.alarm(id, grade)
  }

  const note = ({ id, state, reason }: Account, one: Watched): void => {
    const { grade, reasons } = one.health
    const codes = reasons.map(({ code }) => code)
    const noted = [state, reason, grade, ...codes].join(' ')
    if (noted === one.noted) return
    one.noted = noted
    const at = now()
    keep(() => store.note(id, { at, state, reason, grade, reasons: codes }))
  }

  const count = (one: Watched): void => {
    const { accountId, grade } = one.health
    const at = now()
    const watchedTo = awake.now()
    const ms = watchedTo - one.countedTo
    one.countedTo = watchedTo
    if (grade !== null && ms > 0) keep(() => store.observe(accountId, grade, ms, at))
  }

  const measure = (one: Watched, memory: number | null): void => {
    one.memory = memory
    if (memory === null) return
    if (memory > deps.memoryLimit()) one.excess ??= { since: awake.now(), reloadedAt: null }
    else Object.assign(one, { inVain: 0, excess: null })
  }

  const relieve = (accountId: string, one: Watched): void => {
    const memoryLimit = deps.memoryLimit()
    const { memory, reloadedAt } = one
    const load = { memory, reloadedAt, inVain: one.inVain, memoryLimit, isIdle: deps.isIdle(accountId) }
    if (!shouldReload({ now: now(), ...load })) return
    Object.assign(one, { reloadedAt: now(), inVain: one.inVain + 1, reloads: one.reloads + 1 })
    if (one.excess) one.excess.reloadedAt ??= awake.now()
    deps.logger.info('reloaded-for-memory', { account: accountId, memory, times: one.reloads })
    deps.reload(accountId)
  }

  const look = async (account: Account, memory: number | null): Promise<void> => {
    const one = watched.get(account.id) ?? begin(account)
    count(one)
    one.sends = await store.sends(account.id, now())
    measure(one, memory)
    // As it is by now, and not where it is gone meanwhile.
    const after = deps.accounts().find(({ id }) => id === account.id)
    if (!after || !watched.has(account.id)) return
    judge(after)
    relieve(account.id, one)
  }

  /** Null where it could not be read. */
  const measured = (accountIds: readonly string[]): Promise<ReadonlyMap<string, number> | null> =>
    deps.memory(accountIds).catch((error: unknown) => {
      deps.logger.debug('memory-not-read', { error })
      return null
    })

  /** What one of them fails for keeps nobody from looking at the others. Never rejects. */
  const lookAtAll = async (): Promise<void> => {
    const open = deps.accounts().filter(({ id }) => deps.isOpen(id))
    const memory = open.length === 0 ? null : await measured(open.map(({ id }) => id))
    const looks = deps.accounts().map((account) => look(account, memory?.get(account.id) ?? null))
    await Promise.all(looks.map((one) => one.catch(complain)))
  }

  const forget = (accountId: string): void => {
    watched.delete(accountId)
    alarms.forget(accountId)
  }

  return {
    start(): void {
      timer ??= setInterval(() => void lookAtAll(), EVERY_MS)
      void lookAtAll()
    },
    /** Takes what the app tells its screens. Never throws. */
    receive(event: AppEvent): void {
      if (event.type === 'account' && timer) judge(event.account)
      else if (event.type === 'account-gone') forget(event.accountId)
    },
    /** Looks at all accounts now instead of within the minute. */
    look: async (): Promise<void> => {
      await lookAtAll()
      await writing
    },
    list: (): AccountHealth[] => [...watched.values()].map(({ health }) => health),
    /** What was measured last. */
    sampleOf: (accountId: string): Sample | null => {
      const one = watched.get(accountId)
      return one ? { memory: one.memory, reloads: one.reloads, sends: one.sends } : null
    },
    /** The account's last states, newest first. */
    changes: (accountId: string): Promise<AccountChange[]> => store.changes(accountId),
    days: (accountId: string): Promise<HealthDay[]> => store.days(accountId, now()),
    async stop(): Promise<void> {
      if (timer) clearInterval(timer)
      timer = null
      for (const one of watched.values()) count(one)
      await writing
    },
  }
}
export type Health = ReturnType<typeof createHealth>
