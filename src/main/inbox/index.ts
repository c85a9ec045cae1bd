/**
 * Conversations and messages: what comes in is kept or shown, what is asked for is answered, what is not wanted is erased.
 */
import {
  AppError,
  type AppEvent,
  type Conversation,
  type Draft,
  type Message,
  type MessagePage,
  type Page,
  type Preferences,
} from '../../contract'
import type { Logger } from '../platform/ports'
import { EVERY_ACCOUNT, type Storage } from '../storage'
import type { ChatAddress, WaChat, WaEvent, WhatsAppSession } from '../whatsapp/types'
import { createAddressBook } from './address-book'
import { createBlocking } from './blocking'
import { catchUp, readWholeChat, type CatchUpDeps, type CatchUpOptions } from './catch-up'
import { createChanges } from './changes'
import type { DraftChange, DraftRequest } from './draft-store'
import { createErased } from './erased'
import { createIntake } from './intake'
import type { ListRequest, UnreadTotal } from './list-store'
import { LiveChats } from './live'
import { Router, type ChatFacts, type Known } from './router'
import type { Route } from './routing-store'
import type { inboxStore } from './store'
import type { SearchRequest, ThreadRequest } from './thread-store'

export interface InboxDeps {
  storage: Storage
  preferences(): Preferences
  /** Keyed hash of an account's address, for "not for work". */
  hash(accountId: string, address: ChatAddress): Uint8Array
  /** The forms in which a number looked for may be written; none where this is no number. */
  numbersOf?(query: string): string[]
  /** Deletes encrypted files that nothing refers to any more. */
  deleteFiles(names: readonly string[]): Promise<void>
  onMedia(): void
  /** Acks of this account were taken in. */
  onAck(accountId: string): void
  emit(event: AppEvent): void
  logger: Logger
}

