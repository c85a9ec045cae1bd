/** The catalogue as the assistant needs it. Runs in the database thread. */
import type { Language, Product } from '../../contract'
import { catalogText } from '../catalog/message'
import { getProduct, listProducts, searchProducts } from '../catalog/store'
import { builder, type Sql } from '../storage'
import type { Goods } from './decide'
import { Shelf, type Named } from './match'

/** More than this nobody reads in a chat. */
const MOST_TOLD = 60
const MOST_FOUND = 20

/** Of this thread: names change seldom, and putting them on the shelf is the work. */
let kept: { key: string; shelf: Shelf } | null = null

function shelfOf(sql: Sql): Shelf {
  const sold: Named[] = sql.all(
    builder
      .selectFrom('products')
      .select(['id', 'name', 'sku'])
      .where('active', '=', 1)
      .orderBy('folded')
      .orderBy('id'),
  )
  const key = sold.map(({ id, name, sku }) => `${id}\t${name}\t${sku ?? ''}`).join('\n')
  if (kept?.key !== key) kept = { key, shelf: new Shelf(sold) }
  return kept.shelf
}

const page = (sql: Sql, limit: number) =>
  listProducts(sql, { query: '', categoryId: null, inactive: false, cursor: null, limit })

function catalogue(sql: Sql, query: string | null, language: Language): string {
  if (query !== null) return catalogText(searchProducts(sql, { query, limit: MOST_FOUND }), language, false)
  const { items, next } = page(sql, MOST_TOLD)
  return catalogText(items, language, next !== null)
}

function soldProduct(sql: Sql, id: string): Product | null {
  const isThere = sql.get(
    builder.selectFrom('products').select('id').where('id', '=', id).where('active', '=', 1),
  )
  return isThere ? getProduct(sql, id) : null
}

export function goodsOf(sql: Sql): Goods {
  return {
    get shelf() {
      return shelfOf(sql)
    },
    product: (id) => soldProduct(sql, id),
    nameOf: (id) => sql.get(builder.selectFrom('products').select('name').where('id', '=', id))?.name ?? null,
    some: () => page(sql, MOST_FOUND).items.find(({ stock }) => stock !== 0) ?? null,
    text: (query, language) => catalogue(sql, query, language),
  }
}
