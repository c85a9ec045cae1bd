/** Products made and changed here, each change kept together with its entry in the change log. Runs in the database thread. */
import { AppError, type Product, type ProductInput } from '../../contract'
import { enqueue, syncState } from '../crm/change-store'
import { oneLine, same, type Fields } from '../crm/fields'
import { IMPORTED_PRODUCT } from '../imports/products'
import { builder, type Sql, type Store } from '../storage'
import { changeProduct, getProduct } from './store'

const isHere = (sql: Sql, table: 'products' | 'categories', id: string): boolean =>
  sql.get(builder.selectFrom(table).select('id').where('id', '=', id)) !== undefined

/** As the CRM wants it. @throws {AppError} `invalid-input` or `not-found`. */
function checked(sql: Sql, input: ProductInput): ProductInput {
  const { categoryId, unitPrice, currency, stock, active } = input
  const line = (text: string | null): string | null => (text === null ? null : oneLine(text) || null)
  const name = line(input.name)
  if (name === null) throw new AppError('invalid-input', 'A product needs a name.')
  if (!Number.isSafeInteger(unitPrice))
    throw new AppError('invalid-input', 'The price is too large to be kept exactly.')
  if (categoryId !== null && !isHere(sql, 'categories', categoryId))
    throw new AppError('not-found', 'There is no such category.')
  return {
    name,
    sku: line(input.sku),
    unit: line(input.unit),
    categoryId,
    unitPrice,
    currency,
    stock,
    active,
  }
}

/** Answers the product that has this id already, as it is. @throws {AppError} `invalid-input` or `not-found`. */
function createProduct(sql: Sql, { id, now, ...input }: ProductInput & { id: string; now: number }): Product {
  return sql.transaction(() => {
    if (isHere(sql, 'products', id)) return getProduct(sql, id)
    const product = checked(sql, input)
    changeProduct(sql, id, product)
    enqueue(sql, { kind: 'product', recordId: id, dependsOn: null, fields: { ...product }, now })
    return getProduct(sql, id)
  })
}

/** Changes what is given; what stays the same is not sent. @throws {AppError} `invalid-input` or `not-found`. */
function updateProduct(
  sql: Sql,
  { id, now, ...change }: Partial<ProductInput> & { id: string; now: number },
): Product {
  return sql.transaction(() => {
    const { name, sku, unit, categoryId, unitPrice, currency, stock, active } = getProduct(sql, id)
    const before: Fields = { name, sku, unit, categoryId, unitPrice, currency, stock, active }
    const after = checked(sql, { name, sku, unit, categoryId, unitPrice, currency, stock, active, ...change })
    const fields = Object.fromEntries(
      Object.entries(after).filter(([key, value]) => !same(value, before[key])),
    )
    if (Object.keys(fields).length === 0) return getProduct(sql, id)
    changeProduct(sql, id, after)
    // What came with an import is this machine's own, as is the line of an order that names it.
    if (id.startsWith(IMPORTED_PRODUCT)) return getProduct(sql, id)
    // Of a product that the CRM was never told of it is told everything.
    const isLocal = syncState(sql, 'product', id).state === 'local'
    enqueue(sql, {
      kind: 'product',
      recordId: id,
      dependsOn: null,
      fields: isLocal ? { ...after } : fields,
      now,
    })
    return getProduct(sql, id)
  })
}

export const productStore = { createProduct, updateProduct } satisfies Store
