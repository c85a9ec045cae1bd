/** The contract, procedure by procedure, carried out by the rooms. Nothing is decided here. */
import { implement } from '@orpc/server'
import { AppError, contract, may, type AppEvent, type Contact } from '../../contract'
import type { Notices } from '../notices'
import type { Logger } from '../platform/ports'
import type { System } from '../system'
import type { Waking } from '../waking'
import type { Updates } from '../updates'
import { fitting } from './fitting'
import { check, needOf } from './rights'
import type { Rooms } from './rooms'

export interface RouterDeps {
  setup: Rooms['setup']
  settings: Rooms['settings']
  updates: Updates
  notices: Notices
  system: System
  /** The report for a support person. */
  diagnostics(): Promise<string>
  waking: Pick<Waking, 'tell'>
  /** Null until the data key is open, and while the screens are locked. */
  rooms(): Rooms | null
  events(signal: AbortSignal | undefined): AsyncGenerator<AppEvent>
  logger: Logger
}

/** Without the keys that were given as undefined: the contract treats both as not given. */
function present<T extends object>(input: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const entries = Object.entries(input).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries) as { [K in keyof T]: Exclude<T[K], undefined> }
}

export function createRouter(deps: RouterDeps) {
  const os = implement(contract).use(({ path, next }, input) => {
    const need = needOf(path)
    // Behind the lock nobody is anybody; each procedure says so by itself.
    const rooms = need === 'open' ? null : deps.rooms()
    if (need !== 'open' && rooms)
      check(need, input, rooms.crm.who(), (accountId) => rooms.accounts.get(accountId).linkedBy)
    return next()
  })
  /** For what works before the data key is open, but not behind the lock. */
  const unlocked = (): void => {
    if (deps.setup.isLocked()) throw new AppError('locked', 'Leadline is locked.')
  }
  const open = (): Rooms => {
    const rooms = deps.rooms()
    if (!rooms) throw new AppError('locked', 'Leadline is locked.')
    return rooms
  }
  /** A number in any national form, as this account's country writes them, becomes E.164. */
  const phone = (text: string, accountId: string): string => {
    const rooms = open()
    const parsed = rooms.parsePhone(text, rooms.homeCountry(accountId))
    if (parsed === null) throw new AppError('bad-phone', 'This is not a phone number.')
    return parsed
  }
  /** A person was changed: their chats show it. */
  const shown = async (changed: Promise<Contact>): Promise<Contact> => {
    const contact = await changed
    await open().inbox.contactChanged(contact.id)
    return contact
  }

  return os.router({
    setup: {
      status: os.setup.status.handler(() => deps.setup.status()),
      createKey: os.setup.createKey.handler(({ input }) => deps.setup.createKey(input)),
      confirmRecoveryCode: os.setup.confirmRecoveryCode.handler(() => deps.setup.confirmRecoveryCode()),
      unlock: os.setup.unlock.handler(({ input }) => deps.setup.unlock(input)),
      lock: os.setup.lock.handler(() => deps.setup.lock()),
      active: os.setup.active.handler(() => {
        // Whoever stands before the locked screen puts nothing off.
        if (!deps.setup.isLocked()) deps.setup.active()
      }),
      setPassphrase: os.setup.setPassphrase.handler(({ input }) =>
        deps.setup.setPassphrase(input.passphrase, input.current),
      ),
    },
    preferences: {
      get: os.preferences.get.handler(() => deps.settings.get()),
      set: os.preferences.set.handler(({ input }) => {
        unlocked()
        return deps.settings.set(present(input))
      }),
    },
    accounts: {
      list: os.accounts.list.handler(() => open().accounts.list()),
      add: os.accounts.add.handler(({ input }) => open().accounts.add(input)),
      update: os.accounts.update.handler(({ input: { accountId, ...change } }) =>
        open().accounts.update(accountId, present(change)),
      ),
      connect: os.accounts.connect.handler(({ input }) => open().accounts.connect(input.accountId)),
      refreshQr: os.accounts.refreshQr.handler(({ input }) => open().accounts.refreshQr(input.accountId)),
      useQr: os.accounts.useQr.handler(({ input }) => open().accounts.useQr(input.accountId)),
      pairingCode: os.accounts.pairingCode.handler(async ({ input }) => {
        const number = phone(input.phone, input.accountId)
        await open().accounts.usePairingCode(input.accountId, number)
        return { phone: number }
      }),
      unlink: os.accounts.unlink.handler(({ input }) =>
        open().accounts.unlink(input.accountId, input.history),
      ),
      remove: os.accounts.remove.handler(({ input }) => open().accounts.remove(input.accountId)),
      setPaused: os.accounts.setPaused.handler(({ input }) =>
        open().accounts.setPaused(input.accountId, input.paused),
      ),
      saveSession: os.accounts.saveSession.handler(({ input }) => open().copies.save(input.accountId)),
      showWindow: os.accounts.showWindow.handler(async ({ input }) => ({
        shown: await open().accounts.showWindow(input.accountId),
      })),
      wake: os.accounts.wake.handler(() => deps.waking.tell('network')),
      reconnectNow: os.accounts.reconnectNow.handler(({ input }) =>
        open().accounts.reconnectNow(input.accountId),
      ),
    },
    health: {
      list: os.health.list.handler(() => open().health.list()),
      days: os.health.days.handler(({ input }) => {
        // Only of what there is.
        const { id } = open().accounts.get(input.accountId)
        return open().health.days(id)
      }),
    },
    cleanup: {
      survey: os.cleanup.survey.handler(() => open().cleanup.survey()),
      remove: os.cleanup.remove.handler(({ input }) => open().cleanup.remove(input.kinds)),
      statistics: os.cleanup.statistics.handler(() => open().cleanup.statistics()),
    },
    conversations: {
      list: os.conversations.list.handler(({ input }) => open().inbox.list(input)),
      get: os.conversations.get.handler(({ input }) => open().inbox.get(input.conversationId)),
      unreadTotal: os.conversations.unreadTotal.handler(() => open().inbox.unreadTotal()),
      markRead: os.conversations.markRead.handler(({ input }) => open().inbox.markRead(input.conversationId)),
      setArchived: os.conversations.setArchived.handler(({ input }) =>
        open().inbox.setArchived(input.conversationId, input.archived),
      ),
      setNotForWork: os.conversations.setNotForWork.handler(({ input }) => {
        const { inbox, crm } = open()
        return inbox.setNotForWork(input.conversationId, input.notForWork, may(crm.who().role, 'erase'))
      }),
      setGroupKept: os.conversations.setGroupKept.handler(({ input }) =>
        open().inbox.setGroupKept(input.conversationId, input.kept),
      ),
      addContact: os.conversations.addContact.handler(({ input }) =>
        open().inbox.addContact(input.conversationId, input.name),
      ),
      startWithPhone: os.conversations.startWithPhone.handler(({ input }) =>
        open().inbox.startWithPhone(input.accountId, phone(input.phone, input.accountId), input.name),
      ),
      setBlocked: os.conversations.setBlocked.handler(({ input }) =>
        open().inbox.setBlocked(input.conversationId, input.blocked),
      ),
      drafts: os.conversations.drafts.handler(({ input }) => open().inbox.drafts(input)),
      setDraft: os.conversations.setDraft.handler(({ input }) => open().inbox.setDraft(input)),
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
      rename: os.contacts.rename.handler(({ input }) => shown(open().contacts.rename(input))),
      create: os.contacts.create.handler(({ input: { id, change } }) =>
        shown(open().contacts.create({ id, change: present(change) })),
      ),
      update: os.contacts.update.handler(({ input: { contactId, change } }) =>
        shown(open().contacts.update({ contactId, change: present(change) })),
      ),
      setConsent: os.contacts.setConsent.handler(({ input }) => open().contacts.setConsent(input)),
      list: os.contacts.list.handler(({ input }) => open().contacts.list(input)),
      tags: os.contacts.tags.handler(({ input }) => open().contacts.tags(input)),
      statistics: os.contacts.statistics.handler(({ input }) => open().contacts.statistics(input)),
      timeline: os.contacts.timeline.handler(({ input }) => open().contacts.timeline(input)),
      duplicates: os.contacts.duplicates.handler(({ input }) => open().contacts.duplicates(input)),
      notSame: os.contacts.notSame.handler(({ input }) => open().contacts.notSame(input)),
      mergePreview: os.contacts.mergePreview.handler(({ input }) => open().contacts.mergePreview(input)),
      havingNumbers: os.contacts.havingNumbers.handler(({ input }) => open().contacts.havingNumbers(input)),
      merge: os.contacts.merge.handler(async ({ input }) => {
        const merged = await open().contacts.merge(input)
        await open().inbox.contactChanged(merged.contact.id)
        return merged
      }),
      undoMerge: os.contacts.undoMerge.handler(async ({ input }) => {
        const parted = await open().contacts.undoMerge(input)
        for (const { id } of [parted.contact, parted.back]) await open().inbox.contactChanged(id)
        return parted
      }),
      takeAddressBook: os.contacts.takeAddressBook.handler(({ input }) =>
        open().inbox.takeAddressBook(input.accountId),
      ),
      export: os.contacts.export.handler(({ input }) => open().contacts.export(input)),
      chats: os.contacts.chats.handler(({ input }) => open().inbox.chatsOf(input.contactId)),
    },
    erasing: {
      preview: os.erasing.preview.handler(({ input }) => open().erasing.preview(input)),
      erase: os.erasing.erase.handler(({ input }) => open().erasing.erase(input)),
      certificates: os.erasing.certificates.handler(() => open().erasing.certificates()),
      paper: os.erasing.paper.handler(({ input }) => open().erasing.paper(input)),
      taken: os.erasing.taken.handler(({ input }) => open().erasing.taken(input)),
    },
    leads: {
      stages: os.leads.stages.handler(() => open().catalog.stages()),
      get: os.leads.get.handler(({ input }) => open().leads.get(input)),
      ofContact: os.leads.ofContact.handler(({ input }) => open().leads.ofContact(input)),
      ofStage: os.leads.ofStage.handler(({ input }) => open().leads.ofStage(input)),
      sums: os.leads.sums.handler(() => open().leads.sums()),
      create: os.leads.create.handler(({ input }) => open().leads.create(present(input))),
      update: os.leads.update.handler(({ input }) => open().leads.update(present(input))),
    },
    orders: {
      get: os.orders.get.handler(({ input }) => open().orders.get(input)),
      ofContact: os.orders.ofContact.handler(({ input }) => open().orders.ofContact(input)),
      create: os.orders.create.handler(({ input }) => open().orders.create(input)),
      text: os.orders.text.handler(({ input }) => open().letters.text(input)),
      statusWords: os.orders.statusWords.handler(() => open().letters.statusWords()),
      send: os.orders.send.handler(({ input }) => open().letters.send(input)),
      steps: os.orders.steps.handler(({ input }) => open().orders.steps(input)),
      sendings: os.orders.sendings.handler(({ input }) => open().orders.sendings(input)),
      update: os.orders.update.handler(({ input }) => open().orders.update(present(input))),
      products: os.orders.products.handler(({ input }) => open().catalog.products(input)),
    },
    catalog: {
      categories: os.catalog.categories.handler(() => open().catalog.categories()),
      createCategory: os.catalog.createCategory.handler(({ input }) => open().catalog.createCategory(input)),
      renameCategory: os.catalog.renameCategory.handler(({ input }) => open().catalog.renameCategory(input)),
      list: os.catalog.list.handler(({ input }) => open().catalog.list(input)),
      get: os.catalog.get.handler(({ input }) => open().catalog.get(input)),
      create: os.catalog.create.handler(({ input }) => open().catalog.create(present(input))),
      update: os.catalog.update.handler(({ input }) => open().catalog.update(present(input))),
      text: os.catalog.text.handler(({ input }) => open().catalog.text(input)),
      send: os.catalog.send.handler(({ input }) => open().sharing.send(input)),
    },
    notes: {
      ofContact: os.notes.ofContact.handler(({ input }) => open().notes.ofContact(input)),
      create: os.notes.create.handler(({ input }) => open().notes.create(input)),
      update: os.notes.update.handler(({ input }) => open().notes.update(input)),
    },
    tasks: {
      get: os.tasks.get.handler(({ input }) => open().tasks.get(input)),
      ofContact: os.tasks.ofContact.handler(({ input }) => open().tasks.ofContact(input)),
      list: os.tasks.list.handler(({ input }) => open().tasks.list(input)),
      reminders: os.tasks.reminders.handler(() => open().reminders.list()),
      seeReminders: os.tasks.seeReminders.handler(({ input }) => open().reminders.see(input)),
      create: os.tasks.create.handler(({ input }) => open().tasks.create(input)),
      update: os.tasks.update.handler(({ input }) => open().tasks.update(present(input))),
    },
    assistant: {
      settings: os.assistant.settings.handler(({ input }) => open().assistant.settings(input.accountId)),
      change: os.assistant.change.handler(({ input }) =>
        open().assistant.change(input.accountId, present(input.change)),
      ),
      tryOut: os.assistant.tryOut.handler(({ input }) =>
        open().assistant.tryOut(input.accountId, input.text),
      ),
      chat: os.assistant.chat.handler(({ input }) => open().assistant.chat(input.conversationId)),
      languageOf: os.assistant.languageOf.handler(async ({ input }) => ({
        language: await open().assistant.languageOf(input.conversationId),
      })),
      typing: os.assistant.typing.handler(({ input }) => open().assistant.typing(input.conversationId)),
      setMuted: os.assistant.setMuted.handler(({ input }) =>
        open().assistant.setMuted(input.conversationId, input.muted),
      ),
    },
    crm: {
      status: os.crm.status.handler(() => open().crm.status()),
      signIn: os.crm.signIn.handler(({ input }) => open().crm.signIn(input)),
      checkFrappe: os.crm.checkFrappe.handler(({ input }) => open().crm.checkFrappe(input)),
      signOut: os.crm.signOut.handler(() => open().crm.signOut()),
      waiting: os.crm.waiting.handler(({ input }) => open().crm.waiting(input)),
      entryOf: os.crm.entryOf.handler(({ input }) => open().crm.entryOf(input)),
      choose: os.crm.choose.handler(({ input }) => open().crm.choose(input)),
      retry: os.crm.retry.handler(({ input }) => open().crm.retry(input)),
      discard: os.crm.discard.handler(({ input }) => open().crm.discard(input)),
      syncNow: os.crm.syncNow.handler(() => open().crm.syncNow()),
      team: os.crm.team.handler(() => open().crm.team()),
    },
    imports: {
      list: os.imports.list.handler(() => open().imports.list()),
      setPlan: os.imports.setPlan.handler(({ input }) => open().imports.setPlan(input.importId, input.plan)),
      check: os.imports.check.handler(({ input }) => open().imports.check(input.importId)),
      run: os.imports.run.handler(({ input }) => open().imports.run(input.importId)),
      stop: os.imports.stop.handler(({ input }) => open().imports.stop(input.importId)),
      remove: os.imports.remove.handler(({ input }) => open().imports.remove(input.importId)),
    },
    updates: {
      status: os.updates.status.handler(() => deps.updates.status()),
      check: os.updates.check.handler(() => deps.updates.check()),
      install: os.updates.install.handler(() => {
        unlocked()
        return deps.updates.install()
      }),
      postpone: os.updates.postpone.handler(() => {
        unlocked()
        return deps.updates.postpone()
      }),
    },
    notices: {
      showing: os.notices.showing.handler(async ({ input, signal }) => {
        if (signal) await deps.notices.showing(input.conversationId, signal)
      }),
      setMuted: os.notices.setMuted.handler(async ({ input }) => {
        // Only of what there is.
        await open().inbox.get(input.conversationId)
        deps.notices.setMuted(input.conversationId, input.muted)
      }),
    },
    system: {
      status: os.system.status.handler(() => deps.system.status()),
      diagnostics: os.system.diagnostics.handler(async () => {
        unlocked()
        return { text: await deps.diagnostics() }
      }),
      setStartAtLogin: os.system.setStartAtLogin.handler(({ input }) => {
        unlocked()
        return deps.system.setStartAtLogin(input.on)
      }),
    },
    events: os.events.handler(({ signal }) => fitting(deps.events(signal), deps.logger)),
  })
}
