/**
 * What a WhatsApp session tells and takes, in Leadline's own words. Every other room knows WhatsApp through these types alone;
 * nothing of whatsapp-web.js leaves this room.
 */

/** A chat address as WhatsApp writes it: `628…@c.us`, `1234…@lid`, `…@g.us`. Never parsed for a phone number outside this room. */
export type ChatAddress = string

/**
 * Who somebody is at WhatsApp. At least one of `phone` and `lid` is set.
 * A LID-only customer has no `phone` until WhatsApp reveals it (whatsapp-web.js #3969).
 */
export interface WaIdentity {
  /** E.164 with the plus sign, or null while unknown. */
  phone: string | null
  /** `<digits>@lid`, or null where WhatsApp gave none. */
  lid: string | null
  /** The name in the phone's address book. */
  savedName: string | null
  /** The name the person gave themself. */
  pushName: string | null
  /** Whether the phone's address book holds them. */
  isSaved: boolean
  isBusiness: boolean
  isBlocked: boolean
}

export type WaMessageType =
  | 'text'
  | 'image'
  | 'video'
  | 'audio'
  | 'voice'
  | 'document'
  | 'sticker'
  | 'location'
  | 'contact-card'
  | 'poll'
  | 'call'
  | 'view-once'
  | 'system'
  | 'unsupported'

/** -1 failed, 0 pending, 1 server, 2 delivered, 3 read, 4 played; comes in any order, so keep the maximum. */
export type WaAck = -1 | 0 | 1 | 2 | 3 | 4

export interface WaMediaInfo {
  mime: string
  /** Bytes, as the sender declared them. */
  size: number | null
  name: string | null
  /** Pixels. */
  width: number | null
  height: number | null
  /** Milliseconds. */
  duration: number | null
}

export interface WaLocation {
  latitude: number
  longitude: number
  label: string | null
}

export interface WaPoll {
  question: string
  options: string[]
}

export interface WaQuoted {
  /** Inner id of the quoted message. */
  key: string
  body: string | null
  type: WaMessageType
  fromMe: boolean
}

/** One message, mapped. `key` is the inner id (`id.id`), the same whether the chat is addressed by phone or by LID. */
export interface WaMessage {
  key: string
  /** The whole serialised id, as the library wants it back. */
  serializedId: string
  chat: ChatAddress
  /** In a group, who wrote it. */
  author: ChatAddress | null
  /** The name the author gave themself, where the message carries it. */
  authorName: string | null
  fromMe: boolean
  /** Milliseconds since the epoch (WhatsApp's own seconds times 1000). */
  at: number
  type: WaMessageType
  /** Text, or a medium's caption. */
  body: string | null
  ack: WaAck
  quoted: WaQuoted | null
  media: WaMediaInfo | null
  location: WaLocation | null
  /** Each card as vCard text. */
  cards: string[]
  poll: WaPoll | null
  starred: boolean
  forwarded: boolean
  revoked: boolean
  /** Milliseconds of the last edit, null if never edited. */
  editedAt: number | null
  /** JSON of the library's raw data, small (no media bodies, no thumbnails over 2 kB). */
  raw: string
}

/** The newest part of a chat. */
export interface WaHistory {
  /** Oldest first. May be fewer than were asked for: WhatsApp keeps things among them that are no messages. */
  messages: WaMessage[]
  /** Nothing of the chat lies before these. Their number says nothing of it. */
  reachedStart: boolean
}

/** A chat as the session sees it. Statuses, broadcasts and channels are never given out. */
export interface WaChat {
  address: ChatAddress
  kind: 'person' | 'group'
  /** Chat's title; for a person prefer the identity's names. */
  title: string | null
  /** Null for groups. */
  identity: WaIdentity | null
  /** Milliseconds of the last activity, 0 if none. */
  lastActivityAt: number
  unread: number
  archived: boolean
  pinned: boolean
  /** Milliseconds; null when not muted, Infinity is given as 8.64e15. */
  mutedUntil: number | null
}

