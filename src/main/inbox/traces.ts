/**
 * By what a person who is erased is recognised in what others have, and what is left of it without them. One rule for what lies here
 * when they are erased (erasing/traces-store.ts) and for what WhatsApp brings afterwards (erased.ts). Pure.
 */
import type { IngestItem } from './ingest-store'
import type { MessageExtra, NewMessageRow } from './message-row'

export interface Traces {
  /** Addresses at WhatsApp: `628…@c.us`, `123…@lid`. */
  addresses: string[]
  /** What stands before the @ in them. */
  digits: string[]
}

/** @param phones E.164. @param addresses as WhatsApp writes them, of chats; groups are none of theirs. */
export function tracesOf(phones: readonly string[], addresses: readonly string[]): Traces {
  const all = [...phones.map((phone) => `${phone.slice(1)}@c.us`), ...addresses].filter((address) =>
    /^\d{5,}@(c\.us|lid)$/.test(address),
  )
  const found = [...new Set(all)]
  return { addresses: found, digits: found.map((address) => address.replace(/@.*$/, '')) }
}

/** A text in which they are mentioned, without their number. */
export const withoutMentions = (text: string, { digits }: Traces): string =>
  digits.reduce((left, one) => left.replaceAll(`@${one}`, '@…'), text)

/** The numbers in a contact card, however they are laid out, as digits. */
function cardNumbers(vcard: string): string[] {
  const lines = vcard.split(/\r?\n/).filter((line) => /(^|\.)tel\b/i.test(line))
  return lines.flatMap((line) => line.replaceAll(/[^\d:=]/g, '').split(/[:=]/)).filter(Boolean)
}

export const isCardOf = (vcard: string, { digits }: Traces): boolean =>
  cardNumbers(vcard).some((number) => digits.some((one) => number.includes(one)))

const cardsOf = (extra: string): string[] => (JSON.parse(extra) as MessageExtra).cards ?? []

/** Cards kept in a message's `extra`, without those of them. Null where none is. */
export function withoutCards(extra: string, traces: Traces): string | null {
  const cards = cardsOf(extra)
  const left = cards.filter((card) => !isCardOf(card, traces))
  return left.length === cards.length
    ? null
    : JSON.stringify({ ...(JSON.parse(extra) as MessageExtra), cards: left })
}

const textOf = (value: unknown): string | null => {
  if (typeof value === 'string') return value
  const serialized: unknown =
    typeof value === 'object' && value !== null
      ? Object.getOwnPropertyDescriptor(value, '_serialized')?.value
      : null
  return typeof serialized === 'string' ? serialized : null
}

/** Whether WhatsApp's own data of a message say that it answers one of theirs. */
export function isAnswerToThem(raw: string, { addresses }: Traces): boolean {
  const data: unknown = JSON.parse(raw)
  if (typeof data !== 'object' || data === null) return false
  const author = textOf(Object.getOwnPropertyDescriptor(data, 'quotedParticipant')?.value)
  return (
    author !== null && addresses.includes(author.replace(/@s\.whatsapp\.net$/, '@c.us').replace(/:\d+@/, '@'))
  )
}

/** Whether the id that WhatsApp gave a group's message ends in their address: they wrote it. */
export const isWrittenByThem = (serializedId: string | null, { addresses }: Traces): boolean =>
  addresses.some((address) => serializedId?.endsWith(`_${address}`))

function messageWithout(row: NewMessageRow, traces: Traces): NewMessageRow | null {
  if (isWrittenByThem(row.serialized_id, traces)) return null
  const text = (value: string | null): string | null =>
    value === null ? null : withoutMentions(value, traces)
  const { raw } = row
  const rawIfTheirs = raw !== null && traces.digits.some((one) => raw.includes(one)) ? raw : null
  const isAnswer = rawIfTheirs !== null && isAnswerToThem(rawIfTheirs, traces)
  const cards = row.extra === null ? null : withoutCards(row.extra, traces)
  return {
    ...row,
    body: text(row.body),
    quoted_body: isAnswer ? null : text(row.quoted_body),
    extra: cards ?? row.extra,
    // What WhatsApp said of it holds the whole card too.
    raw: rawIfTheirs !== null || cards !== null ? null : raw,
  }
}

/** What comes, without them; null where nothing of it is left. */
export function withoutTraces(item: IngestItem, traces: Traces): IngestItem | null {
  if (traces.addresses.length === 0) return item
  switch (item.op) {
    case 'message': {
      const row = messageWithout(item.row, traces)
      return row && { ...item, row }
    }
    case 'edit':
      return { ...item, body: withoutMentions(item.body, traces) }
    case 'reaction':
      return traces.addresses.includes(item.sender) ? null : item
    case 'poll-vote':
      return traces.addresses.includes(item.voter) ? null : item
    case 'ack':
    case 'revoke':
    case 'unread':
      return item
  }
}

/** In an address at WhatsApp no more stand before the @. */
const MOST_DIGITS = 20
const runsIn = (text: string | null): string[] => text?.match(/\d{5,}/g) ?? []
/** A number may be written with more before it: 00 for the plus sign. */
const endsOf = (number: string): string[] =>
  Array.from({ length: Math.max(number.length - 4, 0) }, (_, start) => number.slice(start))

function runsOf(item: IngestItem): string[] {
  switch (item.op) {
    case 'message': {
      const { serialized_id, body, quoted_body, extra, raw } = item.row
      const cards = extra === null ? [] : cardsOf(extra)
      return [
        ...[serialized_id, body, quoted_body, raw].flatMap(runsIn),
        ...cards.flatMap(cardNumbers).flatMap(endsOf),
      ]
    }
    case 'edit':
      return runsIn(item.body)
    case 'reaction':
      return runsIn(item.sender)
    case 'poll-vote':
      return runsIn(item.voter)
    case 'ack':
    case 'revoke':
    case 'unread':
      return []
  }
}

/** Whatever in it could be what stands before the @ in somebody's address. */
export const numbersIn = (item: IngestItem): Set<string> =>
  new Set(runsOf(item).filter((run) => run.length <= MOST_DIGITS))
