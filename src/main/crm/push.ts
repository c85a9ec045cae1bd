/** Sends what waits to the CRM, many changes at once where it takes that, and decides by each answer what becomes of the change. */
import { crmReason } from '../../contract/entities/crm-reason'
import type { Logger } from '../platform/ports'
import type { Remote } from '../storage'
import { backoff, pauseEnd } from './backoff'
import type { Breaker } from './breaker'
import type { Connector, Later, RecordWrite, WriteAnswer } from './connector'
import type { Outgoing } from './push-store'
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
  /** Changes are on their way, or were tried and wait again. */
  onTried: () => void
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

/** Changes that were taken and made ready. */
interface Ready {
  /** For whom: somebody else may have signed in since. */
  connector: Connector
  sending: Sending[]
  /** What became of those that need not be sent. */
  result: PushResult
}

const writeOf = ({ kind, key, attempts, told }: Outgoing) => ({ kind, key, isRepeat: attempts > 1, told })

/** The worse of two: what ends the round wins. */
const RANK: readonly PushResult[] = ['nothing', 'sent', 'held', 'signed-out']
const worse = (a: PushResult, b: PushResult): PushResult => (RANK.indexOf(a) >= RANK.indexOf(b) ? a : b)

export class Push {
  /** Until then nothing is sent; milliseconds since the epoch. */
  private heldUntil = 0
  /** What goes next, made ready while others are on their way. */
  private coming: Promise<Ready | null> | null = null
  /** What the CRM took last, being noted while the next is on its way. */
  private settling: Promise<void> = Promise.resolve()

  constructor(private readonly options: PushOptions) {}

  /**
   * Sends the next changes that may go now: while it is not known whether the CRM answers, one alone. What it took may still be being
   * noted afterwards: call `finish` in the end.
   */
  async next(signal: AbortSignal): Promise<PushResult> {
    const connector = this.options.connector()
    if (!connector) return 'signed-out'
    let ready = await this.takeComing(connector)
    if (!ready) {
      // What was taken may let others go that hang on it.
      await this.settling
      ready = await this.prepare(connector, signal)
    }
    if (!ready) return 'nothing'
    const { sending, result } = ready
    if (sending.length === 0) return result
    if (result === 'sent')
      return this.guarded(
        sending.map(({ out }) => out),
        () => this.send(connector, sending, signal),
      )
    // The way is at fault: the others wait for it too, and were not tried.
    await this.giveBack(sending.map(({ out }) => out))
    return result
  }

  /** Nothing is under way any more, and what was made ready may be taken again. */
  async finish(): Promise<void> {
    await this.settling
    const { coming } = this
    this.coming = null
    await this.putBack(await coming)
  }

  private async takeComing(connector: Connector): Promise<Ready | null> {
    const { coming } = this
    this.coming = null
    const ready = await coming
    // Made ready for somebody else, or before it was doubtful whether the CRM answers.
    const isTooMuch = this.options.breaker.isTrying && (ready?.sending.length ?? 0) > 1
    if (!ready || (ready.connector === connector && !isTooMuch)) return ready
    await this.putBack(ready)
    return null
  }

  private async putBack(ready: Ready | null): Promise<void> {
    if (ready && ready.sending.length > 0) await this.giveBack(ready.sending.map(({ out }) => out))
  }

  /** A fault of ours must neither lose a change nor stop the others. */
  private async guarded(outs: readonly Outgoing[], work: () => Promise<PushResult>): Promise<PushResult> {
    try {
      return await work()
    } catch (error) {
      const { store, clock, random, logger } = this.options
      const [{ kind, attempts }] = outs as [Outgoing, ...Outgoing[]]
      logger.error('crm-push-failed', { kind, count: outs.length, cause: String(error) })
      const entryIds = outs.map(({ entryId }) => entryId)
      const nextAt = clock() + backoff(attempts, null, random())
      await store.postponeAll({ entryIds, reason: crmReason('not-sent'), nextAt, holdAll: false })
      this.options.onTried()
      return 'sent'
    }
  }

