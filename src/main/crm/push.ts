/** Sends what waits to the CRM, many changes at once where it takes that, and decides by each answer what becomes of the change. */
import type { Logger } from '../platform/ports'
import type { Remote } from '../storage'
import { backoff } from './backoff'
import type { Breaker } from './breaker'
import type { Connector, Later, RecordWrite, WriteAnswer } from './connector'
import type { FrozenRequest, Outgoing } from './push-store'
import type { crmStore } from './store'
import type { Touched } from './touches-store'

export interface PushOptions {
  store: Remote<typeof crmStore>
  /** Null while nobody is signed in. */
  connector: () => Connector | null
  breaker: Breaker
  logger: Logger
  clock: () => number
  onTouched: (touched: Touched) => void
  random: () => number
}

/** `held`: the way to the CRM is at fault, nothing more can go now. `signed-out`: nobody is signed in any more. */
export type PushResult = 'sent' | 'nothing' | 'held' | 'signed-out'

/** Merges in a row that follow at once; later ones wait like any failure. */
const MERGES_AT_ONCE = 3
/** Look-ups by number under way at the same time. */
const LOOK_UPS = 4

/** One change on its way, with what exactly is sent. */
interface Sending {
  out: Outgoing
  write: RecordWrite
}

/** The worse of two: what ends the round wins. */
const RANK: readonly PushResult[] = ['nothing', 'sent', 'held', 'signed-out']
const worse = (a: PushResult, b: PushResult): PushResult => (RANK.indexOf(a) >= RANK.indexOf(b) ? a : b)

export class Push {
  /** Until then nothing is sent; milliseconds since the epoch. */
  private heldUntil = 0

  constructor(private readonly options: PushOptions) {}

  /** The next changes that may go now. While it is not known whether the CRM answers, one alone. */
  async next(signal: AbortSignal): Promise<PushResult> {
    const { store, clock, breaker } = this.options
    const connector = this.options.connector()
    if (!connector) return 'signed-out'
    const limit = breaker.isTrying ? 1 : (connector.batch?.size ?? 1)
    const outs = await store.takeReady({ now: clock(), limit })
    if (outs.length === 0) return 'nothing'
    try {
      return await this.send(connector, outs, signal)
    } catch (error) {
      // A fault of ours must neither lose a change nor stop the others.
      const [{ kind, attempts }] = outs as [Outgoing, ...Outgoing[]]
      this.options.logger.error('crm-push-failed', { kind, count: outs.length, cause: String(error) })
      const entryIds = outs.map(({ entryId }) => entryId)
      const nextAt = clock() + backoff(attempts, null, this.options.random())
      await store.postponeAll({ entryIds, reason: 'Leadline could not send it.', nextAt, holdAll: false })
      return 'sent'
    }
  }

  private async send(connector: Connector, outs: Outgoing[], signal: AbortSignal): Promise<PushResult> {
    const looked = await this.lookUpAll(connector, outs, signal)
    const left = outs.filter(({ entryId }) => !looked.has(entryId))
    let result: PushResult = [...looked.values()].reduce<PushResult>(worse, 'sent')
    if (result !== 'sent') {
      // The way is at fault: the others wait for it too, and were not tried.
      await this.giveBack(left)
      return result
    }
    const frozen = await this.options.store.freezeAll(left.map(({ entryId }) => entryId))
    const sending = left.flatMap((out, index) => {
      const request: FrozenRequest | null = frozen[index] ?? null
      return request ? [{ out, write: { kind: out.kind, key: out.key, ...request } }] : []
    })
    const [first, ...others] = sending
    if (!first) return result
    if (others.length === 0 || !connector.batch)
      for (const [index, one] of sending.entries()) {
        result = await this.conclude([one], [await connector.write(one.write, signal)])
        if (result === 'sent') continue
        await this.giveBack(sending.slice(index + 1).map(({ out }) => out))
        return result
      }
    else return this.sendTogether(connector.batch, sending, signal)
    return result
  }

  private async sendTogether(
    batch: NonNullable<Connector['batch']>,
    sending: Sending[],
    signal: AbortSignal,
  ): Promise<PushResult> {
    const outs = sending.map(({ out }) => out)
    const answer = await batch.write(
      sending.map(({ write }) => write),
      signal,
    )
    switch (answer.kind) {
      case 'answers':
        return this.conclude(sending, answer.answers)
      case 'not-taken':
        this.options.logger.info('crm-no-batches')
        await this.giveBack(outs)
        return 'sent'
      case 'later':
        return this.later(outs, answer)
      case 'signed-out':
        await this.giveBack(outs)
        return 'signed-out'
    }
  }

