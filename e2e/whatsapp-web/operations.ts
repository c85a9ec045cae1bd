/**
 * The control channel's operations: the schema of each one's arguments and the type of each one's answer.
 * The server validates with these, the typed client infers from them, so both can't drift apart.
 */
import { z } from 'zod'
import type { ChatRecord, ContactRecord, MessageRecord, MessageRef } from './types'

const wid = z.string().min(3).describe('a WhatsApp id; bare digits stand for …@c.us')
const mediaStage = z.enum([
  'RESOLVED',
  'FETCHING',
  'NEED_POKE',
  'REUPLOADING',
  'ERROR_MISSING',
  'ERROR_UNKNOWN',
])
const download = z.enum(['ok', 'fetching', 'error', 'not-found', 'never'])

const media = z.strictObject({
  /** Bytes as base64; or leave it out and take a `sample`. */
  data: z.string().optional(),
  /** Made by the simulator, small but real: PNG, Opus voice note, PDF, WebP, MP4. */
  sample: z.enum(['image', 'audio', 'document', 'sticker', 'video']).optional(),
  /** Pads a sample to at least this many bytes. */
  size: z.number().int().positive().optional(),
  mimetype: z.string().optional(),
  filename: z.string().optional(),
  width: z.number().int().positive().optional(),
  height: z.number().int().positive().optional(),
  /** Seconds. */
  duration: z.number().nonnegative().optional(),
  /** State before anyone downloads: RESOLVED by default. */
  stage: mediaStage.optional(),
  download: download.optional(),
  delayMs: z.number().nonnegative().optional(),
})

const incoming = z.strictObject({
  chat: wid,
  /** Sender in a group, a status or the like. */
  author: wid.optional(),
  /** Typed by the owner on the phone. */
  fromMe: z.boolean().optional(),
  /** Inner id; made up when absent. */
  id: z.string().optional(),
  /** Seconds. */
  t: z.number().int().optional(),
  /** WhatsApp's type; follows from what is given (chat, image, ptt, location, vcard, poll_creation …) when absent. */
  type: z.string().optional(),
  body: z.string().optional(),
  caption: z.string().optional(),
  media: media.optional(),
  location: z
    .strictObject({
      latitude: z.number(),
      longitude: z.number(),
      name: z.string().optional(),
      address: z.string().optional(),
      url: z.string().optional(),
    })
    .optional(),
  /** Contact cards; more than one makes a `multi_vcard`. */
  cards: z.array(z.strictObject({ name: z.string(), phone: z.string() })).optional(),
  poll: z
    .strictObject({ name: z.string(), options: z.array(z.string()).min(2), multiple: z.boolean().optional() })
    .optional(),
  /** Id (inner or serialised) of the quoted message. */
  quoted: z.string().optional(),
  mentions: z.array(wid).optional(),
  forwarded: z.number().int().nonnegative().optional(),
  /** `media` shows on this device; `placeholder` is what most linked devices get. */
  viewOnce: z.enum(['media', 'placeholder']).optional(),
  /** Profile name the sender carries. */
  pushname: z.string().optional(),
  /** Bulk synced: is there, but was never announced as new. */
  silent: z.boolean().optional(),
  /** Leaves the unread count alone (default: counts when not fromMe and not silent). */
  read: z.boolean().optional(),
  /** More attributes of the page's message model, as they are. */
  raw: z.record(z.string(), z.unknown()).optional(),
})

const contact = z.strictObject({
  id: wid,
  phone: wid.optional(),
  lid: wid.optional(),
  /** For a `@lid` contact: whether the page knows the phone (default: whether `phone` is given). */
  phoneKnown: z.boolean().optional(),
  name: z.string().optional(),
  pushname: z.string().optional(),
  verifiedName: z.string().optional(),
  about: z.string().optional(),
  isMyContact: z.boolean().optional(),
  isBusiness: z.boolean().optional(),
  isBlocked: z.boolean().optional(),
  registered: z.boolean().optional(),
  /** Profile picture, base64. */
  picture: z.string().optional(),
  labels: z.array(z.string()).optional(),
})

