/**
 * The updater of this system, or null where something else updates the app: a source tree, a system package (deb, rpm), Linux outside
 * of an AppImage. Electron's app is handed in; nothing here imports `electron`.
 *
 * Publisher's signatures are electron-updater's and the system's own work and need no code: on Windows the installer's Authenticode
 * publisher must be the one that electron-builder wrote into app-update.yml (an unsigned build names none, and then none is asked for);
 * on macOS Squirrel takes only an app signed like the one that runs. AppImage knows no signature: there it is https and sha512.
 */
import path from 'node:path'
import type { App } from 'electron'
import { MacUpdater, NsisUpdater, type AppUpdater, type BaseUpdater } from 'electron-updater'
import { ElectronAppAdapter } from 'electron-updater/out/ElectronAppAdapter.js'
import { ElectronHttpExecutor } from 'electron-updater/out/electronHttpExecutor.js'
import { defaultDataFolder } from '../../node/paths'
import type { Logger, Updater } from '../../ports'
import { dataArguments } from '../login/entry'
import { AtomicAppImageUpdater, startAppImage } from './app-image'
import { guardRequests, type Executor } from './guard'
import { createUpdaterPort } from './port'

export interface ElectronUpdaterOptions {
  app: App
  /** Leadline's data folder. */
  dataFolder: string
  logger: Logger
}

/** What of the app an updater needs; Electron's own adapter in real use. */
export type AppAdapter = Pick<ElectronAppAdapter, keyof ElectronAppAdapter>

export interface AssembleOptions {
  app: AppAdapter
  executor: Executor
  /** Ms of silence after which a request has failed. */
  stallMs: number
  protocols: readonly string[]
  dataFolder: string
  /** The file that an update replaces. */
  replaces: string
  /** Arguments of the start after it. */
  startWith: readonly string[]
  logger: Logger
}

const STALL_MS = 60_000

/** electron-updater takes an executor of one's own only this way. */
export function withExecutor<T extends AppUpdater>(updater: T, executor: Executor): T {
  Reflect.set(updater, 'httpExecutor', executor)
  return updater
}

/**
 * Lets the installer (Windows) or the new file (AppImage) take over when the app has quit, after everything was closed: `quit` may still
 * take a while, and a new version that is started too early meets the old one's lock.
 */
export function takeOverOnQuit(
  updater: BaseUpdater,
  app: AppAdapter,
  startAgain: () => void,
): () => Promise<void> {
  let isRegistered = false
  return () => {
    if (!isRegistered) {
      isRegistered = true
      app.onQuit((exitCode) => {
        if (exitCode !== 0) return
        // It did not come about and nothing was changed: the old version comes back and says so.
        if (!updater.install(true, true)) startAgain()
      })
    }
    app.quit()
    return Promise.resolve()
  }
}

/** The AppImage updater, put together as in real use. */
export function assembleAppImage(options: AssembleOptions): Updater {
  const { app, executor, stallMs, protocols, dataFolder, replaces, startWith, logger } = options
  guardRequests(executor, { stallMs, protocols })
  const failed = (error: Error) => logger.error('start-failed', { error })
  const updater = withExecutor(new AtomicAppImageUpdater(app, startWith, failed), executor)
  return createUpdaterPort(updater, {
    markFile: markFileIn(dataFolder),
    replaces,
    takeOver: takeOverOnQuit(updater, app, () => startAppImage(replaces, startWith, failed)),
    logger,
  })
}

const markFileIn = (dataFolder: string): string => path.join(dataFolder, 'installing-update.json')

export function createElectronUpdater({ app, dataFolder, logger }: ElectronUpdaterOptions): Updater | null {
  if (!app.isPackaged) return null
  const adapter = new ElectronAppAdapter(app)
  const executor = new ElectronHttpExecutor()
  const guard = { stallMs: STALL_MS, protocols: ['https:'] }
  const replaces = process.env['APPIMAGE']
  if (process.platform === 'linux') {
    if (replaces === undefined) return null
    const startWith = dataArguments(dataFolder === defaultDataFolder() ? null : dataFolder)
    return assembleAppImage({ app: adapter, executor, ...guard, dataFolder, replaces, startWith, logger })
  }
  guardRequests(executor, guard)
  const host = { markFile: markFileIn(dataFolder), replaces: null, logger }
  if (process.platform === 'darwin') {
    const updater = withExecutor(new MacUpdater(undefined, adapter), executor)
    return createUpdaterPort(updater, { ...host, takeOver: squirrelTakesOver(updater) })
  }
  if (process.platform !== 'win32') return null
  const updater = withExecutor(new NsisUpdater(undefined, adapter), executor)
  const takeOver = takeOverOnQuit(updater, adapter, () => app.relaunch())
  return createUpdaterPort(updater, { ...host, takeOver })
}

/** Squirrel fetches the file from electron-updater and quits the app by itself; until then it may still refuse. */
const squirrelTakesOver = (updater: MacUpdater) => (): Promise<void> =>
  new Promise((_, reject) => {
    updater.once('error', reject)
    updater.quitAndInstall()
  })
