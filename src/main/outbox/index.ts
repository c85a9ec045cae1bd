/** The outbox: what is to be sent is in the database before anything is sent, and stays there until WhatsApp has it. */
import type { Message } from '../../contract'
import { AppError, DEFAULT_PREFERENCES } from '../../contract'
import { MAX_SHOWN, systemClock, type Upload } from '../media'
import type { Changed } from './changed'
import { Lane } from './lane'
import { TIMINGS } from './pacing'
import type { NewAttachment } from './queue-store'
import type { outboxStore } from './store'
import { tell } from './tell'
import { PATIENCE, type Deps, type Outbox, type OutboxOptions, type SendInput } from './types'

export type { Limits } from './limits'
export { TIMINGS, type Timings } from './pacing'
export { tell } from './tell'
export type { Outbox, OutboxMedia, OutboxOptions, SendInput, SendingSession } from './types'

const USUAL_LIMITS = { day: DEFAULT_PREFERENCES.dailyLimit, minute: DEFAULT_PREFERENCES.minuteLimit }

/** What WhatsApp shows as itself; everything else goes as a document. */
function typeOf(mime: string, as: NewAttachment['as']): NewAttachment['type'] {
  if (as === 'document') return 'document'
  if (mime.startsWith('audio/')) return as === 'voice' ? 'voice' : 'audio'
  if (mime.startsWith('video/')) return 'video'
  if (mime.startsWith('image/') && mime !== 'image/svg+xml') return 'image'
  return 'document'
}

/** @throws {AppError} `file-too-large` */
function attachmentOf(upload: Upload, as: NewAttachment['as']): NewAttachment {
  const type = typeOf(upload.mime, as)
  if (type !== 'document' && upload.size > MAX_SHOWN)
    throw new AppError(
      'file-too-large',
      'WhatsApp takes pictures, films and sound up to 16 MB; send it as a document.',
    )
  const { file, mime, name, size } = upload
  return {
    type,
    file,
    mime,
    name,
    size,
    as: type === 'document' ? 'document' : type === 'voice' ? 'voice' : 'media',
  }
}

export function createOutbox(options: OutboxOptions): Outbox {
  const { storage, media, logger, emit } = options
  const store = storage.store<typeof outboxStore>('outbox')
  const deps: Deps = {
    ...{ store, media, logger, emit },
    onTrouble: options.onTrouble ?? (() => undefined),
    clock: options.clock ?? systemClock,
    random: options.random ?? Math.random,
    isTimelocked: options.isTimelocked ?? (() => false),
    limits: options.limits ?? (() => USUAL_LIMITS),
    timings: { ...TIMINGS, ...options.timings },
    patience: { ...PATIENCE, ...options.patience },
  }
  const { clock, patience } = deps
  const lanes = new Map<string, Lane>()
  const underWay = new Map<string, Promise<Message>>()

  // Nothing is sent before what the last run left open is marked as in doubt. If that fails, nothing is sent at all.
  const recovered = store.recover().then((changed) => tell(emit, changed))
  recovered.catch((error: unknown) => {
    logger.error('outbox-start', { error: String(error) })
  })

  const lane = (accountId: string): Lane => {
    let found = lanes.get(accountId)
    if (!found) {
      found = new Lane(deps, accountId, recovered)
      lanes.set(accountId, found)
    }
    return found
  }

  const after = ({ accountId, changed }: { accountId: string; changed: Changed }): void => {
    tell(emit, changed)
    lane(accountId).wake()
  }

  const write = async (input: SendInput, attachment: NewAttachment | null): Promise<Message> => {
    const { conversationId, clientId, quotedMessageId, automatic, despiteOptOut = false } = input
    const text = input.body.normalize('NFC')
    const body = text.trim() === '' ? null : text
    if (body === null && !attachment) throw new AppError('invalid-input', 'There is nothing to send.')
    const message = {
      conversationId,
      clientId,
      body,
      quotedMessageId,
      attachment,
      despiteOptOut,
      ...(automatic && { automatic }),
    }
    const written = await store.enqueue(message, clock.now())
    after(written)
    return written.message
  }

  const sendNew = async (input: SendInput): Promise<Message> => {
    const known = await store.byClientId(input.clientId)
    if (known) return known
    if (!input.attachment) return write(input, null)
    const { uploadId, as } = input.attachment
    const upload = media.takeUpload(uploadId)
    try {
      const message = await write(input, attachmentOf(upload, as))
      media.keepUpload(upload)
      return message
    } catch (error) {
      media.giveBackUpload(uploadId, upload)
      throw error
    }
  }

  return {
    attach: (accountId, session) => lane(accountId).attach(session),
    detach: (accountId) => lanes.get(accountId)?.detach(),
    onReady: (accountId) => lane(accountId).ready(),
    wake: (accountId) => lane(accountId).wake(),
    send: (input) => {
      const running = underWay.get(input.clientId)
      if (running) return running
      const sending = recovered.then(() => sendNew(input)).finally(() => underWay.delete(input.clientId))
      underWay.set(input.clientId, sending)
      return sending
    },
    retry: async (messageId) => after(await store.retry(messageId, clock.now())),
    discard: async (messageId) => {
      const { conversationId, file, ...gone } = await store.discard(messageId)
      emit({ type: 'message-gone', conversationId, messageId })
      after(gone)
      if (file !== null) await media.deleteFiles([file])
    },
    confirmStale: async (messageId) => after(await store.confirmStale(messageId, clock.now())),
    setPaused: (accountId, paused) => lane(accountId).setPaused(paused),
    isIdle: (accountId) => lanes.get(accountId)?.idle ?? true,
    forget: (accountId) => {
      const gone = lanes.get(accountId)
      lanes.delete(accountId)
      gone?.stop(Promise.resolve()).catch((error: unknown) => {
        logger.error('outbox-forget', { accountId, error: String(error) })
      })
    },
    stop: async () => {
      let cancel = (): void => undefined
      const late = new Promise<void>((resolve) => {
        cancel = clock.after(patience.stop, resolve)
      })
      await Promise.all([...lanes.values()].map((each) => each.stop(late)))
      cancel()
    },
  }
}
