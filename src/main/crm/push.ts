/** Sends one change after another to the CRM and decides, by the answer, what becomes of it. */
import type { Logger } from '../platform/ports'
import type { Remote } from '../storage'
import { backoff } from './backoff'
import type { Connector, WriteAnswer } from './connector'
import type { Outgoing } from './push-store'
import type { Touched } from './touches-store'
import type { crmStore } from './store'

export interface PushOptions {
  store: Remote<typeof crmStore>
  /** Null while nobody is signed in. */
  connector: () => Connector | null
  logger: Logger
  clock: () => number
  onTouched: (touched: Touched) => void
  random: () => number
}

/** `held`: the way to the CRM is at fault, nothing more can go now. `signed-out`: nobody is signed in any more. */
export type PushResult = 'sent' | 'nothing' | 'held' | 'signed-out'

/** Merges in a row that follow at once; later ones wait like any failure. */
const MERGES_AT_ONCE = 3

export class Push {
  private merges = new Map<number, number>()

  constructor(private readonly options: PushOptions) {}

  /** The next change, if one may go now. */
  async next(signal: AbortSignal): Promise<PushResult> {
    const { store, clock } = this.options
    const connector = this.options.connector()
    if (!connector) return 'signed-out'
    const out = await store.takeNext(clock())
    if (!out) return 'nothing'
    try {
      return await this.send(connector, out, signal)
    } catch (error) {
      // A fault of ours must neither lose the change nor stop the others.
      this.options.logger.error('crm-push-failed', {
        kind: out.kind,
        entry: out.entryId,
        cause: String(error),
      })
      await this.later(out, 'Leadline could not send it.', null, false)
      return 'sent'
    }
  }

  private async send(connector: Connector, out: Outgoing, signal: AbortSignal): Promise<PushResult> {
    for (const phone of out.lookFor) {
      const found = await this.lookUp(connector, out, phone, signal)
      if (found !== 'unknown') return found
    }
    const frozen = await this.options.store.freeze(out.entryId)
    if (!frozen) return 'sent'
    const answer = await connector.write({ kind: out.kind, key: out.key, ...frozen }, signal)
    return this.conclude(out, answer)
  }

  /** Whether the CRM knows this person under an id of its own. */
  private async lookUp(
    connector: Connector,
    out: Outgoing,
    phone: string,
    signal: AbortSignal,
  ): Promise<PushResult | 'unknown'> {
    const { store, clock, onTouched } = this.options
    const answer = await connector.people(phone, signal)
    if (answer.kind !== 'people') return this.conclude(out, answer)
    for (const record of answer.people) {
      if (record.id === out.recordId) continue
      const touched = await store.adopt({ entryId: out.entryId, record, now: clock() })
      if (!touched) continue
      onTouched(touched)
      return 'sent'
    }
    return 'unknown'
  }

  private async conclude(out: Outgoing, answer: WriteAnswer): Promise<PushResult> {
    const { store, clock, onTouched, logger } = this.options
    const { entryId, kind } = out
    const now = clock()
    switch (answer.kind) {
      case 'signed-out':
        await store.release(entryId)
        return 'signed-out'
      case 'later':
        return this.later(out, answer.reason, answer.retryAfter, answer.unreachable, answer.status)
      case 'done':
        this.merges.delete(entryId)
        onTouched(await store.settle({ entryId, record: answer.record, now }))
        return 'sent'
      case 'stale': {
        const merges = (this.merges.get(entryId) ?? 0) + 1
        this.merges.set(entryId, merges)
        const wait = merges <= MERGES_AT_ONCE ? 0 : backoff(merges, null, this.options.random())
        onTouched(await store.rebase({ entryId, current: answer.current, nextAt: now + wait, now }))
        return 'sent'
      }
      case 'refused': {
        const { status, type, reason, lost } = answer
        logger.warn('crm-refused', { kind, entry: entryId, status, type })
        onTouched(await store.refuse({ entryId, reason, lost, now }))
        return 'sent'
      }
    }
  }

  private async later(
    out: Outgoing,
    reason: string,
    retryAfter: number | null,
    holdAll: boolean,
    status: number | null = null,
  ): Promise<PushResult> {
    const { store, clock, random, logger } = this.options
    const wait = backoff(out.attempts, retryAfter, random())
    logger.info('crm-later', { kind: out.kind, entry: out.entryId, attempts: out.attempts, wait, status })
    await store.postpone({ entryId: out.entryId, reason, nextAt: clock() + wait, holdAll })
    return holdAll ? 'held' : 'sent'
  }
}
