/**
 * Fetches an account's waiting media, newest first (so what arrives live comes before history), two at a time. Refusals are tried
 * again after growing pauses; being offline is no refusal.
 */
import type { AppEvent, MediaState, Message } from '../../contract'
import { codeOf } from '../../contract'
import type { Logger } from '../platform/ports'
import type { Remote } from '../storage'
import type { WaErrorCode, WhatsAppSession } from '../whatsapp/types'
import { Alarm, type Clock } from './clock'
import type { Files } from './files'
import { typeOf } from './sniff'
import type { Download, MediaStore } from './store'
import { MAX_DOCUMENT } from './uploads'

const AT_ONCE = 2
const BACK_OFF_MS = [5_000, 30_000, 120_000, 600_000, 3_600_000]
const OFFLINE_MS = 5_000
const DISK_FULL_MS = 60_000
const LONGEST_PAUSE_MS = Math.max(...BACK_OFF_MS, OFFLINE_MS, DISK_FULL_MS)

/** The part of a session that fetching needs. */
export type DownloadSession = Pick<WhatsAppSession, 'state' | 'subscribe' | 'downloadMedia'>

export interface DownloadDeps {
  store: Remote<MediaStore>
  files: Files
  clock: Clock
  logger: Logger
  emit(event: AppEvent): void
  /** Bytes above which nothing is fetched unasked. */
  getCap(): number
  /** The disk had no room for a medium; it stays waiting. */
  onDiskFull(): void
  /** Files being written that no message names yet. */
  pending: Set<string>
}

interface Outcome {
  state: MediaState
  nextAt: number | null
  counts: boolean
}

/** Works across threads and bundles, where instanceof does not. */
export function waCodeOf(error: unknown): WaErrorCode | null {
  if (!(error instanceof Error) || error.name !== 'WaError' || !('code' in error)) return null
  return error.code as WaErrorCode
}

export class DownloadLane {
  private readonly alarm: Alarm
  private readonly asked = new Set<number>()
  private readonly running = new Map<number, Promise<void>>()
  private readonly loop: Promise<void>
  private readonly unsubscribe: () => void
  private stopped = false

  constructor(
    private readonly deps: DownloadDeps,
    private readonly accountId: string,
    private readonly session: DownloadSession,
  ) {
    this.alarm = new Alarm(deps.clock)
    this.unsubscribe = session.subscribe((event) => {
      if (event.type === 'state') this.alarm.ring()
    })
    this.loop = this.run()
  }

  get idle(): boolean {
    return this.running.size === 0
  }

  /** There is something new to fetch. */
  wake(): void {
    this.alarm.ring()
  }

  /** This one whatever the cap, because a person asked. */
  ask(messageId: number): void {
    this.asked.add(messageId)
    this.alarm.ring()
  }

  /** Begins nothing more and forgets what is under way: it waits again after the next start. */
  stop(): void {
    this.stopped = true
    this.unsubscribe()
    this.alarm.ring()
  }

  /** For orderly ends: until nothing of this lane runs any more. */
  async ended(): Promise<void> {
    await this.loop
    await Promise.all(this.running.values())
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      let wakeAt: number | null
      try {
        wakeAt = await this.fill()
      } catch (error) {
        this.deps.logger.error('media-queue', { accountId: this.accountId, error: String(error) })
        wakeAt = this.deps.clock.now() + OFFLINE_MS
      }
      await this.alarm.until(wakeAt)
    }
  }

  /** Starts what may start; answers when to look again. */
  private async fill(): Promise<number | null> {
    const room = AT_ONCE - this.running.size
    if (this.stopped || this.session.state.kind !== 'ready' || room <= 0) return null
    const { clock, store } = this.deps
    // One more than there is room for each running one: those are still in the answer only if their claim is not written yet.
    const { downloads, nextAt, changed } = await store.due(this.accountId, {
      ...{ now: clock.now(), pause: LONGEST_PAUSE_MS },
      limit: AT_ONCE * 2,
    })
    this.tell(changed)
    const fresh = downloads.filter(({ messageId }) => !this.running.has(messageId))
    for (const download of fresh.slice(0, room)) {
      const work = this.fetch(download).finally(() => {
        this.running.delete(download.messageId)
        this.alarm.ring()
      })
      this.running.set(download.messageId, work)
    }
    return changed.length > 0 ? clock.now() : nextAt
  }

  private async fetch(download: Download): Promise<void> {
    const { store, logger } = this.deps
    const { messageId } = download
    try {
      const begun = await store.begin(messageId)
      if (!begun) return
      this.tell(begun)
      try {
        await this.bring(download)
      } catch (error) {
        const outcome = await this.outcomeOf(messageId, error)
        this.tell(await store.postpone(messageId, outcome))
      }
    } catch (error) {
      // The database is gone or going; the next start puts this one back into the queue.
      logger.error('media-download', { accountId: this.accountId, error: String(error) })
    }
  }

  private async bring({ messageId, serializedId, mime, name }: Download): Promise<void> {
    const { store, files, getCap, pending } = this.deps
    const cap = this.asked.has(messageId) ? MAX_DOCUMENT : getCap()
    const got = await this.session.downloadMedia(serializedId, cap)
    if (!(await store.isWanted(messageId))) return
    const file = files.newName()
    // Before it exists, so that a sweep never takes it for an orphan.
    pending.add(file)
    try {
      await store.doubt(file)
      await files.write(file, got.data)
      const type = typeOf(got.data, got.mime || mime)
      const about = { file, mime: type, name: got.name ?? name, size: got.data.length }
      const changed = await store.complete(messageId, about)
      if (changed) this.tell(changed)
      else await files.remove([file])
    } catch (error) {
      await files.remove([file])
      throw error
    } finally {
      pending.delete(file)
    }
    this.asked.delete(messageId)
  }

  private async outcomeOf(messageId: number, error: unknown): Promise<Outcome> {
    const { clock, logger, onDiskFull, store } = this.deps
    const now = clock.now()
    if (codeOf(error) === 'disk-full') {
      onDiskFull()
      return { state: 'waiting', nextAt: now + DISK_FULL_MS, counts: false }
    }
    const code = waCodeOf(error)
    if (code === 'too-large') {
      this.asked.delete(messageId)
      return { state: 'too-large', nextAt: null, counts: false }
    }
    const offline = code === 'not-connected' || code === 'changed' || this.session.state.kind !== 'ready'
    if (offline) return { state: 'waiting', nextAt: now + OFFLINE_MS, counts: false }
    if (code === null) logger.warn('media-failed', { accountId: this.accountId, error: String(error) })
    const pause = BACK_OFF_MS[await store.attempts(messageId)]
    if (pause === undefined) {
      this.asked.delete(messageId)
      return { state: 'unavailable', nextAt: null, counts: true }
    }
    return { state: 'waiting', nextAt: now + pause, counts: true }
  }

  private tell(messages: Message[]): void {
    if (messages.length > 0) this.deps.emit({ type: 'messages', messages })
  }
}
