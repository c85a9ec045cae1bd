/**
 * The composition root: builds the rooms in order, connects them, and closes them in reverse. It knows nothing of its host but the
 * platform it is given.
 */
import path from 'node:path'
import { EventPublisher } from '@orpc/server'
import { AppError, may, type AppEvent, type OpenTarget } from '../contract'
import { createAccounts, type Accounts } from './accounts'
import { createRouter } from './api/router'
import type { Rooms } from './api/rooms'
import { createCleanup } from './cleanup'
import { createClosers } from './closers'
import { createContacts, numberForms, parsePhone } from './contacts'
import { createCopies } from './copies'
import { createCurtain } from './curtain'
import { watchDays } from './days'
import { createDiagnostics, rememberTrouble } from './diagnostics'
import { factsOf, machineOf } from './facts'
import { createErasing } from './erasing'
import { createHealth } from './health'
import { homeCountries } from './home-countries'
import { createImports, readInThread } from './imports'
import { createInbox } from './inbox'
import { createMedia } from './media'
import { createNotices } from './notices'
import { createOpenings } from './openings'
import { createOutbox } from './outbox'
import type { Platform } from './platform/ports'
import { createSelling } from './selling'
import { createSettings } from './settings'
import { createSetup } from './setup'
import { openStorage } from './storage/client'
import { EVERY_ACCOUNT, markOf } from './storage/marks'
import { createSystem } from './system'
import { createUpdates } from './updates'
import { createWaking } from './waking'
import { createVault, deriveKey, seal, unseal } from './vault'
import { createWhatsAppSession } from './whatsapp'

/** A screen that does not listen may fall this far behind before it has to read everything again. */
const MOST_BUFFERED_EVENTS = 20_000

const MEGABYTE = 1024 * 1024

export interface AppOptions {
  platform: Platform
  /** The built database thread, beside the entry. */
  databaseThread: URL
  /** The database thread died: nothing can be kept any more, the host must end. */
  onFatal(error: Error): void
  /** What the screens are told, for what the host itself shows (its tray). */
  onEvent?(event: AppEvent): void
}

