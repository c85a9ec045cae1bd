/** What the system does for Leadline outside its windows: starting it at login, and keys that bring it up from anywhere. */
import { AppError, type Preferences, type SystemStatus } from '../../contract'
import type { Logger, SystemServices } from '../platform/ports'

export interface SystemOptions {
  services: SystemServices
  /** Whether the system shows notifications for Leadline. */
  notifications: boolean
  /** Whether WhatsApp Web has a window that can be shown. */
  whatsappWindow: boolean
  preferences: {
    get(): Preferences
    onChange(listener: (now: Preferences, before: Preferences) => void): () => void
  }
  /** Brings the window up. */
  raise(): void
  logger: Logger
}

export function createSystem({ services, preferences, raise, logger, ...host }: SystemOptions) {
  const { notifications, whatsappWindow } = host
  const { login, shortcut } = services
  let isTaken = false

  /** Keys that are taken stay chosen: the other program may give them up before the next start. */
  const listen = (): void => {
    const keys = preferences.get().shortcut
    const heard = shortcut?.listen(keys, raise) ?? true
    isTaken = !heard
    if (isTaken) logger.warn('shortcut-taken')
  }
  const stopListening = preferences.onChange((now, before) => {
    if (now.shortcut !== before.shortcut) listen()
  })

  const keysStatus = (): SystemStatus['shortcut'] => {
    if (!shortcut) return null
    if (preferences.get().shortcut === null) return 'off'
    return isTaken ? 'taken' : 'on'
  }
  const status = async (): Promise<SystemStatus> => ({
    notifications,
    whatsappWindow,
    startAtLogin: login ? await login.isOn() : null,
    shortcut: keysStatus(),
  })

  return {
    status,
    /** @throws {AppError} `wrong-state` where Leadline can't arrange it, or the system did not take it. */
    async setStartAtLogin(on: boolean): Promise<SystemStatus> {
      if (!login) throw new AppError('wrong-state', 'Leadline can not arrange this here.')
      await login.set(on)
      const now = await status()
      if (now.startAtLogin !== on) throw new AppError('wrong-state', 'The system did not take it.')
      return now
    },
    /** Begins to listen for the keys; once the host is ready. */
    start: listen,
    stop: (): void => {
      stopListening()
      shortcut?.listen(null, raise)
    },
  }
}
export type System = ReturnType<typeof createSystem>
