/** The words of an account, ready for looking up: which phrase begins at a word, and what it means. */
import { ASSISTANT_INTENTS, type AssistantIntent, type AssistantWords, type Language } from '../../contract'
import { isNumberWord } from './numbers'
import { Speller } from './spelling'
import { wordsOf, type Token } from './text'
import { LANGUAGES_OF_WORDS, surroundings, type Surrounding } from './vocabulary'

export type Meaning = AssistantIntent | Surrounding

interface Phrase {
  words: readonly string[]
  /** In which language it means what. */
  meanings: ReadonlyMap<Meaning, ReadonlySet<Language>>
}

/** A stretch of tokens that says something. */
export interface Mark {
  meanings: ReadonlyMap<Meaning, ReadonlySet<Language>>
  /** Tokens. */
  from: number
  to: number
}

export class Lexicon {
  private readonly byFirst = new Map<string, Phrase[]>()
  private readonly ofToken = new WeakMap<Token, readonly string[]>()
  private readonly speller: Speller

  constructor(words: AssistantWords) {
    const phrases = new Map<string, { words: string[]; meanings: Map<Meaning, Set<Language>> }>()
    const learn = (meaning: Meaning, language: Language, phrase: string): void => {
      const parts = wordsOf(phrase)
      if (parts.length === 0) return
      const key = parts.join(' ')
      const known = phrases.get(key) ?? { words: parts, meanings: new Map<Meaning, Set<Language>>() }
      phrases.set(key, known)
      known.meanings.set(meaning, (known.meanings.get(meaning) ?? new Set()).add(language))
    }
    for (const language of LANGUAGES_OF_WORDS) {
      for (const intent of ASSISTANT_INTENTS) {
        for (const phrase of words[language][intent]) learn(intent, language, phrase)
      }
      for (const meaning of Object.keys(surroundings) as Surrounding[]) {
        for (const phrase of surroundings[meaning][language]) learn(meaning, language, phrase)
      }
    }
    for (const phrase of phrases.values()) {
      const first = phrase.words[0] ?? ''
      const known = this.byFirst.get(first)
      if (known) known.push(phrase)
      else this.byFirst.set(first, [phrase])
    }
    for (const known of this.byFirst.values()) known.sort((a, b) => b.words.length - a.words.length)
    this.speller = new Speller(
      [...phrases.values()].flatMap((phrase) => phrase.words),
      true,
    )
  }

  private fits(phrase: Phrase, line: readonly Token[], from: number): boolean {
    return phrase.words.every((word, index) => {
      const token = line[from + index]
      return token !== undefined && token.kind !== 'sign' && this.meant(token).includes(word)
    })
  }

  /** Looked up once for each token: a text asks again and again. */
  private meant(token: Token): readonly string[] {
    let words = this.ofToken.get(token)
    if (!words) {
      const { word } = token
      words = isNumberWord(word) && !this.speller.has(word) ? [] : this.speller.meant(word)
      this.ofToken.set(token, words)
    }
    return words
  }

  /** The longest phrase that begins at this token; null where none does. */
  at(line: readonly Token[], from: number): Mark | null {
    const token = line[from]
    if (!token || token.kind === 'sign') return null
    let best: Phrase | null = null
    for (const first of this.meant(token)) {
      const phrase = this.byFirst
        .get(first)
        ?.find((one) => one.words.length > (best?.words.length ?? 0) && this.fits(one, line, from))
      if (phrase) best = phrase
    }
    return best && { meanings: best.meanings, from, to: from + best.words.length }
  }

  /** Phrases one after the other, each as long as it can be. */
  marks(line: readonly Token[]): Mark[] {
    const marks: Mark[] = []
    for (let index = 0; index < line.length;) {
      const mark = this.at(line, index)
      if (mark) marks.push(mark)
      index = mark?.to ?? index + 1
    }
    return marks
  }
}
