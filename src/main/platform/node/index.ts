/** The plain Node host's side of every port. */
import path from 'node:path'
import { createNodeBrowser } from './browser'
import { createLogger } from './logger'
import type { LogLevel } from './options'
import { makePaths } from './paths'
import { createPreferences } from './preferences'
import { createNodePrinter } from './printer'
import { createNodeProfiles } from './profile-files'
import { createSecrets } from './secrets'
import { createNodeWakes } from './wakes'
import type { WhatsAppTarget } from './whatsapp-target'
import type { Platform } from '../ports'

export {
  lockDataFolder,
  meetHolder,
  raiseHolder,
  tellSecondStart,
  type DataFolderLock,
  type LockHolder,
} from './lock'
export { arrangeLogin } from './login'
export { parseServiceOptions, type ServiceOptions } from './options'
export { defaultDataFolder, makePaths } from './paths'

export interface NodePlatformOptions {
  version: string
  /** Null or undefined: this system's usual place. */
  dataDir?: string | null
  keyFileAllowed: boolean
  /** Checked by `readWhatsAppTarget`; null in real use. */
  whatsapp: WhatsAppTarget | null
  /** Whether `windows.raise` may open the person's browser; a machine without a screen says no. */
  openBrowser: boolean
  logLevel: LogLevel
}

export interface NodePlatform extends Platform {
  /** Tells what `windows.raise` opens; asked anew each time. */
  setAddress(address: () => string): void
  /** Flushes the log. The last thing of all. */
  close(): Promise<void>
}

export async function createNodePlatform(options: NodePlatformOptions): Promise<NodePlatform> {
  const paths = makePaths(options.dataDir)
  const logger = await createLogger(paths.logs, options.logLevel)
  const own = logger.child('platform')
  let address: (() => string) | null = null
  return {
    host: 'service',
    version: options.version,
    // Not asked of Intl: a formatter's tables would stay in memory for this one word.
    locales: [navigator.language],
    paths,
    logger,
    keyFileAllowed: options.keyFileAllowed,
    // Updated with npm, by whoever installed it.
    updater: null,
    // The person's browser is its window, and a command installs it for the login.
    notifier: null,
    system: { login: null, shortcut: null },
    wakes: createNodeWakes(),
    printer: createNodePrinter({ folder: path.join(paths.data, 'print') }),
    secrets: createSecrets(paths.data, (error) => own.info('no-keychain', { error })),
    browser: createNodeBrowser({ profiles: paths.profiles, whatsapp: options.whatsapp, logger: own }),
    profiles: createNodeProfiles(paths.profiles, own),
    preferences: createPreferences(paths.data),
    windows: {
      async raise() {
        if (address === null || !options.openBrowser) return
        try {
          const { default: open } = await import('open')
          const child = await open(address())
          child.once('error', (error) => own.warn('open-failed', { error }))
        } catch (error) {
          // The address is printed as well; a machine without a browser to show is no reason to stop.
          own.warn('open-failed', { error })
        }
      },
    },
    setAddress: (value) => {
      address = value
    },
    close: () => logger.close(),
  }
}
