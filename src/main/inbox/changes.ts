/** What a person decides about a conversation: to keep a stranger, to switch a group on, to have all of a chat erased. */
import { randomUUID } from 'node:crypto'
import { AppError, type AppEvent, type Contact, type Conversation } from '../../contract'
import type { Logger } from '../platform/ports'
import type { Remote, Storage } from '../storage'
import type { ChatAddress, WhatsAppSession } from '../whatsapp/types'
import type { Intake } from './intake'
import type { LiveChat, LiveChats } from './live'
import type { Router } from './router'
import type { inboxStore } from './store'

export interface ChangeDeps {
  store: Remote<typeof inboxStore>
  storage: Storage
  router: Router
  live: LiveChats
  intake: Intake
  sessions: ReadonlyMap<string, WhatsAppSession>
  hash(accountId: string, address: ChatAddress): Uint8Array
  deleteFiles(names: readonly string[]): Promise<void>
  /** @throws {AppError} `not-found` */
  kept(conversationId: string): Promise<Conversation>
  /** Tells the screens that a conversation is no more. */
  gone(conversationId: string): void
  readHistory(accountId: string, conversationId: string, address: ChatAddress): void
  emit(event: AppEvent): void
  logger: Logger
}

const noConversation = (): AppError => new AppError('not-found', 'There is no such conversation.')
const markedNotWork = (): AppError => new AppError('wrong-state', 'This chat is marked as not for work.')

