/** What is sold, and the stages a lead goes through: the CRM's own, kept offline. */
import type { Category, Language, Page, Product, Stage } from '../../contract'
import type { Storage } from '../storage'
import { catalogText } from './message'
import type { catalogStore, ProductQuery } from './store'

export { createPictures, type Picture, type Pictures } from './pictures'
export { createSharing, type Sharing } from './sharing'

export interface TextInput {
  language: Language
  /** Null: of all. */
  categoryId: string | null
  /** These alone, in this order; null: all that is sold. */
  productIds: readonly string[] | null
}

/** The contract's `catalog` procedures, `leads.stages` and `orders.products`. */
export interface Catalog {
  stages(): Promise<Stage[]>
  /** What is sold; accents and case aside, over name and sku. */
  products(input: { query: string; limit: number }): Promise<Product[]>
  categories(): Promise<Category[]>
  /** In order of their names, by key. @throws {AppError} `invalid-input` for a foreign cursor. */
  list(input: ProductQuery): Promise<Page<Product>>
  /** @throws {AppError} `not-found` */
  get(input: { id: string }): Promise<Product>
  /** Every picture's address after one, in order, a page of them. */
  pictureAddresses(after: string): Promise<string[]>
  /** As a message to a customer: at most `MOST_IN_TEXT` products. Empty where there are none. @throws {AppError} `not-found` */
  text(input: TextInput): Promise<{ text: string }>
}

export { fold } from './fold'

/** More than this nobody reads in a chat. */
const MOST_IN_TEXT = 60

export function createCatalog({ storage }: { storage: Storage }): Catalog {
  const store = storage.store<typeof catalogStore>('catalog')
  const sold = (categoryId: string | null) =>
    store.listProducts({ query: '', categoryId, inactive: false, cursor: null, limit: MOST_IN_TEXT })
  return {
    stages: () => store.stages(),
    products: (input) => store.searchProducts(input),
    categories: () => store.categories(),
    list: (input) => store.listProducts(input),
    get: ({ id }) => store.getProduct(id),
    pictureAddresses: (after) => store.pictureAddresses({ after, limit: 500 }),
    text: async ({ language, categoryId, productIds }) => {
      if (productIds) {
        const items = await Promise.all(productIds.map((id) => store.getProduct(id)))
        return { text: catalogText(items, language, false) }
      }
      const { items, next } = await sold(categoryId)
      return { text: catalogText(items, language, next !== null) }
    },
  }
}
