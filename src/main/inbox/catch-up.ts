/**
 * After a connection: what was missed while away. Messages that came in bulk emit no event (whatsapp-web.js #3219), so every chat
 * that moved is compared with what is here; a chat met for the first time is read to its beginning.
 */
import PQueue from 'p-queue'
import type { Logger } from '../platform/ports'
import type { Remote } from '../storage'
import type { WaChat, WaMessage, WhatsAppSession } from '../whatsapp/types'
import type { inboxStore } from './store'
import type { Known } from './router'

export interface CatchUpDeps {
  store: Remote<typeof inboxStore>
  logger: Logger
  now(): number
  routeChat(accountId: string, chat: WaChat): Promise<Known>
  /** Takes history into the database; resolves to how many messages were new. */
  take(accountId: string, conversationId: string, messages: WaMessage[], live: boolean): Promise<number>
  /** Shows a stranger's messages. */
  show(accountId: string, chat: WaChat, messages: WaMessage[]): void
  /** The first unread count of a chat that is new here. */
  setUnread(conversationId: string, unread: number): Promise<void>
}

export interface CatchUpOptions {
  onProgress(done: number, total: number): void
  signal: AbortSignal
}

/** A first look at a chat; what is missing beyond it is fetched in growing steps. */
const FIRST_LOOK = 50
const STEP = 8
/** A chat's history beyond this many messages stays on the phone. */
const DEEPEST = 10_000
/** Chats that moved within this time are looked at though nothing seems to be missing: acks and edits emit no event while away. */
const RECENT_MS = 3 * 24 * 3600_000
/** Read again around the mark: messages of one moment may come in any order. */
const OVERLAP_MS = 60_000
const STRANGERS_SHOWN = 30
const STRANGER_LOOK = 20
const AT_ONCE = 3

interface Plan {
  chat: WaChat
  conversationId: string
  /** Nothing of it is here yet. */
  isEmpty: boolean
  /**
   * Time of a message (WhatsApp's clock) up to which everything is here; null where its history was never read to the end. That single
   * newer messages are here proves nothing: they may have come by themselves while others were missed.
   */
  completeTo: number | null
}

async function planOf(deps: CatchUpDeps, accountId: string, chats: WaChat[], signal: AbortSignal) {
  const plans: Plan[] = []
  const strangers: WaChat[] = []
  const routed: { chat: WaChat; known: Known }[] = []
  for (const chat of chats) {
    if (signal.aborted) break
    routed.push({ chat, known: await deps.routeChat(accountId, chat) })
  }
  const here = new Map((await deps.store.newest(accountId)).map((row) => [row.id, row]))
  for (const { chat, known } of routed) {
    if (known.keeping === 'live') strangers.push(chat)
    if (known.keeping !== 'kept' || known.conversationId === null) continue
    const row = here.get(known.conversationId)
    const completeTo = row?.historyAt ?? null
    const hasMoved = completeTo === null || chat.lastActivityAt > completeTo
    if (hasMoved || chat.lastActivityAt > deps.now() - RECENT_MS) {
      plans.push({ chat, conversationId: known.conversationId, isEmpty: !row?.at, completeTo })
    }
  }
  return { plans, strangers }
}

/** Reads back until what is here is met, or to the beginning where nothing was here. */
async function readChat(
  deps: CatchUpDeps,
  session: WhatsAppSession,
  plan: Plan,
  signal: AbortSignal,
): Promise<void> {
  const { accountId } = session
  const isFirst = plan.completeTo === null
  let newest = 0
  for (let limit = FIRST_LOOK; !signal.aborted; limit *= STEP) {
    const messages = await session.fetchMessages(plan.chat.address, Math.min(limit, DEEPEST))
    newest = Math.max(newest, messages.at(-1)?.at ?? 0)
    await deps.take(accountId, plan.conversationId, messages, !isFirst)
    const isWhole = messages.length < limit || limit >= DEEPEST
    const oldest = messages[0]?.at ?? 0
    if (isWhole || (plan.completeTo !== null && oldest <= plan.completeTo - OVERLAP_MS)) break
  }
  if (signal.aborted) return
  if (plan.chat.unread === 0 || plan.isEmpty) await deps.setUnread(plan.conversationId, plan.chat.unread)
  await deps.store.historyTaken(plan.conversationId, Math.max(newest, plan.completeTo ?? 1))
}

/**
 * A chat that fails does not hold up the others.
 * @throws where any failed, at the end: the same again reads only what is still missing.
 */
export async function catchUp(
  deps: CatchUpDeps,
  session: WhatsAppSession,
  options: CatchUpOptions,
): Promise<void> {
  const { signal, onProgress } = options
  const chats = await session.listChats()
  const { plans, strangers } = await planOf(deps, session.accountId, chats, signal)
  const queue = new PQueue({ concurrency: AT_ONCE })
  let done = 0
  let failed = 0
  onProgress(0, plans.length)
  for (const plan of plans) {
    void queue.add(async () => {
      if (signal.aborted) return
      try {
        await readChat(deps, session, plan, signal)
      } catch (error) {
        failed++
        deps.logger.warn('chat-not-read', { conversation: plan.conversationId, error })
      }
      onProgress(++done, plans.length)
    })
  }
  for (const chat of strangers.slice(0, STRANGERS_SHOWN)) {
    void queue.add(async () => {
      if (signal.aborted) return
      try {
        deps.show(session.accountId, chat, await session.fetchMessages(chat.address, STRANGER_LOOK))
      } catch (error) {
        deps.logger.warn('stranger-not-shown', { error })
      }
    })
  }
  await queue.onIdle()
  if (failed > 0 && !signal.aborted) throw new Error(`${failed} of ${plans.length} chats could not be read`)
}

/** One chat, from its beginning: after somebody was added, or a group was switched on. */
export async function readWholeChat(
  deps: CatchUpDeps,
  session: WhatsAppSession,
  conversationId: string,
  address: string,
  signal: AbortSignal,
): Promise<void> {
  const chat = await session.getChat(address)
  await readChat(deps, session, { chat, conversationId, isEmpty: true, completeTo: null }, signal)
}
