/** WhatsApp's message as a row of the database. */
import type { WaMessage } from '../whatsapp/types'
import type { MessagesTable } from '../storage'
import { stateOfAck } from './ack'

/** The row without its id, which depends on what is already there at that time. */
export type NewMessageRow = Omit<MessagesTable, 'id'> & {
  /** JSON of the library's own data, kept beside the row. */
  raw: string | null
}

export const MESSAGE_COLUMNS = [
  'id',
  'conversation_id',
  'key',
  'serialized_id',
  'client_id',
  'direction',
  'type',
  'body',
  'at',
  'state',
  'failure',
  'ack',
  'sent_at',
  'delivered_at',
  'read_at',
  'played_at',
  'author',
  'quoted_key',
  'quoted_body',
  'quoted_type',
  'quoted_from_me',
  'media_state',
  'media_mime',
  'media_size',
  'media_name',
  'media_width',
  'media_height',
  'media_duration',
  'media_file',
  'media_attempts',
  'media_next_at',
  'extra',
  'starred',
  'forwarded',
  'edited_at',
  'revoked_at',
] as const satisfies readonly (keyof MessagesTable)[]

/** JSON kept in `extra`: what few types of message have. */
export interface MessageExtra {
  location?: { latitude: number; longitude: number; label: string | null }
  cards?: string[]
  poll?: { question: string; options: string[] }
}

const DECOMPOSED = /[\u0300-\u036f]/

/** Texts are kept composed (NFC), so that what looks the same is found the same. */
function text(value: string | null): string | null {
  return value !== null && DECOMPOSED.test(value) ? value.normalize('NFC') : value
}

function extraOf(message: WaMessage): string | null {
  const extra: MessageExtra = {}
  if (message.location) extra.location = message.location
  if (message.cards.length > 0) extra.cards = message.cards
  if (message.poll) extra.poll = message.poll
  return message.location || message.poll || message.cards.length > 0 ? JSON.stringify(extra) : null
}

/** @param mediaCap bytes above which a medium is not fetched by itself. */
export function rowOf(message: WaMessage, conversationId: string, mediaCap: number): NewMessageRow {
  const { media, quoted } = message
  const outcome = message.fromMe ? stateOfAck(message.ack) : null
  const tooLarge = (media?.size ?? 0) > mediaCap
  return {
    conversation_id: conversationId,
    key: message.key,
    serialized_id: message.serializedId,
    client_id: null,
    direction: message.fromMe ? 'out' : 'in',
    type: message.type,
    body: text(message.body),
    at: message.at,
    state: outcome?.state ?? null,
    failure: outcome?.failure ?? null,
    ack: message.ack,
    sent_at: null,
    delivered_at: null,
    read_at: null,
    played_at: null,
    author: message.author === null ? null : (message.authorName ?? message.author),
    quoted_key: quoted?.key ?? null,
    quoted_body: quoted?.body ?? null,
    quoted_type: quoted?.type ?? null,
    quoted_from_me: quoted ? (quoted.fromMe ? 1 : 0) : null,
    media_state: media && !message.revoked ? (tooLarge ? 'too-large' : 'waiting') : null,
    media_mime: media?.mime ?? null,
    media_size: media?.size ?? null,
    media_name: media?.name ?? null,
    media_width: media?.width ?? null,
    media_height: media?.height ?? null,
    media_duration: media?.duration ?? null,
    media_file: null,
    media_attempts: 0,
    media_next_at: media && !tooLarge ? message.at : null,
    extra: extraOf(message),
    starred: message.starred ? 1 : 0,
    forwarded: message.forwarded ? 1 : 0,
    edited_at: message.editedAt,
    revoked_at: message.revoked ? message.at : null,
    raw: message.raw,
  }
}