export function createInbox(deps: InboxDeps) {
  const { storage, emit, logger } = deps
  const store = storage.store<typeof inboxStore>('inbox')
  const live = new LiveChats()
  const sessions = new Map<string, WhatsAppSession>()
  const reading = new AbortController()

  const erased = createErased({
    marks: () => store.erasedMarks(),
    mark: (address) => deps.hash(EVERY_ACCOUNT, address),
  })

  const onRoute = (accountId: string, facts: ChatFacts, route: Route): void => {
    const before = live.at(accountId, facts.address)
    if (route.isBack) erased.forget()
    if (route.keeping === 'kept') {
      if (before) live.remove(before.conversationId)
      if (before && before.conversationId !== route.conversationId) gone(before.conversationId)
      // What was only shown so far is kept from now on.
      if (before && route.conversationId && facts.wantedAs === undefined) {
        readHistory(accountId, route.conversationId, facts.address)
      }
    } else {
      const { address, kind, title, at, identity = null } = facts
      const { keeping, erasedAt } = route
      live.note({ accountId, address, kind, title, identity, keeping, at, erasedAt })
    }
    if (route.gone) gone(route.gone)
    // What fails here is swept up at the next start.
    if (route.files.length > 0)
      deps
        .deleteFiles(route.files)
        .catch((error: unknown) => logger.warn('doubled-media-not-deleted', { error }))
  }
  const gone = (conversationId: string): void => emit({ type: 'conversation-gone', conversationId })

  const router = new Router({
    store,
    logger,
    keep: () => deps.preferences().keep,
    hash: deps.hash,
    identify: (accountId, address) => {
      const session = sessions.get(accountId)
      return session ? session.identify(address) : Promise.reject(new AppError('not-connected', 'no session'))
    },
    onRoute,
  })
  const intake = createIntake({
    store,
    router,
    live,
    clean: (items) => erased.without(items),
    emit,
    logger,
    mediaCap: () => deps.preferences().mediaCap,
    onMedia: deps.onMedia,
    onAck: deps.onAck,
  })

  const setUnread = async (conversationId: string, unread: number): Promise<void> => {
    const conversations = await store.setUnread(conversationId, unread)
    if (conversations.length > 0) emit({ type: 'conversations', conversations })
  }
  /** A chat was read on the phone. */
  const takeCount = (accountId: string, { conversationId }: Known, chat: WaChat): void => {
    if (conversationId === null || chat.unread !== 0) return
    const { address, lastActivityAt } = chat
    const asOf = lastActivityAt > 0 ? lastActivityAt : null
    intake.unread(accountId, conversationId, { count: 0, asOf, chat: address, isFirst: false })
  }
  const routeChat = (accountId: string, chat: WaChat): Promise<Known> =>
    router.ask(accountId, {
      address: chat.address,
      kind: chat.kind,
      title: chat.title,
      identity: chat.identity,
      at: chat.lastActivityAt,
    })
  const catchUpDeps: CatchUpDeps = {
    store,
    logger,
    now: () => Date.now(),
    routeChat,
    take: (...args) => intake.take(...args),
    show: (...args) => intake.show(...args),
    unread: (...args) => intake.unread(...args),
  }

  const blocking = createBlocking({ store, live, sessions, emit })

  /** Reads a chat's history in the background, as long as its account is connected; otherwise the next catch-up does. */
  const readHistory = (accountId: string, conversationId: string, address: ChatAddress): void => {
    const session = sessions.get(accountId)
    if (session?.state.kind !== 'ready') return
    readWholeChat(catchUpDeps, session, conversationId, address, reading.signal).catch((error: unknown) =>
      logger.warn('history-not-read', { error }),
    )
  }

  const kept = async (conversationId: string): Promise<Conversation> => {
    const [conversation] = await store.conversations([conversationId])
    if (conversation) return conversation
    throw new AppError('not-found', 'There is no such conversation.')
  }

  return {
    attach: (session: WhatsAppSession): void => {
      sessions.set(session.accountId, session)
    },
    detach: (accountId: string): void => {
      sessions.delete(accountId)
    },
    /** Nothing of strangers outlives the link. */
    forgetLive: (accountId: string): void => live.removeAccount(accountId).forEach(gone),

    /** Takes what a session says. Never throws. */
    receive(accountId: string, event: WaEvent): void {
      if (event.type === 'state' || event.type === 'timelock') return
      if (event.type === 'blocklist') {
        blocking
          .blocklist(accountId, event.addresses)
          .catch((error: unknown) => logger.warn('blocklist-lost', { error }))
        return
      }
      if (event.type !== 'chat') {
        intake.receive(accountId, event)
        return
      }
      const { chat } = event
      const known = router.get(accountId, chat.address)
      const routed = routeChat(accountId, chat)
      // Where the way is known the count keeps its place among the messages that come now.
      if (known) takeCount(accountId, known, chat)
      routed
        .then((now) => (known ? undefined : takeCount(accountId, now, chat)))
        .catch((error: unknown) => logger.warn('chat-change-lost', { error }))
    },

    async catchUp(session: WhatsAppSession, options: CatchUpOptions): Promise<void> {
      await catchUp(catchUpDeps, session, options)
      await intake.drain()
    },

    async list(request: ListRequest): Promise<Page<Conversation>> {
      const numbers = deps.numbersOf?.(request.query) ?? []
      const page = await store.list({ ...request, numbers })
      if (request.cursor !== null || request.filter === 'archived') return page
      const wanted = [request.query.trim().toLocaleLowerCase(), ...numbers]
      const strangers = live
        .strangers(request.accountId)
        .map((chat) => live.view(chat))
        .filter((view) => request.filter !== 'unread' || view.unread > 0)
        .filter((view) => {
          const text = `${view.name ?? ''} ${view.phone ?? ''}`.toLocaleLowerCase()
          return wanted.some((one) => text.includes(one))
        })
      return { ...page, items: [...page.items, ...strangers].sort((a, b) => b.at - a.at) }
    },

    async get(conversationId: string): Promise<Conversation> {
      const chat = live.get(conversationId)
      return chat ? live.view(chat) : kept(conversationId)
    },

    async page(request: ThreadRequest): Promise<MessagePage> {
      const chat = live.get(request.conversationId)
      if (chat) return live.page(chat)
      await kept(request.conversationId)
      return store.page(request)
    },

    drafts: (request: DraftRequest): Promise<Page<Draft>> => store.drafts(request),
    setDraft: (change: DraftChange): Promise<void> => store.setDraft(change),

    search: (request: SearchRequest): Promise<{ message: Message; conversation: Conversation }[]> =>
      store.search(request),

    async unreadTotal(): Promise<UnreadTotal> {
      const total = await store.unreadTotal()
      for (const { accountId, unread } of live.strangers(null)) {
        if (unread === 0) continue
        total.conversations++
        total.messages += unread
        total.byAccount[accountId] = (total.byAccount[accountId] ?? 0) + 1
      }
      return total
    },

    /** A person opened the chat. Blue ticks go out only where the preference allows it (whatsapp-web.js #5718). */
    async markRead(conversationId: string): Promise<void> {
      const chat = live.get(conversationId)
      if (chat) {
        chat.unread = 0
        emit({ type: 'conversations', conversations: [live.view(chat)] })
      } else await setUnread(conversationId, 0)
      const target = chat ?? (await store.target(conversationId))
      if (!target) throw new AppError('not-found', 'There is no such conversation.')
      const session = sessions.get(target.accountId)
      if (!deps.preferences().sendSeen || session?.state.kind !== 'ready') return
      session.markSeen(target.address).catch((error: unknown) => logger.warn('seen-not-sent', { error }))
    },

    ...createChanges({ ...deps, store, router, live, sessions, intake, kept, gone, readHistory }),

    setBlocked: blocking.setBlocked,
    ...createAddressBook({ store, sessions, hash: deps.hash, known: () => router.forget(), emit }),

    /** What WhatsApp, asked at every account that is connected, calls the person behind an address besides. */
    async otherAddresses(address: ChatAddress): Promise<ChatAddress[]> {
      const found: ChatAddress[] = []
      for (const session of sessions.values()) {
        if (session.state.kind !== 'ready') continue
        try {
          const { lid, phone } = await session.identify(address)
          found.push(...(lid ? [lid] : []), ...(phone ? [`${phone.slice(1)}@c.us`] : []))
        } catch (error) {
          logger.warn('not-identified', { account: session.accountId, error })
        }
      }
      return found
    },

    /** The gate's policy changed, or somebody was erased. */
    policyChanged: (): void => {
      router.forget()
      erased.forget()
    },
    /** A contact's name changed: conversations show it. */
    /** All chats of a person, the one that moved last first. */
    chatsOf: (contactId: string): Promise<Conversation[]> => store.chatsOf(contactId),
    async contactChanged(contactId: string): Promise<void> {
      router.forget()
      const conversations = await store.indexContactNames(contactId)
      if (conversations.length > 0) emit({ type: 'conversations', conversations })
    },
    drain: () => intake.drain(),
    stop: async (): Promise<void> => {
      reading.abort()
      await intake.drain()
    },
  }
}
export type Inbox = ReturnType<typeof createInbox>
export { conversationViews } from './conversation-view'
export { viewsOf } from './message-view'
