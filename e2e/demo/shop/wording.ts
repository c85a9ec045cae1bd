/** What can be said, in which language, and how a phrase is filled in. */
import { SEED_PRODUCTS, type SeedProduct } from '../../central-crm/seed/shop'
import type { Chance } from './chance'
import type { Currency, Person, Speech } from './people'
import { english } from './phrases-en'
import { hindi } from './phrases-hi'
import { romanHindi } from './phrases-hi-latn'
import { indonesian } from './phrases-id'

/** What somebody can mean; Bahasa Indonesia has them all, and the others must too. */
export type Intent = keyof typeof indonesian
export type Phrases = Readonly<Record<Intent, readonly string[]>>

export const PHRASES: Readonly<Record<Speech, Phrases>> = {
  id: indonesian,
  hi: hindi,
  'hi-latn': romanHindi,
  en: english,
}

export interface OrderLine {
  product: SeedProduct
  quantity: number
}

/** What a dialogue is about. */
export interface Topic {
  product: SeedProduct
  other: SeedProduct
  lines: readonly OrderLine[]
  /** For people, as the shop writes it on invoices. */
  orderNumber: string
  /** Whole currency units. */
  total: number
}

/** A price as the customer's country writes it; whole units. */
export function priceOf(amount: number, currency: Currency): string {
  const text = new Intl.NumberFormat(currency === 'IDR' ? 'id-ID' : 'en-IN').format(amount)
  return currency === 'IDR' ? `Rp ${text}` : `₹${text}`
}

/** The name without what only the catalogue needs. */
export const nameOf = (product: SeedProduct): string => product.name.replace(' (India)', '')

/** Two products and an order of one to three lines, all sold in the person's currency. */
export function topicFor(chance: Chance, person: Person): Topic {
  const goods = SEED_PRODUCTS.filter(({ currency }) => currency === person.currency)
  const product = chance.pick(goods)
  const others = goods.filter((one) => one !== product)
  const other = chance.pick(others)
  const inStock = product.stock > 0 ? product : (others.find(({ stock }) => stock > 5) ?? other)
  const most = inStock.price > (person.currency === 'IDR' ? 5_000_000 : 20_000) ? 2 : 6
  const lines = [{ product: inStock, quantity: chance.flip(0.6) ? 1 : chance.whole(2, most) }]
  if (chance.flip(0.4) && other !== inStock && other.stock > 0) lines.push({ product: other, quantity: 1 })
  const total = lines.reduce((sum, line) => sum + line.product.price * line.quantity, 0)
  return { product, other, lines, total, orderNumber: `INV-${chance.whole(2100, 9899)}` }
}

const COURIERS = {
  IDR: ['JNE', 'J&T', 'SiCepat', 'AnterAja'],
  INR: ['Delhivery', 'Blue Dart', 'DTDC'],
} as const
const BANKS = { IDR: ['BCA', 'Mandiri', 'BRI'], INR: ['HDFC', 'SBI', 'ICICI'] } as const

/** A phrase of this meaning in the person's language, filled in. Empty where it goes with a picture alone. */
export function say(chance: Chance, person: Person, topic: Topic, intent: Intent): string {
  const { currency } = person
  const first = person.name.replace(/^(CV|SMK) .*\((Pak|Bu) (.*)\)$/, '$2 $3').split(' ')
  const values: Record<string, string> = {
    item: nameOf(topic.product),
    other: nameOf(topic.other),
    price: priceOf(topic.product.price, currency),
    spec: topic.product.description,
    stock: String(Math.max(2, topic.product.stock)),
    qty: String(Math.max(2, topic.lines[0]?.quantity ?? 2)),
    lines: topic.lines.map((line) => `${line.quantity}x ${nameOf(line.product)}`).join('\n'),
    total: priceOf(topic.total, currency),
    no: topic.orderNumber,
    name: person.name.startsWith('CV') || person.name.startsWith('SMK') ? first.join(' ') : (first[0] ?? ''),
    city: person.city,
    number: String(chance.whole(2, 180)),
    courier: chance.pick(COURIERS[currency]),
    track: `${currency === 'IDR' ? 'JX' : 'DL'}${chance.whole(1_000_000_000, 9_999_999_999)}`,
    bank: chance.pick(BANKS[currency]),
  }
  return chance
    .pick(PHRASES[person.speech][intent])
    .replace(/\{(\w+)\}/g, (whole, key: string) => values[key] ?? whole)
}
