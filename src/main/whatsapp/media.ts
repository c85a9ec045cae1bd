/** Bytes of a medium: a size cap before and after, patience while WhatsApp fetches, and an honest end. */
import type { MessageMedia } from 'whatsapp-web.js'
import { causeOf, isGone, TimeoutError } from './failures'
import { numberOf, textOf } from './mapping/raw'
import type { WhatsAppPage } from './page'
import { WaError } from './types'

export interface MediaState {
  stage: string | null
  size: number | null
  hasMedia: boolean
}

/** In the page: null where WhatsApp does not know the message. */
export async function readMediaState(serializedId: string): Promise<MediaState | null> {
  const page = globalThis as unknown as WhatsAppPage
  const { Msg } = page.require('WAWebCollections')
  const message = Msg.get(serializedId) ?? (await Msg.getMessagesById([serializedId]))?.messages?.[0]
  if (!message) return null
  return {
    stage: message.mediaData?.mediaStage ?? null,
    size: Number(message.size) || null,
    hasMedia: Boolean(message.directPath),
  }
}

export interface Downloading {
  maxBytes: number
  /** All attempts together, ms. */
  totalMs: number
  retryMs: number
  now(): number
  state(): Promise<MediaState | null>
  /** One attempt of the library's: the file, or nothing while it is fetched and where it failed. */
  attempt(ms: number): Promise<MessageMedia | undefined>
  wait(ms: number): Promise<void>
}

/** @throws {WaError} `no-such-message`, `too-large`, `unavailable`. */
export async function download(
  options: Downloading,
): Promise<{ mime: string; name: string | null; data: Uint8Array }> {
  const ends = options.now() + options.totalMs
  const before = await options.state()
  if (before === null) throw new WaError('no-such-message', 'no such message')
  if (!before.hasMedia) throw new WaError('unavailable', 'the message has no file (any more)')
  if ((before.size ?? 0) > options.maxBytes) throw new WaError('too-large', `${before.size ?? 0} bytes`)
  for (;;) {
    const left = ends - options.now()
    if (left <= 0) throw new WaError('unavailable', 'WhatsApp did not fetch the file in time')
    const found = await attempted(options, left)
    if (found !== undefined) {
      const data = Buffer.from(found.data, 'base64')
      if (data.byteLength > options.maxBytes) throw new WaError('too-large', `${data.byteLength} bytes`)
      return {
        mime: textOf(found.mimetype) ?? 'application/octet-stream',
        name: textOf(found.filename),
        data,
      }
    }
    const state = await options.state()
    if (state?.stage?.startsWith('ERROR') === true) throw new WaError('unavailable', state.stage)
    if (state === null || state.stage === 'RESOLVED') throw new WaError('unavailable', 'the file is gone')
    await options.wait(Math.min(options.retryMs, Math.max(0, numberOf(left) ?? 0)))
  }
}

async function attempted(options: Downloading, ms: number): Promise<MessageMedia | undefined> {
  try {
    return await options.attempt(ms)
  } catch (error) {
    if (error instanceof TimeoutError) throw new WaError('unavailable', 'the download took too long')
    if (isGone(error)) throw error
    throw new WaError('unavailable', causeOf(error), { cause: error })
  }
}
