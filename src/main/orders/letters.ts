/**
 * What customers are told of their orders, all through the outbox: the order itself as a message and on paper, and its new statuses where
 * the setting says so. A status is told once, whatever happens on the way: see `order_tellings`.
 */
import {
  codeOf,
  customerLocale,
  formatMoney,
  type AppEvent,
  type Contact,
  type Language,
  type Message,
  type Order,
  type Preferences,
} from '../../contract'
import type { ContactsStore } from '../contacts'
import type { SendInput } from '../outbox'
import { paperFonts } from '../paper'
import type { Logger } from '../platform/ports'
import type { Storage } from '../storage'
import { orderText, titleOf } from './message'
import { orderPaper } from './paper'
import type { Telling } from './steps-store'
import type { ordersStore } from './store'
import { filledIn, STATUS_WORDS, type ToldStatus } from './words'

export interface LettersOptions {
  storage: Storage
  outbox: { send(input: SendInput): Promise<Message> }
  uploads: {
    saveUpload(data: Uint8Array, about: { mime: string; name: string | null }): Promise<{ uploadId: string }>
  }
  /** Prints a whole HTML document. */
  print: (html: string) => Promise<Uint8Array>
  preferences: () => Preferences
  /** Of the screens. */
  language: () => Language
  emit: (event: AppEvent) => void
  logger: Logger
  /** Who is signed in to the CRM, by name. */
  who?: () => string | null
  /** Milliseconds since the epoch. */
  clock?: () => number
}

export interface SendOrder {
  id: string
  conversationId: string
  language: Language
  /** Of the messages in the outbox. */
  messageId: string
  paperId: string | null
  /** A person said that it goes though this customer asked not to be written to. */
  despiteOptOut?: boolean
}

/** The contract's `orders` procedures that write to customers, and the room's life. */
export interface Letters {
  /** @throws {AppError} `not-found` */
  text(input: { id: string; language: Language }): Promise<{ text: string }>
  statusWords(): Record<Language, Record<ToldStatus, string>>
  /**
   * Under the same ids it is sent once. @throws {AppError} as `Outbox.send`, `invalid-input` where the chat is not with its customer, or
   * `browser-missing` where there is nothing to print with.
   */
  send(input: SendOrder): Promise<Message[]>
  /** An order may have moved on: whoever is to be told is told. */
  look(): void
  /** Waits for what is being told. */
  stop(): Promise<void>
}

/** A change that was seen this late is not news any more, milliseconds. */
const NEWS = 24 * 60 * 60 * 1000
const AT_ONCE = 50
/** Telling again would be refused again. */
const HOPELESS = new Set(['not-found', 'wrong-state', 'invalid-input', 'stranger', 'blocked'])

/** Somebody whose name nobody knows is greeted without one. */
const nameOf = ({ name }: Contact): string => (name.startsWith('+') ? '' : name)

export function createLetters(options: LettersOptions): Letters {
  const {
    storage,
    outbox,
    uploads,
    print,
    preferences,
    emit,
    logger,
    who = () => null,
    clock = Date.now,
  } = options
  const store = storage.store<typeof ordersStore>('orders')
  const people = storage.store<ContactsStore>('contacts')
  const end = new AbortController()
  const ending = end.signal
  let asked = false
  const isAsked = (): boolean => asked
  let running: Promise<void> | null = null

  const customerLanguage = (): Language => preferences().customerLanguage ?? options.language()

  const statusText = (order: Order, status: ToldStatus, contact: Contact): string => {
    const language = customerLanguage()
    const words = preferences().statusWords[language]?.[status] ?? STATUS_WORDS[language][status]
    const { currency, number, total } = order
    return filledIn(words, {
      name: nameOf(contact),
      order: number ?? '',
      total: formatMoney(total, currency, customerLocale(language, currency)),
    })
  }

  const paperOf = async (order: Order, language: Language): Promise<{ uploadId: string }> => {
    const fonts = await paperFonts()
    const customer = nameOf(await people.getContact(order.contactId))
    const html = orderPaper({ order, language, company: preferences().companyName, customer, fonts })
    const name = `${titleOf(order, language)}.pdf`
    return uploads.saveUpload(await print(html), { mime: 'application/pdf', name })
  }

  const settle = async (
    { orderId, status }: Telling,
    state: 'sent' | 'failed' | 'off' | 'old' | 'opted-out',
  ): Promise<void> => {
    await store.settleTelling({ orderId, status, state })
    if (state !== 'off' && state !== 'old') emit({ type: 'order', order: await store.getOrder(orderId) })
  }

  const tell = async (telling: Telling): Promise<void> => {
    const { orderId, status, clientId, at } = telling
    if (status === 'draft' || !preferences().toldStatuses.includes(status)) return settle(telling, 'off')
    if (clock() - at > NEWS) return settle(telling, 'old')
    const conversationId = await store.chatOfOrder(orderId)
    if (conversationId === null) return settle(telling, 'failed')
    const order = await store.getOrder(orderId)
    const body = statusText(order, status, await people.getContact(order.contactId))
    try {
      await outbox.send({
        ...{ conversationId, clientId, body, quotedMessageId: null, attachment: null },
        automatic: 'news',
      })
    } catch (error) {
      if (codeOf(error) === 'opted-out') return settle(telling, 'opted-out')
      if (!HOPELESS.has(codeOf(error) ?? '')) throw error
      logger.warn('status-not-told', { status, code: codeOf(error) })
      return settle(telling, 'failed')
    }
    return settle(telling, 'sent')
  }

  /** Everything that is due, until there is nothing more or the room ends. */
  const run = async (): Promise<void> => {
    do {
      asked = false
      for (;;) {
        const due = await store.dueTellings(AT_ONCE)
        if (due.length === 0) break
        for (const telling of due) {
          if (ending.aborted) return
          await tell(telling)
        }
      }
    } while (isAsked())
  }

  const look = (): void => {
    asked = true
    if (ending.aborted || running) return
    running = run()
      // It stays due, and is looked at again with the next order that moves and at the next start.
      .catch((error: unknown) => logger.error('statuses-not-told', { error }))
      .finally(() => {
        running = null
      })
  }

  return {
    text: async ({ id, language }) => ({ text: orderText(await store.getOrder(id), language) }),
    statusWords: () => STATUS_WORDS,
    send: async ({ id, conversationId, language, messageId, paperId, despiteOptOut = false }) => {
      await store.mustBeChatOfOrder({ orderId: id, conversationId })
      const order = await store.getOrder(id)
      // Printed before anything is sent: a paper that can't be made is not announced.
      const paper = paperId === null ? null : { clientId: paperId, ...(await paperOf(order, language)) }
      const shared = { conversationId, quotedMessageId: null, despiteOptOut }
      const message = { ...shared, clientId: messageId, body: orderText(order, language), attachment: null }
      await store.noteSending({ orderId: id, clientId: messageId, at: clock(), name: who() })
      const sent = [await outbox.send(message)]
      emit({ type: 'order', order })
      if (paper === null) return sent
      const attachment = { uploadId: paper.uploadId, as: 'document' as const }
      return [...sent, await outbox.send({ ...shared, clientId: paper.clientId, body: '', attachment })]
    },
    look,
    stop: async () => {
      end.abort()
      await running
    },
  }
}
