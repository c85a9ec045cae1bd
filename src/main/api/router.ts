/** The contract, procedure by procedure, carried out by the rooms. Nothing is decided here. */
import { implement } from '@orpc/server'
import { AppError, contract, type AppEvent } from '../../contract'
import type { Rooms } from './rooms'

export interface RouterDeps {
  setup: Rooms['setup']
  settings: Rooms['settings']
  /** Null until the data key is open. */
  rooms(): Rooms | null
  events(signal: AbortSignal | undefined): AsyncGenerator<AppEvent>
}

/** Without the keys that were given as undefined: the contract treats both as not given. */
function present<T extends object>(input: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const entries = Object.entries(input).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries) as { [K in keyof T]: Exclude<T[K], undefined> }
}

export function createRouter(deps: RouterDeps) {
  const os = implement(contract)
  const open = (): Rooms => {
    const rooms = deps.rooms()
    if (!rooms) throw new AppError('locked', 'Leadline is locked.')
    return rooms
  }
  /** A number in any national form becomes E.164. */
  const phone = (text: string): string => {
    const parsed = open().parsePhone(text, deps.settings.get().defaultCountry)
    if (parsed === null) throw new AppError('bad-phone', 'This is not a phone number.')
    return parsed
  }

  return os.router({
    setup: {
      status: os.setup.status.handler(() => deps.setup.status()),
      createKey: os.setup.createKey.handler(({ input }) => deps.setup.createKey(input)),
      confirmRecoveryCode: os.setup.confirmRecoveryCode.handler(() => deps.setup.confirmRecoveryCode()),
      unlock: os.setup.unlock.handler(({ input }) => deps.setup.unlock(input)),
    },
    preferences: {
      get: os.preferences.get.handler(() => deps.settings.get()),
      set: os.preferences.set.handler(({ input }) => deps.settings.set(present(input))),
    },
    accounts: {
      list: os.accounts.list.handler(() => open().accounts.list()),
      connect: os.accounts.connect.handler(({ input }) => open().accounts.connect(input.accountId)),
      refreshQr: os.accounts.refreshQr.handler(({ input }) => open().accounts.refreshQr(input.accountId)),
      useQr: os.accounts.useQr.handler(({ input }) => open().accounts.useQr(input.accountId)),
      pairingCode: os.accounts.pairingCode.handler(async ({ input }) => {
        const number = phone(input.phone)
        await open().accounts.usePairingCode(input.accountId, number)
        return { phone: number }
      }),
      unlink: os.accounts.unlink.handler(({ input }) => open().accounts.unlink(input.accountId)),
      setPaused: os.accounts.setPaused.handler(({ input }) =>
        open().accounts.setPaused(input.accountId, input.paused),
      ),
      reconnectNow: os.accounts.reconnectNow.handler(({ input }) =>
        open().accounts.reconnectNow(input.accountId),
      ),
    },
    conversations: {
      list: os.conversations.list.handler(({ input }) => open().inbox.list(input)),
      get: os.conversations.get.handler(({ input }) => open().inbox.get(input.conversationId)),
      unreadTotal: os.conversations.unreadTotal.handler(() => open().inbox.unreadTotal()),
      markRead: os.conversations.markRead.handler(({ input }) => open().inbox.markRead(input.conversationId)),
      setArchived: os.conversations.setArchived.handler(({ input }) =>
        open().inbox.setArchived(input.conversationId, input.archived),
      ),
      setNotForWork: os.conversations.setNotForWork.handler(({ input }) =>
        open().inbox.setNotForWork(input.conversationId, input.notForWork),
      ),
      setGroupKept: os.conversations.setGroupKept.handler(({ input }) =>
        open().inbox.setGroupKept(input.conversationId, input.kept),
      ),
      addContact: os.conversations.addContact.handler(({ input }) =>
        open().inbox.addContact(input.conversationId, input.name),
      ),
      startWithPhone: os.conversations.startWithPhone.handler(({ input }) =>
        open().inbox.startWithPhone(input.accountId, phone(input.phone), input.name),
      ),
      notKept: os.conversations.notKept.handler(() => open().inbox.notKept()),
    },
    messages: {
      list: os.messages.list.handler(({ input }) => open().inbox.page(input)),
      send: os.messages.send.handler(({ input }) => open().outbox.send(input)),
      retry: os.messages.retry.handler(({ input }) => open().outbox.retry(input.messageId)),
      discard: os.messages.discard.handler(({ input }) => open().outbox.discard(input.messageId)),
      confirmStale: os.messages.confirmStale.handler(({ input }) =>
        open().outbox.confirmStale(input.messageId),
      ),
      setStarred: os.messages.setStarred.handler(({ input }) =>
        open().inbox.setStarred(input.messageId, input.starred),
      ),
      fetchMedia: os.messages.fetchMedia.handler(({ input }) => open().media.fetchMedia(input.messageId)),
      search: os.messages.search.handler(({ input }) => open().inbox.search(input)),
    },
    contacts: {
      get: os.contacts.get.handler(({ input }) => open().contacts.get(input)),
      rename: os.contacts.rename.handler(async ({ input }) => {
        const contact = await open().contacts.rename(input)
        await open().inbox.contactChanged(contact.id)
        return contact
      }),
    },
    leads: {
      stages: os.leads.stages.handler(() => open().catalog.stages()),
      ofContact: os.leads.ofContact.handler(({ input }) => open().leads.ofContact(input)),
      create: os.leads.create.handler(({ input }) => open().leads.create(input)),
      update: os.leads.update.handler(({ input }) => open().leads.update(present(input))),
    },
    orders: {
      ofContact: os.orders.ofContact.handler(({ input }) => open().orders.ofContact(input)),
      create: os.orders.create.handler(({ input }) => open().orders.create(input)),
      update: os.orders.update.handler(({ input }) => open().orders.update(present(input))),
      products: os.orders.products.handler(({ input }) => open().catalog.products(input)),
    },
    crm: {
      status: os.crm.status.handler(() => open().crm.status()),
      signIn: os.crm.signIn.handler(({ input }) => open().crm.signIn(input)),
      signOut: os.crm.signOut.handler(() => open().crm.signOut()),
      waiting: os.crm.waiting.handler(() => open().crm.waiting()),
      retry: os.crm.retry.handler(({ input }) => open().crm.retry(input)),
      discard: os.crm.discard.handler(({ input }) => open().crm.discard(input)),
      syncNow: os.crm.syncNow.handler(() => open().crm.syncNow()),
    },
    events: os.events.handler(({ signal }) => deps.events(signal)),
  })
}
