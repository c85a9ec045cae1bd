/** What is sold, and the stages a lead goes through: the CRM's own, kept offline. */
import type { AppEvent, Category, Language, Page, Product, ProductInput, Stage } from '../../contract'
import type { Storage } from '../storage'
import { catalogText } from './message'
import type { productStore } from './product-store'
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
  /** The same id twice is one product. @throws {AppError} `invalid-input`, `not-found` for a category that is not here. */
  create(input: ProductInput & { id: string }): Promise<Product>
  /** @throws {AppError} `invalid-input`, `not-found` */
  update(input: Partial<ProductInput> & { id: string }): Promise<Product>
  /** Every picture's address after one, in order, a page of them. */
  pictureAddresses(after: string): Promise<string[]>
  /** As a message to a customer: at most `MOST_IN_TEXT` products. Empty where there are none. @throws {AppError} `not-found` */
  text(input: TextInput): Promise<{ text: string }>
}

export { fold } from './fold'

/** More than this nobody reads in a chat. */
const MOST_IN_TEXT = 60

export interface CatalogOptions {
  storage: Storage
  emit: (event: AppEvent) => void
  /** Something now waits for the CRM. */
  changed: () => void
  /** Milliseconds since the epoch. */
  clock?: () => number
}

export function createCatalog({ storage, emit, changed, clock = Date.now }: CatalogOptions): Catalog {
  const store = storage.store<typeof catalogStore & typeof productStore>('catalog')
  const tell = async (result: Promise<Product>): Promise<Product> => {
    const product = await result
    emit({ type: 'product', product })
    changed()
    return product
  }
  const sold = (categoryId: string | null) =>
    store.listProducts({ query: '', categoryId, inactive: false, cursor: null, limit: MOST_IN_TEXT })
  return {
    stages: () => store.stages(),
    products: (input) => store.searchProducts(input),
    categories: () => store.categories(),
    list: (input) => store.listProducts(input),
    get: ({ id }) => store.getProduct(id),
    create: (input) => tell(store.createProduct({ ...input, now: clock() })),
    update: (input) => tell(store.updateProduct({ ...input, now: clock() })),
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
