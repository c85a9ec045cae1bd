/** Reads by cursor what changed in the CRM. */
import type { Logger } from '../platform/ports'
import type { Remote, SyncKind } from '../storage'
import { Ahead, type Page } from './ahead'
import type { Connector } from './connector'
import type { Pulled } from './pulled'
import type { Named } from './records-store'
import type { Applied } from './single-store'
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

/** A kind that is being read. */
interface Reading {
  kind: Pulled
  ahead: Ahead
  /** From where. */
  cursor: string | null
  generation: number
}

const asTaken = ({ items, cursor, more }: Page) => ({ items, cursor, more })

export class Pull {
  constructor(private readonly options: PullOptions) {}

  /** Everything that changed since the last time. While the last of a kind is taken in, the first of the next is on its way. */
  async all(signal: AbortSignal): Promise<PullResult> {
    const connector = this.options.connector()
    if (!connector) return 'stopped'
    const begun: Promise<Reading>[] = []
    try {
      for (const [at, kind] of connector.pulls.entries()) {
        const reading = await (begun.shift() ?? this.begin(connector, kind, signal))
        const following = connector.pulls.slice(at + 1, at + 2)
        const onRead = (): void => {
          begun.push(...following.map((next) => this.begin(connector, next, signal)))
        }
        if ((await this.kind(connector, reading, signal, onRead)) === 'stopped') return 'stopped'
      }
    } finally {
      for (const reading of begun) await (await reading).ahead.stop()
    }
    return this.newer(connector, signal)
  }

  /** A lead made before the CRM was known is sent with a stage of the CRM's: those must be here. */
  async stagesFirst(signal: AbortSignal): Promise<void> {
    const connector = this.options.connector()
    const { cursor } = await this.options.store.getCursor('pipeline')
    if (connector && cursor === null)
      await this.kind(connector, await this.begin(connector, 'pipeline', signal), signal)
  }

  private async kind(
    connector: Connector,
    reading: Reading,
    signal: AbortSignal,
    onRead = (): void => undefined,
  ): Promise<PullResult> {
    const { kind } = reading
    const result = await this.readOn(connector, reading, signal, onRead)
    if (result !== 'cursor-unknown') return result
    this.options.logger.warn('crm-cursor-unknown', { kind })
    await this.options.store.forgetCursor(kind)
    const again = await this.begin(connector, kind, signal)
    return (await this.readOn(connector, again, signal, onRead)) === 'done' ? 'done' : 'stopped'
  }

  /** Whoever begins it ends it: `ahead.stop`. */
  private async begin(connector: Connector, kind: Pulled, signal: AbortSignal): Promise<Reading> {
    const at = await this.options.store.getCursor(kind)
    return { ...at, kind, ahead: new Ahead((from) => connector.page(kind, from, signal), at.cursor) }
  }

  /**
   * From where it was read to before. The next pages are on their way while some are taken in.
   * @param onRead there is no more of it, and what came is about to be taken in.
   */
  private async readOn(
    connector: Connector,
    { kind, ahead, cursor, generation }: Reading,
    signal: AbortSignal,
    onRead: () => void,
  ): Promise<PullResult | 'cursor-unknown'> {
    const { logger } = this.options
    try {
      for (let before = cursor; ;) {
        const { pages, end } = await ahead.come()
        if (end === 'done') onRead()
        const news = pages.filter(
          (page, at) => !page.isEmpty || page.cursor !== (pages[at - 1]?.cursor ?? before),
        )
        before = pages.at(-1)?.cursor ?? before
        if (news.length > 0 && !(await this.take(connector, kind, news, generation, signal))) return 'stopped'
        if (end === null) continue
        if (end === 'done') return 'done'
        if (end.kind === 'cursor-unknown') return end.kind
        if (end.kind === 'refused') {
          // Not for this role, say. The other kinds can still be read.
          logger.warn('crm-pull-refused', { kind, status: end.status, type: end.type })
          return 'done'
        }
        if (end.kind === 'later') logger.info('crm-pull-later', { kind, status: end.status })
        return 'stopped'
      }
    } finally {
      await ahead.stop()
    }
  }

  /** Takes pages in; whom or what their records are about is read first where it is not here. False where they can't be taken now. */
  private async take(
    connector: Connector,
    kind: Pulled,
    pages: readonly Page[],
    generation: number,
    signal: AbortSignal,
  ): Promise<boolean> {
    const { store, clock, logger, onTouched, onPage } = this.options
    const shared = { kind, base: connector.address, generation }
    for (let left = pages, passOver = false; left.length > 0;) {
      const batch = { ...shared, pages: left.map(asTaken), passOver, now: clock() }
      const result = await store.applyPages(batch)
      if (!result) return false
      const { unread, fault } = result
      if (unread > 0) logger.warn('crm-items-unreadable', { kind, count: unread, cause: fault })
      onTouched(result.touched)
      if (result.taken > 0) onPage()
      left = left.slice(result.taken)
      for (const named of result.missing)
        if (!(await this.bring(connector, named, generation, signal))) return false
      // What could not be read is not asked for again.
      passOver = result.missing.length > 0
    }
    return true
  }

  private async bring(
    connector: Connector,
    { kind, id }: Named,
    generation: number,
    signal: AbortSignal,
  ): Promise<boolean> {
    const { store, clock } = this.options
    const answer = await connector.read(kind, id, signal)
    if (answer.kind === 'later' || answer.kind === 'signed-out') return false
    if (answer.kind !== 'record') return true
    const { record } = answer
    for (const named of await store.missing({ kind, items: [record] }))
      if (!(await this.bring(connector, named, generation, signal))) return false
    this.applied(kind, await store.applyMissing({ kind, record, generation, now: clock() }))
    return true
  }

  private applied(kind: SyncKind, { touched, fault }: Applied): void {
    const { logger, onTouched } = this.options
    if (fault !== null) logger.warn('crm-items-unreadable', { kind, count: 1, cause: fault })
    onTouched(touched)
  }

  /** Records that had something newer while a change of ours was under way. */
  private async newer(connector: Connector, signal: AbortSignal): Promise<PullResult> {
    const { store, clock } = this.options
    for (const { remoteId, ...newer } of await store.newerRecords()) {
      const answer = await connector.read(newer.kind, remoteId, signal)
      if (answer.kind === 'later' || answer.kind === 'signed-out') return 'stopped'
      if (answer.kind === 'unreadable') continue
      const record = answer.kind === 'record' ? answer.record : null
      for (const named of await store.missing({ kind: newer.kind, items: record ? [record] : [] }))
        if (!(await this.bring(connector, named, newer.generation, signal))) return 'stopped'
      this.applied(newer.kind, await store.applyOne({ ...newer, record, now: clock() }))
    }
    return 'done'
  }
}
