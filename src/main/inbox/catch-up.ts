/**
 * After a connection: what was missed while away. Messages that came in bulk emit no event (whatsapp-web.js #3219), so every chat
 * that moved is compared with what is here; a chat met for the first time is read to its beginning.
 */
import PQueue from 'p-queue'
import type { Logger } from '../platform/ports'
import type { Remote } from '../storage'
import type { ChatAddress, WaChat, WaMessage, WhatsAppSession } from '../whatsapp/types'
import type { UnreadCount } from './ingest-store'
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
  /** WhatsApp's own count of what is unread. */
  unread(accountId: string, conversationId: string, count: UnreadCount): void
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

/** One conversation, of which WhatsApp may have two chats: by number and by LID. */
interface Plan {
  conversationId: string
  /** All of them, most recent first. */
  chats: WaChat[]
  /** Nothing of it is here yet. */
  isEmpty: boolean
  /**
   * Time of a message (WhatsApp's clock) up to which everything is here; null where its history was never read to the end. That single
   * newer messages are here proves nothing: they may have come by themselves while others were missed.
   */
  completeTo: number | null
}

type Here = Map<string, Awaited<ReturnType<CatchUpDeps['store']['newest']>>[number]>

/** Chats, most recent first -> by the conversation that keeps them. */
async function routeAll(deps: CatchUpDeps, accountId: string, chats: WaChat[], signal: AbortSignal) {
  const strangers: WaChat[] = []
  const routed: { chat: WaChat; conversationId: string }[] = []
  for (const chat of chats) {
    if (signal.aborted) break
    const { keeping, conversationId } = await deps.routeChat(accountId, chat)
    if (keeping === 'live') strangers.push(chat)
    if (keeping === 'kept' && conversationId !== null) routed.push({ chat, conversationId })
  }
  const here: Here = new Map((await deps.store.newest(accountId)).map((row) => [row.id, row]))
  const kept = new Map<string, WaChat[]>()
  for (const { chat, conversationId } of routed) {
    // A conversation that was joined into another one meanwhile is gone.
    const id = here.has(conversationId)
      ? conversationId
      : (await deps.routeChat(accountId, chat)).conversationId
    if (id !== null) kept.set(id, [...(kept.get(id) ?? []), chat])
  }
  return { here, kept, strangers }
}

async function planOf(deps: CatchUpDeps, accountId: string, chats: WaChat[], signal: AbortSignal) {
  const { here, kept, strangers } = await routeAll(deps, accountId, chats, signal)
  const plans: Plan[] = []
  for (const [conversationId, its] of kept) {
    const row = here.get(conversationId)
    const latest = its[0]
    if (!latest) continue
    // What it was addressed by may be the older chat, or no chat any more.
    if (row && row.address !== latest.address) await deps.store.readdress(conversationId, latest.address)
    const completeTo = row?.historyAt ?? null
    const hasMoved = completeTo === null || latest.lastActivityAt > completeTo
    if (hasMoved || latest.lastActivityAt > deps.now() - RECENT_MS) {
      plans.push({ chats: its, conversationId, isEmpty: !row?.at, completeTo })
    }
  }
  return { plans, strangers }
}

/** Reads back until what is here is met, or to the beginning where nothing was here. Answers the newest message's time. */
async function readChat(
  deps: CatchUpDeps,
  session: WhatsAppSession,
  { conversationId, completeTo }: Plan,
  address: ChatAddress,
  signal: AbortSignal,
): Promise<number> {
  let newest = 0
  for (let limit = FIRST_LOOK; !signal.aborted; limit *= STEP) {
    const { messages, reachedStart } = await session.fetchMessages(address, Math.min(limit, DEEPEST))
    newest = Math.max(newest, messages.at(-1)?.at ?? 0)
    await deps.take(session.accountId, conversationId, messages, completeTo !== null)
    if (reachedStart || limit >= DEEPEST) break
    const oldest = messages[0]?.at
    if (completeTo !== null && oldest !== undefined && oldest <= completeTo - OVERLAP_MS) break
  }
  return newest
}

async function readConversation(
  deps: CatchUpDeps,
  session: WhatsAppSession,
  plan: Plan,
  signal: AbortSignal,
): Promise<void> {
  const { conversationId, chats, completeTo } = plan
  let newest = completeTo ?? 1
  for (const { address } of chats) {
    newest = Math.max(newest, await readChat(deps, session, plan, address, signal))
  }
  if (signal.aborted) return
  const activity = Math.max(...chats.map((chat) => chat.lastActivityAt))
  deps.unread(session.accountId, conversationId, {
    count: chats.reduce((sum, chat) => sum + chat.unread, 0),
    // A chat of which WhatsApp tells no time.
    asOf: activity > 0 ? activity : newest,
    chat: null,
    isFirst: plan.isEmpty,
  })
  await deps.store.historyTaken(conversationId, newest)
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
        await readConversation(deps, session, plan, signal)
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
        const { messages } = await session.fetchMessages(chat.address, STRANGER_LOOK)
        deps.show(session.accountId, chat, messages)
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
  const plan: Plan = { chats: [chat], conversationId, isEmpty: true, completeTo: null }
  await readConversation(deps, session, plan, signal)
}
