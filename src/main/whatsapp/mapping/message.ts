/** A message as the library gives it -> `WaMessage`. Pure. */
import type { WaAck, WaLocation, WaMediaInfo, WaMessage, WaMessageType, WaPoll, WaQuoted } from '../types'
import { isGroup, isWork } from './address'
import { addressOf, innerIdOf, isRaw, listOf, numberOf, rawOf, textOf, timeOf } from './raw'
import type { Raw } from './raw'

export interface MessageContext {
  /** The addresses (phone and LID) of the account itself. */
  me: ReadonlySet<string>
}

const TYPES: Record<string, WaMessageType> = {
  chat: 'text',
  oversized: 'text',
  buttons_response: 'text',
  list_response: 'text',
  template_button_reply: 'text',
  hsm: 'text',
  revoked: 'text',
  image: 'image',
  video: 'video',
  ptv: 'video',
  audio: 'audio',
  ptt: 'voice',
  document: 'document',
  sticker: 'sticker',
  location: 'location',
  live_location: 'location',
  vcard: 'contact-card',
  multi_vcard: 'contact-card',
  poll_creation: 'poll',
  call_log: 'call',
  e2e_notification: 'system',
  gp2: 'system',
  group_notification: 'system',
  notification: 'system',
  notification_template: 'system',
  broadcast_notification: 'system',
  pinned_message: 'system',
}

/** What WhatsApp keeps among the messages but nobody ever sees; an album is only the frame around its pictures. */
const INVISIBLE = new Set(['protocol', 'reaction', 'debug', 'album', 'poll_update', 'unknown'])

const MEDIA: ReadonlySet<WaMessageType> = new Set(['image', 'video', 'audio', 'voice', 'document', 'sticker'])

/**
 * Null for what is not to be given out: other chats than people and groups, WhatsApp's internals, and a message that could not be
 * decrypted yet (it comes again). With `undecryptable`, that last kind becomes an honest placeholder.
 */
export function mapMessage(raw: unknown, context: MessageContext, undecryptable = false): WaMessage | null {
  if (!isRaw(raw)) return null
  const id = rawOf(raw['id'])
  const chat = addressOf(id?.['remote'])
  const serializedId = textOf(id?.['_serialized'])
  const kind = textOf(raw['type']) ?? ''
  const revoked = kind === 'revoked'
  const key = innerIdOf(revoked ? (raw['protocolMessageKey'] ?? id) : id)
  if (id === null || key === null || serializedId === null || !isWork(chat) || INVISIBLE.has(kind))
    return null
  if (raw['isStatusV3'] === true) return null
  const type = typeOf(raw, kind)
  if (type === null && !undecryptable) return null
  const fromMe = id['fromMe'] === true
  const group = isGroup(chat)
  return {
    key,
    serializedId,
    chat,
    author: group ? (addressOf(raw['author']) ?? addressOf(id['participant'])) : null,
    authorName: fromMe ? null : textOf(raw['notifyName']),
    fromMe,
    at: timeOf(raw['t']) ?? 0,
    type: type ?? 'unsupported',
    body: type === null || revoked ? null : bodyOf(raw, type),
    ack: ackOf(raw['ack']),
    quoted: quotedOf(raw, context),
    media: type !== null && MEDIA.has(type) ? mediaOf(raw) : null,
    location: type === 'location' ? locationOf(raw) : null,
    cards: cardsOf(raw, kind),
    poll: type === 'poll' ? pollOf(raw) : null,
    starred: raw['star'] === true,
    forwarded: raw['isForwarded'] === true,
    revoked,
    editedAt: timeOf(raw['latestEditSenderTimestampMs']),
    raw: rawJson(raw),
  }
}

function typeOf(raw: Raw, kind: string): WaMessageType | null {
  if (raw['isViewOnce'] === true) return 'view-once'
  if (kind === 'ciphertext') {
    // Linked devices get a view-once medium as a message that can never be decrypted; that one is final.
    return textOf(raw['subtype'])?.startsWith('view_once') === true ? 'view-once' : null
  }
  return TYPES[kind] ?? 'unsupported'
}

