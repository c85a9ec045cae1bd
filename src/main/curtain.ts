/**
 * WhatsApp's own windows behind the lock. They show every chat, so a locked Leadline shows none of them: those that are there are
 * hidden, whoever asks for one meanwhile (a person, linking that wants a passkey) is refused.
 */
import type { Logger, SessionBrowser } from './platform/ports'

export interface Curtain {
  /** The host's browser, but for what the lock forbids. */
  browser: SessionBrowser
  /** Hides every window that was shown. Once it is locked. */
  draw(): void
}

export function createCurtain(options: {
  browser: SessionBrowser
  isLocked(): boolean
  logger: Logger
}): Curtain {
  const { browser, isLocked, logger } = options
  /** By account. Whether it still is on the screen only the host knows; hiding it twice does no harm. */
  const shown = new Set<string>()
  return {
    browser: {
      ...browser,
      async showWindow(accountId, visible) {
        if (visible && isLocked()) return false
        if (visible) shown.add(accountId)
        return browser.showWindow(accountId, visible)
      },
    },
    draw() {
      for (const accountId of shown) {
        browser.showWindow(accountId, false).catch((error: unknown) => {
          logger.error('window-not-hidden', { accountId, error })
        })
      }
      shown.clear()
    },
  }
}
