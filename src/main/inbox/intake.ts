/**
 * The way in on the app's side: routes what a session says through the gate, groups what may be kept into transactions, shows what may
 * not, and tells the screens.
 */
import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { AppEvent } from '../../contract'
import type { Logger } from '../platform/ports'
import type { Remote } from '../storage'
import type { WaChat, WaMessage } from '../whatsapp/types'
import { createBatcher } from './batcher'
import type { IngestItem, IngestResult, UnreadCount } from './ingest-store'
import { addressOf, itemOf, messageItem, type ChatEvent } from './items'
import type { LiveChats } from './live'
import { pack } from './packing'
import { kindOf, type Known, type Router } from './router'
import type { inboxStore } from './store'

export interface IntakeDeps {
  store: Remote<typeof inboxStore>
  router: Router
  live: LiveChats
  /** Without what is of people who were erased. */
  clean(items: IngestItem[]): Promise<IngestItem[]>
  emit(event: AppEvent): void
  mediaCap(): number
  /** New media wait to be fetched. */
  onMedia(): void
  /** Acks of this account were taken in. */
  onAck(accountId: string): void
  logger: Logger
  /** Milliseconds between tries. */
  retryMs?: readonly number[]
}

/** What arrives within this many ms is one transaction. */
const GROUP_MS = 4
const MOST_PER_TRANSACTION = 500
/** More than this at once is told as history: the screens read again instead of taking messages one by one. */
const MOST_PER_EVENT = 100

/** Milliseconds between tries while the disk is full or the database busy. */
const RETRY_MS = [500, 2_000, 5_000, 15_000, 30_000]

/** How many of them history waits for: it is read again anyway, and somebody may look at it now. */
const HISTORY_TRIES = 2

const codeOf = (error: unknown): string | null =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : null

/** Whether the same may succeed later. SQLite's extended codes (`SQLITE_IOERR_WRITE`) begin with the plain one. */
const isPassing = (error: unknown): boolean => /^SQLITE_(FULL|BUSY|IOERR)/.test(codeOf(error) ?? '')

/** Whether it lies in what was to be written; anything else of SQLite's would meet every other item too. */
function isOfItem(error: unknown): boolean {
  const code = codeOf(error)
  return !code?.startsWith('SQLITE_') || /^SQLITE_(CONSTRAINT|MISMATCH|TOOBIG)/.test(code)
}