const chat = z.strictObject({
  id: wid,
  name: z.string().optional(),
  unread: z.number().int().optional(),
  archived: z.boolean().optional(),
  pinned: z.boolean().optional(),
  /** Seconds; 0 unmutes, -1 for ever. */
  muteExpiration: z.number().int().optional(),
  readOnly: z.boolean().optional(),
  labels: z.array(z.string()).optional(),
  /** Makes it a group (`…@g.us`). */
  group: z
    .strictObject({
      subject: z.string(),
      description: z.string().optional(),
      owner: wid.optional(),
      announce: z.boolean().optional(),
      participants: z.array(z.union([wid, z.strictObject({ id: wid, isAdmin: z.boolean() })])),
    })
    .optional(),
  /** Makes it a channel (`…@newsletter`). */
  newsletter: z
    .strictObject({ description: z.string().optional(), subscribers: z.number().optional() })
    .optional(),
})

const autoAck = z.enum(['none', 'server', 'delivered', 'read'])
const ms = z.number().nonnegative()

/** Everything that can be set. Takes effect at once, except what a page reads only when it loads (marked "load"). */
export const settingsSchema = z.strictObject({
  me: z.strictObject({
    phone: wid,
    lid: wid,
    pushname: z.string(),
    /** `android`, `iphone`, or `smba`/`smbi` for WhatsApp Business (labels). */
    platform: z.string(),
  }),
  /** load: `Debug.VERSION`. */
  version: z.string(),
  boot: z.strictObject({
    /** load: until the page's module registry exists. */
    scriptMs: ms,
    /** UNLAUNCHED/OPENING until the server answers. */
    openMs: ms,
    /** PAIRING after a scan. */
    pairMs: ms,
    /** CONNECTED until `hasSynced`; offline progress is told in between. */
    syncMs: ms,
    /** load: `hasSynced` is true before anyone can listen (then the library never says ready). */
    syncedAtStart: z.boolean(),
    /** `hasSynced` never comes. */
    neverSynced: z.boolean(),
    /** Chats and history come, silently, this long after `hasSynced` (0: before it). */
    historyAfterMs: ms,
  }),
  qr: z.strictObject({
    firstMs: ms,
    nextMs: ms,
    /** After so many codes the page idles (UNPAIRED_IDLE) until refreshed. */
    count: z.number().int().positive(),
  }),
  /** Linking stops at "use your passkey" instead of linking. */
  passkey: z.boolean(),
  /** WhatsApp takes the scanned device in, and then shows a code again: the link was not accepted. */
  refusesLink: z.boolean(),
  /** load: a release that renamed its modules. */
  release: z.enum(['normal', 'renamed-throws', 'renamed-undefined', 'no-debug']),
  autoAck: z.strictObject({ policy: autoAck, serverMs: ms, deliveredMs: ms, readMs: ms }),
  /** What came while no page was there: already in the lists at load, or announced as new after `hasSynced`. */
  offlineDelivery: z.enum(['silent', 'after-ready']),
  /** With `after-ready`: how long after `hasSynced`. The library needs a moment to attach its listeners. */
  offlineDelayMs: ms,
  /** What came while the page was open but cut off from the network. */
  reconnectDelivery: z.enum(['silent', 'events']),
  /** load: the page itself sends on, after a reload, what the server never took. */
  resendPending: z.boolean(),
  history: z.strictObject({
    /** load: how many last messages of a chat are in memory at load. */
    tail: z.number().int().nonnegative(),
    pageSize: z.number().int().positive(),
    delayMs: ms,
  }),
  upload: z.strictObject({ delayMs: ms, fail: z.boolean() }),
  /** False: a revoked message goes on under a new id, with the old one in `protocolMessageKey`. */
  revokeKeepsId: z.boolean(),
  /** Marking a chat seen throws in the page. */
  sendSeenThrows: z.boolean(),
  /** A "reach-out timelock": the page says so, and messages to chats in which nobody ever wrote come to nothing (ack -1). */
  timelocked: z.boolean(),
  /** load: labels of a WhatsApp Business account. */
  labels: z.array(z.strictObject({ id: z.string(), name: z.string(), hexColor: z.string() })),
})
export type Settings = z.infer<typeof settingsSchema>

