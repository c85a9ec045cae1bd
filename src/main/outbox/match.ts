/** Which message of a chat is the one that was being sent when something broke off. Pure. */
import type { WaHistory, WaMessage } from '../whatsapp/types'

/** What is known of the message in doubt. */
export interface Doubt {
  key: string
  body: string | null
  /** Bytes of its attachment, null without one. */
  mediaSize: number | null
  /** When it was handed over (ms). */
  sendingAt: number
}

/** Our clock and WhatsApp's may differ by this much (ms). */
export const SKEW_MS = 60_000

export function findByKey(doubt: Doubt, messages: readonly WaMessage[]): WaMessage | null {
  return messages.find((message) => message.fromMe && message.key === doubt.key) ?? null
}

function text(body: string | null): string {
  return (body ?? '').normalize('NFC').trim()
}

/** Keys of WhatsApp Web all begin alike (`3EB0`), those of phones otherwise: the same words typed on the phone are not ours. */
const KIND = 4
const isOfSameKind = (one: string, other: string): boolean => one.slice(0, KIND) === other.slice(0, KIND)

function looksLike(doubt: Doubt, message: WaMessage): boolean {
  if (!isOfSameKind(message.key, doubt.key)) return false
  if (!message.fromMe || message.at < doubt.sendingAt - SKEW_MS) return false
  if (text(message.body) !== text(doubt.body)) return false
  if ((doubt.mediaSize === null) !== (message.media === null)) return false
  // Pictures are compressed on their way, so a size that is told but differs still decides only for documents.
  const { media } = message
  if (!media || media.size === null || message.type !== 'document') return true
  return media.size === doubt.mediaSize
}

/**
 * For pages that give a message a key of their own. Of several alike (two times "ok") the first from the hand-over on is taken,
 * else the last before it.
 * @param taken keys that belong to other messages of ours.
 */
export function findByContent(
  doubt: Doubt,
  messages: readonly WaMessage[],
  taken: ReadonlySet<string>,
): WaMessage | null {
  const alike = messages
    .filter((message) => !taken.has(message.key) && looksLike(doubt, message))
    .toSorted((a, b) => a.at - b.at)
  // WhatsApp counts in whole seconds.
  const from = Math.floor(doubt.sendingAt / 1000) * 1000
  return alike.find((message) => message.at >= from) ?? alike.at(-1) ?? null
}

/** Whether these newest messages of a chat reach back beyond the hand-over, so that what is not among them did not go. */
export function reachesBack(doubt: Doubt, { messages, reachedStart }: WaHistory): boolean {
  const oldest = messages[0]
  return reachedStart || (oldest !== undefined && oldest.at < doubt.sendingAt - SKEW_MS)
}
