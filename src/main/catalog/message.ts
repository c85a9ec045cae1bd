/** The catalogue as a message: plain text with WhatsApp's marks for bold, in the customer's language. Pure functions. */
import { customerLocale, formatMoney, type Language, type Product } from '../../contract'

const WORDS: Record<Language, { heading: string; other: string; soldOut: string; more: string }> = {
  en: {
    heading: 'Our catalogue',
    other: 'More',
    soldOut: 'sold out',
    more: '… and more. Ask us for what you need.',
  },
  hi: {
    heading: 'हमारी सूची',
    other: 'अन्य',
    soldOut: 'स्टॉक में नहीं',
    more: '… और भी बहुत कुछ। जो चाहिए, हमसे पूछें।',
  },
  id: {
    heading: 'Katalog kami',
    other: 'Lainnya',
    soldOut: 'habis',
    more: '… dan lainnya. Tanyakan saja kepada kami.',
  },
}

/** WhatsApp's bold. A star inside would end it. */
export const bold = (text: string): string => `*${text.replaceAll('*', '∗').trim()}*`

/** `• Gaming Laptop – Rp 18.500.000 / pcs`, with what is sold out said. */
export function productLine(product: Product, language: Language): string {
  return `• ${product.name} – ${priceOf(product, language)}`
}

/** `Rp 18.500.000 / pcs`, with what is sold out said. */
function priceOf({ unitPrice, currency, unit, stock }: Product, language: Language): string {
  const price = formatMoney(unitPrice, currency, customerLocale(language, currency))
  const per = unit === null ? '' : ` / ${unit}`
  const gone = stock === 0 ? ` (${WORDS[language].soldOut})` : ''
  return `${price}${per}${gone}`
}

/** Grouped by category in the order in which they come. @param more there is more than is told. */
export function catalogText(products: readonly Product[], language: Language, more: boolean): string {
  const [only, ...others] = products
  if (!only) return ''
  if (others.length === 0 && !more) return `${bold(only.name)}\n${priceOf(only, language)}`
  const words = WORDS[language]
  const groups = Map.groupBy(products, ({ category }) => category)
  const named = [...groups].filter(([category]) => category !== null)
  const unnamed = groups.get(null) ?? []
  const isGrouped = named.length > 0
  const blocks = [...named, ...(unnamed.length > 0 ? [[null, unnamed] as const] : [])].map(
    ([category, items]) =>
      [
        ...(isGrouped ? [bold(category ?? words.other)] : []),
        ...items.map((product) => productLine(product, language)),
      ].join('\n'),
  )
  return [bold(words.heading), ...blocks, ...(more ? [words.more] : [])].join('\n\n')
}