/** A medium's own `body` is its thumbnail, a card's is the vCard: neither is a text. */
function bodyOf(raw: Raw, type: WaMessageType): string | null {
  switch (type) {
    case 'text':
    case 'system':
    case 'unsupported':
      return textOf(raw['directPath']) === null ? textOf(raw['body']) : textOf(raw['caption'])
    case 'poll':
      return textOf(raw['pollName']) ?? textOf(raw['body'])
    case 'image':
    case 'video':
    case 'audio':
    case 'voice':
    case 'document':
    case 'sticker':
      return textOf(raw['caption'])
    case 'location':
    case 'contact-card':
    case 'call':
    case 'view-once':
      return null
  }
}

export function ackOf(value: unknown): WaAck {
  switch (value) {
    case -1:
    case 1:
    case 2:
    case 3:
    case 4:
      return value
    default:
      return 0
  }
}

function quotedOf(raw: Raw, context: MessageContext): WaQuoted | null {
  const quoted = rawOf(raw['quotedMsg'])
  const key = innerIdOf(raw['quotedStanzaID']) ?? innerIdOf(quoted?.['id'])
  if (quoted === null || key === null) return null
  const type = typeOf(quoted, textOf(quoted['type']) ?? 'chat') ?? 'unsupported'
  const author = addressOf(raw['quotedParticipant'])
  return { key, body: bodyOf(quoted, type), type, fromMe: author !== null && context.me.has(author) }
}

function mediaOf(raw: Raw): WaMediaInfo {
  const seconds = numberOf(raw['duration'])
  return {
    mime: textOf(raw['mimetype']) ?? 'application/octet-stream',
    size: numberOf(raw['size']),
    name: textOf(raw['filename']),
    width: numberOf(raw['width']),
    height: numberOf(raw['height']),
    duration: seconds === null ? null : Math.round(seconds * 1000),
  }
}

function locationOf(raw: Raw): WaLocation | null {
  const latitude = numberOf(raw['lat'])
  const longitude = numberOf(raw['lng'])
  return latitude === null || longitude === null ? null : { latitude, longitude, label: textOf(raw['loc']) }
}

function cardsOf(raw: Raw, kind: string): string[] {
  const cards = kind === 'vcard' ? [raw['body']] : kind === 'multi_vcard' ? listOf(raw['vcardList']) : []
  return cards.map((card) => textOf(rawOf(card)?.['vcard'] ?? card)).filter((card) => card !== null)
}

function pollOf(raw: Raw): WaPoll {
  const options = listOf(raw['pollOptions']).map((option) => textOf(rawOf(option)?.['name'] ?? option))
  return { question: textOf(raw['pollName']) ?? '', options: options.filter((option) => option !== null) }
}

const LONGEST = 2048

/**
 * Without long texts except the message's own: thumbnails and embedded media would fill the database. Without what says nothing:
 * half of what WhatsApp hands over are fields unused, and every reader takes an absent one for the same.
 */
function rawJson(raw: Raw): string {
  const told: Raw = {}
  for (const [name, value] of Object.entries(raw)) if (!isNothing(value)) told[name] = value
  // Most messages have nothing to leave out, and asking about each value while writing costs several times the writing.
  const whole = JSON.stringify(told)
  if (whole.length <= LONGEST || !hasLongText(told)) return whole
  const isText = textOf(raw['directPath']) === null
  return JSON.stringify(told, (name, value: unknown) => {
    if (typeof value !== 'string' || value.length <= LONGEST) return value
    return isText && name === 'body' && value === raw['body'] ? value : undefined
  })
}

function isNothing(value: unknown): boolean {
  return value === null || value === false || (Array.isArray(value) && value.length === 0)
}

function hasLongText(value: unknown): boolean {
  if (typeof value === 'string') return value.length > LONGEST
  return typeof value === 'object' && value !== null && Object.values(value).some(hasLongText)
}
