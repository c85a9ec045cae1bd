/**
 * Whether the assistant answers a message, and what: from everything that matters to one decision, without doing anything. The caller
 * carries it out in the transaction in which it read the facts.
 */
import type { AssistantIntent, AssistantSettings, Language, Order, Product } from '../../contract'
import { openingAt } from './hours'
import type { Lexicon } from './lexicon'
import type { Shelf } from './match'
import { choiceAmong } from './choice'
import { consideredOrder, type Asked, type NewOrder, type Question } from './ordering'
import { exampleOf, opensText, orderTexts, say, type Voice } from './replies'
import { resolve, type Wanted } from './resolve'
import { understand, type Command } from './understand'

/** Older messages are not answered: whoever wrote them has given up waiting, or a person has answered. */
export const FRESH_MS = 5 * 60_000
/** Two machines that answer each other stop here: so many replies in this time, in one chat. */
export const MOST_REPLIES = 5
export const REPLIES_MS = 10 * 60_000
/** A question to the customer is forgotten after this. */
export const QUESTION_MS = 30 * 60_000

/** What is remembered of a chat. */
export interface ChatState {
  /** By a person, until a person lets it answer again. */
  muted: boolean
  /** A person writes here: till when it is silent. */
  silentUntil: number | null
  /** Of the last message that told one. */
  language: Language | null
  /** The closed stretch in which it said so. */
  closedTold: string | null
  /** Something of an order was asked back. */
  pending: ({ at: number } & Question) | null
}

export interface Goods {
  shelf: Shelf
  /** Null where it is not sold any more. */
  product(id: string): Product | null
  /** Also of what is not sold any more; null where it is not known any more. */
  nameOf(id: string): string | null
  /** For an example of an order. */
  some(): Product | null
  /** As a message; empty where nothing fits. */
  text(query: string | null, language: Language): string
}

export interface Facts {
  /** Milliseconds since the epoch. */
  now: number
  message: { at: number; text: string; revoked: boolean }
  settings: AssistantSettings
  lexicon: Lexicon
  chat: {
    isGroup: boolean
    isContact: boolean
    isBlocked: boolean
    isOptedOut: boolean
    /** The account's own number. */
    isOwn: boolean
  }
  /** Sending is held on this account. */
  paused: boolean
  state: ChatState
  /** Replies of the last `REPLIES_MS` in this chat. */
  replies: number
  name: string
  goods: Goods
  /** The customer's, newest first. */
  orders(): Order[]
}

/** Why nothing is said. */
export type Silence =
  | 'off'
  | 'group'
  | 'stranger'
  | 'own'
  | 'blocked'
  | 'opted-out'
  | 'paused'
  | 'revoked'
  | 'old'
  | 'muted'
  | 'person'
  | 'too-many'
  | 'closed'
  | 'not-understood'

export interface Reply {
  do: 'reply'
  text: string
  language: Language
  intent: AssistantIntent | null
  /** To be made, or null. */
  order: NewOrder | null
  /** What is remembered from now on. */
  state: Pick<ChatState, 'closedTold' | 'language' | 'pending'>
}

export type Decision = { do: 'nothing'; why: Silence } | Reply

/** What keeps it from answering, whatever the message says; null where nothing does. */
export function obstacle({ settings, chat, paused, message, now, state, replies }: Facts): Silence | null {
  if (!settings.on) return 'off'
  if (chat.isGroup) return 'group'
  if (!chat.isContact) return 'stranger'
  if (chat.isOwn) return 'own'
  if (chat.isBlocked) return 'blocked'
  if (chat.isOptedOut) return 'opted-out'
  if (paused) return 'paused'
  if (message.revoked) return 'revoked'
  if (Math.abs(now - message.at) > FRESH_MS) return 'old'
  if (state.muted) return 'muted'
  if (state.silentUntil !== null && now < state.silentUntil) return 'person'
  return replies >= MOST_REPLIES ? 'too-many' : null
}

type Said = Pick<Reply, 'text'> & Partial<Pick<Reply, 'order'>> & { pending?: Question }

const NOT_UNDERSTOOD: Decision = { do: 'nothing', why: 'not-understood' }

