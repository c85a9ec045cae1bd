/** Test support: the selling side of the app, put together as the composition root does, on a database of its own. */
import { randomUUID } from 'node:crypto'
import path from 'node:path'
import { appEvent } from '../../contract'
import type { AppEvent, Contact, CrmStatus, LeadInput, OrderInput, Page, WaitingEntry } from '../../contract'
import { createCatalog, createPictures, type Catalog, type Pictures } from '../catalog'
import { createContacts, type Contacts, type ContactsStore } from '../contacts'
import { createFollowup, type Notes, type Tasks } from '../followup'
import { createOrders, type Leads, type Orders } from '../orders'
import type { Logger, SecretStore } from '../platform/ports'
import { openTestStorage, silentLogger, type TestStorage } from '../storage/test-storage'
import { createCrm, type Crm, type Machine, type Timer } from './index'

/** A keychain in memory, with the times it was written to. */
export function memoryKeychain(available = true): SecretStore & { values: Map<string, string> } {
  const values = new Map<string, string>()
  return {
    values,
    available: () => Promise.resolve(available),
    get: (name) => Promise.resolve(values.get(name) ?? null),
    set: (name, value) => {
      values.set(name, value)
      return Promise.resolve()
    },
    delete: (name) => {
      values.delete(name)
      return Promise.resolve()
    },
  }
}

/** The app as far as selling goes; a restart makes a new one on the same storage. */
export interface Shop {
  test: TestStorage
  secrets: ReturnType<typeof memoryKeychain>
  crm: Crm
  contacts: Contacts
  leads: Leads
  orders: Orders
  notes: Notes
  tasks: Tasks
  catalog: Catalog
  pictures: Pictures
  /** A file as a person chose it: its upload's id. */
  upload: (data: Buffer) => string
  events: AppEvent[]
  /** The state of a record as last told or read. */
  until: <T>(read: () => Promise<T>, holds: (value: T) => boolean) => Promise<T>
  /** All that waits, of whatever page. */
  waiting: () => Promise<WaitingEntry[]>
  /** Resolves when the status says so. */
  untilStatus: (holds: (status: CrmStatus) => boolean) => Promise<CrmStatus>
  addContact: (name?: string, phone?: string | null, email?: string) => Promise<Contact>
  /** Ends the app and its database, and starts both again; `kill` leaves what is under way as it is. */
  restart: () => Promise<void>
  close: () => Promise<void>
}

export interface ShopOptions {
  timeout?: number
  interval?: number
  machine?: Machine
  secrets?: ReturnType<typeof memoryKeychain>
  /** A database that is there already, or is to outlive this process. */
  storage?: { folder: string; key: Uint8Array; threadFile: string }
  /** The app's time and its waiting. */
  time?: { clock: () => number; timer: Timer }
  logger?: Logger
  /** Of numbers without a country code. */
  country?: string
}

/** All that waits, page by page. */
export async function allWaiting(crm: Pick<Crm, 'waiting'>): Promise<WaitingEntry[]> {
  const all: WaitingEntry[] = []
  for (let cursor: string | null = null; ;) {
    const page: Page<WaitingEntry> = await crm.waiting({ cursor, limit: 50 })
    all.push(...page.items)
    cursor = page.next
    if (cursor === null) return all
  }
}

let lastPhone = 6281300000000
export const newPhone = (): string => `+${(lastPhone += 1)}`

export async function openShop(options: ShopOptions = {}): Promise<Shop> {
  const test = await openTestStorage(options.storage)
  const secrets = options.secrets ?? memoryKeychain()
  const events: AppEvent[] = []
  const listeners = new Set<() => void>()
  const emit = (event: AppEvent): void => {
    events.push(appEvent.parse(event))
    for (const listener of listeners) listener()
  }
  const uploads = new Map<string, Buffer>()
  const build = () => {
    const { storage } = test
    const crm = createCrm({
      storage,
      secrets,
      logger: options.logger ?? silentLogger,
      emit,
      ...options.time,
      country: () => options.country ?? null,
      keptPicture: (sha256) => pictures.ofContent(sha256),
      timeout: options.timeout ?? 5000,
      interval: options.interval ?? 3_600_000,
      ...(options.machine ? { machine: options.machine, reporting: { soon: 1, every: 3_600_000 } } : {}),
    })
    const clock = options.time?.clock ?? Date.now
    const shared = { storage, emit, changed: crm.changed, clock }
    const selling = createOrders(shared)
    const pictures = createPictures({
      dir: path.join(path.dirname(test.file), 'pictures'),
      ...{ seal: (plain) => plain, unseal: (sealed) => sealed },
      fetch: crm.picture,
      addresses: (after) => catalog.pictureAddresses(after),
      logger: options.logger ?? silentLogger,
      clock,
    })
    const catalog = createCatalog({
      ...shared,
      pictures,
      uploads: {
        takeUpload: (file) => ({ file, mime: '', name: null, size: 0 }),
        keepUpload: () => undefined,
        read: (file) => Promise.resolve(uploads.get(file) ?? Buffer.alloc(0)),
        deleteFiles: (files) => {
          for (const file of files) uploads.delete(file)
          return Promise.resolve()
        },
      },
    })
    return {
      crm,
      contacts: createContacts(shared),
      catalog,
      pictures,
      ...selling,
      ...createFollowup({ ...shared, leads: selling.leads }),
    }
  }
  const until: Shop['until'] = async (read, holds) => {
    for (;;) {
      const heard = new Promise<void>((resolve) => {
        const listener = (): void => {
          listeners.delete(listener)
          resolve()
        }
        listeners.add(listener)
      })
      const value = await read()
      if (holds(value)) return value
      await heard
    }
  }
  const shop: Shop = {
    test,
    secrets,
    events,
    until,
    ...build(),
    upload: (data) => {
      const id = randomUUID()
      uploads.set(id, data)
      return id
    },
    waiting: () => allWaiting(shop.crm),
    untilStatus: (holds) => until(() => shop.crm.status(), holds),
    addContact: (name = 'Dewi', phone = newPhone(), email) =>
      test.storage
        .store<ContactsStore>('contacts')
        .createContact({ id: randomUUID(), name, phone, email: email ?? null, now: Date.now() }),
    restart: async () => {
      await shop.crm.stop()
      await test.reopen()
      Object.assign(shop, build())
      await shop.crm.start()
    },
    close: async () => {
      await shop.crm.stop()
      await shop.pictures.stop()
      await test.cleanup()
    },
  }
  await shop.crm.start()
  return shop
}

export const leadOf = (contactId: string, more: Partial<LeadInput> = {}): LeadInput & { id: string } => ({
  id: randomUUID(),
  contactId,
  conversationId: null,
  title: 'Gaming laptop',
  stageId: 'new',
  value: 1_850_000_000,
  currency: 'IDR',
  ...more,
})

export const orderOf = (contactId: string, more: Partial<OrderInput> = {}): OrderInput & { id: string } => ({
  id: randomUUID(),
  contactId,
  conversationId: null,
  currency: 'IDR',
  lines: [
    { productId: null, name: 'Sofa', quantity: 2, unitPrice: 125_000_000 },
    { productId: null, name: 'Lamp', quantity: 3, unitPrice: 7_500_050 },
  ],
  note: null,
  status: 'placed',
  ...more,
})
