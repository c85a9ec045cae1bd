/**
 * The way in on the app's side: routes what a session says through the gate, groups what may be kept into transactions, shows what may
 * not, and tells the screens.
 */
import { setTimeout as delay } from 'node:timers/promises'
import type { AppEvent } from '../../contract'
import type { Logger } from '../platform/ports'
import type { Remote } from '../storage'
import type { WaChat, WaMessage } from '../whatsapp/types'
import { createBatcher } from './batcher'
import type { IngestItem, IngestResult } from './ingest-store'
import { addressOf, itemOf, messageItem, type ChatEvent } from './items'
import type { LiveChats } from './live'
import { pack } from './packing'
import { kindOf, type Known, type Router } from './router'
import type { inboxStore } from './store'

export interface IntakeDeps {
  store: Remote<typeof inboxStore>
  router: Router
  live: LiveChats
  emit(event: AppEvent): void
  mediaCap(): number
  /** New media wait to be fetched. */
  onMedia(): void
  /** Acks of this account were taken in. */
  onAck(accountId: string): void
  logger: Logger
}

/** What arrives within this many ms is one transaction. */
const GROUP_MS = 4
const MOST_PER_TRANSACTION = 500
/** More than this at once is told as history: the screens read again instead of taking messages one by one. */
const MOST_PER_EVENT = 100

/** Milliseconds between tries while the disk is full or the database busy. */
const RETRY_MS = [500, 2_000, 5_000, 15_000, 30_000]
const PASSING = new Set(['SQLITE_FULL', 'SQLITE_BUSY', 'SQLITE_IOERR'])

function isPassing(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && PASSING.has(String(error.code))
}

export function createIntake(deps: IntakeDeps) {
  const { store, router, live, emit, logger } = deps

  const tell = (result: IngestResult): void => {
    if (result.history.length > 0) emit({ type: 'history', conversationIds: result.history })
    if (result.messages.length > 0) emit({ type: 'messages', messages: result.messages })
    if (result.conversations.length > 0) emit({ type: 'conversations', conversations: result.conversations })
    if (result.media) deps.onMedia()
  }

  const commit = async (items: IngestItem[], shown: number): Promise<number> => {
    const result = await store.ingestPacked(pack(items), shown)
    tell(result)
    for (const accountId of new Set(items.flatMap((item) => (item.op === 'ack' ? [item.accountId] : [])))) {
      deps.onAck(accountId)
    }
    return result.added
  }

  /** While the disk is full or the database busy, the same again after a while. */
  const patiently = async <T>(work: () => Promise<T>, attempt = 0): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      const wait = isPassing(error) ? RETRY_MS[attempt] : undefined
      if (wait === undefined) throw error
      logger.warn('intake-waits', { wait, error })
      await delay(wait)
      return patiently(work, attempt + 1)
    }
  }

  /** A batch that fails is taken apart, so that one bad item costs no other. Resolves to how many messages were new. */
  const takeIn = async (items: IngestItem[], shown: number): Promise<number> => {
    try {
      return await patiently(() => commit(items, shown))
    } catch (error) {
      if (items.length === 1) {
        logger.error('ingest-failed', { op: items[0]?.op, error })
        return 0
      }
      let added = 0
      for (const item of items) added += await takeIn([item], shown)
      return added
    }
  }

  const batcher = createBatcher<IngestItem>({
    wait: GROUP_MS,
    most: MOST_PER_TRANSACTION,
    handle: async (items) => {
      await takeIn(items, MOST_PER_EVENT)
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
      const facts = { address, kind: kindOf(address), title: null, identity: undefined, at: Date.now() }
      patiently(() => router.ask(accountId, facts))
        .then((answer) => dispatch(accountId, answer, event))
        .catch((error: unknown) => logger.error('routing-failed', { error }))
    },

    /** Takes history of a kept chat; resolves to how many messages were new. */
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
        added += await takeIn(items, 0)
      }
      return added
    },

    /** Shows a stranger's last messages. */
    show(accountId: string, chat: WaChat, messages: WaMessage[]): void {
      const known = live.at(accountId, chat.address)
      if (known?.keeping !== 'live') return
      for (const message of messages) live.take(known, message, false)
      known.unread = Math.max(known.unread, chat.unread)
      tellLive(known.conversationId)
    },

    tellLive,
    drain: () => batcher.drain(),
  }
}
export type Intake = ReturnType<typeof createIntake>
