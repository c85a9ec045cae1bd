/** Text without case and Latin accents, for comparing names. Signs that make the word, as in Devanagari, stay. */

/** Latin letters that Unicode does not take apart. */
const LETTERS: Record<string, string> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ł: 'l', ı: 'i', þ: 'th' }

/** Nothing of it is composed of, or a form of, anything else. */
const PLAIN = /^[\x20-\x7e]*$/

export function fold(text: string): string {
  if (PLAIN.test(text)) return text.toLowerCase()
  return text
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replaceAll(/[ßæœøđłıþ]/g, (letter) => LETTERS[letter] ?? letter)
    .normalize('NFC')
}
