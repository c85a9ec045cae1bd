/** Our window: remembers its place, hides instead of closing, comes back after a crash. */
import { BrowserWindow, nativeTheme, screen, type WebContents } from 'electron'
import type { Logger } from '../ports'
import { afterCrash, HUNG_AFTER, NO_CRASHES } from './revival'
import { windowOptions } from './window-options'
import { forgiving, restorePlace, type Rect, type WindowPlace, type WindowStore } from './window-state'

export interface MainWindowOptions {
  url: string
  preload: string
  packaged: boolean
  /** Not shown until it is raised. */
  minimised: boolean
  store: WindowStore
  logger: Logger
  /** Hidden by closing, for the first time on this machine: say where it went. */
  onFirstHidden(): void
  isQuitting(): boolean
  quit(): void
}

export interface MainWindow {
  readonly window: BrowserWindow
  /** Null once it is gone. */
  contents(): WebContents | null
  raise(): void
}

/** Resizing tells every step; only where it ends is kept. Milliseconds. */
const SETTLED = 500

function workAreas(): [Rect, ...Rect[]] {
  const main = screen.getPrimaryDisplay()
  const others = screen.getAllDisplays().filter(({ id }) => id !== main.id)
  return [main.workArea, ...others.map(({ workArea }) => workArea)]
}

export function createMainWindow(options: MainWindowOptions): MainWindow {
  const { logger } = options
  const store = forgiving(options.store, logger)
  const place = restorePlace(store.read()['place'], workAreas())
  const { preload, packaged } = options
  const window = new BrowserWindow(
    windowOptions({ place, preload, packaged, isDark: nativeTheme.shouldUseDarkColors }),
  )
  window.setMenuBarVisibility(false)

  const remember = (): void => {
    if (window.isDestroyed() || window.isFullScreen()) return
    // A window that was never shown says nothing of how the person likes it.
    if (!window.isVisible()) return
    const now: WindowPlace = { ...window.getNormalBounds(), maximised: window.isMaximized() }
    store.write({ ...store.read(), place: now })
  }
  let settling: NodeJS.Timeout | undefined
  const moved = (): void => {
    clearTimeout(settling)
    settling = setTimeout(remember, SETTLED)
  }
  window.on('resize', moved)
  window.on('move', moved)

  const load = (): void => {
    window.loadURL(options.url).catch((error: unknown) => logger.error('window-not-loaded', { error }))
  }
  let isToMaximise = place.maximised
  const raise = (): void => {
    if (window.isDestroyed()) return
    if (window.isMinimized()) window.restore()
    // Which shows it as well, so not before it is to be seen.
    if (isToMaximise) window.maximize()
    isToMaximise = false
    window.show()
    window.focus()
  }
  if (!options.minimised) window.once('ready-to-show', raise)

  window.on('close', (event) => {
    remember()
    if (options.isQuitting()) return
    event.preventDefault()
    hide(window)
    if (store.read()['toldHidden'] === true) return
    store.write({ ...store.read(), toldHidden: true })
    options.onFirstHidden()
  })
  window.on('closed', () => clearTimeout(settling))
  // Windows waits for an app that says no, and goes on once it has ended.
  window.on('query-session-end', (event) => {
    event.preventDefault()
    options.quit()
  })
  window.on('session-end', () => options.quit())
  reviveAfterCrash(window, load, logger)
  load()
  return { window, contents: () => (window.isDestroyed() ? null : window.webContents), raise }
}

/** A full screen that is hidden stays behind as a black one on macOS. */
function hide(window: BrowserWindow): void {
  if (!window.isFullScreen()) {
    window.hide()
    return
  }
  window.once('leave-full-screen', () => window.hide())
  window.setFullScreen(false)
}

/** A crashed page is loaded again, sooner or later; one that hangs is ended, which is a crash. */
function reviveAfterCrash(window: BrowserWindow, load: () => void, logger: Logger): void {
  const { webContents } = window
  let crashes = NO_CRASHES
  let waiting: NodeJS.Timeout | undefined
  let hung: NodeJS.Timeout | undefined
  webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    clearTimeout(hung)
    const next = afterCrash(crashes, reason, Date.now())
    crashes = next.crashes
    logger.error('window-crashed', { reason, exitCode, waitMs: next.waitMs })
    if (next.waitMs === null) return
    clearTimeout(waiting)
    waiting = setTimeout(() => {
      if (!window.isDestroyed()) load()
    }, next.waitMs)
  })
  webContents.on('unresponsive', () => {
    logger.warn('window-hung', {})
    clearTimeout(hung)
    hung = setTimeout(() => {
      if (!window.isDestroyed()) webContents.forcefullyCrashRenderer()
    }, HUNG_AFTER)
  })
  webContents.on('responsive', () => {
    clearTimeout(hung)
    logger.info('window-answers-again')
  })
  window.on('closed', () => {
    clearTimeout(waiting)
    clearTimeout(hung)
  })
}
