/** What the outbox needs of the rest of the app. */
import type { AppEvent, AutomaticBy, Message } from '../../contract'
import type { Clock, Upload } from '../media'
import type { Logger } from '../platform/ports'
import type { Remote, Storage } from '../storage'
import type { WhatsAppSession } from '../whatsapp/types'
import type { Limits } from './limits'
import type { Timings } from './pacing'
import type { OutboxStore } from './store'

/** The part of a session that sending needs. */
export type SendingSession = Pick<
  WhatsAppSession,
  'state' | 'subscribe' | 'newMessageKey' | 'send' | 'findMessage' | 'fetchMessages' | 'setTyping'
>

/** The part of the media room that sending needs. */
export interface OutboxMedia {
  takeUpload(uploadId: string): Upload
  giveBackUpload(uploadId: string, upload: Upload): void
  keepUpload(upload: Upload): void
  read(file: string): Promise<Uint8Array>
  deleteFiles(names: readonly string[]): Promise<void>
}

/** Pauses that are not pacing (ms). */
export interface Patience {
  /** An unacknowledged message is looked for after this long, then twice as long, up to a limit. */
  ack: number
  ackMax: number
  /** Between two looks that must both find nothing before a message counts as not sent. */
  secondLook: number
  /** After an error of the session, before the next try. */
  retry: number
  /** How long a send may take before it is in doubt: a text, and one with an attachment. */
  send: number
  upload: number
  /** How long `stop` waits. */
  stop: number
}

export const PATIENCE: Patience = {
  ack: 15_000,
  ackMax: 300_000,
  secondLook: 3_000,
  retry: 5_000,
  send: 120_000,
  upload: 600_000,
  stop: 3_000,
}

export interface OutboxOptions {
  storage: Storage
  media: OutboxMedia
  logger: Logger
  emit(event: AppEvent): void
  /** Many messages in a row were refused: sending is paused until `setPaused(accountId, false)`. */
  onTrouble?(accountId: string): void
  /** Whether WhatsApp takes no messages to new people from this account now; asked before each message. */
  isTimelocked?: (accountId: string) => boolean
  /** How much may go; asked before each message. The defaults where not given. */
  limits?: () => Limits
  clock?: Clock
  /** Between 0 and 1. */
  random?: () => number
  timings?: Partial<Timings>
  patience?: Partial<Patience>
}

export interface SendInput {
  conversationId: string
  clientId: string
  body: string
  quotedMessageId: number | null
  attachment: { uploadId: string; as: 'media' | 'voice' | 'document' } | null
  /** Written by Leadline itself. */
  automatic?: AutomaticBy
  /** A person said that it goes though who gets it asked not to be written to. */
  despiteOptOut?: boolean
}

export interface Outbox {
  /** Sends the account's messages through this session whenever it is ready. */
  attach(accountId: string, session: SendingSession): void
  /** The session ended; everything waits. */
  detach(accountId: string): void
  /** The session is ready (again): what is in doubt is compared with the chats, then what waits goes. */
  onReady(accountId: string): void
  /** Something this account waits for may have changed in the database (acks were stored). */
  wake(accountId: string): void
  /** Resolves once the message is safely in the database. @throws {AppError} `not-found`, `wrong-state`, `file-too-large`, `invalid-input`, `opted-out` */
  send(input: SendInput): Promise<Message>
  /** @throws {AppError} `not-found`, `wrong-state`, `opted-out` */
  retry(messageId: number): Promise<void>
  /** @throws {AppError} `not-found`, `wrong-state` */
  discard(messageId: number): Promise<void>
  /** @throws {AppError} `not-found`, `wrong-state` */
  confirmStale(messageId: number): Promise<void>
  /** Holds an account's sending, or lets it go on. The account's own `paused` in the database holds it too. */
  setPaused(accountId: string, paused: boolean): void
  /** Whether nothing of the account is being sent, looked for or about to go. */
  isIdle(accountId: string): boolean
  /** The account is no more, and nothing of it is being sent. */
  forget(accountId: string): void
  /** Finishes what is being sent, or marks it as in doubt; at most 3 s. */
  stop(): Promise<void>
}

/** What the parts of this room share. */
export interface Deps {
  store: Remote<OutboxStore>
  media: OutboxMedia
  logger: Logger
  clock: Clock
  random: () => number
  isTimelocked: (accountId: string) => boolean
  limits: () => Limits
  timings: Timings
  patience: Patience
  onTrouble(accountId: string): void
  emit(event: AppEvent): void
}
