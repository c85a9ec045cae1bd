/** A message's text cut into plain, styled (as WhatsApp writes it: *bold*, _italic_, ~strike~, ```code```) and linked pieces. */

export type Piece =
  | { kind: 'text'; text: string }
  | { kind: 'bold' | 'italic' | 'strike' | 'code'; text: string }
  | { kind: 'link'; text: string; href: string }

const PATTERN =
  /(?<link>\b(?:https?:\/\/|www\.)[^\s<>"']+)|```(?<code>[^`]+)```|(?<![\p{L}\p{N}*])\*(?<bold>\S(?:[^*\n]*\S)?)\*(?![\p{L}\p{N}*])|(?<![\p{L}\p{N}_])_(?<italic>\S(?:[^_\n]*\S)?)_(?![\p{L}\p{N}_])|(?<![\p{L}\p{N}~])~(?<strike>\S(?:[^~\n]*\S)?)~(?![\p{L}\p{N}~])/gu

/** Longer ones are no links that anybody means, and the desktop would not open them. */
const LONGEST_LINK = 4_000

/** Only http and https, and never with a name and password in it, which is how an address pretends to be another. */
function hrefOf(text: string): string | null {
  const address = URL.parse(text.startsWith('www.') ? `https://${text}` : text)
  if (!address || !/^https?:$/.test(address.protocol) || address.username !== '' || address.password !== '')
    return null
  return address.href.length > LONGEST_LINK ? null : address.href
}

/** Whether a click opens the link. The desktop hands on nothing but https; the person's browser has rules of its own. */
export const isOpened = (href: string, isDesktop: boolean): boolean => !isDesktop || href.startsWith('https:')

export function piecesOf(body: string): Piece[] {
  const pieces: Piece[] = []
  const plain = (text: string) => {
    if (text !== '') pieces.push({ kind: 'text', text })
  }
  let end = 0
  for (const match of body.matchAll(PATTERN)) {
    const groups = match.groups ?? {}
    plain(body.slice(end, match.index))
    end = match.index + match[0].length
    if (groups['link'] !== undefined) {
      // Punctuation after an address belongs to the sentence.
      const text = groups['link'].replace(/[.,;:!?)\]]+$/, '')
      const href = hrefOf(text)
      if (href === null) plain(text)
      else pieces.push({ kind: 'link', text, href })
      end = match.index + text.length
      continue
    }
    for (const kind of ['code', 'bold', 'italic', 'strike'] as const) {
      const text = groups[kind]
      if (text !== undefined) pieces.push({ kind, text })
    }
  }
  plain(body.slice(end))
  return pieces
}

/** The same without its marks, for where nothing can be styled. */
export const plainOf = (body: string): string =>
  piecesOf(body)
    .map(({ text }) => text)
    .join('')

/** One to three emoji and nothing else: shown large. */
export const isBigEmoji = (body: string): boolean =>
  /^(?:\p{Extended_Pictographic}(?:️|‍\p{Extended_Pictographic}|\p{Emoji_Modifier})*\s*){1,3}$/u.test(
    body.trim(),
  )
