/**
 * The one place where every window and session of the app is held to the rules of security.ts, whoever creates it. Certificate errors are
 * not touched: Chromium refuses them.
 */
import type { App, Event, Session } from 'electron'
import type { Logger } from '../ports'
import { externalUrl, mayNavigate, mayUse, originOf, OWN_ORIGIN, WHATSAPP_ORIGIN } from './security'

export interface GuardOptions {
  app: App
  /** Whether the session is that of our own pages; all others are WhatsApp Web's. */
  isOwn(session: Session): boolean
  openExternal(url: string): Promise<void>
  logger(): Logger
}

/** Before the app is ready, so that nothing is created unseen. */
export function guardEverything({ app, isOwn, openExternal, logger }: GuardOptions): void {
  app.on('session-created', (session) => {
    session.setPermissionRequestHandler((_contents, permission, answer, details) => {
      answer(mayUse(permission, { url: details.requestingUrl, isMainFrame: details.isMainFrame }))
    })
    session.setPermissionCheckHandler((_contents, permission, _origin, details) =>
      mayUse(permission, { url: details.requestingUrl, isMainFrame: details.isMainFrame }),
    )
    session.setDevicePermissionHandler(() => false)
  })

  app.on('web-contents-created', (_event, contents) => {
    const isOurs = isOwn(contents.session)
    const origin = isOurs ? OWN_ORIGIN : WHATSAPP_ORIGIN
    const judge = (event: Event<{ url: string; isMainFrame: boolean }>): void => {
      if (mayNavigate(event.url, origin)) return
      // What WhatsApp shows within its own page is held by its own policy.
      if (!isOurs && !event.isMainFrame) return
      event.preventDefault()
      logger().warn('navigation-denied', { from: origin, to: originOf(event.url) })
    }
    contents.on('will-navigate', judge)
    contents.on('will-frame-navigate', judge)
    contents.on('will-redirect', judge)
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.setWindowOpenHandler(({ url }) => {
      // What WhatsApp's page opens, nobody has clicked in ours.
      const target = isOurs ? externalUrl(url) : null
      if (target === null) logger().warn('window-denied', { from: origin, to: originOf(url) })
      else {
        openExternal(target).catch((error: unknown) => logger().warn('external-not-opened', { error }))
      }
      return { action: 'deny' }
    })
  })
}
