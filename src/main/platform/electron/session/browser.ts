/** WhatsApp Web in the app's own Chromium: a hidden window per account, driven over its debugger. */
import type { SessionBrowser } from '../../ports'
import { userAgentOf } from '../../node/find-browser'
import { PageTransport } from './transport'
import type { SessionWindows } from './windows'

/**
 * As Chrome of the same version says it, which names neither Electron nor the app.
 * @param chromium `process.versions.chrome`
 */
export const desktopUserAgent = (chromium: string, system: NodeJS.Platform): string =>
  userAgentOf({ version: chromium, isEdge: false }, system)

/** `windows` must have been made with the same user agent. */
export function createElectronBrowser(windows: SessionWindows, userAgent: string): SessionBrowser {
  return {
    optionsFor: async (accountId) => ({
      transport: new PageTransport(await windows.open(accountId)),
      // The window's own size.
      defaultViewport: null,
    }),
    clear: (accountId) => windows.clear(accountId),
    userAgent: () => Promise.resolve(userAgent),
    memory: (accountIds) => Promise.resolve(windows.memory(accountIds)),
    showWindow: (accountId, visible) => Promise.resolve(windows.show(accountId, visible)),
  }
}
