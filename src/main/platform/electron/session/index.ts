/** The desktop host's browser for WhatsApp, to be made once the app is ready. */
import type { Logger, SessionBrowser } from '../../ports'
import { createElectronBrowser, desktopUserAgent } from './browser'
import type { Partitions } from './profiles'
import { createSessionWindows } from './windows'

export { desktopUserAgent } from './browser'
export { createPartitions, type Partitions } from './profiles'
export { targetSwitches } from './window-options'

export interface WhatsAppBrowserOptions {
  /** `process.versions.chrome` */
  chromium: string
  partitions: Pick<Partitions, 'use'>
  logger: Logger
  openLink: (url: string) => void
  isQuitting: () => boolean
  /** See `SessionBrowser`. */
  timings?: SessionBrowser['timings']
}

export function createWhatsAppBrowser(options: WhatsAppBrowserOptions): SessionBrowser {
  const { chromium, timings, ...rest } = options
  const userAgent = desktopUserAgent(chromium, process.platform)
  const browser = createElectronBrowser(createSessionWindows({ ...rest, userAgent }), userAgent)
  return timings ? { ...browser, timings } : browser
}
