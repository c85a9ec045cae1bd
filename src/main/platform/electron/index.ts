/** The desktop host's side of every port. To be made once the app is ready. */
import path from 'node:path'
import { app } from 'electron'
import { createLogger } from '../node/logger'
import type { LogLevel } from '../node/options'
import { createSecrets } from '../node/secrets'
import type { Paths, Platform } from '../ports'
import { openExternal } from './external'
import { externalUrl, originOf } from './security'
import { createPartitions, createWhatsAppBrowser } from './session'
import { createElectronLogin } from './login'
import { createElectronNotifier } from './notifications'
import { createElectronPrinter } from './printer'
import { createElectronShortcut } from './shortcut'
import { createElectronStore } from './store'
import { createElectronUpdater } from './updates'
import { createElectronWakes } from './wakes'

export { listenForPorts } from './contract-port'
export { endStart } from './last-words'
export { LINK_SCHEME, linkIn, parseDeepLink } from './deep-links'
export { createQuitter, drain, type Quitter } from './drain'
export { openExternal } from './external'
export { guardEverything } from './guard'
export { wasOpenedAtLogin } from './login'
export { menuTemplate } from './menu'
export { parseDesktopOptions, type DesktopOptions } from './options'
export { registerOwnScheme, serveOwnScheme } from './protocol'
export { OWN_ORIGIN, OWN_URL, refusedSwitches } from './security'
export { desktopUserAgent, targetSwitches } from './session'
export { ofSecondStart } from './start-words'
export { createElectronStore } from './store'
export { createTray, type TrayModel } from './tray/tray'
export type { TrayAction } from './tray/menu'
export { tellHidden } from './tell-hidden'
export { createMainWindow, type MainWindow } from './window'
export { lockDataFolder, meetHolder, tellSecondStart } from '../node/lock'
export { defaultDataFolder, makePaths } from '../node/paths'

export interface ElectronPlatformOptions {
  version: string
  paths: Paths
  keyFileAllowed: boolean
  logLevel: LogLevel
  /** Of WhatsApp sessions, for development. */
  timings: Readonly<Record<string, number>> | undefined
  /** Windows are let go, not hidden. */
  isQuitting(): boolean
}

export interface ElectronPlatform extends Platform {
  /** Tells what `windows.raise` raises. */
  setRaise(raise: () => void): void
  /** Flushes the log. The last thing of all. */
  close(): Promise<void>
}

export async function createElectronPlatform(options: ElectronPlatformOptions): Promise<ElectronPlatform> {
  const { version, paths, keyFileAllowed } = options
  const logger = await createLogger(paths.logs, options.logLevel)
  const own = logger.child('platform')
  const partitions = createPartitions(path.join(app.getPath('sessionData'), 'Partitions'))
  let raise = (): void => undefined
  return {
    host: 'desktop',
    version,
    locales: app.getPreferredSystemLanguages(),
    paths,
    logger,
    keyFileAllowed,
    secrets: createSecrets(paths.data, (error) => own.info('no-keychain', { error })),
    preferences: createElectronStore(paths.data, 'preferences'),
    browser: createWhatsAppBrowser({
      chromium: process.versions.chrome,
      timings: options.timings,
      partitions,
      logger: own,
      isQuitting: () => options.isQuitting(),
      openLink: (url) => {
        const target = externalUrl(url)
        if (target === null) own.warn('link-denied', { to: originOf(url) })
        else openExternal(target).catch((error: unknown) => own.warn('external-not-opened', { error }))
      },
    }),
    profiles: partitions.files,
    updater: createElectronUpdater({ app, dataFolder: paths.data, logger: own }),
    notifier: createElectronNotifier(own),
    system: { login: createElectronLogin({ dataFolder: paths.data }), shortcut: createElectronShortcut() },
    wakes: createElectronWakes(),
    printer: createElectronPrinter(),
    windows: {
      raise: () => {
        raise()
        return Promise.resolve()
      },
    },
    setRaise: (value) => {
      raise = value
    },
    close: () => logger.close(),
  }
}
