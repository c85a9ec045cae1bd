/** Sends one change after another to the CRM and decides, by the answer, what becomes of it. */
import type { Logger } from '../platform/ports'
import type { Remote } from '../storage'
import { backoff } from './backoff'
import type { Outgoing } from './push-store'
import type { Touched } from './records-store'
import type { Session, SessionAnswer } from './session'
import type { crmStore } from './store'
import { page, readRecord, contactRecord, reasonOf } from './wire'

export interface PushOptions {
  store: Remote<typeof crmStore>
  session: Session
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
    const { store, clock, session } = this.options
    if (!session.signedIn) return 'signed-out'
    const out = await store.takeNext(clock())
    if (!out) return 'nothing'
    try {
      return await this.send(out, signal)
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

  private async send(out: Outgoing, signal: AbortSignal): Promise<PushResult> {
    const { store, session } = this.options
    for (const phone of out.lookFor) {
      const found = await this.lookUp(out, phone, signal)
      if (found !== 'unknown') return found
    }
    const frozen = await store.freeze(out.entryId)
    if (!frozen) return 'sent'
    const { path, body, ifMatch } = frozen
    const headers = {
      'idempotency-key': out.key,
      ...(ifMatch === null ? {} : { 'if-match': `"${ifMatch}"` }),
    }
    const answer = await session.request({ method: 'PUT', path, body, headers }, signal)
    return this.conclude(out, answer)
  }

  /** Whether the CRM knows this person under an id of its own. */
  private async lookUp(out: Outgoing, phone: string, signal: AbortSignal): Promise<PushResult | 'unknown'> {
    const { store, session, clock } = this.options
    const query = { phone, limit: 10 }
    const answer = await session.request({ method: 'GET', path: '/api/contacts', query }, signal)
    if (answer.kind === 'signed-out' || answer.kind === 'later') return this.conclude(out, answer)
    const listed = answer.kind === 'ok' ? page.safeParse(answer.body) : null
    for (const item of listed?.data?.items ?? []) {
      const person = contactRecord.safeParse(item)
      const record = readRecord('contact', item)
      if (!person.success || !record || person.data.id === out.recordId) continue
      const { id, phones } = person.data
      const touched = await store.adopt({
        entryId: out.entryId,
        record: { ...record, id, phones },
        now: clock(),
      })
      if (!touched) continue
      this.options.onTouched(touched)
      return 'sent'
    }
    return 'unknown'
  }

  private async conclude(out: Outgoing, answer: SessionAnswer): Promise<PushResult> {
    const { store, clock, onTouched, logger } = this.options
    const { entryId, kind } = out
    const now = clock()
    switch (answer.kind) {
      case 'signed-out':
        await store.release(entryId)
        return 'signed-out'
      case 'later':
        return this.later(out, answer.reason, answer.retryAfter, answer.unreachable, answer.status)
      case 'ok': {
        const record = readRecord(kind, answer.body)
        if (!record) return this.later(out, 'The CRM’s answer was not understood.', null, false)
        this.merges.delete(entryId)
        onTouched(await store.settle({ entryId, record, now }))
        return 'sent'
      }
      case 'refused': {
        const { status, problem } = answer
        const current = status === 412 || status === 428 ? readRecord(kind, problem.current) : null
        if (current) {
          const merges = (this.merges.get(entryId) ?? 0) + 1
          this.merges.set(entryId, merges)
          const wait = merges <= MERGES_AT_ONCE ? 0 : backoff(merges, null, this.options.random())
          onTouched(await store.rebase({ entryId, current, nextAt: now + wait, now }))
          return 'sent'
        }
        logger.warn('crm-refused', { kind, entry: entryId, status, type: problem.type })
        onTouched(await store.refuse({ entryId, reason: reasonOf(problem, status), lost: lost(status), now }))
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

/** A write that names a version of a record the CRM does not have, or has deleted. */
const lost = (status: number): 'deleted' | 'missing' | null =>
  status === 410 ? 'deleted' : status === 412 || status === 404 ? 'missing' : null
