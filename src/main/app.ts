/**
 * The composition root: builds the rooms in order, connects them, and closes them in reverse. It knows nothing of its host but the
 * platform it is given.
 */
import { createHmac } from 'node:crypto'
import { EventPublisher } from '@orpc/server'
import type { AppEvent } from '../contract'
import { createAccounts } from './accounts'
import { createRouter } from './api/router'
import type { Rooms } from './api/rooms'
import { createCatalog } from './catalog'
import { createContacts, parsePhone } from './contacts'
import { createCrm } from './crm'
import { createInbox } from './inbox'
import { createMedia } from './media'
import { createOrders } from './orders'
import { createOutbox } from './outbox'
import type { Platform } from './platform/ports'
import { createSettings } from './settings'
import { createSetup } from './setup'
import { openStorage } from './storage'
import { createVault, deriveKey, seal, unseal } from './vault'
import { createWhatsAppSession } from './whatsapp'

/** A screen that does not listen may fall this far behind before it has to read everything again. */
const MOST_BUFFERED_EVENTS = 20_000

/** Binds sealed tokens to their place. */
const TOKEN_PLACE = Buffer.from('crm-tokens')

export interface AppOptions {
  platform: Platform
  /** The built database thread, beside the entry. */
  databaseThread: URL
  /** The database thread died: nothing can be kept any more, the host must end. */
  onFatal(error: Error): void
}

export function createApp({ platform, databaseThread, onFatal }: AppOptions) {
  const { logger, paths } = platform
  const publisher = new EventPublisher<{ event: AppEvent }>({ maxBufferedEvents: MOST_BUFFERED_EVENTS })
  const emit = (event: AppEvent): void => publisher.publish('event', event)
  const settings = createSettings({ store: platform.preferences, emit })
  const vault = createVault({ paths, secrets: platform.secrets, keyFileAllowed: platform.keyFileAllowed })
  const closers: (() => Promise<void> | void)[] = []
  let rooms: Rooms | null = null

  async function openRooms(dataKey: Buffer): Promise<void> {
    const mediaKey = deriveKey(dataKey, 'media')
    const tokenKey = deriveKey(dataKey, 'tokens')
    const markKey = deriveKey(dataKey, 'not-work')
    const storage = await openStorage({
      threadFile: databaseThread,
      file: paths.database,
      backups: paths.backups,
      key: deriveKey(dataKey, 'database'),
      logger: logger.child('storage'),
      onLost: onFatal,
    })
    closers.push(() => storage.close())
    const crm = createCrm({
      storage,
      secrets: platform.secrets,
      sealTokens: {
        seal: (text) => seal(tokenKey, Buffer.from(text), TOKEN_PLACE).toString('base64'),
        unseal: (text) => unseal(tokenKey, Buffer.from(text, 'base64'), TOKEN_PLACE).toString(),
      },
      logger: logger.child('crm'),
      emit,
      onContact: (contactId) => {
        rooms?.inbox
          .contactChanged(contactId)
          .catch((error: unknown) => logger.warn('contact-not-shown', { error }))
      },
    })
    const changed = (): void => crm.changed()
    const { leads, orders } = createOrders({ storage, emit, changed })
    const holdSending = (accountId: string): void => {
      rooms?.accounts
        .setPaused(accountId, true)
        .catch((error: unknown) => logger.error('pause-failed', { error }))
    }
    const media = createMedia({
      dir: paths.media,
      seal: (plain, aad) => seal(mediaKey, plain, aad),
      unseal: (sealed, aad) => unseal(mediaKey, sealed, aad),
      storage,
      logger: logger.child('media'),
      emit,
      getCap: () => settings.get().mediaCap,
    })
    const outbox = createOutbox({
      storage,
      media,
      logger: logger.child('outbox'),
      emit,
      onTrouble: holdSending,
    })
    const wakeMedia = (): void => {
      for (const { id } of rooms?.accounts.list() ?? []) media.wake(id)
    }
    const inbox = createInbox({
      storage,
      preferences: settings.get,
      hash: (accountId, address) => createHmac('sha256', markKey).update(`${accountId} ${address}`).digest(),
      deleteFiles: (names) => media.deleteFiles(names),
      onMedia: wakeMedia,
      onAck: (accountId) => outbox.wake(accountId),
      emit,
      logger: logger.child('inbox'),
    })
    const accounts = await createAccounts({
      storage,
      createSession: (accountId) =>
        createWhatsAppSession({ accountId, browser: platform.browser, logger: logger.child('whatsapp') }),
      attach: (session) => {
        inbox.attach(session)
        media.attach(session.accountId, session)
        outbox.attach(session.accountId, session)
        outbox.onReady(session.accountId)
      },
      catchUp: (session, onProgress, signal) => inbox.catchUp(session, { onProgress, signal }),
      onNotReady: (accountId) => {
        media.detach(accountId)
        outbox.detach(accountId)
        inbox.detach(accountId)
      },
      onEvent: (accountId, event) => inbox.receive(accountId, event),
      onUnlinked: (accountId) => inbox.forgetLive(accountId),
      onPaused: (accountId, paused) => outbox.setPaused(accountId, paused),
      emit,
      logger: logger.child('accounts'),
    })
    const stopListening = settings.onChange((now, before) => {
      if (now.keep !== before.keep) inbox.policyChanged()
      if (now.mediaCap > before.mediaCap) wakeMedia()
    })
    const contacts = createContacts({ storage, emit, changed })
    const catalog = createCatalog({ storage })
    rooms = {
      setup,
      settings,
      accounts,
      inbox,
      outbox,
      media,
      contacts,
      leads,
      orders,
      catalog,
      crm,
      parsePhone,
    }
    closers.push(
      () => inbox.stop(),
      () => media.stop(),
      () => crm.stop(),
      () => accounts.stop(),
      () => outbox.stop(),
      stopListening,
    )
    await crm.start()
    accounts.restore()
  }

  const closeAll = async (): Promise<void> => {
    rooms = null
    for (const close of closers.splice(0).reverse()) {
      try {
        await close()
      } catch (error) {
        logger.error('close-failed', { error })
      }
    }
  }

  /** All or nothing: what was opened before a failure must not stay open behind the next try. */
  const openAll = async (dataKey: Buffer): Promise<void> => {
    try {
      await openRooms(dataKey)
    } catch (error) {
      await closeAll()
      throw error
    }
  }

  const setup = createSetup({ vault, platform, openRooms: openAll, emit, logger: logger.child('setup') })
  const events = (signal: AbortSignal | undefined) => publisher.subscribe('event', signal ? { signal } : {})

  return {
    router: createRouter({ setup, settings, rooms: () => rooms, events }),
    /** The rooms once they are open, for what the host serves besides the contract (media, uploads). */
    rooms: () => rooms,
    settings,
    start: () => setup.begin(),
    /** Finishes or marks what is under way, then closes everything, last opened first. */
    stop: closeAll,
  }
}
export type App = ReturnType<typeof createApp>
