/** Reads by cursor what changed in the CRM. */
import type { Logger } from '../platform/ports'
import type { Remote } from '../storage'
import type { Connector } from './connector'
import type { Pulled } from './pulled'
import type { Named } from './records-store'
import type { Touched } from './touches-store'
import type { crmStore } from './store'

export interface PullOptions {
  store: Remote<typeof crmStore>
  /** Null while nobody is signed in. */
  connector: () => Connector | null
  logger: Logger
  clock: () => number
  onTouched: (touched: Touched) => void
}

/** `stopped`: the CRM could not be read to the end; what came is kept and the rest follows next time. */
export type PullResult = 'done' | 'stopped'

export class Pull {
  constructor(private readonly options: PullOptions) {}

  /** Everything that changed since the last time. */
  async all(signal: AbortSignal): Promise<PullResult> {
    const connector = this.options.connector()
    if (!connector) return 'stopped'
    for (const kind of connector.pulls) {
      if ((await this.kind(connector, kind, signal)) === 'stopped') return 'stopped'
    }
    return this.newer(connector, signal)
  }

  /** A lead made before the CRM was known is sent with a stage of the CRM's: those must be here. */
  async stagesFirst(signal: AbortSignal): Promise<void> {
    const connector = this.options.connector()
    const { cursor } = await this.options.store.getCursor('pipeline')
    if (connector && cursor === null) await this.kind(connector, 'pipeline', signal)
  }

  private async kind(connector: Connector, kind: Pulled, signal: AbortSignal): Promise<PullResult> {
    const { store, logger, clock, onTouched } = this.options
    for (let restarted = false; ;) {
      const { cursor, generation } = await store.getCursor(kind)
      const answer = await connector.page(kind, cursor, signal)
      if (answer.kind === 'cursor-unknown' && !restarted) {
        logger.warn('crm-cursor-unknown', { kind })
        await store.forgetCursor(kind)
        restarted = true
        continue
      }
      if (answer.kind === 'refused') {
        // Not for this role, say. The other kinds can still be read.
        logger.warn('crm-pull-refused', { kind, status: answer.status, type: answer.type })
        return 'done'
      }
      if (answer.kind !== 'page') {
        if (answer.kind === 'later') logger.info('crm-pull-later', { kind, status: answer.status })
        return 'stopped'
      }
      const { items, cursor: nextCursor, more } = answer
      if (items.length > 0 || nextCursor !== cursor) {
        if (!(await this.aboutWhom(connector, kind, items, generation, signal))) return 'stopped'
        const read = { kind, items, cursor: nextCursor, base: connector.address, generation }
        const result = await store.applyPage({ ...read, now: clock() })
        if (!result) return 'stopped'
        if (result.unread > 0) logger.warn('crm-items-unreadable', { kind, count: result.unread })
        onTouched(result.touched)
      }
      if (!more || nextCursor === cursor) return 'done'
    }
  }

  /** Whom or what the records of a page are about is read first where it is not here. False where it can't be read now. */
  private async aboutWhom(
    connector: Connector,
    kind: Pulled,
    items: unknown[],
    generation: number,
    signal: AbortSignal,
  ): Promise<boolean> {
    if (kind === 'pipeline' || kind === 'category' || kind === 'product' || kind === 'contact') return true
    const { store } = this.options
    for (const named of await store.missing({ kind, items }))
      if (!(await this.bring(connector, named, generation, signal))) return false
    return true
  }

  private async bring(
    connector: Connector,
    { kind, id }: Named,
    generation: number,
    signal: AbortSignal,
  ): Promise<boolean> {
    const { store, clock, onTouched } = this.options
    const answer = await connector.read(kind, id, signal)
    if (answer.kind === 'later' || answer.kind === 'signed-out') return false
    if (answer.kind !== 'record') return true
    const { record } = answer
    if (!(await this.aboutWhom(connector, kind, [record], generation, signal))) return false
    onTouched(await store.applyMissing({ kind, record, generation, now: clock() }))
    return true
  }

  /** Records that had something newer while a change of ours was under way. */
  private async newer(connector: Connector, signal: AbortSignal): Promise<PullResult> {
    const { store, clock, onTouched } = this.options
    for (const { remoteId, ...newer } of await store.newerRecords()) {
      const answer = await connector.read(newer.kind, remoteId, signal)
      if (answer.kind === 'later' || answer.kind === 'signed-out') return 'stopped'
      if (answer.kind === 'unreadable') continue
      const record = answer.kind === 'record' ? answer.record : null
      onTouched(await store.applyOne({ ...newer, record, now: clock() }))
    }
    return 'done'
  }
}
