/** vCards read: what of them Leadline knows of a person. Versions 2.1, 3.0 and 4.0, as phones and address books write them. */
import { partsOf, textOf, Unfolder, type Property } from './vcard-lines'

export interface Card {
  /** Of the file, from 1: where the card begins. */
  line: number
  name: string
  /** As written; WhatsApp's own form where it is told. */
  phones: string[]
  emails: string[]
  company: string | null
  address: string | null
  note: string | null
  aliases: string[]
  tags: string[]
  /** In Leadline's own words. */
  consent: string | null
  consentHow: string | null
  /** `name: value`. */
  fields: string[]
}

const emptyCard = (line: number): Card => ({
  ...{ line, name: '', phones: [], emails: [], company: null, address: null, note: null, aliases: [] },
  ...{ tags: [], consent: null, consentHow: null, fields: [] },
})

const said = (parts: readonly string[]): string[] => parts.filter((part) => part !== '')

/** Family, given, further, before, behind: as they are said. */
function nameOf(value: string): string {
  const [family = '', given = '', further = '', before = '', behind = ''] = partsOf(value, ';')
  return said([before, given, further, family, behind]).join(' ')
}

function phoneOf({ value, parameters }: Property): string[] {
  const waid = parameters.get('WAID')
  if (waid !== undefined && /^\d{6,15}$/.test(waid)) return [`+${waid}`]
  // An extension makes it another's number: it stays, so that it is refused and shown.
  return said([textOf(value).replace(/^tel:/i, '')])
}

const TAKE: Readonly<Record<string, (card: Card, property: Property) => void>> = {
  FN: (card, { value }) => {
    card.name = textOf(value) || card.name
  },
  N: (card, { value }) => {
    if (card.name === '') card.name = nameOf(value)
  },
  TEL: (card, property) => void card.phones.push(...phoneOf(property)),
  EMAIL: (card, { value }) => void card.emails.push(...said([textOf(value).replace(/^mailto:/i, '')])),
  ORG: (card, { value }) => {
    card.company ??= said(partsOf(value, ';'))[0] ?? null
  },
  ADR: (card, { value }) => {
    card.address ??= said(partsOf(value, ';')).join(', ') || null
  },
  NOTE: (card, { value }) => {
    card.note ??= textOf(value) || null
  },
  NICKNAME: (card, { value }) => void card.aliases.push(...said(partsOf(value, ','))),
  CATEGORIES: (card, { value }) => void card.tags.push(...said(partsOf(value, ','))),
  'X-LEADLINE-CONSENT': (card, { value }) => {
    const [state = '', ...how] = partsOf(value, ';')
    card.consent = state || null
    card.consentHow = how.join(';') || null
  },
  'X-LEADLINE-FIELD': (card, { value }) => void card.fields.push(textOf(value)),
}

/** Takes a file's lines one by one and gives whole cards. Never throws. */
export class CardReader {
  private readonly unfolder = new Unfolder()
  private card: Card | null = null
  private line = 0
  /** Cards within cards, as 2.1 may have them: nobody of this file. */
  private depth = 0

  /** A card was begun and has not ended. */
  get isOpen(): boolean {
    return this.card !== null
  }

  /** @param line without its end. */
  *feed(line: string): Generator<Card> {
    const property = this.unfolder.next(line)
    if (property) yield* this.take(property)
    this.line++
  }

  *end(): Generator<Card> {
    const property = this.unfolder.end()
    if (property) yield* this.take(property)
  }

  private *take(property: Property): Generator<Card> {
    const isCard = property.value.trim().toUpperCase() === 'VCARD'
    if (property.name === 'BEGIN' && isCard) {
      if (this.card) this.depth++
      else this.card = emptyCard(this.line)
    } else if (property.name === 'END' && isCard) {
      if (this.depth > 0) this.depth--
      else {
        if (this.card) yield this.card
        this.card = null
      }
    } else if (this.card && this.depth === 0) TAKE[property.name]?.(this.card, property)
  }
}