export type WaClosedReason =
  /** Signed out on the phone, or by us. */
  | 'logged-out'
  /** The same, but what the browser keeps of it could not be deleted. It is before anything opens it again. */
  | 'profile-left'
  /** Opened elsewhere. */
  | 'conflict'
  | 'banned'
  | 'auth-failure'
  /** The page's modules are gone: Leadline needs an update. */
  | 'changed'
  /** Linking asks for a passkey in the page itself. */
  | 'passkey'
  /** Nobody scanned for five rounds. */
  | 'qr-unanswered'
  | 'browser-missing'
  | 'profile-in-use'
  | 'crashed'
  | 'stopped'

/** The account itself. */
export interface WaMe {
  address: ChatAddress
  /** E.164, or null while unknown. */
  phone: string | null
  /** `<digits>@lid`, or null where WhatsApp gave none. */
  lid: ChatAddress | null
  name: string | null
}

export type WaState =
  | { kind: 'starting' }
  /** `qr` is the text to draw; `expiresAt` in ms. */
  | { kind: 'qr'; qr: string; expiresAt: number; round: number }
  | { kind: 'pairing-code'; code: string; phone: string; expiresAt: number }
  /** Linked; WhatsApp is loading its own data. Percent 0..100 or null. */
  | { kind: 'syncing'; percent: number | null }
  | { kind: 'ready'; me: WaMe }
  /** The page is there, its connection is not (bad network, phone time-out). */
  | { kind: 'reconnecting'; cause: string }
  /** Ended; nothing more comes before `start()`. `detail` is a technical cause without personal data. */
  | { kind: 'closed'; reason: WaClosedReason; detail: string }

export type WaEvent =
  | { type: 'state'; state: WaState }
  /** A new message, in or out (typed on the phone or sent by us). */
  | { type: 'message'; message: WaMessage }
  | { type: 'ack'; key: string; chat: ChatAddress; ack: WaAck; at: number }
  | { type: 'edit'; key: string; chat: ChatAddress; body: string; at: number }
  /** Deleted for everyone (`everyone`) or only here. */
  | { type: 'revoke'; key: string; chat: ChatAddress; everyone: boolean; at: number }
  /** `emoji` null means taken back. */
  | {
      type: 'reaction'
      key: string
      chat: ChatAddress
      sender: ChatAddress
      fromMe: boolean
      emoji: string | null
      at: number
    }
  | { type: 'poll-vote'; key: string; chat: ChatAddress; voter: ChatAddress; options: string[]; at: number }
  | { type: 'call'; id: string; from: ChatAddress; video: boolean; at: number }
  | { type: 'chat'; chat: WaChat }
  /** WhatsApp's "reach-out timelock": whether it refuses messages to people who never wrote to this account. Told while ready. */
  | { type: 'timelock'; active: boolean }
  /** Everybody whom this account has blocked, as WhatsApp lists them now; by number or by LID. Told while ready. */
  | { type: 'blocklist'; addresses: ChatAddress[] }

export interface WaAttachment {
  mime: string
  name: string | null
  data: Uint8Array
  /** A voice note shows as such, a document keeps its name. */
  as: 'media' | 'voice' | 'document'
}

export interface WaSend {
  chat: ChatAddress
  /** The inner id the message must get; from `newMessageKey()`. Sending twice under one key delivers once. */
  key: string
  body: string | null
  attachment: WaAttachment | null
  /** Serialised id of the message answered. */
  quotedId: string | null
}

export type WaErrorCode =
  /** There is no connection; try again later. */
  | 'not-connected'
  /** The number or chat does not exist at WhatsApp. */
  | 'no-such-chat'
  | 'no-such-message'
  /** WhatsApp refused it; retrying the same will not help. */
  | 'refused'
  /** It may or may not have happened: reconcile, never retry blindly. */
  | 'uncertain'
  /** Too large, expired or gone. */
  | 'unavailable'
  | 'too-large'
  | 'changed'