export function createApp({ platform, databaseThread, onFatal, onEvent }: AppOptions) {
  const { paths } = platform
  const { logger, list: trouble } = rememberTrouble(platform.logger)
  const publisher = new EventPublisher<{ event: AppEvent }>({ maxBufferedEvents: MOST_BUFFERED_EVENTS })
  const emit = (event: AppEvent): void => {
    if (setup.mayTell(event)) publisher.publish('event', event)
    notices.receive(event)
    rooms?.health.receive(event)
    if (event.type === 'order' || event.type === 'records') rooms?.letters.look()
    if (event.type === 'account' || event.type === 'health') rooms?.crm.accountChanged()
    rooms?.assistant.receive(event)
    rooms?.reminders.receive(event)
    if (event.type === 'setup' && setup.isLocked()) {
      notices.hide()
      curtain.draw()
    }
    onEvent?.(event)
  }
  const settings = createSettings({
    store: platform.preferences,
    emit,
    locales: platform.locales,
  })
  const vault = createVault({ paths, secrets: platform.secrets, keyFileAllowed: platform.keyFileAllowed })
  const closers = createClosers(logger)
  let rooms: Rooms | null = null

  async function openRooms(dataKey: Buffer): Promise<void> {
    const mediaKey = deriveKey(dataKey, 'media')
    const markKey = deriveKey(dataKey, 'not-work')
    const hash = (accountId: string, address: string): Buffer => markOf(markKey, accountId, address)
    const storage = await openStorage({
      ...{ threadFile: databaseThread, file: paths.database, backups: paths.backups, markKey },
      key: deriveKey(dataKey, 'database'),
      logger: logger.child('storage'),
      onLost: onFatal,
    })
    closers.add(() => storage.close())
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
      isTimelocked: (accountId) => rooms?.accounts.isTimelocked(accountId) ?? false,
      limits: () => ({ day: settings.get().dailyLimit, minute: settings.get().minuteLimit }),
    })
    const { crm, changed, start, stop, ...selling } = createSelling({
      ...{ storage, platform, settings, outbox, media, logger, emit },
      tokenKey: deriveKey(dataKey, 'tokens'),
      pictureKey: deriveKey(dataKey, 'pictures'),
      machine: machineOf(() => rooms, platform.version),
      onContact: (contactId) => {
        rooms?.inbox
          .contactChanged(contactId)
          .catch((error: unknown) => logger.warn('contact-not-shown', { error }))
      },
      onNewContacts: () => rooms?.inbox.policyChanged(),
      ring: notices.remind,
      country: () => country(),
    })
    const wakeMedia = (): void => {
      for (const { id } of rooms?.accounts.list() ?? []) media.wake(id)
    }
    const inbox = createInbox({
      storage,
      preferences: settings.get,
      hash,
      numbersOf: (query) => numberForms(query, country()),
      deleteFiles: (names) => media.deleteFiles(names),
      onMedia: wakeMedia,
      onAck: (accountId) => outbox.wake(accountId),
      emit,
      logger: logger.child('inbox'),
    })
    const countries = homeCountries(
      () => settings.get().defaultCountry,
      () => accounts?.list() ?? [],
    )
    const country = countries.here
    // Closed in reverse: what sends ends before the sessions it sends through, whatever uses media before them.
    let accounts: Accounts | null = null
    /** Accounts that read what was missed. */
    const catchingUp = new Set<string>()
    const isSettled = (accountId: string): boolean =>
      accounts?.list().find(({ id }) => id === accountId)?.state === 'connected' && !catchingUp.has(accountId)
    const isBusy = (accountId: string): boolean => !outbox.isIdle(accountId) || !media.isIdle(accountId)
    const copies = createCopies({
      platform,
      key: deriveKey(dataKey, 'session-copy'),
      isSettled,
      isBusy,
      usedAt: () => setup.usedAt(),
      changed: (accountId) => accounts?.tell(accountId),
      logger: logger.child('copies'),
    })
    closers.add(
      () => inbox.stop(),
      () => media.stop(),
      stop,
      () => crm.stop(),
      () => copies.saveAtEnd(),
      () => accounts?.stop(),
      () => outbox.stop(),
      () => copies.stop(),
    )
    accounts = await createAccounts({
      storage,
      createSession: (accountId) =>
        copies.guard(accountId, curtain.browser, (browser) =>
          createWhatsAppSession({ accountId, browser, logger: logger.child('whatsapp') }),
        ),
      attach: (session) => {
        inbox.attach(session)
        media.attach(session.accountId, session)
        outbox.attach(session.accountId, session)
        outbox.onReady(session.accountId)
      },
      catchUp: (session, onProgress, signal) => {
        catchingUp.add(session.accountId)
        const caughtUp = inbox.catchUp(session, { onProgress, signal })
        return caughtUp.finally(() => catchingUp.delete(session.accountId))
      },
      showWindow: (accountId) => curtain.browser.showWindow(accountId, true),
      onNotReady: (accountId) => {
        media.detach(accountId)
        outbox.detach(accountId)
        inbox.detach(accountId)
      },
      onEvent: (accountId, event) => inbox.receive(accountId, event),
      onUnlinked: (accountId) => inbox.forgetLive(accountId),
      eraseHistory: (accountId) => inbox.eraseAccount(accountId),
      onPaused: (accountId, paused) => outbox.setPaused(accountId, paused),
      onRemoved: (accountId) => {
        outbox.forget(accountId)
        copies.forget(accountId)
      },
      copyOf: (accountId) => copies.statusOf(accountId),
      most: () => settings.get().mostAccounts,
      ...{ dailyLimit: () => settings.get().dailyLimit, userId: () => crm.who().userId },
      emit,
      logger: logger.child('accounts'),
    })
    const wakeOutbox = (): void => {
      for (const { id } of accounts.list()) outbox.wake(id)
    }
    /** What waited for tomorrow, or for a higher limit, may go. */
    const limitsMoved = (): void => {
      accounts.recount().catch((error: unknown) => logger.warn('counts-not-read', { error }))
      wakeOutbox()
    }
    const stopListening = settings.onChange((now, before) => {
      if (now.keep !== before.keep) inbox.policyChanged()
      if (now.mediaCap > before.mediaCap) wakeMedia()
      if (now.dailyLimit !== before.dailyLimit || now.minuteLimit !== before.minuteLimit) limitsMoved()
    })
    closers.add(stopListening, watchDays(limitsMoved))
    const health = createHealth({
      storage,
      accounts: () => accounts.list(),
      vitals: (accountId) => accounts.pulse(accountId),
      isOpen: (accountId) => accounts.isOpen(accountId),
      memory: (accountIds) => platform.browser.memory(accountIds),
      memoryLimit: () => settings.get().memoryLimit * MEGABYTE,
      isIdle: (accountId) => isSettled(accountId) && !isBusy(accountId),
      reload: (accountId) => accounts.reload(accountId),
      alarm: notices.alarm,
      emit,
      logger: logger.child('health'),
    })
    closers.add(() => health.stop())
    const contacts = createContacts({ storage, emit, changed, country, consentChanged: wakeOutbox })
    const erasing = createErasing({
      ...{ storage, changed, emit, appVersion: platform.version, logger: logger.child('erasing') },
      mark: (address) => hash(EVERY_ACCOUNT, address),
      otherAddresses: async (addresses) =>
        (await Promise.all(addresses.map((address) => inbox.otherAddresses(address)))).flat(),
      settle: async () => {
        inbox.policyChanged()
        await inbox.drain()
      },
      deleteFiles: (names) => media.deleteFiles(names),
      print: (html) => platform.printer.pdf(html),
    })
    contacts.tidy().catch((error: unknown) => logger.error('people-not-tidied', { error }))
    const cleanup = createCleanup({
      storage,
      profiles: platform.profiles,
      copies: copies.shelf,
      media,
      accounts,
      staleAfter: () => settings.get().staleAfter,
      usedAt: () => setup.usedAt(),
      emit,
      logger: logger.child('cleanup'),
    })
    cleanup.start()
    closers.add(() => cleanup.stop())
    const imports = await createImports({
      ...{ storage, country, hash, emit, preferences: settings },
      folder: path.join(paths.data, 'imports'),
      backups: paths.backups,
      startReading: () => readInThread(new URL('import-worker.js', databaseThread)),
      accounts: () => accounts.list().map(({ id }) => id),
      editsCatalog: () => may(crm.who().role, 'edit-catalog'),
      onContacts: () => inbox.policyChanged(),
      logger: logger.child('imports'),
    })
    closers.add(() => imports.close())
    rooms = {
      setup,
      settings,
      accounts,
      health,
      inbox,
      outbox,
      media,
      contacts,
      erasing,
      ...selling,
      crm,
      imports,
      copies,
      cleanup,
      parsePhone,
      homeCountry: countries.of,
    }
    // Before WhatsApp or the CRM could bring anything of them.
    await erasing.resume()
    await crm.start()
    await copies.start()
    health.start()
    start()
    accounts.restore()
  }

  const closeAll = (): Promise<void> => {
    rooms = null
    return closers.closeAll()
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

  const setup = createSetup({
    vault,
    platform,
    openRooms: openAll,
    lockAfter: () => settings.get().lockAfter,
    emit,
    logger: logger.child('setup'),
  })
  const curtain = createCurtain({ browser: platform.browser, isLocked: setup.isLocked, logger })
  const updates = createUpdates({
    updater: platform.updater,
    version: platform.version,
    channel: () => settings.get().updateChannel,
    isBusy: () => rooms?.accounts.list().some(({ id }) => !rooms?.outbox.isIdle(id)) ?? false,
    emit,
    logger: logger.child('updates'),
  })
  settings.onChange((now, before) => {
    if (now.updateChannel !== before.updateChannel) updates.channelChanged()
  })
  const openings = createOpenings({ isHeard: () => publisher.size > 0, emit })
  const raise = (): void => {
    platform.windows.raise().catch((error: unknown) => logger.warn('not-raised', { error }))
  }
  const show = (target: OpenTarget): void => {
    openings.open(target)
    raise()
  }
  /** The rooms for whoever is before a screen. */
  const shownRooms = (): Rooms | null => (setup.isLocked() ? null : rooms)
  const notices = createNotices({
    notifier: platform.notifier,
    preferences: settings,
    accounts: () => rooms?.accounts.list() ?? [],
    isLocked: () => shownRooms() === null,
    open: (conversationId) => show({ kind: 'conversation', conversationId }),
    openTask: ({ subject }) =>
      subject && subject.kind !== 'contact' ? show({ kind: subject.kind, id: subject.id }) : raise(),
    raise,
    send: async (conversationId, body, clientId) => {
      if (!rooms) throw new AppError('locked', 'Leadline is locked.')
      await rooms.outbox.send({ conversationId, clientId, body, quotedMessageId: null, attachment: null })
      await rooms.inbox.markRead(conversationId)
    },
    logger: logger.child('notices'),
  })
  const system = createSystem({
    services: platform.system,
    notifications: platform.notifier !== null,
    whatsappWindow: platform.host === 'desktop',
    preferences: settings,
    raise,
    logger: logger.child('system'),
  })
  const waking = createWaking({
    source: platform.wakes,
    wake: () => rooms?.accounts.wake(),
    logger: logger.child('waking'),
  })
  const events = (signal: AbortSignal | undefined) =>
    openings.before(publisher.subscribe('event', signal ? { signal } : {}))

  const diagnostics = createDiagnostics({
    platform,
    accounts: async () => (rooms ? factsOf(rooms) : []),
    trouble,
    preferences: settings.get,
  })
  const router = createRouter({
    ...{ setup, settings, updates, notices, system, waking, events },
    diagnostics: diagnostics.text,
    rooms: shownRooms,
    logger: logger.child('api'),
  })

  return {
    router,
    /** What a support person asks for; also while nothing is open. */
    diagnostics: diagnostics.zip,
    /** The rooms once they are open and not locked, for what the host serves besides the contract (media, uploads). */
    rooms: shownRooms,
    /** The system locked its own screen. */
    systemLocked: () => setup.systemLocked(),
    settings,
    start: () => {
      updates.start()
      system.start()
      waking.start()
      return setup.begin()
    },
    /** Shows the person something they asked for from outside; kept for the next screen where none is there yet. */
    open: (target: OpenTarget) => openings.open(target),
    /** Finishes or marks what is under way, then closes everything, last opened first. */
    stop: () => {
      updates.stop()
      setup.stop()
      system.stop()
      waking.stop()
      notices.stop()
      return closeAll()
    },
  }
}
export type App = ReturnType<typeof createApp>
