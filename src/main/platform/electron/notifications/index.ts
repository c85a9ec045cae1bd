/** The system's notifications. Decides nothing: see options.ts, and the notices room for what is told at all. */
import { Notification } from 'electron'
import type { Logger, Notifier } from '../../ports'
import { isStillListed, optionsOf } from './options'

/** Null where the system shows none. */
export function createElectronNotifier(logger: Logger): Notifier | null {
  if (!Notification.isSupported()) return null
  /** Held here: one that is collected as garbage loses its clicks, and on macOS goes away. */
  const out = new Map<string, Notification>()
  const remove = (conversationId: string): void => {
    const shown = out.get(conversationId)
    out.delete(conversationId)
    shown?.close()
  }
  return {
    show(notice, handlers) {
      const { conversationId } = notice
      remove(conversationId)
      const shown = new Notification(optionsOf(notice, process.platform))
      out.set(conversationId, shown)
      shown.on('click', () => handlers.click())
      shown.on('reply', ({ reply }) => handlers.reply(reply))
      shown.on('failed', (_event, error) => logger.warn('notice-not-shown', { error }))
      shown.on('close', ({ reason }) => {
        if (!isStillListed(reason) && out.get(conversationId) === shown) out.delete(conversationId)
      })
      shown.show()
    },
    remove,
  }
}
