/**
 * Sending under a key chosen beforehand. A message whose fate is unknown can then be looked for by that key, and is never sent twice.
 */
import whatsapp from 'whatsapp-web.js'
import { causeOf, isGone, TimeoutError } from './failures'
import { parsed } from './reads'
import type { PageMessage, WhatsAppPage } from './page'
import { WaError } from './types'
import type { WaAttachment, WaSend } from './types'

export type PageSend =
  | { kind: 'sent'; message: string }
  | { kind: 'no-chat' }
  /** The page is not connected, or has just been loaded anew; nothing was done. */
  | { kind: 'not-ready' }
  /** WhatsApp's own error; the message is not in the chat. */
  | { kind: 'refused'; cause: string }
  /** It can't be told whether the message is on its way. */
  | { kind: 'unknown'; cause: string }

/**
 * In the page: sends through the library's own utilities. Its one call of `newId()` gets `key`; WhatsApp's own code asks for ids by
 * other ways and is not touched. Where the page does not let itself be told, the message gets an id of WhatsApp's and the caller
 * sees it by the answer.
 */
export async function sendInPage(
  address: string,
  key: string,
  content: string,
  options: Record<string, unknown>,
): Promise<PageSend> {
  const page = globalThis as unknown as WhatsAppPage
  if (page.Debug?.VERSION === undefined || (page as { WWebJS?: unknown }).WWebJS === undefined)
    return { kind: 'not-ready' }
  if (page.require('WAWebSocketModel').Socket.state !== 'CONNECTED') return { kind: 'not-ready' }
  const chat = await page.WWebJS.getChat(address, { getAsModel: false })
  if (!chat) return { kind: 'no-chat' }
  const { require } = page
  const original = require('WAWebMsgKey')
  const slot: { key: string | null } = { key }
  const keys = new Proxy(original, {
    get(target, name) {
      if (name !== 'newId') return Reflect.get(target, name) as unknown
      return () => {
        const given = slot.key ?? target.newId()
        slot.key = null
        return given
      }
    },
  })
  const shim = new Proxy<(name: string) => unknown>(require, {
    apply(target, _self, [name]: [string]) {
      return name === 'WAWebMsgKey' ? keys : target(name)
    },
  }) as typeof require
  // In the chat it is WhatsApp's to send. Where it can't be copied out of the page, that it was sent is all that is unknown to the
  // caller, who looks for it: anything else would have it sent once more.
  const tell = (message: PageMessage): PageSend => {
    try {
      return { kind: 'sent', message: JSON.stringify(page.WWebJS.getMessageModel(message)) }
    } catch (error) {
      return { kind: 'unknown', cause: error instanceof Error ? error.message : String(error) }
    }
  }
  let cause = ''
  // A preview that can't be had must not keep the message from going out.
  for (const linkPreview of options['linkPreview'] === true ? [true, undefined] : [undefined]) {
    const known = chat.msgs.getModelsArray().find((message) => message.id.fromMe && message.id.id === key)
    if (known !== undefined) return tell(known)
    try {
      page.require = shim
    } catch {
      // A page whose `require` is fixed: the message goes under WhatsApp's own id.
    }
    const told = page.require === shim
    try {
      // A copy, for the library takes its options apart.
      const sent = await page.WWebJS.sendMessage(chat, content, { ...options, linkPreview })
      if (sent) return tell(sent)
      cause = 'no message came of it'
    } catch (error) {
      cause = error instanceof Error ? error.message : String(error)
      // What failed before an id was taken did nothing yet.
      if (told && slot.key !== null) continue
    } finally {
      if (told) page.require = require
    }
    // Whatever was thrown after it came into the chat.
    const added = chat.msgs.getModelsArray().find((message) => message.id.fromMe && message.id.id === key)
    if (added !== undefined) return tell(added)
    return { kind: told && cause !== 'no message came of it' ? 'refused' : 'unknown', cause }
  }
  return { kind: 'refused', cause }
}

/** The library's internal options of a message, as its own `sendMessage` would make them. */
export function sendOptions(message: WaSend): { content: string; options: Record<string, unknown> } {
  const { attachment, body, quotedId } = message
  const options: Record<string, unknown> = {
    linkPreview: attachment === null && body !== null && /https?:\/\//i.test(body) ? true : undefined,
    mentionedJidList: [],
    parseVCards: false,
    ignoreQuoteErrors: true,
    waitUntilMsgSent: false,
    ...(quotedId === null ? {} : { quotedMessageId: quotedId }),
  }
  if (attachment === null) return { content: body ?? '', options }
  const caption = body ?? undefined
  return {
    content: '',
    options: { ...options, ...mediaOptions(attachment), caption, isCaptionByUser: caption !== undefined },
  }
}

function mediaOptions(attachment: WaAttachment): Record<string, unknown> {
  const data = Buffer.from(attachment.data).toString('base64')
  const media = new whatsapp.MessageMedia(
    attachment.mime,
    data,
    attachment.name ?? 'file',
    attachment.data.byteLength,
  )
  return {
    media,
    sendAudioAsVoice: attachment.as === 'voice',
    sendMediaAsDocument: attachment.as === 'document',
  }
}

/** The page's answer as a raw message. @throws {WaError} `not-connected`, `no-such-chat`, `refused`, `uncertain`. */
export function sentMessage(answer: PageSend): Record<string, unknown> {
  if (answer.kind === 'not-ready') throw new WaError('not-connected', 'the page is not connected')
  if (answer.kind === 'no-chat') throw new WaError('no-such-chat', 'no such chat')
  if (answer.kind === 'refused') throw new WaError('refused', causeOf(answer.cause))
  if (answer.kind === 'unknown') throw new WaError('uncertain', causeOf(answer.cause))
  const raw = parsed(answer.message)
  if (raw === null) throw new WaError('uncertain', 'the page gave no message')
  return raw
}

/** A failure of the call itself: once it was made, nobody knows what came of it. */
export function sendFailure(error: unknown): WaError {
  if (error instanceof WaError) return error
  const unknown = error instanceof TimeoutError || isGone(error)
  return new WaError(unknown ? 'uncertain' : 'refused', causeOf(error), { cause: error })
}
