/**
 * Decides which messages are worth a notice, and keeps book of those that are out. Pure but for its own memory, which is bounded:
 * everything in it is either younger than `FRESH_MS` or one of at most `MOST_OUT` conversations.
 */
import type { AppEvent, Conversation, Message, Preferences } from '../../contract'
import type { Notice } from '../platform/ports'
import { contentOf } from './content'
import { isQuiet } from './quiet'
import type { Words } from './words'

/** A message is new for this long, in ms, by its own time; older ones are history, edits or acks. */
export const FRESH_MS = 2 * 60_000
/** Conversations with a notice out at once. */
export const MOST_OUT = 100
/** Messages taken for new at once; beyond that the oldest are forgotten. */
const MOST_SEEN = 5_000
/** After a sound the same chat is silent for this long, in ms. */
const SOUND_MS = 10_000

/** What holds at the moment of an event. */
export interface Moment {
  /** Milliseconds. */
  now: number
  /** Minutes since local midnight. */
  minute: number
  preferences: Preferences
  words: Words
  /** The chats before the person's eyes. */
  showing: { has(conversationId: string): boolean }
  /** Leadline is locked: who looks on now may be anybody. */
  locked: boolean
}

export type NoticeChange = { do: 'show'; notice: Notice } | { do: 'remove'; conversationId: string }

interface Out {
  count: number
  /** What it shows. */
  messageId: number
  soundedAt: number
}

export class NoticeBook {
  /** Ids of fresh incoming messages, with their time. */
  private readonly seen = new Map<number, number>()
  /** New messages whose conversation is told next. */
  private readonly waiting = new Map<string, Message[]>()
  private readonly out = new Map<string, Out>()

  /** How many messages are remembered. */
  get remembered(): number {
    return this.seen.size
  }

  take(event: AppEvent, moment: Moment): NoticeChange[] {
    if (event.type === 'messages') return event.messages.flatMap((message) => this.message(message, moment))
    if (event.type === 'conversations') {
      return event.conversations.flatMap((conversation) => this.conversation(conversation, moment))
    }
    return event.type === 'conversation-gone' ? this.remove(event.conversationId) : []
  }

  /** The chat was looked at, muted, or is not to be spoken of any more. */
  remove(conversationId: string): NoticeChange[] {
    this.waiting.delete(conversationId)
    return this.out.delete(conversationId) ? [{ do: 'remove', conversationId }] : []
  }

  removeAll(): NoticeChange[] {
    return [...this.out.keys()].flatMap((id) => this.remove(id))
  }

  private message(message: Message, { now }: Moment): NoticeChange[] {
    const { id, conversationId, direction, type, at, revokedAt } = message
    if (revokedAt !== null) return this.revoked(message)
    if (direction !== 'in' || type === 'system' || Math.abs(now - at) > FRESH_MS || this.seen.has(id))
      return []
    this.seen.set(id, at)
    this.forgetOld(now)
    this.waiting.set(conversationId, [...(this.waiting.get(conversationId) ?? []), message])
    return []
  }

  /** What a customer took back must not stay in the system's list. */
  private revoked({ id, conversationId }: Message): NoticeChange[] {
    const waiting = this.waiting.get(conversationId)?.filter((message) => message.id !== id)
    if (waiting) this.waiting.set(conversationId, waiting)
    return this.out.get(conversationId)?.messageId === id ? this.remove(conversationId) : []
  }

  private conversation(conversation: Conversation, moment: Moment): NoticeChange[] {
    const { id, unread, keeping } = conversation
    const waiting = this.waiting.get(id)?.filter(({ at }) => Math.abs(moment.now - at) <= FRESH_MS) ?? []
    this.waiting.delete(id)
    const isOff = keeping === 'not-work' || keeping === 'group-off'
    if (unread === 0 || isOff) return this.remove(id)
    const message = waiting.at(-1)
    if (!message || !this.mayTell(id, moment)) return []
    return this.show(conversation, message, waiting.length, moment)
  }

  private mayTell(conversationId: string, { preferences, minute, showing }: Moment): boolean {
    return (
      preferences.notifications &&
      !preferences.mutedChats.includes(conversationId) &&
      !isQuiet(preferences.quietHours, minute) &&
      !showing.has(conversationId)
    )
  }

  private show(conversation: Conversation, message: Message, added: number, moment: Moment): NoticeChange[] {
    const { id } = conversation
    const { now, words, preferences, locked } = moment
    const before = this.out.get(id)
    const count = (before?.count ?? 0) + added
    const silent = before !== undefined && now - before.soundedAt < SOUND_MS
    const soundedAt = silent ? before.soundedAt : now
    // Anew at the end: the oldest goes first where there are too many.
    this.out.delete(id)
    const [oldest] = this.out.size >= MOST_OUT ? this.out.keys() : []
    const gone = oldest === undefined ? [] : this.remove(oldest)
    this.out.set(id, { count, messageId: message.id, soundedAt })
    const isPrivate = preferences.notificationsPrivate || locked
    const notice = { ...contentOf({ conversation, message, count, words, isPrivate }), silent }
    return [...gone, { do: 'show', notice }]
  }

  private forgetOld(now: number): void {
    for (const [id, at] of this.seen) {
      if (this.seen.size <= MOST_SEEN && now - at <= FRESH_MS) break
      this.seen.delete(id)
    }
    for (const [id, messages] of this.waiting) {
      if (messages.some(({ at }) => Math.abs(now - at) <= FRESH_MS)) break
      this.waiting.delete(id)
    }
  }
}
