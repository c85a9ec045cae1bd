/** What a notice says of a conversation and its newest message. Pure. */
import type { Account, Conversation, Message } from '../../contract'
import type { Notice } from '../platform/ports'
import type { Words } from './words'

/** Letters of a name and of a text, as a person counts them; the systems cut off far less. */
const LONGEST_NAME = 80
const LONGEST_TEXT = 240
/** Code units looked at, so that a letter with a thousand accents costs nothing. */
const MOST_UNITS = 4_000

/** The title where nobody may be named. */
export const NOBODY = 'Leadline'

/** Direction overrides would let a customer write something else than it seems; line breaks would push the rest out of sight. */
const UNSEEN = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu

/** Made with the first notice: its tables stay in memory. */
let letters: Intl.Segmenter | undefined

function plain(text: string, longest: number): string {
  const clean = text.slice(0, MOST_UNITS).replace(UNSEEN, ' ').trim()
  letters ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' })
  const parts = Array.from(letters.segment(clean), ({ segment }) => segment)
  return parts.length <= longest ? clean : `${parts.slice(0, longest - 1).join('')}…`
}

export const plainName = (name: string): string => plain(name, LONGEST_NAME)
export const plainText = (text: string): string => plain(text, LONGEST_TEXT)

/**
 * What a notice calls an account: nothing where it is the only one. Its own number is no more than its last digits, and that only where
 * names may be said at all: the system keeps notices.
 */
export function accountName(
  accounts: readonly Pick<Account, 'id' | 'label' | 'name' | 'phone'>[],
  accountId: string,
  isPrivate: boolean,
): string | null {
  const account = accounts.find(({ id }) => id === accountId)
  if (!account || accounts.length < 2) return null
  const { label, name, phone } = account
  const own = label ?? (isPrivate ? null : (name ?? (phone === null ? null : `…${phone.slice(-4)}`)))
  return (own === null ? '' : plain(own, LONGEST_NAME)) || null
}

function bodyOf(message: Message, words: Words): string {
  const text = plain(message.body ?? message.poll?.question ?? '', LONGEST_TEXT)
  const { type } = message
  if (type === 'text' || type === 'system') return text === '' ? words.newMessages(1) : text
  const kind = words.kinds[type]
  // A view-once message is to be seen once, on the phone; what else it says stays there.
  return text === '' || type === 'view-once' ? kind : `${kind}: ${text}`
}

export interface ContentInput {
  conversation: Conversation
  message: Message
  /** Messages since the chat was last looked at. */
  count: number
  words: Words
  isPrivate: boolean
}

/** Of a stranger of whom nothing is kept, nothing is said: the system keeps notices. */
export function contentOf({
  conversation,
  message,
  count,
  words,
  isPrivate,
}: ContentInput): Omit<Notice, 'silent'> {
  const { id: conversationId, keeping, name, phone } = conversation
  if (isPrivate || keeping !== 'kept') {
    const body = isPrivate ? words.newMessages(count) : words.stranger
    return { conversationId, title: NOBODY, body, replyHint: null }
  }
  const who = plain(name ?? phone ?? '', LONGEST_NAME) || words.nameless
  const author = message.author === null ? '' : plain(message.author, LONGEST_NAME)
  const body = bodyOf(message, words)
  return {
    conversationId,
    title: count > 1 ? `${who} (${count})` : who,
    body: author === '' ? body : `${author}: ${body}`,
    replyHint: words.replyHint,
  }
}
