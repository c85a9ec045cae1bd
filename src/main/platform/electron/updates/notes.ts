/** Release notes as plain text. They come from the network, as markup (GitHub) or text; what reaches a screen has no markup left. */

/** Longer notes are cut: they are read in a small box. */
const LONGEST = 4_000

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }

const decode = (text: string): string =>
  text.replace(
    /&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{2,6}));/gi,
    (whole, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? whole
      const point = decimal === undefined ? parseInt(hex ?? '', 16) : Number(decimal)
      return point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff) ? String.fromCodePoint(point) : ''
    },
  )

/** Control and format characters other than line breaks: the latter can turn a text's direction around. */
const UNSEEN = /[^\P{C}\n]/gu

function plain(markup: string): string {
  const text = markup
    .replace(/<(script|style)\b[\s\S]*?(?:<\/\1\s*>|$)/gi, '')
    .replace(/<!--[\s\S]*?(?:-->|$)/g, '')
    .replace(/<li\b[^>]*>/gi, '\n• ')
    .replace(/<br\b[^>]*>|<\/(?:p|div|h[1-6]|ul|ol|tr|pre)\s*>/gi, '\n')
    .replace(/<\/?[a-z][^>]*(?:>|$)/gi, '')
  return decode(text)
    .replaceAll('\t', ' ')
    .replace(UNSEEN, '')
    .replace(/ *\n */g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

/** @param notes as electron-updater hands them on; anything else counts as none. */
export function plainNotes(notes: unknown): string {
  const parts = Array.isArray(notes)
    ? (notes as unknown[]).map(noteOf)
    : [typeof notes === 'string' ? notes : '']
  // Cut before as well: nobody gets to make this work on megabytes.
  const text = plain(
    parts
      .filter((part) => part !== '')
      .join('\n\n')
      .slice(0, 10 * LONGEST),
  )
  return text.length > LONGEST ? `${text.slice(0, LONGEST).trimEnd()}…` : text
}

function noteOf(entry: unknown): string {
  if (typeof entry !== 'object' || entry === null || !('note' in entry)) return ''
  return typeof entry.note === 'string' ? entry.note : ''
}