export function createChanges(deps: ChangeDeps) {
  const { store, router, live, intake, emit, kept, gone } = deps

  /** The erased pages were overwritten in the file; they go from its log and its copies too. */
  const wipe = async (files: readonly string[]): Promise<void> => {
    await deps.deleteFiles(files)
    await deps.storage.checkpoint()
    await deps.storage.dropCopies()
    router.forget()
  }

  const erase = async (conversationId: string): Promise<void> => {
    await intake.drain()
    const { files } = await store.erase(conversationId)
    await wipe(files)
    gone(conversationId)
  }

  /** What is on the screen is taken at once, the rest of the history follows. Answers the conversation's id. */
  const keep = async (chat: LiveChat): Promise<string> => {
    const { accountId, conversationId, address, kind, title, identity, at } = chat
    const known = await router.ask(accountId, {
      address,
      kind,
      title,
      identity,
      at,
      wantedAs: conversationId,
    })
    if (known.conversationId === null) throw markedNotWork()
    const messages = chat.messages.map(({ message }) => message)
    await intake.take(accountId, known.conversationId, messages, false)
    deps.readHistory(accountId, known.conversationId, address)
    emit({ type: 'conversations', conversations: [await kept(known.conversationId)] })
    return known.conversationId
  }

  const makeContact = async (conversationId: string, name: string): Promise<Contact> => {
    const added = await store.addContact({ conversationId, contactId: randomUUID(), name, now: Date.now() })
    if (!added) throw noConversation()
    router.forget()
    emit({ type: 'conversations', conversations: added.conversations })
    emit({ type: 'contact', contact: added.contact })
    return added.contact
  }

  /** Every form of a chat's address that "not for work" must recognise. */
  const hashesOf = (accountId: string, addresses: readonly string[], phone: string | null): Uint8Array[] => {
    const all = new Set([...addresses, ...(phone ? [`${phone.slice(1)}@c.us`] : [])])
    return [...all].map((address) => deps.hash(accountId, address))
  }

  const markKept = async (conversationId: string, mayErase: boolean): Promise<void> => {
    const target = await store.target(conversationId)
    if (!target) throw noConversation()
    if (!mayErase && (await store.isOfCustomer(conversationId)))
      throw new AppError('crm-forbidden', 'This is a customer’s chat: erasing it takes the right to erase.')
    const { name } = await kept(conversationId)
    const addresses = await store.addressesOf(conversationId)
    await store.markNotWork(target.accountId, hashesOf(target.accountId, addresses, target.phone), true)
    router.forget()
    await erase(conversationId)
    // The name stays in memory alone, so that the settings can say which chat it is while Leadline runs.
    live.note({ ...target, title: name, identity: null, keeping: 'not-work', at: Date.now(), erasedAt: null })
  }

  const markLive = async (chat: LiveChat, on: boolean): Promise<void> => {
    const { accountId, address, kind, title, identity, at } = chat
    const addresses = [address, ...(identity?.lid ? [identity.lid] : [])]
    await store.markNotWork(accountId, hashesOf(accountId, addresses, identity?.phone ?? null), on)
    router.forget()
    gone(chat.conversationId)
    if (on) {
      live.note({ ...chat, keeping: 'not-work' })
      return
    }
    live.remove(chat.conversationId)
    const known = await router.ask(accountId, { address, kind, title, identity: identity ?? undefined, at })
    if (known.conversationId) deps.readHistory(accountId, known.conversationId, address)
  }

  return {
    /**
     * All that is here of an account that is not connected any more, one conversation after the other: the database answers others in
     * between. May be called again after a crash; files that it leaves are swept up at the next start.
     */
    async eraseAccount(accountId: string): Promise<void> {
      for (;;) {
        await intake.drain()
        router.forget()
        const ids = await store.conversationsOf(accountId)
        // What was under way to the database while it was being erased may have come behind it: looked at once more.
        if (ids.length === 0) break
        for (const id of ids) {
          const { files } = await store.erase(id)
          await deps.deleteFiles(files)
          gone(id)
        }
      }
      await wipe([])
    },

    async setArchived(conversationId: string, archived: boolean): Promise<void> {
      await kept(conversationId)
      emit({ type: 'conversations', conversations: await store.setArchived(conversationId, archived) })
    },

    /**
     * @param mayErase a chat of which there is nothing else is a private one: whoever sees it may take it out. One of a customer takes the
     * right to erase.
     * @throws {AppError} `not-found`, `crm-forbidden`.
     */
    async setNotForWork(conversationId: string, on: boolean, mayErase = true): Promise<void> {
      const chat = live.get(conversationId)
      if (chat) await markLive(chat, on)
      else if (on) await markKept(conversationId, mayErase)
      else throw noConversation()
    },

    async setGroupKept(conversationId: string, on: boolean): Promise<void> {
      if (on) {
        const chat = live.get(conversationId)
        if (chat?.kind !== 'group') throw noConversation()
        await keep(chat)
        return
      }
      const target = await store.target(conversationId)
      if (target?.kind !== 'group') throw noConversation()
      const { name } = await kept(conversationId)
      await erase(conversationId)
      live.note({
        ...target,
        title: name,
        identity: null,
        keeping: 'group-off',
        at: Date.now(),
        erasedAt: null,
      })
    },

    /** Groups that are off and chats marked "not for work". */
    notKept: (): Conversation[] => live.notKept().map((chat) => live.view(chat)),

    async addContact(conversationId: string, name: string): Promise<Contact> {
      const chat = live.get(conversationId)
      return makeContact(chat ? await keep(chat) : conversationId, name)
    },

    /** Opens the chat with a phone; WhatsApp says in which form it knows it (whaticket #306). `phone` in E.164. */
    async startWithPhone(accountId: string, phone: string, name: string): Promise<Conversation> {
      const session = deps.sessions.get(accountId)
      if (session?.state.kind !== 'ready') throw new AppError('not-connected', 'WhatsApp is not connected.')
      const address = await session.resolvePhone(phone)
      if (address === null) throw new AppError('not-on-whatsapp', 'This number is not on WhatsApp.')
      const found = await session.identify(address)
      const wantedAs = live.at(accountId, address)?.conversationId ?? randomUUID()
      const identity = { ...found, phone: found.phone ?? phone }
      const facts = { address, kind: 'person' as const, title: null, identity, at: Date.now(), wantedAs }
      const { conversationId } = await router.ask(accountId, facts)
      if (conversationId === null) throw markedNotWork()
      await makeContact(conversationId, name)
      deps.readHistory(accountId, conversationId, address)
      return kept(conversationId)
    },

    async setStarred(messageId: number, starred: boolean): Promise<void> {
      const found = await store.message(messageId)
      if (!found?.view) throw new AppError('not-found', 'There is no such message.')
      await store.setStarred(messageId, starred)
      emit({ type: 'messages', messages: [{ ...found.view, starred }] })
      const target = await store.target(found.view.conversationId)
      const session = target ? deps.sessions.get(target.accountId) : undefined
      if (found.serializedId && session?.state.kind === 'ready')
        await session.setStarred(found.serializedId, starred)
    },
  }
}
