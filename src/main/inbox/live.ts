/**
 * Chats of which nothing may touch the disk: strangers, shown while Leadline runs, and those that are switched off, by name only
 * where WhatsApp itself tells it. Memory alone, bounded, gone with the process.
 */
import { randomUUID } from 'node:crypto'
import type { Conversation, Message, MessagePage } from '../../contract'
import type { MessagesTable } from '../storage'
import { firstIdAt } from '../storage/message-id'
import type { ChatAddress, WaEvent, WaIdentity, WaMessage } from '../whatsapp/types'
import type { Keeping } from './keeping'
import { rowOf } from './message-row'
import { viewOf } from './message-view'

const MOST_CHATS = 2000
const MOST_MESSAGES = 200

export interface LiveChat {
  conversationId: string
  accountId: string
  address: ChatAddress
  kind: 'person' | 'group'
  title: string | null
  identity: WaIdentity | null
  keeping: Exclude<Keeping, 'kept'>
  messages: LiveMessage[]
  unread: number
  at: number
  /** When whoever it is was erased here, ms; else null. Nothing from before is shown, and no name. */
  erasedAt: number | null
}

export interface LiveMessage {
  /** Below every id that the database gives, and in order of time. */
  id: number
  message: WaMessage
}

/** A medium is shown as there, but not fetched: it would have to be kept. */
function messageView(chat: LiveChat, { id, message }: LiveMessage): Message {
  const row: MessagesTable = { ...rowOf(message, chat.conversationId, 0), id }
  return viewOf({ ...row, media_state: row.media_state ? 'unavailable' : null }, null)
}

/** Who was erased is a number. */
const nameless = (identity: WaIdentity | null): WaIdentity | null =>
  identity && { ...identity, savedName: null, pushName: null, isSaved: false }

const isTheirs = ({ message }: LiveMessage): boolean => !message.fromMe && message.type !== 'system'

export class LiveChats {
  private readonly byId = new Map<string, LiveChat>()
  private readonly byAddress = new Map<string, LiveChat>()
  private taken = 0

  get(conversationId: string): LiveChat | undefined {
    return this.byId.get(conversationId)
  }

  at(accountId: string, address: ChatAddress): LiveChat | undefined {
    return this.byAddress.get(`${accountId} ${address}`)
  }

  /** Notes a chat, or brings what is known of it up to date. Messages of what is switched off are never among it. */
  note(chat: Omit<LiveChat, 'conversationId' | 'messages' | 'unread'>): LiveChat {
    const known = this.at(chat.accountId, chat.address)
    // What is given may be a whole chat: only what follows it says what is shown of it.
    const { erasedAt } = chat
    const identity = chat.identity ?? known?.identity ?? null
    const noted: LiveChat = {
      ...chat,
      conversationId: known?.conversationId ?? randomUUID(),
      messages: chat.keeping === 'live' ? (known?.messages ?? []) : [],
      unread: chat.keeping === 'live' ? (known?.unread ?? 0) : 0,
      at: Math.max(known?.at ?? 0, chat.at),
      title: erasedAt === null ? (chat.title ?? known?.title ?? null) : null,
      identity: erasedAt === null ? identity : nameless(identity),
    }
    if (erasedAt !== null && known?.erasedAt !== erasedAt) {
      noted.messages = noted.messages.filter(({ message }) => message.at > erasedAt)
      this.count(noted, 0)
    }
    this.byId.set(noted.conversationId, noted)
    this.byAddress.set(`${chat.accountId} ${chat.address}`, noted)
    this.trim()
    return noted
  }

  remove(conversationId: string): void {
    const chat = this.byId.get(conversationId)
    if (!chat) return
    this.byId.delete(conversationId)
    this.byAddress.delete(`${chat.accountId} ${chat.address}`)
  }

  removeAccount(accountId: string): string[] {
    const ids = [...this.byId.values()]
      .filter((chat) => chat.accountId === accountId)
      .map((chat) => chat.conversationId)
    for (const id of ids) this.remove(id)
    return ids
  }

