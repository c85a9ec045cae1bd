/** What the assistant says, put together: an account's text with what it is about filled in. Pure. */
import {
  customerLocale,
  formatMoney,
  type AssistantSettings,
  type AssistantTextKey,
  type Language,
  type Order,
  type Product,
} from '../../contract'
import type { Opening } from './hours'
import { renderOrder } from './order-text'
import { EXAMPLE_PRODUCT, OPENS, STATUS_WORDS } from './texts'

export interface Voice {
  texts: AssistantSettings['texts']
  language: Language
  /** The customer's. */
  name: string
}

/** What is in braces and not known stays; a name with braces in it is taken as it is. */
const fill = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replaceAll(/\{(\w+)\}/g, (whole, key: string) =>
    Object.hasOwn(values, key) ? (values[key] ?? '') : whole,
  )

/** WhatsApp's marks of a name would style the text around it. */
const plain = (text: string): string => text.replaceAll(/[*_~`]/g, '')

/** Somebody whose name nobody knows is spoken to without one: no blanks stay where it would be. */
function named(text: string, name: string): string {
  if (name !== '' && !name.startsWith('+')) return fill(text, { name: plain(name) })
  return fill(text, { name: '' })
    .replaceAll(/ +(?=[ ,.!?।])|^ +/gm, '')
    .replaceAll(/,(?=[!.।])/g, '')
}

export function say(
  voice: Voice,
  key: AssistantTextKey,
  values: Readonly<Record<string, string>> = {},
): string {
  return fill(named(voice.texts[voice.language][key], voice.name), values)
}

const money = (minor: number, currency: string, language: Language): string =>
  formatMoney(minor, currency, customerLocale(language, currency))

export const priceOf = ({ unitPrice, currency }: Product, language: Language): string =>
  money(unitPrice, currency, language)

export interface SoldLine {
  product: Product
  quantity: number
}

/** `2 × Gaming Laptop – Rp 37.000.000`, a line each. */
export const lineTexts = (lines: readonly SoldLine[], language: Language): string =>
  lines
    .map(({ product, quantity }) => {
      const sum = money(product.unitPrice * quantity, product.currency, language)
      return `${quantity} × ${plain(product.name)} – ${sum}`
    })
    .join('\n')

/** What else was written on an order, said back so that it is seen to be heard. */
export const noteTexts = (note: string | null): string[] => (note === null ? [] : [`📝 ${plain(note)}`])

export const totalText = (total: number, currency: string, language: Language): string =>
  money(total, currency, language)

/** `1. Gaming Laptop – Rp 18.500.000`, a line each. */
export const optionTexts = (options: readonly Product[], language: Language): string =>
  options
    .map((product, index) => `${index + 1}. ${plain(product.name)} – ${priceOf(product, language)}`)
    .join('\n')

/** An order as a customer would write it, of this or of any product. */
export const exampleOf = (product: Product | null, language: Language, quantity = 1): string =>
  renderOrder([{ name: product ? plain(product.name) : EXAMPLE_PRODUCT[language], quantity }])

/** `#1042 · Gaming Laptop × 1 · Rp 18.500.000 · confirmed`, a line each. */
export const orderTexts = (orders: readonly Order[], language: Language): string =>
  orders
    .map(({ number, lines, total, currency, status }) => {
      const [first] = lines
      const more = lines.length > 1 ? ` +${lines.length - 1}` : ''
      const what = first ? `${plain(first.name)} × ${first.quantity}${more}` : ''
      const parts = [
        number === null ? '' : `#${number}`,
        what,
        money(total, currency, language),
        STATUS_WORDS[language][status],
      ]
      return `• ${parts.filter((part) => part !== '').join(' · ')}`
    })
    .join('\n')

const days = (language: Language, weekday: number): string =>
  // 5 January 1970 was a Monday.
  new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' }).format(
    Date.UTC(1970, 0, 5 + weekday),
  )

const two = (value: number): string => String(value).padStart(2, '0')

export function opensText(opening: Extract<Opening, { isOpen: false }>, language: Language): string {
  const { opens } = opening
  if (!opens) return OPENS[language].soon
  const time = `${two(Math.floor(opens.minute / 60))}:${two(opens.minute % 60)}`
  return fill(OPENS[language].at, { day: days(language, opens.weekday), time })
}
