/** What the host's tray shows, kept up to date by the app's events: read anew after each that may have changed it, never twice at once. */
import type { Account, AppEvent, Language } from '../contract'
import type { Logger } from './platform/ports'

export interface Status {
  accounts: readonly Account[]
  /** Chats with unread messages. */
  unread: number
  language: Language
}

export interface StatusOptions {
  /** Null until the data key is open. */
  rooms(): {
    accounts: { list(): readonly Account[] }
    inbox: { unreadTotal(): Promise<{ conversations: number }> }
  } | null
  language(): Language
  show(status: Status): void
  logger: Logger
}

const CHANGING = new Set<AppEvent['type']>([
  'setup',
  'preferences',
  'account',
  'account-gone',
  'conversations',
  'conversation-gone',
  'history',
])

export function followStatus({ rooms, language, show, logger }: StatusOptions): {
  receive(event: AppEvent): void
} {
  let state: 'idle' | 'reading' | 'again' = 'idle'

  async function read(): Promise<Status> {
    const open = rooms()
    const unread = open ? (await open.inbox.unreadTotal()).conversations : 0
    // Read last, and again where it is locked meanwhile: what is shown is how it is now.
    return { accounts: rooms()?.accounts.list() ?? [], unread, language: language() }
  }

  function refresh(): void {
    if (state !== 'idle') {
      state = 'again'
      return
    }
    state = 'reading'
    read()
      .then(show)
      .catch((error: unknown) => logger.warn('status-not-read', { error }))
      .finally(() => {
        const again = state === 'again'
        state = 'idle'
        if (again) refresh()
      })
      .catch((error: unknown) => logger.error('status-lost', { error }))
  }

  return {
    receive(event) {
      if (CHANGING.has(event.type)) refresh()
    },
  }
}
