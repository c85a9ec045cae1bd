/** Reads by cursor what changed in the CRM. */
import type { Logger } from '../platform/ports'
import type { Remote } from '../storage'
import { PULLED, type Pulled } from './cursor-store'
import type { Touched } from './records-store'
import type { Session } from './session'
import type { crmStore } from './store'
import { page, readRecord } from './wire'

export interface PullOptions {
  store: Remote<typeof crmStore>
  session: Session
  logger: Logger
  clock: () => number
  onTouched: (touched: Touched) => void
}

const PATHS: Record<Pulled, string> = {
  pipeline: '/api/pipelines',
  category: '/api/categories',
  product: '/api/products',
  lead: '/api/leads',
  order: '/api/orders',
}
const PAGE = 200

/** `stopped`: the CRM could not be read to the end; what came is kept and the rest follows next time. */
export type PullResult = 'done' | 'stopped'

export class Pull {
  constructor(private readonly options: PullOptions) {}

  /** Everything that changed since the last time. */
  async all(signal: AbortSignal): Promise<PullResult> {
    for (const kind of PULLED) {
      if ((await this.kind(kind, signal)) === 'stopped') return 'stopped'
    }
    return this.newer(signal)
  }

  /** A lead made before the CRM was known is sent with a stage of the CRM's: those must be here. */
  async stagesFirst(signal: AbortSignal): Promise<void> {
    const { cursor } = await this.options.store.getCursor('pipeline')
    if (cursor === null) await this.kind('pipeline', signal)
  }

  private async kind(kind: Pulled, signal: AbortSignal): Promise<PullResult> {
    const { store, session, logger, clock, onTouched } = this.options
    for (let restarted = false; ;) {
      const { cursor, generation } = await store.getCursor(kind)
      const query = { limit: PAGE, ...(cursor === null ? {} : { cursor }) }
      const answer = await session.request({ method: 'GET', path: PATHS[kind], query }, signal)
      if (answer.kind === 'refused' && answer.status === 400 && cursor !== null && !restarted) {
        logger.warn('crm-cursor-unknown', { kind })
        await store.forgetCursor(kind)
        restarted = true
        continue
      }
      if (answer.kind === 'refused') {
        // Not for this role, say. The other kinds can still be read.
        logger.warn('crm-pull-refused', { kind, status: answer.status, type: answer.problem.type })
        return 'done'
      }
      const base = session.profile?.url
      if (answer.kind !== 'ok' || base === undefined) return 'stopped'
      const parsed = page.safeParse(answer.body)
      if (!parsed.success) {
        logger.warn('crm-page-unreadable', { kind })
        return 'stopped'
      }
      const { items, nextCursor, more } = parsed.data
      if (items.length > 0 || nextCursor !== cursor) {
        const read = { kind, items, cursor: nextCursor, base, generation }
        const result = await store.applyPage({ ...read, now: clock() })
        if (!result) return 'stopped'
        if (result.unread > 0) logger.warn('crm-items-unreadable', { kind, count: result.unread })
        onTouched(result.touched)
      }
      if (!more || nextCursor === cursor) return 'done'
    }
  }

  /** Records that had something newer while a change of ours was under way. */
  private async newer(signal: AbortSignal): Promise<PullResult> {
    const { store, session, clock, onTouched } = this.options
    for (const { path, ...newer } of await store.newerRecords()) {
      const { kind } = newer
      const answer = await session.request({ method: 'GET', path }, signal)
      if (answer.kind === 'later' || answer.kind === 'signed-out') return 'stopped'
      const record = answer.kind === 'ok' ? readRecord(kind, answer.body) : null
      const gone = answer.kind === 'refused' && [403, 404, 410].includes(answer.status)
      if (record || gone) onTouched(await store.applyOne({ ...newer, record, now: clock() }))
    }
    return 'done'
  }
}
