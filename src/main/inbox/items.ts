/** What a session's event means for the database. */
import type { WaEvent, WaMessage } from '../whatsapp/types'
import type { IngestItem } from './ingest-store'
import { rowOf, type NewMessageRow } from './message-row'

export interface ItemContext {
  accountId: string
  conversationId: string
  /** Bytes above which media are not fetched by themselves. */
  mediaCap: number
}

/** Events that concern a chat's messages; the others are handled elsewhere. */
export type ChatEvent = Exclude<
  WaEvent,
  { type: 'state' } | { type: 'timelock' | 'blocklist' } | { type: 'chat' }
>

/** The address that an event is about. */
export function addressOf(event: ChatEvent): string {
  if (event.type === 'message') return event.message.chat
  return event.type === 'call' ? event.from : event.chat
}

export function messageItem(context: ItemContext, message: WaMessage, live: boolean): IngestItem {
  const { accountId, conversationId } = context
  return {
    accountId,
    conversationId,
    op: 'message',
    row: rowOf(message, conversationId, context.mediaCap),
    live,
  }
}

const NO_MESSAGE: Omit<WaMessage, 'key' | 'chat' | 'at'> = {
  serializedId: '',
  author: null,
  authorName: null,
  fromMe: false,
  type: 'call',
  body: null,
  ack: 0,
  quoted: null,
  media: null,
  location: null,
  cards: [],
  poll: null,
  starred: false,
  forwarded: false,
  revoked: false,
  editedAt: null,
  raw: '{}',
}

function callRow(event: Extract<ChatEvent, { type: 'call' }>, conversationId: string): NewMessageRow {
  const message: WaMessage = { ...NO_MESSAGE, key: `call:${event.id}`, chat: event.from, at: event.at }
  return { ...rowOf(message, conversationId, 0), serialized_id: null }
}

/** Null where there is nothing to keep: a deletion on this device alone changes nothing that happened. */
export function itemOf(context: ItemContext, event: ChatEvent): IngestItem | null {
  const { accountId, conversationId } = context
  const base = { accountId, conversationId }
  switch (event.type) {
    case 'message':
      return messageItem(context, event.message, true)
    case 'ack':
      return { ...base, op: 'ack', key: event.key, ack: event.ack, at: event.at }
    case 'edit':
      return { ...base, op: 'edit', key: event.key, body: event.body, at: event.at }
    case 'revoke':
      return event.everyone ? { ...base, op: 'revoke', key: event.key, at: event.at } : null
    case 'reaction': {
      const { key, sender, fromMe, emoji, at } = event
      return { ...base, op: 'reaction', key, sender, fromMe, emoji, at }
    }
    case 'poll-vote': {
      const { key, voter, options, at } = event
      return { ...base, op: 'poll-vote', key, voter, options, at }
    }
    case 'call':
      return { ...base, op: 'message', row: callRow(event, conversationId), live: true }
  }
}
