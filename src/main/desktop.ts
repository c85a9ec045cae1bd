/** The desktop once Electron is ready: the app, its window, and the way out. */
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { app, autoUpdater, Menu, powerMonitor } from 'electron'
import { createPages } from './api/port/pages'
import { createPortServer } from './api/port/server'
import { createApp } from './app'
import type { Door } from './door'
import {
  createElectronPlatform,
  createElectronStore,
  createMainWindow,
  createQuitter,
  createTray,
  drain,
  endStart,
  listenForPorts,
  lockDataFolder,
  meetHolder,
  menuTemplate,
  ofSecondStart,
  OWN_ORIGIN,
  OWN_URL,
  serveOwnScheme,
  tellHidden,
  tellSecondStart,
  wasOpenedAtLogin,
  type DesktopOptions,
  type TrayAction,
} from './platform/electron'
import type { Paths } from './platform/ports'
import { languageOf } from './settings'
import { followStatus } from './status'
import { version } from '../../package.json'

/** For everything that has to end well, and then for the last things. Together the 5 s a system gives. */
const DRAIN_MS = 4_500
const LAST_MS = 500

/** Electron hands it to listeners of `shutdown`, but its types don't say so. */
interface Refusable {
  preventDefault(): void
}

/** The tray's pictures: beside the packaged app, or in the source tree. */
const picturesFolder = (folder: string): string =>
  app.isPackaged ? path.join(process.resourcesPath, 'tray') : path.join(folder, '../../resources/tray')

export interface DesktopStart {
  options: DesktopOptions
  paths: Paths
  door: Door
  /** Where the built entry lies; the other parts lie around it. */
  folder: string
}

export async function runDesktop({ options, paths, door, folder }: DesktopStart): Promise<void> {
  const lock = lockDataFolder(paths.data)
  if (!lock.acquired) {
    // The service host has it.
    const met = await meetHolder(lock.holder)
    process.stdout.write(`${tellSecondStart(met)}\n`)
    if (app.isPackaged) await endStart((words) => ofSecondStart(met, words), languageOf, 0)
    else app.exit(0)
    return
  }
  lock.announce({ port: null })
  const platform = await createElectronPlatform({
    version,
    paths,
    keyFileAllowed: options.keyFile,
    logLevel: options.logLevel,
    timings: options.whatsapp?.timings,
    isQuitting: () => quitter.isQuitting(),
  })
  const { logger } = platform

  const quitter = createQuitter({
    drain: async () => {
      const steps = [
        { name: 'calls', run: () => port.close() },
        { name: 'app', run: () => core.stop() },
      ]
      const drained = await drain(steps, { limitMs: DRAIN_MS, logger })
      logger.info('ended', { ...drained })
      const last = [
        { name: 'tray', run: () => tray.close() },
        { name: 'lock', run: () => lock.release() },
        { name: 'log', run: () => platform.close() },
      ]
      await drain(last, { limitMs: LAST_MS, logger })
    },
    exit: (code) => app.exit(code),
  })
  const fail = (what: string) => (error: unknown) => {
    logger.error(what, { error })
    quitter.fail()
  }
  process.on('uncaughtException', fail('uncaught-exception'))
  process.on('unhandledRejection', fail('unhandled-rejection'))
  const quit = (): void => app.quit()
  app.on('before-quit', (event) => quitter.beforeQuit(event))
  // The tray, or nothing, keeps the app without a window alive; Electron's default would end it.
  app.on('window-all-closed', () => undefined)
  powerMonitor.on('lock-screen', () => core.systemLocked())
  // Not the first of powerMonitor's listeners: on Linux that one is not counted as somebody who wants time.
  powerMonitor.on('shutdown', (event?: Refusable) => {
    // Without this the system does not wait.
    event?.preventDefault()
    quit()
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, quit)
  if (process.platform === 'darwin') autoUpdater.on('before-quit-for-update', () => quitter.letGo())
  app.on('child-process-gone', (_event, { type, reason, exitCode }) => {
    if (reason !== 'clean-exit') logger.warn('helper-process-gone', { type, reason, exitCode })
  })

  const core = createApp({
    platform,
    databaseThread: pathToFileURL(path.join(folder, 'database-worker.js')),
    onFatal: fail('database-lost'),
    onEvent: (event) => status.receive(event),
  })
  const { language } = core.settings
  const act = (action: TrayAction): void => {
    if (action.do === 'open') main.raise()
    else if (action.do === 'quit') quit()
    else {
      core
        .rooms()
        ?.accounts.setPaused(action.accountId, action.paused)
        .catch((error: unknown) => logger.warn('not-paused', { error }))
    }
  }
  const port = createPortServer({
    router: core.router,
    ownOrigin: OWN_ORIGIN,
    logger: logger.child('port'),
  })
  const rendererFolder = path.join(folder, '../renderer')
  serveOwnScheme(
    createPages({
      rendererFolder,
      rooms: core.rooms,
      diagnostics: core.diagnostics,
      logger: logger.child('pages'),
    }),
  )
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(process.platform, app.isPackaged)))

  const main = createMainWindow({
    url: OWN_URL,
    preload: path.join(folder, '../preload/index.cjs'),
    packaged: app.isPackaged,
    minimised: options.minimised || wasOpenedAtLogin(),
    store: createElectronStore(paths.data, 'window'),
    logger: logger.child('window'),
    onFirstHidden: () => tellHidden(language(), main.raise, logger),
    isQuitting: quitter.isQuitting,
    quit,
  })
  const tray = createTray({
    folder: picturesFolder(folder),
    act,
    window: () => main.window,
    language: language(),
  })
  const status = followStatus({ rooms: core.rooms, language, show: tray.show, logger })
  platform.setRaise(main.raise)
  listenForPorts({ window: main.contents, accept: port.accept, logger: logger.child('port') })
  door.runs({ open: core.open, raise: main.raise, logger })
  logger.info('started', { version })
  await core.start()
}
