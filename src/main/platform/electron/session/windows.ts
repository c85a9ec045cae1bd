/** WhatsApp Web's windows: one per account, hidden, and each ended with its debugger. */
import { app, BrowserWindow, session, type Session } from 'electron'
import type { Logger } from '../../ports'
import { HUNG_AFTER } from '../revival'
import type { CdpBackend } from './cdp'
import { debuggerBackend } from './debugger-backend'
import type { Partitions } from './profiles'
import { windowOptions } from './window-options'

export interface SessionWindowsOptions {
  partitions: Pick<Partitions, 'use'>
  /** For every request and for what the page itself is told. */
  userAgent: string
  logger: Logger
  /** Where a link goes that the person clicks in the shown window: the host's checked way out. */
  openLink: (url: string) => void
  /** The app is on its way out, or an update closes its windows: none may stay. */
  isQuitting: () => boolean
}

export interface SessionWindows {
  /** A new, empty, hidden window; one that the account still has is ended. Rejects with a `RangeError` for what is no account id. */
  open(accountId: string): Promise<CdpBackend>
  /** Whether the account has a window to show or hide. */
  show(accountId: string, visible: boolean): boolean
  /** Bytes of the process that each account's page is in, where it has one. What all pages share is not counted. */
  memory(accountIds: readonly string[]): ReadonlyMap<string, number>
  /** Deletes all that is kept of an account. */
  clear(accountId: string): Promise<void>
}

interface Open {
  window: BrowserWindow
  backend: CdpBackend
}

/** Once the app is ready. */
export function createSessionWindows(options: SessionWindowsOptions): SessionWindows {
  const all = new Map<string, Open>()
  const known = new WeakSet<Session>()

  const sessionOf = (partition: string): Session => {
    const own = session.fromPartition(partition)
    if (known.has(own)) return own
    known.add(own)
    own.setUserAgent(options.userAgent)
    refuseDownloads(own, options.logger)
    return own
  }

  return {
    async open(accountId) {
      const partition = options.partitions.use(accountId)
      const own = sessionOf(partition)
      await all.get(accountId)?.backend.close()
      const opened = await openWindow(partition, options, (ended) => {
        if (all.get(accountId)?.window === ended) all.delete(accountId)
        // Chromium writes out what the page stored only from time to time, and the app may be about to end.
        own.flushStorageData()
      })
      all.set(accountId, opened)
      return opened.backend
    },
    show(accountId, visible) {
      const window = all.get(accountId)?.window
      if (window === undefined || window.isDestroyed()) return false
      if (visible) bringUp(window)
      else hide(window)
      return true
    },
    memory(accountIds) {
      const bytes = new Map(app.getAppMetrics().map(({ pid, memory }) => [pid, memory.workingSetSize * 1024]))
      return new Map(
        accountIds.flatMap((accountId) => {
          const window = all.get(accountId)?.window
          if (window === undefined || window.isDestroyed()) return []
          const its = bytes.get(window.webContents.getOSProcessId())
          return its === undefined ? [] : [[accountId, its] as const]
        }),
      )
    },
    async clear(accountId) {
      const own = sessionOf(options.partitions.use(accountId))
      await all.get(accountId)?.backend.close()
      await own.clearStorageData()
      await own.clearCache()
    },
  }
}

function bringUp(window: BrowserWindow): void {
  window.webContents.setAudioMuted(false)
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}

/** Nobody wants to hear a window that is not there. */
function hide(window: BrowserWindow): void {
  window.webContents.setAudioMuted(true)
  window.hide()
}

async function openWindow(
  partition: string,
  options: SessionWindowsOptions,
  ended: (window: BrowserWindow) => void,
): Promise<Open> {
  const window = new BrowserWindow(windowOptions(partition))
  try {
    window.removeMenu()
    window.webContents.setAudioMuted(true)
    settle(window, options.openLink)
    // Before its first document a page answers no command.
    await window.loadURL('about:blank')
    const backend = debuggerBackend(window.webContents.debugger, () => {
      ended(window)
      // Without asking the page, which may hang.
      if (!window.isDestroyed()) window.destroy()
    })
    watch(window, options, backend.lose)
    return { window, backend }
  } catch (error) {
    if (!window.isDestroyed()) window.destroy()
    throw error
  }
}

/** What headless Chromium does by itself: no file leaves the page but through the app. */
function refuseDownloads(own: Session, logger: Logger): void {
  own.on('will-download', (event) => {
    logger.info('whatsapp-download-refused')
    event.preventDefault()
  })
}

/** Beside the rules for every window (guard.ts), which hold for this one as well. */
function settle(window: BrowserWindow, openLink: (url: string) => void): void {
  window.webContents.setWindowOpenHandler(({ url }) => {
    // Nobody clicks in a window that is not there: then it is the page's own idea.
    if (window.isVisible()) openLink(url)
    return { action: 'deny' }
  })
  // The page asks to stay while it sends; loading it anew is decided on elsewhere, and here nobody would answer.
  window.webContents.on('will-prevent-unload', (event) => {
    event.preventDefault()
  })
}

/** The account starts anew by itself, with its own back-off, once its page is lost. */
function watch(
  window: BrowserWindow,
  { logger, isQuitting }: SessionWindowsOptions,
  lose: (reason: string) => void,
): void {
  let patience: NodeJS.Timeout | undefined
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    logger.warn('whatsapp-crashed', { reason, exitCode })
    lose(`crashed: ${reason}`)
  })
  window.webContents.on('unresponsive', () => {
    logger.warn('whatsapp-unresponsive')
    clearTimeout(patience)
    patience = setTimeout(() => {
      logger.warn('whatsapp-hung')
      lose('hung')
    }, HUNG_AFTER)
  })
  window.webContents.on('responsive', () => {
    clearTimeout(patience)
  })
  window.on('close', (event) => {
    // The person means the window, not the account. A hidden one is closed only by the system on its way down.
    if (isQuitting() || !window.isVisible()) return
    event.preventDefault()
    hide(window)
  })
  window.on('closed', () => {
    clearTimeout(patience)
    lose('closed')
  })
}