function toCommand(facts: Facts, command: Command, voice: Voice): Said | null {
  const { goods } = facts
  const example = exampleOf(goods.some(), voice.language)
  switch (command.intent) {
    case 'greeting':
    case 'contact':
      return { text: say(voice, command.intent) }
    case 'help':
      return { text: say(voice, 'help', { example }) }
    case 'catalogue': {
      const products = goods.text(command.query, voice.language)
      if (products !== '') return { text: say(voice, 'catalogue', { products, example }) }
      return command.query === null ? { text: say(voice, 'nothingForSale') } : null
    }
    case 'status': {
      const orders = shownOrders(facts.orders())
      if (orders.length === 0) return { text: say(voice, 'noOrders', { example }) }
      return { text: say(voice, 'status', { orders: orderTexts(orders, voice.language) }) }
    }
    case 'order': {
      const { wanted, notes } = resolve(command.lines, goods.shelf)
      if (wanted.length === 0) return command.isSure ? { text: say(voice, 'howToOrder', { example }) } : null
      const question = { asked: askedOf(wanted, goods.shelf), note: notes.join('\n') || null }
      return consideredOrder({ ...facts, voice }, question, command.isSure)
    }
  }
}

const askedOf = (wanted: readonly Wanted[], shelf: Shelf): Asked[] =>
  wanted.map(({ asked, words, quantity, match }) => ({
    asked,
    quantity,
    ids: match.kind === 'one' ? [match.id] : match.kind === 'several' ? match.ids : shelf.nearest(words),
    isKnown: match.kind !== 'none',
    isClear: match.kind === 'one',
  }))

const MOST_ORDERS = 3

/** Those under way; where there are none the last one. */
function shownOrders(orders: readonly Order[]): readonly Order[] {
  const open = orders.filter(({ status }) => status !== 'delivered' && status !== 'cancelled')
  return open.length > 0 ? open.slice(0, MOST_ORDERS) : orders.slice(0, 1)
}

/** The answer to what was asked back, where it is one. */
function toQuestion(facts: Facts, voice: Voice): Said | null {
  const { pending } = facts.state
  const open = pending?.asked.findIndex(({ isClear }) => !isClear) ?? -1
  const question = pending?.asked[open]
  if (!pending || !question || facts.now - pending.at > QUESTION_MS) return null
  const options = question.ids.map((id) => facts.goods.product(id))
  const place = choiceAmong(facts.message.text, options, facts.lexicon)
  const id = place === null ? undefined : question.ids[place]
  if (place === null || id === undefined) return null
  const chosen = options[place]
  if (!chosen) {
    const name = facts.goods.nameOf(id)
    return {
      text:
        name === null
          ? say(voice, 'unknown', { asked: question.asked })
          : say(voice, 'soldOut', { product: name }),
    }
  }
  const asked = pending.asked.with(open, { ...question, ids: [chosen.id], isKnown: true, isClear: true })
  return consideredOrder({ ...facts, voice }, { asked, note: pending.note }, true)
}

/** What it says to a message, if nothing keeps it from answering. */
export function answer(facts: Facts): Decision {
  const { settings, state, now, name } = facts
  const { command, language: told } = understand(facts.message.text, facts.lexicon)
  const language = told ?? state.language ?? settings.language
  const voice: Voice = { texts: settings.texts, language, name }
  const reply = (said: Said, intent: AssistantIntent | null, closedTold = state.closedTold): Reply => ({
    do: 'reply',
    text: said.text,
    language,
    intent,
    order: said.order ?? null,
    state: {
      closedTold,
      language: told ?? state.language,
      pending: said.pending ? { at: now, ...said.pending } : null,
    },
  })
  const opening = openingAt(settings.hours, now)
  if (!opening.isOpen) {
    if (state.closedTold === opening.since) return { do: 'nothing', why: 'closed' }
    return reply({ text: say(voice, 'closed', { opens: opensText(opening, language) }) }, null, opening.since)
  }
  const said = command ? toCommand(facts, command, voice) : toQuestion(facts, voice)
  return said ? reply(said, command?.intent ?? 'order') : NOT_UNDERSTOOD
}

export function decide(facts: Facts): Decision {
  const why = obstacle(facts)
  return why === null ? answer(facts) : { do: 'nothing', why }
}
