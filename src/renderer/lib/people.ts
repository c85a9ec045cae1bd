/** Initials and colours of people. Pure, so that the same id always looks the same. */

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

function firstLetter(word: string): string {
  for (const { segment } of segmenter.segment(word)) if (/\p{L}|\p{N}/u.test(segment)) return segment
  return ''
}

/** First letters of the first and last word, whole graphemes (Devanagari keeps its vowel signs). Empty for phone numbers and emoji. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/)
  if (!/\p{L}/u.test(name)) return ''
  const first = firstLetter(words[0] ?? '')
  const last = words.length > 1 ? firstLetter(words.at(-1) ?? '') : ''
  return (first + last).toLocaleUpperCase()
}

/** A hue in degrees, spread by a small hash (FNV-1a). */
export function hueOf(id: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < id.length; index++) {
    hash ^= id.charCodeAt(index)
    hash = Math.imul(hash, 0x01000193)
  }
  return (hash >>> 0) % 360
}

/** Whose colour a chat has: the person's where it is known who they are, so that they look the same on every screen. */
export const avatarIdOf = ({ id, contactId }: { id: string; contactId: string | null }): string =>
  contactId ?? id
