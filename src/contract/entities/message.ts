/** A message as the thread shows it. */
import { z } from 'zod'
import { id, instant } from './common'

export const messageType = z.enum([
  'text',
  'image',
  'video',
  'audio',
  'voice',
  'document',
  'sticker',
  'location',
  'contact-card',
  'poll',
  'call',
  'view-once',
  'system',
  /** A kind Leadline can't show yet: an honest placeholder. */
  'unsupported',
])
export type MessageType = z.infer<typeof messageType>

/** Of messages going out (feature row E7). Sent only from ack 1 on (waha #552). */
export const sendState = z.enum([
  'queued',
  'sending',
  'sent',
  'delivered',
  'read',
  'played',
  'failed',
  /** Interrupted while sending: being compared with the chat, never sent again blindly. */
  'unknown',
  /** Waited over two hours: asks before it goes. */
  'stale',
])
export type SendState = z.infer<typeof sendState>

export const sendFailure = z.enum([
  'refused',
  'no-such-chat',
  'too-large',
  'file-missing',
  'not-delivered',
  'interrupted',
  /** Unlinked while it was on its way: whether it went can't be told. */
  'link-lost',
  /** Written for another number than the one linked now. */
  'other-number',
  /** Leadline's own, to somebody who has asked not to be written to since. */
  'opted-out',
  /** To somebody who has been blocked since. */
  'blocked',
])
export type SendFailure = z.infer<typeof sendFailure>

/** A message goes though its receiver asked not to be written to: somebody was asked and said so. Else it is refused (`opted-out`). */
export const despiteOptOut = z.boolean().default(false)

/** What writes messages without a person. */
export const automaticBy = z.enum(['assistant', 'news'])
export type AutomaticBy = z.infer<typeof automaticBy>

export const mediaState = z.enum(['waiting', 'downloading', 'ready', 'too-large', 'unavailable'])
export type MediaState = z.infer<typeof mediaState>

export const media = z.object({
  state: mediaState,
  mime: z.string(),
  /** Bytes. */
  size: z.number().int().nullable(),
  name: z.string().nullable(),
  width: z.number().nullable(),
  height: z.number().nullable(),
  /** Milliseconds. */
  duration: z.number().nullable(),
  /** Relative address below the app's origin once ready. */
  url: z.string().nullable(),
})
export type Media = z.infer<typeof media>

export const message = z.object({
  /** Grows with time: the page key of a thread. A live stranger's message has a negative id. */
  id: z.number().int(),
  conversationId: id,
  direction: z.enum(['in', 'out']),
  type: messageType,
  body: z.string().nullable(),
  at: instant,
  /** Null for incoming. */
  state: sendState.nullable(),
  failure: sendFailure.nullable(),
  /** Group author's name. */
  author: z.string().nullable(),
  quoted: z
    .object({
      id: z.number().int().nullable(),
      body: z.string().nullable(),
      type: messageType,
      direction: z.enum(['in', 'out']),
    })
    .nullable(),
  media: media.nullable(),
  location: z
    .object({ latitude: z.number(), longitude: z.number(), label: z.string().nullable() })
    .nullable(),
  /** Name and phones (as written) of each shared contact card. */
  cards: z.array(z.object({ name: z.string(), phones: z.array(z.string()) })),
  poll: z
    .object({
      question: z.string(),
      options: z.array(z.object({ text: z.string(), votes: z.number().int() })),
    })
    .nullable(),
  /** What it said before, oldest first. */
  edits: z.array(z.object({ body: z.string().nullable(), at: instant })),
  revokedAt: instant.nullable(),
  reactions: z.array(z.object({ emoji: z.string(), fromMe: z.boolean() })),
  starred: z.boolean(),
  /** Who wrote it, where it was Leadline itself: the assistant, or the news of an order. Null: a person. */
  automatic: automaticBy.nullable(),
})
export type Message = z.infer<typeof message>

/** Letters of one message, as WhatsApp takes it. */
export const MOST_TEXT = 65_536

/** A reply begun and not sent. Files that were added are not kept with it. */
export const draft = z.object({ conversationId: id, text: z.string(), quoted: message.nullable() })
export type Draft = z.infer<typeof draft>
