/** The desktop host's browser for WhatsApp, to be made once the app is ready. */
import type { Logger, SessionBrowser } from '../../ports'
import { createElectronBrowser, desktopUserAgent } from './browser'
import { createSessionWindows } from './windows'

export { targetSwitches } from './window-options'

export interface WhatsAppBrowserOptions {
  /** `process.versions.chrome` */
  chromium: string
  logger: Logger
  openLink: (url: string) => void
}

export function createWhatsAppBrowser(options: WhatsAppBrowserOptions): SessionBrowser {
  const { chromium, ...rest } = options
  const userAgent = desktopUserAgent(chromium, process.platform)
  return createElectronBrowser(createSessionWindows({ ...rest, userAgent }), userAgent)
}
