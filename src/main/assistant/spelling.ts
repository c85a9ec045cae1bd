/** Small spelling errors: one letter too many, missing, wrong, or two in the wrong order. Looked up, not searched for. */

/** Shorter words have too many neighbours that mean something else. */
const SHORTEST = 4

const withoutOne = (letters: readonly string[]): string[] =>
  letters.map((_, index) => letters.filter((__, at) => at !== index).join(''))

/** At most one error apart. */
export function isNear(a: string, b: string): boolean {
  if (a === b) return true
  const [x, y] = [Array.from(a), Array.from(b)]
  if (Math.abs(x.length - y.length) > 1) return false
  let start = 0
  while (start < x.length && start < y.length && x[start] === y[start]) start++
  let [i, j] = [x.length, y.length]
  while (i > start && j > start && x[i - 1] === y[j - 1]) {
    i--
    j--
  }
  const [restX, restY] = [x.slice(start, i), y.slice(start, j)]
  if (restX.length <= 1 && restY.length <= 1) return true
  return restX.length === 2 && restY.length === 2 && restX[0] === restY[1] && restX[1] === restY[0]
}

/** Knows words, and which of them are meant by one that is slightly off. */
export class Speller {
  private readonly known = new Set<string>()
  private readonly byRest = new Map<string, string[]>()

  /** @param sameStart the first letter has to be right: for words that are commands. */
  constructor(
    words: Iterable<string>,
    private readonly sameStart = false,
  ) {
    for (const word of words) this.learn(word)
  }

  private learn(word: string): void {
    if (this.known.has(word)) return
    this.known.add(word)
    const letters = Array.from(word)
    if (letters.length < SHORTEST || /\d/.test(word)) return
    for (const rest of new Set([word, ...withoutOne(letters)])) {
      const found = this.byRest.get(rest)
      if (found) found.push(word)
      else this.byRest.set(rest, [word])
    }
  }

  has(word: string): boolean {
    return this.known.has(word)
  }

  /** The word itself where it is known, else the known words one error away. */
  meant(word: string): readonly string[] {
    if (this.known.has(word)) return [word]
    const letters = Array.from(word)
    if (letters.length < SHORTEST || letters.length > 40 || /\d/.test(word)) return []
    const found = new Set<string>()
    for (const rest of [word, ...withoutOne(letters)]) {
      for (const candidate of this.byRest.get(rest) ?? []) {
        if (this.sameStart && candidate[0] !== word[0]) continue
        if (isNear(candidate, word)) found.add(candidate)
      }
    }
    return [...found]
  }
}
