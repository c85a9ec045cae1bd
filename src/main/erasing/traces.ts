/** By what a person is recognised in what others wrote. Pure. */

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

/** Whether a contact card shows one of their numbers, however it is laid out. */
export function isCardOf(vcard: string, { digits }: Traces): boolean {
  const lines = vcard.split(/\r?\n/).filter((line) => /(^|\.)tel\b/i.test(line))
  return lines.some((line) => {
    const numbers = line.replaceAll(/[^\d:=]/g, '')
    return digits.some((one) => numbers.includes(one))
  })
}

/** Cards kept in a message's `extra`, without those of them. Null where none is. */
export function withoutCards(extra: string, traces: Traces): string | null {
  const kept = JSON.parse(extra) as { cards?: string[] }
  const cards = kept.cards ?? []
  const left = cards.filter((card) => !isCardOf(card, traces))
  return left.length === cards.length ? null : JSON.stringify({ ...kept, cards: left })
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
