/** The part of the composition root that sells: the CRM, the catalogue, leads and orders, what customers are told, and the assistant. */
import type { AppEvent, Task } from '../contract'
import { createAssistant } from './assistant'
import { createCatalog, createPictures, createSharing } from './catalog'
import { createCrm, type Machine } from './crm'
import { createFollowup, createReminders } from './followup'
import type { Media } from './media'
import { createLetters, createOrders } from './orders'
import type { Outbox } from './outbox'
import type { Logger, Platform } from './platform/ports'
import type { Settings } from './settings'
import type { Storage } from './storage'
import { seal, unseal } from './vault'

/** Binds sealed tokens to their place. */
const TOKEN_PLACE = Buffer.from('crm-tokens')

export interface SellingOptions {
  storage: Storage
  platform: Platform
  settings: Settings
  outbox: Outbox
  media: Media
  logger: Logger
  emit: (event: AppEvent) => void
  tokenKey: Buffer
  pictureKey: Buffer
  /** Tasks are due: the system's notice of it. */
  ring: (tasks: readonly Task[]) => void
  /** What the CRM is told of this machine. */
  machine: Machine
  /** By which the CRM's numbers without a country code are read. */
  country: () => string
  /** The CRM's name or numbers for a contact were taken over. */
  onContact: (contactId: string) => void
  /** People of the CRM's are known here from now on. */
  onNewContacts: () => void
}

export function createSelling(options: SellingOptions) {
  const { storage, platform, settings, outbox, media, logger, emit, machine } = options
  const { tokenKey, pictureKey, ring, onContact, onNewContacts, country } = options
  let readAt: number | null = null
  /** Each reading of the CRM may have brought products with pictures that are not here yet. */
  const heard = (event: AppEvent): void => {
    emit(event)
    if (event.type !== 'crm' || event.status.lastSyncAt === readAt) return
    readAt = event.status.lastSyncAt
    pictures.fill()
  }
  const crm = createCrm({
    ...{ storage, emit: heard, onContact, onNewContacts, machine, country },
    ...{ secrets: platform.secrets, logger: logger.child('crm') },
    keptPicture: (sha256) => pictures.ofContent(sha256),
    sealTokens: {
      seal: (text) => seal(tokenKey, Buffer.from(text), TOKEN_PLACE).toString('base64'),
      unseal: (text) => unseal(tokenKey, Buffer.from(text, 'base64'), TOKEN_PLACE).toString(),
    },
  })
  const changed = (): void => crm.changed()
  const letters = createLetters({
    ...{ storage, outbox, emit, uploads: media, logger: logger.child('orders') },
    print: (html) => platform.printer.pdf(html),
    preferences: settings.get,
    language: settings.language,
    who: () => crm.who().name,
  })
  const { leads, orders } = createOrders({ storage, emit, changed, who: () => crm.who().name })
  const assistant = createAssistant({
    ...{ storage, outbox, emit, announce: orders.announce, language: settings.language },
    logger: logger.child('assistant'),
  })
  const catalog = createCatalog({
    ...{ storage, emit, changed, uploads: media },
    pictures: { keep: (data) => pictures.keep(data) },
  })
  const pictures = createPictures({
    dir: platform.paths.pictures,
    seal: (plain, aad) => seal(pictureKey, plain, aad),
    unseal: (sealed, aad) => unseal(pictureKey, sealed, aad),
    fetch: crm.picture,
    addresses: (after) => catalog.pictureAddresses(after),
    logger: logger.child('catalog'),
  })
  const sharing = createSharing({ catalog, pictures, outbox, uploads: media })
  const reminders = createReminders({
    ...{ storage, emit, ring, userId: () => crm.who().userId, logger: logger.child('reminders') },
  })
  return {
    ...{ reminders, crm, changed, letters, assistant, leads, orders, catalog, pictures, sharing },
    ...createFollowup({ storage, leads, emit, changed }),
    /** What acts by itself: customers that are to be told something, reminders, the assistant. */
    start: (): void => {
      letters.look()
      assistant.start()
      reminders.start()
    },
    /** Before the CRM and whatever these use. */
    stop: async (): Promise<void> => {
      await reminders.stop()
      await pictures.stop()
      await assistant.stop()
      await letters.stop()
    },
  }
}
