/** What is sold, and the stages a lead goes through: the CRM's own, kept offline. */
import type {
  AppEvent,
  Category,
  CategoryInput,
  Language,
  Page,
  Product,
  ProductInput,
  Stage,
} from '../../contract'
import type { Media } from '../media'
import type { Storage } from '../storage'
import { catalogText } from './message'
import type { Pictures } from './pictures'
import type { categoryStore } from './category-store'
import type { SetPicture } from './picture-address'
import type { productStore } from './product-store'
import type { catalogStore, ProductQuery } from './store'

export { asTold, contentOf, localAddress, setHere } from './picture-address'
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
  /** The same id twice is one category. @throws {AppError} `invalid-input` for no name, or one that is taken. */
  createCategory(input: CategoryInput): Promise<Category>
  /** @throws {AppError} `invalid-input`, `not-found` */
  renameCategory(input: CategoryInput): Promise<Category>
  /** In order of their names, by key. @throws {AppError} `invalid-input` for a foreign cursor. */
  list(input: ProductQuery): Promise<Page<Product>>
  /** @throws {AppError} `not-found` */
  get(input: { id: string }): Promise<Product>
  /** The same id twice is one product. @throws {AppError} `invalid-input`, `not-found` for a category that is not here. */
  create(input: ProductInput & { id: string; picture?: ChosenPicture | undefined }): Promise<Product>
  /** @throws {AppError} `invalid-input`, `not-found`; of the picture also `file-too-large`, `disk-full`. */
  update(input: Partial<ProductInput> & { id: string; picture?: ChosenPicture | undefined }): Promise<Product>
  /** Every picture's address after one, in order, a page of them. */
  pictureAddresses(after: string): Promise<string[]>
  /** As a message to a customer: at most `MOST_IN_TEXT` products. Empty where there are none. @throws {AppError} `not-found` */
  text(input: TextInput): Promise<{ text: string }>
}

/** An upload to take as the product's picture; null for none. */
export type ChosenPicture = { uploadId: string } | null

export { fold } from './fold'

/** More than this nobody reads in a chat. */
const MOST_IN_TEXT = 60

export interface CatalogOptions {
  storage: Storage
  emit: (event: AppEvent) => void
  /** Where pictures that are chosen here go. */
  pictures: Pick<Pictures, 'keep'>
  uploads: Pick<Media, 'takeUpload' | 'keepUpload' | 'read' | 'deleteFiles'>
  /** Something now waits for the CRM. */
  changed: () => void
  /** Milliseconds since the epoch. */
  clock?: () => number
}

export function createCatalog(options: CatalogOptions): Catalog {
  const { storage, emit, changed, pictures, uploads, clock = Date.now } = options
  const store = storage.store<typeof catalogStore & typeof categoryStore & typeof productStore>('catalog')
  const taken = async (uploadId: string): Promise<Buffer> => {
    const upload = uploads.takeUpload(uploadId)
    try {
      return await uploads.read(upload.file)
    } finally {
      uploads.keepUpload(upload)
      await uploads.deleteFiles([upload.file])
    }
  }
  /** The picture is here before a product names it. */
  const withPicture = async (
    chosen: ChosenPicture | undefined,
    change: (picture: { picture?: SetPicture | null }) => Promise<Product>,
  ): Promise<Product> => {
    if (!chosen) return change(chosen === null ? { picture: null } : {})
    const { sha256, mime, release } = await pictures.keep(await taken(chosen.uploadId))
    return change({ picture: { sha256, mime } }).finally(release)
  }
  const tell = async (result: Promise<Product>): Promise<Product> => {
    const product = await result
    emit({ type: 'product', product })
    changed()
    return product
  }
  const tellCategory = async (result: Promise<Category>): Promise<Category> => {
    const category = await result
    emit({ type: 'category', category })
    changed()
    return category
  }
  const sold = (categoryId: string | null) =>
    store.listProducts({ query: '', categoryId, inactive: false, cursor: null, limit: MOST_IN_TEXT })
  return {
    stages: () => store.stages(),
    products: (input) => store.searchProducts(input),
    categories: () => store.categories(),
    createCategory: (input) => tellCategory(store.createCategory({ ...input, now: clock() })),
    renameCategory: (input) => tellCategory(store.renameCategory({ ...input, now: clock() })),
    list: (input) => store.listProducts(input),
    get: ({ id }) => store.getProduct(id),
    create: ({ picture, ...input }) =>
      tell(withPicture(picture, (set) => store.createProduct({ ...input, ...set, now: clock() }))),
    update: ({ picture, ...input }) =>
      tell(withPicture(picture, (set) => store.updateProduct({ ...input, ...set, now: clock() }))),
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
