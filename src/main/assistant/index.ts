/**
 * The assistant: answers customers' commands in the chats of known contacts, where it is switched on (feature rows C8, C9). It works off
 * the messages that the database holds for it; what it decides, and everything that follows, is done there (see answer-store.ts).
 */
import {
  AppError,
  codeOf,
  type AppEvent,
  type AssistantChange,
  type AssistantChat,
  type AssistantSettings,
  type AssistantTrial,
  type Language,
  type Message,
  type Order,
} from '../../contract'
import { tell } from '../outbox'
import type { Logger } from '../platform/ports'
import type { Storage } from '../storage'
import type { assistantStore } from './store'

export interface AssistantOptions {
  storage: Storage
  outbox: {
    wake(accountId: string): void
    discard(messageId: number): Promise<void>
  }
  /** Tells the screens of an order, and that something waits for the CRM. */
  announce(order: Order): Promise<void>
  /** Of the screens: what an account begins with. */
  language(): Language
  emit(event: AppEvent): void
  logger: Logger
  /** Milliseconds since the epoch. */
  clock?: () => number
}

/** The contract's `assistant` procedures, and the room's life. */
export interface Assistant {
  settings(
    accountId: string,
  ): Promise<{ settings: AssistantSettings; defaults: Pick<AssistantSettings, 'words' | 'texts'> }>
  /** @throws {AppError} `not-found` */
  change(accountId: string, change: AssistantChange): Promise<AssistantSettings>
  tryOut(accountId: string, text: string): Promise<AssistantTrial>
  chat(conversationId: string): Promise<AssistantChat>
  /** The language that the customer of a chat writes; null where nothing says. */
  languageOf(conversationId: string): Promise<Language | null>
  typing(conversationId: string): Promise<void>
  setMuted(conversationId: string, muted: boolean): Promise<AssistantChat>
  /** Hears what the screens are told: messages that came may want an answer, a person's own silence it. */
  receive(event: AppEvent): void
  /** Looks at what came before the last run ended, and from now on. */
  start(): void
  /** Waits for what is being answered. */
  stop(): Promise<void>
}

/** In the trial. */
const SOMEBODY = 'Sari'

export function createAssistant(options: AssistantOptions): Assistant {
  const { storage, outbox, announce, emit, logger, clock = Date.now } = options
  const store = storage.store<typeof assistantStore>('assistant')
  let running: Promise<void> | null = null
  let asked = false
  const isAsked = (): boolean => asked
  let ended = true

  const answer = async (messageId: number): Promise<void> => {
    const outcome = await store.answerTask(messageId, clock())
    if (!outcome) return
    const { accountId, conversationId, silence, changed, order } = outcome
    if (silence !== null) {
      logger.debug('assistant-silent', { conversationId, why: silence })
      return
    }
    logger.info('assistant-answered', { conversationId, order: order !== null })
    if (changed) tell(emit, changed)
    outbox.wake(accountId)
    if (order) await announce(order)
  }

  /** What can't be answered is given up, so that it keeps nobody else waiting. */
  const answerOrDrop = async (messageId: number): Promise<void> => {
    try {
      await answer(messageId)
    } catch (error) {
      if (codeOf(error) === null) throw error
      logger.warn('assistant-gave-up', { error })
      await store.endTask(messageId)
    }
  }

  const run = async (): Promise<void> => {
    do {
      asked = false
      for (let next = await store.nextTask(); next !== null && !ended; next = await store.nextTask())
        await answerOrDrop(next)
    } while (isAsked() && !ended)
  }

  const look = (): void => {
    asked = true
    if (ended || running) return
    running = run()
      // It stays where it is, and is looked at with the next message or at the next start, as long as it is fresh.
      .catch((error: unknown) => logger.error('assistant-failed', { error }))
      .finally(() => {
        running = null
      })
  }

  const show = (chat: AssistantChat): void => emit({ type: 'assistant-chat', chat })

  /** What it was about to say in a chat where a person writes now. What is on its way already goes. */
  const takeBack = async (conversationId: string): Promise<void> => {
    for (const messageId of await store.unsentReplies(conversationId)) {
      try {
        await outbox.discard(messageId)
      } catch (error) {
        if (!(error instanceof AppError) && codeOf(error) === null) throw error
        logger.debug('reply-not-taken-back', { error })
      }
    }
  }

  const silenced = async (conversationId: string, chat: AssistantChat): Promise<void> => {
    show(chat)
    if (chat.state === 'silent' || chat.state === 'muted') await takeBack(conversationId)
  }

  const personWrote = (conversationId: string): void => {
    store
      .assistantChat(conversationId, clock())
      .then((chat) => (chat.state === 'off' ? undefined : silenced(conversationId, chat)))
      .catch((error: unknown) => logger.warn('assistant-not-silenced', { error }))
  }

  const isOfPerson = ({ direction, automatic, at, type }: Message, now: number): boolean =>
    direction === 'out' &&
    automatic === null &&
    type !== 'system' &&
    type !== 'call' &&
    now - at < WROTE_NOW_MS

  return {
    settings: async (accountId) => {
      const settings = await store.settingsOf(accountId)
      const language = (await store.isSet(accountId)) ? settings.language : options.language()
      return { settings: { ...settings, language }, defaults: await store.defaults() }
    },
    change: async (accountId, change) => {
      const first = (await store.isSet(accountId)) ? {} : { language: options.language() }
      return store.changeSettings(accountId, { ...first, ...change })
    },
    tryOut: (accountId, text) => store.tryOut(accountId, { text, name: SOMEBODY, now: clock() }),
    chat: (conversationId) => store.assistantChat(conversationId, clock()),
    languageOf: (conversationId) => store.languageOfChat(conversationId),
    typing: async (conversationId) => silenced(conversationId, await store.typing(conversationId, clock())),
    setMuted: async (conversationId, muted) => {
      const chat = await store.setMuted(conversationId, muted, clock())
      await silenced(conversationId, chat)
      return chat
    },
    receive: (event) => {
      if (event.type === 'history') look()
      if (event.type !== 'messages') return
      if (event.messages.some(({ direction }) => direction === 'in')) look()
      const now = clock()
      const written = event.messages.filter((message) => isOfPerson(message, now))
      for (const id of new Set(written.map(({ conversationId }) => conversationId))) personWrote(id)
    },
    start: () => {
      ended = false
      look()
    },
    stop: async () => {
      ended = true
      await running
    },
  }
}

/** A person's message that is told of later than this is one that changed, as by a tick. */
const WROTE_NOW_MS = 60_000