type Deep<T> = { [K in keyof T]?: (T[K] extends object ? Partial<T[K]> : T[K]) | undefined }
/** Any part of the settings; what is absent stays. */
export type SettingsPatch = Deep<Settings>

const id = z.string().min(1).describe('inner or serialised message id')

/** Arguments by operation. */
export const operations = {
  /** Sets any part of the settings; parts not named stay. Answers all of them. */
  configure: z.record(z.string(), z.unknown()),
  /**
   * Forgets chats, contacts, messages, log, faults and settings; linked devices too, unless `keepDevices`: then open
   * pages are reloaded.
   */
  reset: z.strictObject({ keepDevices: z.boolean().optional() }),

  /** Scans: links the page that shows this QR (whole code or its `ref`), asked for this code, or the only unlinked one. */
  pair: z.strictObject({
    qr: z.string().optional(),
    code: z.string().optional(),
    session: z.string().optional(),
  }),
  /** The person used their passkey on the page that asks for it: now it is linked. */
  passkeyDone: z.strictObject({}),
  /** The phone unlinks its device(s). */
  unpair: z.strictObject({ device: z.string().optional() }),

  setContact: contact,
  setChat: chat,
  /** The phone behind a LID becomes known to the page. */
  revealPhone: z.strictObject({ lid: wid, phone: wid }),
  /** A chat moves to another id (`@c.us` to `@lid`); inner message ids stay. */
  moveChat: z.strictObject({ from: wid, to: wid }),
  /** The owner deleted the chat, with its messages, on the phone. */
  deleteChat: z.strictObject({ chat: wid }),
  /** The owner read the chat on the phone. */
  readOnPhone: z.strictObject({ chat: wid }),
  /** Thousands in one call; nothing of it is announced as new. */
  seed: z.strictObject({
    contacts: z.array(contact).optional(),
    chats: z.array(chat).optional(),
    messages: z
      .array(incoming.extend({ ack: z.number().int().optional(), star: z.boolean().optional() }))
      .optional(),
  }),

  incoming,
  /** Many at once, in order; `gapMs` apart when given (then answers after the last). */
  incomingMany: z.strictObject({ messages: z.array(incoming), gapMs: ms.optional() }),
  edit: z.strictObject({ id, body: z.string() }),
  revoke: z.strictObject({ id, by: wid.optional(), newId: z.boolean().optional() }),
  /** Deleted for the owner alone, on the phone. */
  removeMessage: z.strictObject({ id }),
  /** An empty `emoji` takes the reaction back. */
  react: z.strictObject({ id, from: wid.optional(), emoji: z.string() }),
  vote: z.strictObject({ id, from: wid.optional(), options: z.array(z.string()) }),
  /** -1 error, 1 server, 2 delivered, 3 read, 4 played; any order, lower ones too. */
  ack: z.strictObject({ id, ack: z.number().int().min(-1).max(4) }),
  star: z.strictObject({ id, on: z.boolean() }),
  setMedia: z.strictObject({
    id,
    stage: mediaStage.optional(),
    download: download.optional(),
    delayMs: ms.optional(),
  }),
  /** A message arrives undecrypted and, with `body`, is decrypted `afterMs` later. */
  ciphertext: z.strictObject({ chat: wid, body: z.string().optional(), afterMs: ms.optional() }),
  /** "Messages are end-to-end encrypted", number changes, group events (`type: gp2`). */
  system: z.strictObject({
    chat: wid,
    type: z.string().optional(),
    subtype: z.string().optional(),
    author: wid.optional(),
    recipients: z.array(wid).optional(),
    body: z.string().optional(),
  }),
  status: z.strictObject({ author: wid, body: z.string().optional(), media: media.optional() }),
  channelPost: z.strictObject({ channel: wid, body: z.string().optional(), media: media.optional() }),
  call: z.strictObject({
    from: wid,
    video: z.boolean().optional(),
    group: z.boolean().optional(),
    missed: z.boolean().optional(),
  }),
  typing: z.strictObject({
    chat: wid,
    author: wid.optional(),
    state: z.enum(['composing', 'recording', 'paused']),
  }),

  /** Puts the page's Socket into a state. */
  socketState: z.strictObject({
    state: z.enum([
      'CONFLICT',
      'CONNECTED',
      'DEPRECATED_VERSION',
      'OPENING',
      'PAIRING',
      'PROXYBLOCK',
      'SMB_TOS_BLOCK',
      'TIMEOUT',
      'TOS_BLOCK',
      'UNLAUNCHED',
      'UNPAIRED',
      'UNPAIRED_IDLE',
    ]),
  }),
  /** Cuts (and mends) the line: web sockets are closed and refused; with `http` false the site doesn't load
   * either, with `hang` it never answers. */
  network: z.strictObject({ up: z.boolean(), http: z.union([z.boolean(), z.literal('hang')]).optional() }),
  /** Open pages stay CONNECTED and hear nothing any more, until they are reloaded. */
  deafen: z.strictObject({}),
  /** Serialising this chat throws in the page: one bad chat among good ones. */
  breakChat: z.strictObject({ chat: wid, broken: z.boolean() }),
  /** The page reloads itself. */
  reload: z.strictObject({}),
  /** Frames are added to the page and navigate, `times` each. */
  iframe: z.strictObject({
    frames: z.number().int().positive().optional(),
    times: z.number().int().positive().optional(),
  }),
  /** The page's main thread stands still. */
  hang: z.strictObject({ ms }),

  /**
   * The next sends (to `chat`, `count` of them, all when absent) go wrong:
   * - `slow`: accepted after `delayMs`
   * - `lost`: reaches the server, is not accepted, no answer
   * - `no-answer`: accepted, but the answer never comes (so the page keeps it as pending)
   * - `refused`: the server refuses; ack -1
   * - `throws`: the page's send call rejects, nothing leaves
   * - `never-resolves`: the page's send call never settles; the message stays pending in the page and is not sent
   */
  sendFault: z.strictObject({
    mode: z.enum(['slow', 'lost', 'no-answer', 'refused', 'throws', 'never-resolves']),
    chat: wid.optional(),
    count: z.number().int().positive().optional(),
    delayMs: ms.optional(),
    error: z.string().optional(),
  }),
  clearFaults: z.strictObject({}),
  /** Automatic acks for one chat (`policy` null: back to the settings). */
  chatAutoAck: z.strictObject({ chat: wid, policy: autoAck.nullable() }),

  messages: z.strictObject({ chat: wid.optional() }),
  chats: z.strictObject({}),
  contacts: z.strictObject({}),
} as const