  /** Whom of the new people the CRM knows already, a few at a time. @returns what became of those that need not be sent. */
  private async lookUpAll(
    connector: Connector,
    outs: readonly Outgoing[],
    signal: AbortSignal,
  ): Promise<Map<number, PushResult>> {
    const results = new Map<number, PushResult>()
    const queue = outs.filter(({ lookFor }) => lookFor.length > 0)
    const work = async (): Promise<void> => {
      for (let out = queue.shift(); out; out = queue.shift()) {
        if ([...results.values()].some((result) => result !== 'sent')) {
          await this.giveBack([out])
          results.set(out.entryId, 'sent')
          continue
        }
        for (const phone of out.lookFor) {
          const found = await this.lookUp(connector, out, phone, signal)
          if (found === 'unknown') continue
          results.set(out.entryId, found)
          break
        }
      }
    }
    await Promise.all(Array.from({ length: LOOK_UPS }, work))
    return results
  }

  /** Whether the CRM knows this person under an id of its own. */
  private async lookUp(
    connector: Connector,
    out: Outgoing,
    phone: string,
    signal: AbortSignal,
  ): Promise<PushResult | 'unknown'> {
    const { store, clock, onTouched, breaker } = this.options
    const answer = await connector.people(phone, signal)
    if (answer.kind === 'later') return this.later([out], answer)
    if (answer.kind === 'signed-out') {
      await this.giveBack([out])
      return 'signed-out'
    }
    breaker.worked()
    for (const record of answer.people) {
      if (record.id === out.recordId) continue
      const touched = await store.adopt({ entryId: out.entryId, record, now: clock() })
      if (!touched) continue
      onTouched(touched)
      return 'sent'
    }
    return 'unknown'
  }

  private async conclude(sending: readonly Sending[], answers: readonly WriteAnswer[]): Promise<PushResult> {
    const { store, clock, onTouched, breaker } = this.options
    const now = clock()
    const settled = sending.flatMap(({ out: { entryId } }, index) => {
      const answer = answers[index]
      return answer?.kind === 'done' ? [{ entryId, record: answer.record }] : []
    })
    if (settled.length > 0) {
      breaker.worked()
      onTouched(await store.settleAll({ settled, now }))
    }
    let result: PushResult = 'sent'
    for (const [index, { out }] of sending.entries()) {
      const answer = answers[index]
      if (answer && answer.kind !== 'done') result = worse(result, await this.undone(out, answer, now))
    }
    return result
  }

  private async undone(
    out: Outgoing,
    answer: Exclude<WriteAnswer, { kind: 'done' }>,
    now: number,
  ): Promise<PushResult> {
    const { store, onTouched, logger, breaker, random } = this.options
    const { entryId, kind } = out
    switch (answer.kind) {
      case 'signed-out':
        await this.giveBack([out])
        return 'signed-out'
      case 'later':
        return this.later([out], answer)
      case 'stale': {
        breaker.worked()
        const merges = out.merges + 1
        const wait = merges <= MERGES_AT_ONCE ? 0 : backoff(merges - MERGES_AT_ONCE, null, random())
        onTouched(await store.rebase({ entryId, current: answer.current, nextAt: now + wait, now }))
        return 'sent'
      }
      case 'refused': {
        breaker.worked()
        const { status, type, reason, lost } = answer
        logger.warn('crm-refused', { kind, entry: entryId, status, type })
        onTouched(await store.refuse({ entryId, reason, lost, now }))
        return 'sent'
      }
    }
  }

  private async later(outs: readonly Outgoing[], answer: Later): Promise<PushResult> {
    const { store, clock, breaker, logger } = this.options
    const { reason, retryAfter, unreachable, status } = answer
    const attempts = Math.max(...outs.map((out) => out.attempts))
    const { all, wait } = breaker.failed({ attempts, unreachable, retryAfter })
    logger.info('crm-later', { kind: outs[0]?.kind, count: outs.length, attempts, wait, status, all })
    const entryIds = outs.map(({ entryId }) => entryId)
    const nextAt = clock() + wait
    if (all) this.heldUntil = nextAt
    await store.postponeAll({ entryIds, reason, nextAt, holdAll: all })
    return all ? 'held' : 'sent'
  }

  /** They were taken and not sent. */
  private giveBack(outs: readonly Outgoing[]): Promise<void> {
    const entryIds = outs.map(({ entryId }) => entryId)
    return this.options.store.releaseAll({ entryIds, until: this.heldUntil })
  }
}
