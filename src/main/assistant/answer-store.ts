/**
 * Looking at a message and doing what follows, in one transaction: the order, the reply in the outbox and the end of the task are there
 * together or not at all, so that no kill makes an order twice or leaves one without its reply. Runs in the database thread.
 */
import { createHash } from 'node:crypto'
import type { AssistantTrial, Order } from '../../contract'
import { createOrder, ordersOfContact } from '../orders/order-store'
import type { Changed } from '../outbox/changed'
import { enqueue } from '../outbox/queue-store'
import { builder, firstIdAt, type Sql } from '../storage'
import { chatFacts, readChat, rememberChat } from './chat-store'
import { answer, decide, REPLIES_MS, type Facts, type Reply, type Silence } from './decide'
import { goodsOf } from './goods-store'
import { Lexicon } from './lexicon'
import { storedSettings, wholeSettings } from './settings-store'
import { endTask } from './task-store'

/** What was done with a message. */
export interface Outcome {
  accountId: string
  conversationId: string
  /** Null where it answered. */
  silence: Silence | null
  /** The reply, for the screens. */
  changed: Changed | null
  order: Order | null
}

/** Of this thread, by account: the words change seldom. */
const lexicons = new Map<string, { key: string; lexicon: Lexicon }>()

function setUp(sql: Sql, accountId: string) {
  const { text, change } = storedSettings(sql, accountId)
  const settings = wholeSettings(change)
  const known = lexicons.get(accountId)
  const lexicon = known?.key === text ? known.lexicon : new Lexicon(settings.words)
  lexicons.set(accountId, { key: text, lexicon })
  return { settings, lexicon }
}

/**
 * An id for what follows from a message, the same each time: by the message's own key at WhatsApp, so that one message that came in two
 * chats, or came again, is one order and one reply. A version 5 UUID in shape.
 */
export function idFor(what: 'order' | 'reply', accountId: string, key: string): string {
  const hash = createHash('sha256').update(`leadline assistant ${what} ${accountId} ${key}`).digest()
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80
  const hex = hash.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  )
}

/** Replies of the last minutes in this chat. */
function repliesSince(sql: Sql, conversationId: string, since: number): number {
  const statement = sql.statement(
    `SELECT count(*) FROM messages m JOIN automatic_messages r ON r.message_id = m.id AND r.by = 'assistant' WHERE m.conversation_id = ? AND m.id >= ?`,
  )
  return statement.pluck().get(conversationId, firstIdAt(since)) as number
}

interface Task {
  accountId: string
  conversationId: string
  contactId: string | null
  key: string
  facts: Facts
}

function taskOf(sql: Sql, messageId: number, now: number): Task | null {
  const message = sql.get(builder.selectFrom('messages').selectAll().where('id', '=', messageId))
  const chat = message && chatFacts(sql, message.conversation_id)
  if (!chat) return null
  const { conversation_id: conversationId, at, body } = message
  const { accountId, contactId } = chat
  const { settings, lexicon } = setUp(sql, accountId)
  return {
    ...{ accountId, conversationId, contactId },
    key: message.key ?? String(messageId),
    facts: {
      ...{ now, settings, lexicon, chat: chat.chat, paused: chat.paused, name: chat.name },
      message: { at, text: body ?? '', revoked: message.revoked_at !== null },
      state: readChat(sql, conversationId, settings.silence, now),
      replies: repliesSince(sql, conversationId, now - REPLIES_MS),
      goods: goodsOf(sql),
      orders: () => (contactId === null ? [] : ordersOfContact(sql, contactId)),
    },
  }
}

function carryOut(sql: Sql, task: Task, reply: Reply): Pick<Outcome, 'changed' | 'order'> {
  const { accountId, conversationId, contactId, key, facts } = task
  const { now } = facts
  const order =
    reply.order && contactId !== null
      ? createOrder(sql, {
          ...reply.order,
          ...{ id: idFor('order', accountId, key), contactId, conversationId, now },
          actor: { by: 'assistant', name: null },
        })
      : null
  const clientId = idFor('reply', accountId, key)
  const message = { conversationId, clientId, body: reply.text, quotedMessageId: null, attachment: null }
  const sent = enqueue(sql, { ...message, automatic: 'assistant' }, now)
  rememberChat(sql, conversationId, reply.state)
  return { order, changed: sent.changed }
}

/** Looks at a message that waits for it. Null where it is gone. */
export function answerTask(sql: Sql, messageId: number, now: number): Outcome | null {
  return sql.transaction(() => {
    const task = taskOf(sql, messageId, now)
    endTask(sql, messageId)
    if (!task) return null
    const { accountId, conversationId } = task
    const decision = decide(task.facts)
    if (decision.do === 'nothing')
      return { accountId, conversationId, silence: decision.why, changed: null, order: null }
    return { accountId, conversationId, silence: null, ...carryOut(sql, task, decision) }
  })
}

/** What it would say to this text from somebody called so, at this time. Nothing is kept. */
export function tryOut(
  sql: Sql,
  accountId: string,
  input: { text: string; name: string; now: number },
): AssistantTrial {
  const { settings, lexicon } = setUp(sql, accountId)
  const { text, name, now } = input
  const decision = answer({
    ...{ now, settings, lexicon, name, paused: false, replies: 0 },
    message: { at: now, text, revoked: false },
    chat: { isGroup: false, isContact: true, isBlocked: false, isOptedOut: false, isOwn: false },
    state: { muted: false, silentUntil: null, language: null, closedTold: null, pending: null },
    goods: goodsOf(sql),
    orders: () => [],
  })
  if (decision.do === 'nothing') return { intent: null, reply: null, language: settings.language, lines: [] }
  const { intent, language, order } = decision
  const lines = order?.lines.map(({ name: product, quantity }) => ({ name: product, quantity })) ?? []
  return { intent, reply: decision.text, language, lines }
}
