/**
 * Tells the CRM how this machine's WhatsApp accounts stand: soon after one changes, and every few minutes, since whoever is silent
 * for ten counts as gone. Only accounts of the person who is signed in; a report that fails is made up for by the next.
 */
import { createHash } from 'node:crypto'
import { isOwn, type Account, type DeviceState, type Grade } from '../../contract'
import type { Logger } from '../platform/ports'
import type { DeviceReport } from './team'

export type DeviceAccount = Pick<
  Account,
  'id' | 'label' | 'phone' | 'state' | 'reason' | 'since' | 'paused'
> & {
  linkedBy: string | null
  health: Grade | null
}

/** This machine, for whoever reads the list. */
export interface Machine {
  name: string
  appVersion: string
  accounts: () => DeviceAccount[]
}

export interface ReporterOptions {
  machine: Machine
  /** The CRM's id of who is signed in; null while nobody is, or where the CRM takes no reports. */
  userId: () => string | null
  installation: () => Promise<string>
  traffic: (accountId: string) => Promise<{ queued: number; lastMessageAt: number | null }>
  unsynced: () => Promise<number>
  send: (deviceId: string, report: DeviceReport, signal: AbortSignal) => Promise<boolean>
  logger: Logger
  clock: () => number
  /** Milliseconds after a change until it is told: what follows at once is told with it. */
  soon?: number
  /** Milliseconds between two reports where nothing changes. */
  every?: number
}

/** How long the end of Leadline waits for the CRM, milliseconds. */
const LAST_WORD = 1000

const STATES: Record<Account['state'], DeviceState> = {
  unlinked: 'unlinked',
  linking: 'linking',
  syncing: 'syncing',
  connected: 'ready',
  reconnecting: 'offline',
  stopped: 'stopped',
  attention: 'offline',
}

const REASONS: Partial<Record<NonNullable<Account['reason']>, DeviceState>> = {
  'logged-out': 'unlinked',
  'link-lost': 'unlinked',
  'linked-twice': 'unlinked',
  'qr-unanswered': 'unlinked',
  changed: 'outdated',
  timelock: 'ready',
}

/** An account's state in the words of the CRM's contract. */
export function deviceStateOf({
  state,
  reason,
  paused,
}: Pick<Account, 'state' | 'reason' | 'paused'>): DeviceState {
  const found = (reason && REASONS[reason]) ?? STATES[state]
  return found === 'ready' && paused ? 'paused' : found
}

/** The name under which one person's account on one machine is reported; says nothing of either to who does not know them. */
export const deviceIdOf = (installation: string, userId: string, accountId: string): string =>
  createHash('sha256').update(`${installation} ${userId} ${accountId}`).digest('base64url').slice(0, 32)

/** Never linked here: there is no device yet. */
const isDevice = ({ phone, state }: DeviceAccount): boolean => phone !== null || state !== 'unlinked'

export class Reporter {
  private timer: NodeJS.Timeout | null = null
  private stopping = new AbortController()
  private running: Promise<void> = Promise.resolve()
  private shown = ''
  /** What the CRM was told last, by device. */
  private told = new Map<string, DeviceReport>()

  constructor(private readonly options: ReporterOptions) {}

  start(): void {
    this.stopping = new AbortController()
    this.plan(this.options.soon ?? 2000)
  }

  /** Says that this machine goes, if the CRM listens at once. */
  async stop(): Promise<void> {
    this.stopping.abort()
    if (this.timer) clearTimeout(this.timer)
    this.timer = null
    await this.running
    const signal = AbortSignal.timeout(LAST_WORD)
    const farewells = [...this.told].map(([id, report]) =>
      this.options.send(id, { ...report, state: 'stopped', since: this.options.clock() }, signal),
    )
    const ends = await Promise.allSettled(farewells)
    for (const end of ends)
      if (end.status === 'rejected')
        this.options.logger.warn('crm-report-failed', { cause: String(end.reason) })
  }

  /** Something may stand differently. */
  changed(): void {
    if (this.stopping.signal.aborted || this.described() === this.shown) return
    this.plan(this.options.soon ?? 2000)
  }

  /** So much waits for the CRM now. That nothing does any more is told soon: else what was told before would stand for minutes. */
  waits(unsynced: number): void {
    const isOld = unsynced === 0 && [...this.told.values()].some((report) => report.unsynced > 0)
    if (isOld && !this.stopping.signal.aborted) this.plan(this.options.soon ?? 2000)
  }

  private described(): string {
    const userId = this.options.userId()
    return userId === null ? '' : JSON.stringify([userId, ...this.own(userId)])
  }

  private own(userId: string): DeviceAccount[] {
    const { accounts } = this.options.machine
    return accounts().filter((account) => isDevice(account) && isOwn(account.linkedBy, userId))
  }

  private plan(ms: number): void {
    if (this.timer) clearTimeout(this.timer)
    this.timer = setTimeout(() => {
      this.timer = null
      this.running = this.running
        .then(() => this.report())
        .catch((error: unknown) => {
          this.options.logger.warn('crm-report-failed', { cause: String(error) })
        })
        .finally(() => {
          if (!this.timer && !this.stopping.signal.aborted) this.plan(this.options.every ?? 240_000)
        })
    }, ms)
    this.timer.unref()
  }

  private async report(): Promise<void> {
    const { machine, userId, installation, traffic, unsynced, send, logger } = this.options
    const who = userId()
    if (who === null || this.stopping.signal.aborted) return
    const described = this.described()
    const here = await installation()
    const told = new Map<string, DeviceReport>()
    let taken = true
    for (const account of this.own(who)) {
      const { label, phone, since, health } = account
      const id = deviceIdOf(here, who, account.id)
      const report: DeviceReport = {
        deviceName: (label === null ? machine.name : `${machine.name} · ${label}`).slice(0, 120),
        ...{ phone, since, health, state: deviceStateOf(account) },
        ...(await traffic(account.id)),
        unsynced: await unsynced(),
        appVersion: machine.appVersion,
      }
      if (await send(id, report, this.stopping.signal)) told.set(id, report)
      else taken = false
    }
    this.told = told
    if (taken) this.shown = described
    else logger.info('crm-report-not-taken')
  }
}