  /** Takes what may go now, and finds out of new people whether the CRM knows them. Null where there is nothing. */
  private async prepare(connector: Connector, signal: AbortSignal): Promise<Ready | null> {
    const { store, clock, breaker } = this.options
    const limit = breaker.isTrying ? 1 : (connector.batch?.size ?? 1)
    const all = await store.takeFrozen({ now: clock(), limit })
    if (all.length === 0) return null
    this.options.onTried()
    const ready: Ready = { connector, sending: [], result: 'sent' }
    ready.result = await this.guarded(all, async () => {
      const taken = all.filter(({ kind }) => kind in connector.writes)
      for (const out of all) if (!(out.kind in connector.writes)) await this.keepHere(out)
      const looked = await this.lookUpAll(connector, taken, signal)
      const left = taken.filter(({ entryId }) => !looked.has(entryId))
      const unsure = left.filter(({ lookFor }) => lookFor.length > 0).map(({ entryId }) => entryId)
      const frozen = unsure.length > 0 ? await store.freezeAll(unsure) : []
      const byEntry = new Map(unsure.map((entryId, index) => [entryId, frozen[index]]))
      for (const out of left) {
        const { request, fault } = byEntry.get(out.entryId) ?? out
        if (fault !== null) await this.stopUnsendable(out, fault)
        else if (request) ready.sending.push({ out, write: { ...writeOf(out), ...request } })
      }
      return [...looked.values()].reduce<PushResult>(worse, 'sent')
    })
    return ready
  }

  /** Of a kind that this CRM does not keep: nothing is asked of it, and the person is told. */
  private async keepHere({ entryId, kind }: Outgoing): Promise<void> {
    const { store, clock, onTouched, logger } = this.options
    logger.info('crm-keeps-none', { kind, entry: entryId })
    onTouched(await store.refuse({ entryId, reason: crmReason('keeps-none'), lost: null, now: clock() }))
  }

  /** It comes to nothing that could be sent, so that trying again would not help: the person is told. */
  private async stopUnsendable({ entryId, kind }: Outgoing, cause: string): Promise<void> {
    const { store, clock, onTouched, logger } = this.options
    logger.error('crm-unsendable', { kind, entry: entryId, cause })
    onTouched(await store.refuse({ entryId, reason: crmReason('unsendable'), lost: null, now: clock() }))
  }

  private async send(connector: Connector, sending: Sending[], signal: AbortSignal): Promise<PushResult> {
    if (sending.length > 1 && connector.batch)
      return this.sendTogether(connector, connector.batch, sending, signal)
    for (const [index, one] of sending.entries()) {
      const result = await this.conclude([one], [await connector.write(one.write, signal)])
      if (result === 'sent') continue
      await this.giveBack(sending.slice(index + 1).map(({ out }) => out))
      return result
    }
    return 'sent'
  }

  private async sendTogether(
    connector: Connector,
    batch: NonNullable<Connector['batch']>,
    sending: Sending[],
    signal: AbortSignal,
  ): Promise<PushResult> {
    const outs = sending.map(({ out }) => out)
    const answering = batch.write(
      sending.map(({ write }) => write),
      signal,
    )
    // What it was taken for is over by then: a fault is logged, and the entries wait for their turn.
    this.coming = this.prepare(connector, signal)
    this.coming.catch(() => undefined)
    const answer = await answering
    switch (answer.kind) {
      case 'answers': {
        const { answers } = answer
        if (!answers.every(({ kind }) => kind === 'done')) return this.conclude(sending, answers)
        // All is well: the next may go while this is noted.
        this.settling = this.guarded(outs, () => this.conclude(sending, answers)).then(() => undefined)
        this.settling.catch(() => undefined)
        return 'sent'
      }
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
      // What came of an earlier request of ours is met where this one goes.
      if (record.id === out.recordId || record.clientRef === out.recordId) continue
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
    this.options.onTried()
    return all ? 'held' : 'sent'
  }

  /** They were taken and not sent. */
  private async giveBack(outs: readonly Outgoing[]): Promise<void> {
    const entryIds = outs.map(({ entryId }) => entryId)
    const until = pauseEnd(this.heldUntil, this.options.clock())
    await this.options.store.releaseAll({ entryIds, until })
    if (outs.length > 0) this.options.onTried()
  }
}
