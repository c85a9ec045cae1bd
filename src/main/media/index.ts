/** Media: files kept encrypted, attachments on their way out, and the queue that fetches what came in. */
import type { AppEvent } from '../../contract'
import { AppError, codeOf } from '../../contract'
import type { Logger } from '../platform/ports'
import type { Storage } from '../storage'
import { systemClock, type Clock } from './clock'
import { DownloadLane, type DownloadDeps, type DownloadSession } from './downloads'
import { createFiles, type Sealing } from './files'
import { isShown, sniff } from './sniff'
import type { mediaStore } from './store'
import { createUploads, type Upload, type Uploads } from './uploads'

export { Alarm, systemClock, type Clock } from './clock'
export { waCodeOf, type DownloadSession } from './downloads'
export { createFiles, type Sealing } from './files'
export { isShown, sniff } from './sniff'
export { MAX_DOCUMENT, MAX_SHOWN, type Upload } from './uploads'

export interface MediaOptions extends Sealing {
  /** The media folder; made when first needed. */
  dir: string
  storage: Storage
  logger: Logger
  emit(event: AppEvent): void
  /** Bytes above which nothing is fetched unasked (a preference). */
  getCap(): number
  /** The disk had no room for a medium. It stays waiting and is tried again. */
  onDiskFull?(): void
  clock?: Clock
}

export interface OpenMedia {
  /** Safe to serve as it is: of what is not `inline` always `application/octet-stream`. */
  mime: string
  name: string | null
  /** Bytes. */
  size: number
  data: Buffer
  /** May be shown inside the app; everything else must go out as an attachment to save. */
  inline: boolean
}

export interface Media {
  /** Fetches the account's media for as long as it is attached. */
  attach(accountId: string, session: DownloadSession): void
  detach(accountId: string): void
  /** New media wait: the way in says so. Without an account, all look. */
  wake(accountId?: string): void
  /** Keeps an attachment until it is sent. @throws {AppError} `file-too-large`, `disk-full`, `invalid-input` */
  saveUpload: Uploads['save']
  /** Hands an attachment over to a message. @throws {AppError} `not-found` */
  takeUpload(uploadId: string): Upload
  /** The message could not be written after all. */
  giveBackUpload(uploadId: string, upload: Upload): void
  /** A message names the file now. */
  keepUpload(upload: Upload): void
  /** A whole file, decrypted. @throws {AppError} `not-found` */
  read(file: string): Promise<Buffer>
  /** For the screens. @throws {AppError} `not-found` where it is missing or damaged; it is fetched again then. */
  open(messageId: number): Promise<OpenMedia>
  /** Fetches one again, up to 100 MB. @throws {AppError} `not-found`, `wrong-state` */
  fetchMedia(messageId: number): Promise<void>
  /** Of messages that were erased. */
  deleteFiles(names: readonly string[]): Promise<void>
  /** Bytes on disk. */
  totalBytes(): Promise<number>
  /** Files that no message names and nobody is about to, with their bytes. */
  orphans(): Promise<{ name: string; bytes: number }[]>
  /** Deletes one of these. False where it is none (any more). */
  removeOrphan(name: string): Promise<boolean>
  /** Nothing of the account is being fetched. */
  isIdle(accountId: string): boolean
  /** Ends the queues; waits for what is being written, at most 3 s. */
  stop(): Promise<void>
}

const SWEEP_PAGE = 5_000
const EXPIRY_MS = 10 * 60 * 1000
const STOP_MS = 3_000

