/**
 * The records of the simulated WhatsApp (its servers and the owner's phone) and what its log says.
 * They cross three borders, so they live in one place: simulator <-> page, simulator <-> tests, disk.
 * Ids are WhatsApp's own strings: `62812…@c.us` (phone), `1203…@lid`, `1203…@g.us`, `…@newsletter`, `status@broadcast`.
 * Message times (`t`) are seconds since the epoch, as in WhatsApp; the log's times are milliseconds.
 */

/** A person or business as the simulated WhatsApp knows them. */
export interface ContactRecord {
  /** The id under which the page lists the contact: `…@c.us` or `…@lid`. */
  id: string
  /** The phone behind a `@lid` contact, `…@c.us`. The page sees it only when `phoneKnown`. */
  phone?: string | undefined
  lid?: string | undefined
  phoneKnown: boolean
  /** Name in the owner's address book; present only with `isMyContact`. */
  name?: string | undefined
  pushname?: string | undefined
  verifiedName?: string | undefined
  about?: string | undefined
  isMyContact: boolean
  isBusiness: boolean
  isBlocked: boolean
  /** False: the number isn't on WhatsApp (`queryWidExists` gives null). */
  registered: boolean
  /** Hash of the picture among the simulator's media. */
  picture?: string | undefined
  labels: string[]
}

export interface ParticipantRecord {
  id: string
  isAdmin: boolean
  isSuperAdmin: boolean
}

export interface ChatRecord {
  id: string
  name?: string | undefined
  /** Time of the last message, seconds. */
  t: number
  unread: number
  archived: boolean
  /** Time it was pinned (seconds), 0 when not pinned. */
  pin: number
  /** Seconds; 0 not muted, -1 for ever. */
  muteExpiration: number
  readOnly: boolean
  labels: string[]
  group?: GroupRecord | undefined
  newsletter?: { description: string; subscribers: number; creation: number } | undefined
}

export interface GroupRecord {
  subject: string
  description: string
  owner: string
  creation: number
  announce: boolean
  participants: ParticipantRecord[]
}

export type MediaStage =
  'RESOLVED' | 'FETCHING' | 'NEED_POKE' | 'REUPLOADING' | 'ERROR_MISSING' | 'ERROR_UNKNOWN'

export interface MediaRecord {
  /** base64 of the sha-256 of the bytes, WhatsApp's `filehash`. */
  hash: string
  mimetype: string
  size: number
  filename?: string | undefined
  stage: MediaStage
  /** What a download attempt of the page leads to; `ok` unless a test said otherwise. */
  download: 'ok' | 'fetching' | 'error' | 'not-found' | 'never'
  /** Milliseconds a download takes. */
  delayMs: number
}

export interface ReactionRecord {
  id: string
  from: string
  text: string
  /** Milliseconds. */
  at: number
}

export interface VoteRecord {
  id: string
  from: string
  options: number[]
  /** Milliseconds. */
  at: number
}

export interface MessageRecord {
  /** Serialised key: `false_628…@c.us_3EB0…` with `_author` in groups. */
  id: string
  innerId: string
  chat: string
  fromMe: boolean
  author?: string | undefined
  t: number
  type: string
  ack: number
  star: boolean
  /** Attributes of the page's message model beyond those above. Ids are strings here; the page makes Wids of them. */
  attrs: Record<string, unknown>
  media?: MediaRecord | undefined
  /** Inner id of the quoted message. */
  quoted?: string | undefined
  reactions: ReactionRecord[]
  votes: VoteRecord[]
  /** True when a linked page sent it, false for phones. */
  fromPage: boolean
  /** Not announced to the page as new (bulk synced). */
  silent: boolean
  /** Place in the order in which WhatsApp took messages. */
  seq: number
}

export interface DeviceRecord {
  id: string
  secret: string
  linkedAt: number
  /** Last update the page has confirmed having. */
  seenSeq: number
}

export type SocketState =
  | 'CONFLICT'
  | 'CONNECTED'
  | 'DEPRECATED_VERSION'
  | 'OPENING'
  | 'PAIRING'
  | 'PROXYBLOCK'
  | 'SMB_TOS_BLOCK'
  | 'TIMEOUT'
  | 'TOS_BLOCK'
  | 'UNLAUNCHED'
  | 'UNPAIRED'
  | 'UNPAIRED_IDLE'

export type LogKind =
  /** A page handed a message to the server, whatever came of it. `duplicate` says whether it had it already. */
  | 'attempt'
  /** Accepted and delivered: exactly once per key. The only entry that means "really sent". */
  | 'send'
  | 'refused'
  | 'edit'
  | 'revoke'
  | 'delete-for-me'
  | 'reaction'
  | 'vote'
  | 'seen'
  | 'mark-unread'
  | 'typing'
  | 'recording'
  | 'paused'
  | 'available'
  | 'unavailable'
  | 'archive'
  | 'unarchive'
  | 'pin'
  | 'unpin'
  | 'mute'
  | 'unmute'
  | 'star'
  | 'unstar'
  | 'block'
  | 'unblock'
  | 'label'
  | 'clear-chat'
  | 'delete-chat'
  | 'save-contact'
  | 'reject-call'
  | 'group'
  | 'query-exists'
  | 'upload'
  | 'pairing-code'
  | 'linked'
  | 'unlinked'
  | 'logout'
  | 'takeover'
  | 'connected'
  | 'disconnected'

/** One line of the judge's log. */
export interface LogEntry {
  seq: number
  /** Server time, milliseconds since the epoch. */
  at: number
  kind: LogKind
  device?: string | undefined
  /** Serialised key of the message concerned. */
  id?: string | undefined
  innerId?: string | undefined
  chat?: string | undefined
  type?: string | undefined
  body?: string | undefined
  caption?: string | undefined
  /** Inner id of the quoted message. */
  quoted?: string | undefined
  media?: { hash: string; mimetype: string; size: number; filename?: string | undefined } | undefined
  duplicate?: boolean | undefined
  detail?: Record<string, unknown> | undefined
}

/** Identifies a message made through the control channel. */
export interface MessageRef {
  id: string
  innerId: string
  chat: string
  t: number
}

/** A page that is open, linked or not. */
export interface PageInfo {
  session: string
  linked: boolean
  device?: string | undefined
  /** What the page last reported of its Socket. */
  state: SocketState
  hasSynced: boolean
  /** First part of the QR code on its screen. */
  ref?: string | undefined
  pairingCode?: string | undefined
  userAgent: string
}
