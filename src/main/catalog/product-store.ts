/** Products made and changed here, each change kept together with its entry in the change log. Runs in the database thread. */
import { z } from 'zod'
import { AppError, type Product, type ProductInput } from '../../contract'
import { ADDRESS_SETTING, pictureAddress } from '../crm/address'
import { enqueue, entriesOf, pendingFields, syncRow, syncState } from '../crm/change-store'
import { oneLine, parseFields, same, type Fields } from '../crm/fields'
import { IMPORTED_PRODUCT } from '../imports/products'
import { builder, getSetting, type Sql, type Store } from '../storage'
import { needCategoryInCrm } from './category-store'
import { asTold, localAddress, setHere, type RemotePicture, type SetPicture } from './picture-address'
import { changeProduct, getProduct, setPicture } from './store'

const isHere = (sql: Sql, table: 'products' | 'categories', id: string): boolean =>
  sql.get(builder.selectFrom(table).select('id').where('id', '=', id)) !== undefined

/** A category that the CRM does not have yet goes before a product in it. */
const behindCategory = (sql: Sql, { categoryId }: ProductInput, now: number) => ({
  dependsOn: categoryId !== null && needCategoryInCrm(sql, categoryId, now) ? categoryId : null,
  dependsKind: 'category' as const,
})

/**
 * As the CRM wants it.
 * @param before its category so far, which may be here no more.
 * @throws {AppError} `invalid-input` or `not-found`.
 */
function checked(sql: Sql, input: ProductInput, before: string | null = null): ProductInput {
  const { categoryId, unitPrice, currency, stock, active } = input
  const line = (text: string | null): string | null => (text === null ? null : oneLine(text) || null)
  const name = line(input.name)
  if (name === null) throw new AppError('invalid-input', 'A product needs a name.')
  if (!Number.isSafeInteger(unitPrice))
    throw new AppError('invalid-input', 'The price is too large to be kept exactly.')
  if (categoryId !== null && categoryId !== before && !isHere(sql, 'categories', categoryId))
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

/** With a picture: the first one of the product; null for none, left out it stays. */
type WithPicture = { id: string; picture?: SetPicture | null; now: number }

const remotePictures = z.array(z.looseObject({ url: z.string() }))

/** All that the product has, as the CRM is told of them. */
function picturesOf(sql: Sql, id: string): RemotePicture[] {
  const base = syncRow(sql, 'product', id)?.base ?? null
  const known = {
    ...(base === null ? {} : parseFields(base)),
    ...pendingFields(entriesOf(sql, 'product', id)),
  }
  const { data } = remotePictures.safeParse(known['pictures'])
  if (data) return data
  const { picture } = getProduct(sql, id)
  const set = picture === null ? null : setHere(picture)
  return set ? [asTold(set)] : []
}

/** Puts a picture in the first one's place; others that the CRM has stay behind it. @returns what the CRM is to have. */
function putPicture(sql: Sql, id: string, picture: SetPicture | null): RemotePicture[] {
  const [, ...others] = picturesOf(sql, id)
  const address = getSetting(sql, ADDRESS_SETTING)
  if (picture) setPicture(sql, id, localAddress(picture))
  else setPicture(sql, id, others[0] && address !== null ? pictureAddress(address, others[0].url) : null)
  return [...(picture ? [asTold(picture)] : []), ...others]
}

/** Answers the product that has this id already, as it is. @throws {AppError} `invalid-input` or `not-found`. */
function createProduct(sql: Sql, { picture, ...rest }: ProductInput & WithPicture): Product {
  return sql.transaction(() => {
    const { id, now, ...input } = rest
    if (isHere(sql, 'products', id)) return getProduct(sql, id)
    const product = checked(sql, input)
    changeProduct(sql, id, product)
    const fields = { ...product, ...(picture ? { pictures: putPicture(sql, id, picture) } : {}) }
    enqueue(sql, { kind: 'product', recordId: id, ...behindCategory(sql, product, now), fields, now })
    return getProduct(sql, id)
  })
}

/** Changes what is given; what stays the same is not sent. @throws {AppError} `invalid-input` or `not-found`. */
function updateProduct(sql: Sql, { picture, ...rest }: Partial<ProductInput> & WithPicture): Product {
  return sql.transaction(() => {
    const { id, now, ...change } = rest
    const { name, sku, unit, categoryId, unitPrice, currency, stock, active, ...shown } = getProduct(sql, id)
    const before: Fields = { name, sku, unit, categoryId, unitPrice, currency, stock, active }
    const wanted = { name, sku, unit, categoryId, unitPrice, currency, stock, active, ...change }
    const after = checked(sql, wanted, categoryId)
    const isSame = picture === undefined || shown.picture === (picture && localAddress(picture))
    const pictures = isSame ? null : putPicture(sql, id, picture)
    const fields = {
      ...Object.fromEntries(Object.entries(after).filter(([key, value]) => !same(value, before[key]))),
      ...(pictures ? { pictures } : {}),
    }
    if (Object.keys(fields).length === 0) return getProduct(sql, id)
    changeProduct(sql, id, after)
    // What came with an import is this machine's own, as is the line of an order that names it.
    if (id.startsWith(IMPORTED_PRODUCT)) return getProduct(sql, id)
    // Of a product that the CRM was never told of it is told everything.
    const isLocal = syncState(sql, 'product', id).state === 'local'
    const told = isLocal ? { ...after, pictures: pictures ?? picturesOf(sql, id) } : fields
    enqueue(sql, { kind: 'product', recordId: id, ...behindCategory(sql, after, now), fields: told, now })
    return getProduct(sql, id)
  })
}

export const productStore = { createProduct, updateProduct } satisfies Store