export function createIntake(deps: IntakeDeps) {
  const { store, router, live, emit, logger, retryMs = RETRY_MS } = deps

  const tell = (result: IngestResult): void => {
    if (result.history.length > 0) emit({ type: 'history', conversationIds: result.history })
    if (result.messages.length > 0) emit({ type: 'messages', messages: result.messages })
    if (result.conversations.length > 0) emit({ type: 'conversations', conversations: result.conversations })
    if (result.media) deps.onMedia()
  }

  const commit = async (items: IngestItem[], shown: number, name: string | null = null): Promise<number> => {
    const result = await store.ingestPacked(pack(await deps.clean(items)), shown, name)
    tell(result)
    for (const accountId of new Set(items.flatMap((item) => (item.op === 'ack' ? [item.accountId] : [])))) {
      deps.onAck(accountId)
    }
    return result.added
  }

  /** For one piece of work: while the disk is full or the database busy, the same again after each of these waits (ms). */
  const patience = (waits: readonly number[]) => {
    const left = [...waits]
    return async <T>(work: () => Promise<T>): Promise<T> => {
      for (;;) {
        try {
          return await work()
        } catch (error) {
          const wait = isPassing(error) ? left.shift() : undefined
          if (wait === undefined) throw error
          logger.warn('intake-waits', { wait, error })
          await delay(wait)
        }
      }
    }
  }

  /**
   * A batch that fails is taken apart, so that one bad item costs no other. Resolves to how many messages were new.
   * @throws where the database itself can't be written, after these waits (ms) for all of the batch together.
   */
  const takeIn = async (
    items: IngestItem[],
    shown: number,
    waits: readonly number[] = [],
  ): Promise<number> => {
    const patiently = patience(waits)
    try {
      return await patiently(() => commit(items, shown))
    } catch (error) {
      if (!isOfItem(error)) throw error
    }
    let added = 0
    for (const item of items) {
      try {
        added += await patiently(() => commit([item], shown))
      } catch (error) {
        if (!isOfItem(error)) throw error
        logger.error('ingest-failed', { op: item.op, error })
      }
    }
    return added
  }

  /** Under this name batches follow one another without waiting for answers. */
  let unbroken = randomUUID()
  const batcher = createBatcher<IngestItem>({
    wait: GROUP_MS,
    most: MOST_PER_TRANSACTION,
    attempt: async (items) => {
      try {
        await commit(items, MOST_PER_EVENT, unbroken)
        return true
      } catch (error) {
        logger.warn('batch-not-taken', { items: items.length, error })
        return false
      }
    },
    insist: async (items) => {
      unbroken = randomUUID()
      try {
        await takeIn(items, MOST_PER_EVENT, retryMs)
      } catch (error) {
        // Not all is lost: what was said in these is read again after the next connection.
        logger.error('ingest-failed', { items: items.length, error })
      }
    },
  })

  const showLive = (accountId: string, event: ChatEvent): void => {
    const address = addressOf(event)
    const chat =
      live.at(accountId, address) ??
      live.note({
        accountId,
        address,
        kind: kindOf(address),
        title: null,
        identity: null,
        keeping: 'live',
        at: 0,
        erasedAt: null,
      })
    const changed = event.type === 'message' ? live.take(chat, event.message, true) : live.change(chat, event)
    if (changed) tellLive(chat.conversationId)
  }

  const tellLive = (conversationId: string): void => {
    const chat = live.get(conversationId)
    if (!chat) return
    emit({ type: 'messages', messages: live.messageViews(chat).slice(-MOST_PER_EVENT) })
    emit({ type: 'conversations', conversations: [live.view(chat)] })
  }

  const dispatch = (accountId: string, known: Known, event: ChatEvent): void => {
    if (known.keeping === 'live') showLive(accountId, event)
    if (known.keeping !== 'kept' || known.conversationId === null) return
    const item = itemOf({ accountId, conversationId: known.conversationId, mediaCap: deps.mediaCap() }, event)
    if (item) batcher.add(item)
  }

  return {
    /** Takes one event. Never throws; order within a chat is kept. */
    receive(accountId: string, event: ChatEvent): void {
      const address = addressOf(event)
      const known = router.get(accountId, address)
      if (known) {
        dispatch(accountId, known, event)
        return
      }
      const at = event.type === 'message' ? event.message.at : Date.now()
      const facts = { address, kind: kindOf(address), title: null, identity: undefined, at }
      patience(retryMs)(() => router.ask(accountId, facts))
        .then((answer) => dispatch(accountId, answer, event))
        .catch((error: unknown) => logger.error('routing-failed', { error }))
    },

    /**
     * Takes history of a kept chat; resolves to how many messages were new.
     * @throws where the database can't be written after a moment either: whoever reads history reads it again.
     */
    async take(
      accountId: string,
      conversationId: string,
      messages: WaMessage[],
      isLive: boolean,
    ): Promise<number> {
      const context = { accountId, conversationId, mediaCap: deps.mediaCap() }
      let added = 0
      for (let start = 0; start < messages.length; start += MOST_PER_TRANSACTION) {
        const part = messages.slice(start, start + MOST_PER_TRANSACTION)
        const items = part.map((message) => messageItem(context, message, isLive))
        added += await takeIn(items, 0, retryMs.slice(0, HISTORY_TRIES))
      }
      return added
    },

    /** Shows a stranger's last messages. */
    show(accountId: string, chat: WaChat, messages: WaMessage[]): void {
      const known = live.at(accountId, chat.address)
      if (known?.keeping !== 'live') return
      for (const message of messages) live.take(known, message, false)
      live.count(known, chat.unread)
      if (known.messages.length > 0) tellLive(known.conversationId)
    },

    /** Takes WhatsApp's own count of what is unread, in its order among the messages. */
    unread(accountId: string, conversationId: string, count: UnreadCount): void {
      batcher.add({ accountId, conversationId, op: 'unread', ...count })
    },

    tellLive,
    drain: () => batcher.drain(),
  }
}
export type Intake = ReturnType<typeof createIntake>
