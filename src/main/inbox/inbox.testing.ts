/** Test support: an inbox on a test's database, and chats as a session lists them. */
import { DEFAULT_PREFERENCES, type AppEvent } from '../../contract'
import type { Storage } from '../storage'
import { silentLogger } from '../storage/test-storage'
import type { WaChat, WaIdentity } from '../whatsapp/types'
import { createInbox, type Inbox } from '.'
import { waIdentity } from './testing'

/** Keeps whom the address book knows. */
export const testInbox = (storage: Storage, emit: (event: AppEvent) => void = () => undefined): Inbox =>
  createInbox({
    storage,
    preferences: () => ({ ...DEFAULT_PREFERENCES, keep: 'known' }),
    hash: (_account, address) => Buffer.from(address),
    deleteFiles: () => Promise.resolve(),
    onMedia: () => undefined,
    onAck: () => undefined,
    emit,
    logger: silentLogger,
  })

/** A chat with nothing unread of somebody in the address book. */
export const waChat = (
  address: string,
  identity: Partial<WaIdentity>,
  change: Partial<WaChat> = {},
): WaChat => ({
  ...{ address, kind: 'person', title: null, unread: 0, archived: false, pinned: false, mutedUntil: null },
  identity: waIdentity({ savedName: 'Siti', ...identity }),
  lastActivityAt: 1_760_000_000_000,
  ...change,
})
