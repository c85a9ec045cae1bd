/** Numbers as people write them: digits, and words in English, Hindi (in both scripts) and Bahasa Indonesia. Pure. */
import type { Token } from './text'

const SMALL: Record<string, number> = {}
const say = (value: number, words: string): void => {
  for (const word of words.split(' ')) SMALL[word] = value
}
say(1, 'one single satu sebuah sebiji ek एक')
say(2, 'two pair sepasang dua do दो')
say(3, 'three tiga teen तीन')
say(4, 'four empat char chaar चार')
say(5, 'five lima paanch panch पांच पाँच')
say(6, 'six enam chhe che chhah chah छह छः छे छ')
say(7, 'seven tujuh saat सात')
say(8, 'eight delapan aath आठ')
say(9, 'nine sembilan nau नौ')
say(10, 'ten sepuluh das dus दस')
say(11, 'eleven sebelas gyarah ग्यारह')
say(12, 'twelve barah baarah बारह dozen selusin darjan दर्जन')
say(13, 'thirteen terah तेरह')
say(14, 'fourteen chaudah चौदह')
say(15, 'fifteen pandrah पंद्रह पन्द्रह')
say(16, 'sixteen solah सोलह')
say(17, 'seventeen satrah सत्रह')
say(18, 'eighteen atharah अठारह')
say(19, 'nineteen unnis उन्नीस')
say(20, 'twenty bees बीस')
say(25, 'pachees पच्चीस')
say(30, 'thirty tees तीस')
say(40, 'forty chalis chalees चालीस')
say(50, 'fifty pachas pachaas पचास')
say(60, 'sixty saath साठ')
say(70, 'seventy sattar सत्तर')
say(75, 'pachhattar पचहत्तर')
say(80, 'eighty assi अस्सी')
say(90, 'ninety nabbe नब्बे')
say(100, 'seratus')
say(1000, 'seribu')

/** After a number: so many of it. */
const TIMES: Record<string, number> = {
  puluh: 10,
  ratus: 100,
  ribu: 1000,
  lusin: 12,
  hundred: 100,
  thousand: 1000,
  dozen: 12,
  sau: 100,
  सौ: 100,
  hazaar: 1000,
  hazar: 1000,
  हज़ार: 1000,
  हजार: 1000,
  darjan: 12,
  दर्जन: 12,
}
const TENS = new Set([20, 30, 40, 50, 60, 70, 80, 90])

const smallOf = (word: string | undefined): number | undefined =>
  word !== undefined && Object.hasOwn(SMALL, word) ? SMALL[word] : undefined
const timesOf = (word: string | undefined): number | undefined =>
  word !== undefined && Object.hasOwn(TIMES, word) ? TIMES[word] : undefined

/** Whether the word says a number by itself. */
export const isNumberWord = (word: string): boolean =>
  smallOf(word) !== undefined || timesOf(word) !== undefined

/** What digits say: `2`, `1,000`, `1.000`. Null for anything that is no whole number. */
export function wholeOf(digits: string): number | null {
  const plain = /^\d{1,3}([.,]\d{3})+$/.test(digits) ? digits.replaceAll(/[.,]/g, '') : digits
  if (!/^\d+$/.test(plain)) return null
  const value = Number(plain)
  return Number.isSafeInteger(value) ? value : null
}

export interface Said {
  /** Null where it is a number, but not a whole one. */
  value: number | null
  /** Tokens. */
  length: number
}

/** The number in words that begins here: `twenty five`, `dua puluh lima`, `do sau`. */
function inWords(part: readonly Token[], from: number): Said | null {
  const at = (index: number): string | undefined =>
    part[index]?.kind === 'word' ? part[index].word : undefined
  let sum = 0
  let index = from
  for (;;) {
    let value = smallOf(at(index)) ?? (index === from ? timesOf(at(index)) : undefined)
    if (value === undefined) break
    const isSmall = smallOf(at(index)) !== undefined
    index++
    if (at(index) === 'belas') {
      value += 10
      index++
    }
    const times = isSmall ? timesOf(at(index)) : undefined
    if (times !== undefined) {
      value *= times
      index++
    }
    sum += value
    // `twenty` takes a digit more, `dua ratus` whatever is smaller; after anything else another number is another number.
    const room = value >= 100 ? 100 : TENS.has(value) ? 10 : 0
    if ((smallOf(at(index)) ?? Infinity) >= room) break
  }
  return index === from ? null : { value: sum, length: index - from }
}

/** The number that begins at this token, in digits or words; null where none does. */
export function numberAt(part: readonly Token[], from: number): Said | null {
  const token = part[from]
  if (!token || token.kind === 'sign') return null
  if (token.kind === 'word') return inWords(part, from)
  const next = part[from + 1]
  const times = next?.kind === 'word' && next.word !== 'ribu' ? timesOf(next.word) : undefined
  const value = wholeOf(token.word)
  if (times === undefined || value === null) return { value, length: 1 }
  return { value: value * times, length: 2 }
}
