/** The language somebody writes, guessed from their own messages: for what is written to them. Pure functions. */
import type { Language } from '../../contract'

/** Words that one of the two says often and the other never does, nor Hindi in Latin letters (`ke`, `di`, `ya`, `do`, `the`). */
const COMMON: Record<Exclude<Language, 'hi'>, ReadonlySet<string>> = {
  en: new Set(
    'is are you have can please want how much for and does thanks thank price order when what where my your we need hello this that with will would'.split(
      ' ',
    ),
  ),
  id: new Set(
    'saya aku yang ada berapa bisa mau terima kasih kak pak bu apakah apa sudah belum dengan untuk tidak nggak gak dong harga pesan kirim ini itu dan dari makasih tolong masih kapan mana'.split(
      ' ',
    ),
  ),
}

/** So many signs of one, and twice as many as of any other. */
const ENOUGH = 3

/** Null where too little says which it is, Hindi in Latin letters among it. */
export function guessLanguage(texts: readonly string[]): Language | null {
  const signs: Record<Language, number> = { en: 0, hi: 0, id: 0 }
  for (const word of texts
    .join('\n')
    .toLowerCase()
    .match(/[\p{L}\p{M}]+/gu) ?? []) {
    if (/\p{Script=Devanagari}/u.test(word)) signs.hi += 1
    for (const language of ['en', 'id'] as const) if (COMMON[language].has(word)) signs[language] += 1
  }
  const [first, second] = (['en', 'hi', 'id'] as const)
    .map((language) => ({ language, count: signs[language] }))
    .sort((a, b) => b.count - a.count)
  return first && second && first.count >= ENOUGH && first.count >= 2 * second.count ? first.language : null
}
