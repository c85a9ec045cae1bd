/** The catalogue on the screen: pages by name, read again when the CRM was. */
import { create } from 'zustand'
import type { Category, Product } from '../../../contract'
import { client, onEvent, onOnline } from '../../client'
import { attempt } from '../../lib/attempt'
import { useCrm } from '../../stores/app'
import { openCatalog } from '../../stores/navigation'

const PAGE = 100

interface State {
  query: string
  categoryId: string | null
  /** Also what is not sold any more. */
  inactive: boolean
  categories: Category[]
  items: Product[]
  next: string | null
  state: 'loading' | 'ready' | 'failed'
  loadingMore: boolean
}

export const useCatalog = create<State>(() => ({
  ...{ query: '', categoryId: null, inactive: false, categories: [], items: [], next: null },
  ...{ state: 'loading', loadingMore: false },
}))

let reading = 0

const pageFrom = (cursor: string | null) => {
  const { query, categoryId, inactive } = useCatalog.getState()
  return client.catalog.list({ query, categoryId, inactive, cursor, limit: PAGE })
}

/** Reads the first page again; a later call wins over an earlier one still under way. */
export async function readCatalog(): Promise<void> {
  const mine = ++reading
  const found = await attempt(() => Promise.all([pageFrom(null), client.catalog.categories()]))
  if (mine !== reading) return
  if (found === null) {
    useCatalog.setState(({ state }) => ({ state: state === 'ready' ? 'ready' : 'failed' }))
    return
  }
  const [page, categories] = found
  useCatalog.setState({ items: page.items, next: page.next, categories, state: 'ready' })
}

/** One was made or named anew, here or in the CRM: rows say its name too. */
async function readCategories(): Promise<void> {
  const categories = await attempt(() => client.catalog.categories())
  if (!categories) return
  const names = new Map(categories.map(({ id, name }) => [id, name]))
  useCatalog.setState(({ items }) => ({
    categories,
    items: items.map((item) => {
      const name = item.categoryId === null ? null : (names.get(item.categoryId) ?? null)
      return name === item.category ? item : { ...item, category: name }
    }),
  }))
}

export async function readMoreProducts(): Promise<void> {
  const { next, loadingMore } = useCatalog.getState()
  if (next === null || loadingMore) return
  useCatalog.setState({ loadingMore: true })
  const mine = reading
  const page = await attempt(() => pageFrom(next))
  useCatalog.setState({ loadingMore: false })
  if (page === null || mine !== reading) return
  useCatalog.setState(({ items }) => ({ items: [...items, ...page.items], next: page.next }))
}

export function setCatalogView(view: Partial<Pick<State, 'query' | 'categoryId' | 'inactive'>>): void {
  useCatalog.setState({ ...view, state: 'loading' })
  void readCatalog()
}

/** The catalogue with this product on top. */
export function showProduct({ name, sku }: Product): void {
  setCatalogView({ query: sku ?? name, categoryId: null })
  openCatalog()
}

/** While it is on the screen; answers how to stop. */
export function followCatalog(): () => void {
  const stops = [
    onOnline(() => void readCatalog()),
    onEvent('product', ({ product }) =>
      useCatalog.setState(({ items }) => ({
        items: items.map((one) => (one.id === product.id ? product : one)),
      })),
    ),
    onEvent('category', () => void readCategories()),
    useCrm.subscribe(({ status }, before) => {
      // Somebody reading down the list is not thrown back to its beginning.
      const { items } = useCatalog.getState()
      if (status?.lastSyncAt !== before.status?.lastSyncAt && items.length <= PAGE) void readCatalog()
    }),
  ]
  void readCatalog()
  return () => {
    for (const stop of stops) stop()
  }
}