  /**
   * Takes a stranger's message; false where it was there already. Of who was erased only what is told as new (whatever this machine's
   * clock says of it) or was written since.
   */
  take(chat: LiveChat, message: WaMessage, isNew: boolean): boolean {
    if (!isNew && chat.erasedAt !== null && message.at <= chat.erasedAt) return false
    if (chat.messages.some((known) => known.message.key === message.key)) return false
    const id = firstIdAt(message.at) + (this.taken++ % 1024) - Number.MAX_SAFE_INTEGER
    chat.messages = [...chat.messages, { id, message }].sort((a, b) => a.id - b.id).slice(-MOST_MESSAGES)
    chat.at = Math.max(chat.at, message.at)
    if (message.fromMe) chat.unread = 0
    else if (isNew && message.type !== 'system') chat.unread++
    return true
  }

  /** Takes WhatsApp's count of what is unread; of who was erased no more than is shown. */
  count(chat: LiveChat, unread: number): void {
    const most = chat.erasedAt === null ? Infinity : chat.messages.filter(isTheirs).length
    chat.unread = Math.min(Math.max(chat.unread, unread), most)
  }

  /** Edits and deletions of what is shown. */
  change(chat: LiveChat, event: WaEvent): boolean {
    if (event.type !== 'edit' && event.type !== 'revoke') return false
    const known = chat.messages.find(({ message }) => message.key === event.key)
    if (!known) return false
    known.message =
      event.type === 'edit'
        ? { ...known.message, body: event.body, editedAt: event.at }
        : { ...known.message, revoked: true, body: null }
    return true
  }

  view(chat: LiveChat): Conversation {
    const last = chat.messages.at(-1)?.message
    const { identity } = chat
    return {
      id: chat.conversationId,
      accountId: chat.accountId,
      kind: chat.kind,
      contactId: null,
      name: identity?.savedName ?? chat.title ?? identity?.pushName ?? identity?.phone ?? null,
      phone: identity?.phone ?? null,
      last: last
        ? {
            type: last.type,
            preview: last.body?.slice(0, 160) ?? null,
            direction: last.fromMe ? 'out' : 'in',
            state: null,
            revoked: last.revoked,
          }
        : null,
      lastId: 0,
      at: chat.at,
      unread: chat.unread,
      archived: false,
      isBlocked: identity?.isBlocked ?? false,
      keeping: chat.keeping,
    }
  }

  /** Notes who is blocked, by what is said of each chat; null leaves it as it is. Answers strangers' chats that are another way now. */
  block(accountId: string, isBlocked: (chat: LiveChat) => boolean | null): Conversation[] {
    const changed: LiveChat[] = []
    for (const chat of this.byId.values()) {
      const now = chat.accountId === accountId && chat.kind === 'person' ? isBlocked(chat) : null
      if (now === null || chat.identity === null || chat.identity.isBlocked === now) continue
      chat.identity = { ...chat.identity, isBlocked: now }
      if (chat.keeping === 'live' && chat.messages.length > 0) changed.push(chat)
    }
    return changed.map((chat) => this.view(chat))
  }

  messageViews(chat: LiveChat): Message[] {
    return chat.messages.map((message) => messageView(chat, message))
  }

  page(chat: LiveChat): MessagePage {
    return { items: this.messageViews(chat), older: false, newer: false }
  }

  /** Strangers' chats that have something to show, newest first. */
  strangers(accountId: string | null): LiveChat[] {
    return [...this.byId.values()]
      .filter((chat) => chat.keeping === 'live' && chat.messages.length > 0)
      .filter((chat) => accountId === null || chat.accountId === accountId)
      .sort((a, b) => b.at - a.at)
  }

  notKept(): LiveChat[] {
    return [...this.byId.values()].filter((chat) => chat.keeping !== 'live').sort((a, b) => b.at - a.at)
  }

  private trim(): void {
    if (this.byId.size <= MOST_CHATS) return
    const oldest = [...this.byId.values()].reduce((a, b) => (a.at <= b.at ? a : b))
    this.remove(oldest.conversationId)
  }
}