export function createMedia(options: MediaOptions): Media {
  const { storage, logger, emit } = options
  const clock = options.clock ?? systemClock
  const store = storage.store<typeof mediaStore>('media')
  const files = createFiles(options.dir, options)
  const pending = new Set<string>()
  const uploads = createUploads(files, clock, pending, (file) => store.doubt(file))
  const lanes = new Map<string, DownloadLane>()
  const ending = new Set<Promise<void>>()
  const deps: DownloadDeps = {
    ...{ store, files, clock, logger, emit, pending },
    getCap: options.getCap,
    onDiskFull: options.onDiskFull ?? (() => undefined),
  }

  /** Names that no message has, of files that nobody is about to name. */
  const unnamedFiles = async (): Promise<string[]> => {
    const unnamed = new Set(await files.list())
    // A file in the list is pending now, or its message was written before and is read below.
    for (const file of [...uploads.held(), ...pending]) {
      unnamed.delete(file)
      unnamed.delete(`${file}.part`)
    }
    let after = Number.MIN_SAFE_INTEGER
    for (;;) {
      const page = await store.filesAfter(after, SWEEP_PAGE)
      for (const file of page.files) unnamed.delete(file)
      if (page.last === null) break
      after = page.last
    }
    return [...unnamed]
  }

  /** What an interruption left: halves, and files that were to be named, or were named until then. Anything else is a person's to judge. */
  const mend = async (): Promise<number> => {
    const doubts = await store.doubts()
    const inDoubt = new Set(doubts)
    const gone = (await unnamedFiles()).filter((name) => inDoubt.has(name) || name.endsWith('.part'))
    await files.remove(gone)
    await store.settle(doubts)
    return gone.length
  }

  const start = async (): Promise<void> => {
    const messages = await store.recover(clock.now())
    if (messages.length > 0) emit({ type: 'messages', messages })
    const gone = await mend()
    if (gone > 0) logger.info('media-mended', { count: gone })
  }
  const started = start().catch((error: unknown) => {
    logger.error('media-start', { error: String(error) })
  })

  let stopped = false
  let cancelExpiry = (): void => undefined
  const scheduleExpiry = (): void => {
    cancelExpiry = clock.after(EXPIRY_MS, () => {
      uploads
        .expire()
        .catch((error: unknown) => {
          logger.error('media-expiry', { error: String(error) })
        })
        .finally(() => {
          if (!stopped) scheduleExpiry()
        })
    })
  }
  scheduleExpiry()

  const detach = (accountId: string): void => {
    const lane = lanes.get(accountId)
    if (!lane) return
    lanes.delete(accountId)
    lane.stop()
    const end = lane.ended().finally(() => ending.delete(end))
    ending.add(end)
  }

  return {
    attach: (accountId, session) => {
      detach(accountId)
      lanes.set(accountId, new DownloadLane(deps, accountId, session))
    },
    detach,
    wake: (accountId) => {
      for (const [id, lane] of lanes) if (accountId === undefined || id === accountId) lane.wake()
    },
    saveUpload: async (source, about) => uploads.save(source, about),
    takeUpload: (uploadId) => {
      const upload = uploads.take(uploadId)
      pending.add(upload.file)
      return upload
    },
    giveBackUpload: (uploadId, upload) => {
      pending.delete(upload.file)
      uploads.giveBack(uploadId, upload)
    },
    keepUpload: (upload) => {
      pending.delete(upload.file)
    },
    read: (file) => files.read(file),
    open: async (messageId) => {
      const row = await store.opened(messageId)
      if (!row) throw new AppError('not-found', 'This medium is not here.')
      let data: Buffer
      try {
        data = await files.read(row.file)
      } catch (error) {
        if (codeOf(error) !== 'not-found') throw error
        logger.error('media-lost', { messageId, error: String(error) })
        const messages = await store.lose(messageId, clock.now())
        if (messages.length > 0) emit({ type: 'messages', messages })
        for (const lane of lanes.values()) lane.wake()
        throw error
      }
      const found = sniff(data, row.mime)
      const inline = isShown(found)
      const mime = inline ? found : 'application/octet-stream'
      return { mime, name: row.name, size: data.length, data, inline }
    },
    fetchMedia: async (messageId) => {
      const { accountId, changed } = await store.ask(messageId, clock.now())
      if (changed.length > 0) emit({ type: 'messages', messages: changed })
      lanes.get(accountId)?.ask(messageId)
    },
    deleteFiles: (names) => files.remove(names),
    totalBytes: () => files.totalBytes(),
    orphans: async () => {
      const names = await unnamedFiles()
      return Promise.all(names.map(async (name) => ({ name, bytes: await files.bytesOf(name) })))
    },
    removeOrphan: async (name) => {
      const file = name.replace(/\.part$/, '')
      const isHeld = (): boolean => uploads.held().includes(file) || pending.has(file)
      if (isHeld() || (await store.isNamed(name)) || isHeld()) return false
      await files.remove([name])
      return true
    },
    isIdle: (accountId) => lanes.get(accountId)?.idle ?? true,
    stop: async () => {
      stopped = true
      cancelExpiry()
      for (const accountId of [...lanes.keys()]) detach(accountId)
      let cancel = (): void => undefined
      const late = new Promise<void>((resolve) => {
        cancel = clock.after(STOP_MS, resolve)
      })
      await Promise.race([Promise.all([started, ...ending]), late])
      cancel()
    },
  }
}