export type OperationName = keyof typeof operations
/** What a caller hands in. */
export type OperationArgs<K extends OperationName> = K extends 'configure'
  ? SettingsPatch
  : z.input<(typeof operations)[K]>
/** What the handler gets. */
export type ParsedArgs<K extends OperationName> = z.output<(typeof operations)[K]>

export type IncomingMessage = z.input<typeof incoming>
export type MediaSpec = z.input<typeof media>
export type ContactSpec = z.input<typeof contact>
export type ChatSpec = z.input<typeof chat>
export type SeedMessage = NonNullable<z.input<(typeof operations)['seed']>['messages']>[number]
export type SendFault = z.input<(typeof operations)['sendFault']>

/** Answers by operation; those not named here answer `{ ok: true }`. */
interface Special {
  configure: Settings
  pair: { device: string; session: string }
  passkeyDone: { device: string; session: string }
  unpair: { unlinked: string[] }
  setContact: ContactRecord
  setChat: ChatRecord
  seed: { contacts: number; chats: number; messages: number }
  incoming: MessageRef
  incomingMany: MessageRef[]
  ciphertext: MessageRef
  system: MessageRef
  status: MessageRef
  channelPost: MessageRef
  call: { id: string; message: MessageRef }
  messages: MessageRecord[]
  chats: ChatRecord[]
  contacts: ContactRecord[]
}
export type OperationResult<K extends OperationName> = K extends keyof Special ? Special[K] : { ok: true }