/** What a session's calls throw. Branch on `code`; `message` is a technical cause without texts or phone numbers. */
export class WaError extends Error {
  override readonly name = 'WaError'
  constructor(
    readonly code: WaErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options)
  }
}

export interface WhatsAppSession {
  readonly accountId: string
  readonly state: WaState
  /** Listener never throws into the session; returns its removal. */
  subscribe(listener: (event: WaEvent) => void): () => void
  /** Opens the browser and goes on by itself until ready, a QR, or `closed`. Safe to call again after `closed`. */
  start(): Promise<void>
  /** Closes browser and page, keeps the link to the phone. At most 5 s. */
  stop(): Promise<void>
  /**
   * Signs this device out at WhatsApp, waits for it, closes, and deletes the profile; then it is closed as `logged-out`, or as
   * `profile-left` where there was no deleting it. Answers whether WhatsApp confirmed it: without a connection it can't be told, and
   * the phone goes on listing this device.
   */
  logout(): Promise<boolean>
  /** A new QR at once. */
  refreshQr(): Promise<void>
  /** Switches linking to a code typed on the phone. `phone` in E.164. The code arrives as state. */
  usePairingCode(phone: string): Promise<void>
  useQr(): Promise<void>
  /** Where it is `reconnecting`: tries now instead of when the page would. What comes of it is told as state. Never throws. */
  reconnect(): Promise<void>
  /**
   * True only if the page answers and its socket says connected and, where nothing was heard for minutes or `askServers` is set,
   * WhatsApp's servers answer. Never throws.
   */
  probe(askServers?: boolean): Promise<boolean>
  /** Chats, most recent first; one that fails to load is left out and logged. */
  listChats(): Promise<WaChat[]>
  getChat(address: ChatAddress): Promise<WaChat>
  /** The newest `limit` messages of a chat, loading earlier ones as needed. */
  fetchMessages(address: ChatAddress, limit: number): Promise<WaHistory>
  /** One message by serialised id, null where WhatsApp does not know it. */
  findMessage(serializedId: string): Promise<WaMessage | null>
  /** Who is behind a chat address (phone and LID where known). */
  identify(address: ChatAddress): Promise<WaIdentity>
  /** Everybody whom this WhatsApp knows, whether or not the phone's address book holds them. */
  listContacts(): Promise<WaIdentity[]>
  /** The chat address of a phone (E.164), or null if it is not at WhatsApp; WhatsApp's own canonical form (whaticket #306). */
  resolvePhone(phone: string): Promise<ChatAddress | null>
  /** An id for a message about to be sent, in WhatsApp's own form. */
  newMessageKey(): Promise<string>
  /** Hands a message to WhatsApp under its key. Resolves once WhatsApp Web took it (ack 0 or more), not once it is delivered. */
  send(message: WaSend): Promise<WaMessage>
  setTyping(address: ChatAddress, typing: boolean): Promise<void>
  /** Blue ticks. Only ever called because a person opened the chat and allows it. */
  markSeen(address: ChatAddress): Promise<void>
  /** Bytes of a medium; throws `unavailable` or `too-large` (over `maxBytes`). */
  downloadMedia(
    serializedId: string,
    maxBytes: number,
  ): Promise<{ mime: string; name: string | null; data: Uint8Array }>
  setStarred(serializedId: string, starred: boolean): Promise<void>
  /**
   * Blocks somebody at WhatsApp, or lets them write again; resolves once WhatsApp's own list says so. Nothing is asked of WhatsApp where
   * it says so already. Throws `refused` where the list stays as it was.
   */
  setBlocked(address: ChatAddress, blocked: boolean): Promise<void>
  /** Loads the page anew where there is one; what comes of it is told as state. Never throws. */
  reload(): void
  /** The version that the page says of itself, null where there is none or it does not answer. Never throws. */
  webVersion(): Promise<string | null>
  /** Bytes of JavaScript heap the page uses, null where unknown. */
  memory(): Promise<number | null>
}
