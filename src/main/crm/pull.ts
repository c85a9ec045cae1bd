/** Reads by cursor what changed in the CRM. */
import type { Logger } from '../platform/ports'
import type { Remote } from '../storage'
import type { Connector, PageAnswer } from './connector'
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
  /** A page was taken in. */
  onPage: () => void
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

  /** Page by page; the next one is on its way while one is taken in. */
  private async kind(connector: Connector, kind: Pulled, signal: AbortSignal): Promise<PullResult> {
    const { store, logger } = this.options
    let { cursor, generation } = await store.getCursor(kind)
    let coming = connector.page(kind, cursor, signal)
    for (let restarted = false; ;) {
      const answer = await coming
      if (answer.kind === 'cursor-unknown' && !restarted) {
        logger.warn('crm-cursor-unknown', { kind })
        await store.forgetCursor(kind)
        restarted = true
        ;({ cursor, generation } = await store.getCursor(kind))
        coming = connector.page(kind, cursor, signal)
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
      const { cursor: next } = answer
      const more = answer.more && next !== cursor
      if (more) coming = connector.page(kind, next, signal)
      if (answer.items.length > 0 || next !== cursor) {
        const taken = await this.take(connector, kind, { ...answer, more }, generation, signal).catch(
          async (error: unknown) => {
            await coming
            throw error
          },
        )
        if (!taken) {
          await coming
          return 'stopped'
        }
      }
      cursor = next
      if (!more) return 'done'
    }
  }

  /** Takes a page in; whom or what its records are about is read first where it is not here. False where it can't be taken now. */
  private async take(
    connector: Connector,
    kind: Pulled,
    { items, cursor, more }: Extract<PageAnswer, { kind: 'page' }>,
    generation: number,
    signal: AbortSignal,
  ): Promise<boolean> {
    const { store, clock, logger, onTouched, onPage } = this.options
    const page = { kind, items, cursor, more, base: connector.address, generation, now: clock() }
    let result = await store.applyPage({ ...page, passOver: false })
    if (result && 'missing' in result) {
      for (const named of result.missing)
        if (!(await this.bring(connector, named, generation, signal))) return false
      result = await store.applyPage({ ...page, passOver: true })
    }
    if (!result || 'missing' in result) return false
    if (result.unread > 0) logger.warn('crm-items-unreadable', { kind, count: result.unread })
    onTouched(result.touched)
    onPage()
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
    for (const named of await store.missing({ kind, items: [record] }))
      if (!(await this.bring(connector, named, generation, signal))) return false
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
