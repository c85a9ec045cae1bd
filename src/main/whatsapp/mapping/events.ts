/** The library's smaller events -> `WaEvent`. Pure; null for what is not to be given out. */
import type { WaEvent } from '../types'
import { isWork } from './address'
import { ackOf } from './message'
import { addressOf, innerIdOf, isRaw, listOf, numberOf, rawOf, textOf, timeOf } from './raw'

type Event<T extends WaEvent['type']> = Extract<WaEvent, { type: T }>

/** `message`: the library's raw message. */
export function mapAck(message: unknown, ack: unknown, now: number): Event<'ack'> | null {
  const place = placeOf(message)
  return place === null ? null : { type: 'ack', ...place, ack: ackOf(ack), at: now }
}

/**
 * A changed body is an edit only where WhatsApp says who edited when, or where there was a text before: the same event fires
 * when a thumbnail arrives and when a message is decrypted.
 */
export function mapEdit(message: unknown, body: unknown, before: unknown, now: number): Event<'edit'> | null {
  const place = placeOf(message)
  if (place === null || !isRaw(message) || typeof body !== 'string') return null
  if (message['type'] === 'ciphertext' || message['type'] === 'revoked') return null
  if (textOf(message['directPath']) !== null && body !== message['caption']) return null
  const at = timeOf(message['latestEditSenderTimestampMs'])
  if (at === null && innerIdOf(message['latestEditMsgKey']) === null && textOf(before) === null) return null
  return { type: 'edit', ...place, body, at: at ?? now }
}

/** `key` is that of the message revoked, though the notice itself may have got an id of its own. */
export function mapRevoke(message: unknown, everyone: boolean, now: number): Event<'revoke'> | null {
  const place = placeOf(message)
  if (place === null || !isRaw(message)) return null
  const original = everyone ? innerIdOf(message['protocolMessageKey']) : null
  return { type: 'revoke', chat: place.chat, key: original ?? place.key, everyone, at: now }
}

/** `reaction`: the raw row of WhatsApp's table, with the library's additions. */
export function mapReaction(
  reaction: unknown,
  me: ReadonlySet<string>,
  now: number,
): Event<'reaction'> | null {
  if (!isRaw(reaction)) return null
  const parent = rawOf(reaction['parentMsgKey']) ?? rawOf(reaction['reactionParentKey'])
  const key = innerIdOf(parent)
  const chat = addressOf(parent?.['remote'])
  const sender = addressOf(reaction['senderUserJid'])
  if (key === null || sender === null || !isWork(chat)) return null
  return {
    type: 'reaction',
    key,
    chat,
    sender,
    fromMe: rawOf(reaction['id'])?.['fromMe'] === true || me.has(sender),
    emoji: textOf(reaction['reactionText']),
    at: timeOf(reaction['timestamp']) ?? now,
  }
}

/** `vote`: the raw row, with the library's `parentMessage`; an option that the poll does not list is left out. */
export function mapVote(vote: unknown, now: number): Event<'poll-vote'> | null {
  if (!isRaw(vote)) return null
  const parent = rawOf(vote['parentMsgKey']) ?? rawOf(vote['pollUpdateParentKey'])
  const key = innerIdOf(parent)
  const chat = addressOf(parent?.['remote'])
  const voter = addressOf(vote['senderUserJid']) ?? addressOf(vote['sender'])
  if (key === null || voter === null || !isWork(chat)) return null
  const options = listOf(rawOf(vote['parentMessage'])?.['pollOptions']).map(rawOf)
  const ids = vote['selectedOptionLocalIds']
  // A byte array comes out of the page as an object of its indexes.
  const chosen = (isRaw(ids) ? Object.values(ids) : listOf(ids)).map((id) =>
    textOf(options.find((option) => option?.['localId'] === id)?.['name']),
  )
  return {
    type: 'poll-vote',
    key,
    chat,
    voter,
    options: chosen.filter((name) => name !== null),
    at: timeOf(vote['senderTimestampMs']) ?? timeOf(vote['timestamp']) ?? now,
  }
}

/** Null for calls that the salesperson makes. */
export function mapCall(call: unknown, now: number): Event<'call'> | null {
  if (!isRaw(call) || call['outgoing'] === true) return null
  const id = textOf(call['id'])
  const from = addressOf(call['peerJid'])
  if (id === null || !isWork(from)) return null
  return { type: 'call', id, from, video: call['isVideo'] === true, at: timeOf(call['offerTime']) ?? now }
}

function placeOf(message: unknown): { key: string; chat: string } | null {
  const id = isRaw(message) ? rawOf(message['id']) : null
  const key = innerIdOf(id)
  const chat = addressOf(id?.['remote'])
  return key === null || !isWork(chat) || isStatus(message) ? null : { key, chat }
}

function isStatus(message: unknown): boolean {
  return isRaw(message) && message['isStatusV3'] === true
}

/** Percent 0..100, or null. */
export function percentOf(value: unknown): number | null {
  const number = numberOf(value)
  return number === null ? null : Math.min(100, Math.max(0, Math.round(number)))
}
