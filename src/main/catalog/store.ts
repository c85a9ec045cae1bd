/** The CRM's products, categories and stages, kept here so that they are there offline. Runs in the database thread. */
import { z } from 'zod'
import { AppError, type Category, type Page, type Product, type Stage } from '../../contract'
import { IMPORTED_PRODUCT } from '../imports/products'
import { builder, type Flag, type Sql, type Store } from '../storage'
import { fold } from './fold'

/**
 * Stages for as long as no CRM was asked: a lead can be made before. Their ids are not the CRM's; see `remoteStageId`.
 */
const STAGES_BEFORE_CRM: readonly Stage[] = [
  { id: 'new', name: 'New', order: 0, color: null, outcome: 'open', isOwn: true },
  { id: 'won', name: 'Won', order: 1, color: null, outcome: 'won', isOwn: true },
  { id: 'lost', name: 'Lost', order: 2, color: null, outcome: 'lost', isOwn: true },
]

export interface RemotePipeline {
  id: string
  stages: { id: string; name: string; order: number; color: string | null; outcome: Stage['outcome'] }[]
}

export interface RemoteProduct {
  id: string
  name: string
  sku: string | null
  categoryId: string | null
  unitPrice: number
  currency: string
  stock: number | null
  unit: string | null
  active: boolean
  /** Where the first picture is. */
  picture: string | null
}

/** In the pipelines' order. */
export function stages(sql: Sql): Stage[] {
  const rows = sql.all(
    builder.selectFrom('stages').selectAll().orderBy('pipeline_id').orderBy('position').orderBy('id'),
  )
  if (rows.length === 0) return [...STAGES_BEFORE_CRM]
  return rows.map(({ id, name, color, outcome }, order) => ({ id, name, order, color, outcome }))
}

/** The CRM's id of a stage: a stage from before the CRM becomes the first with its outcome. Null: let the CRM choose. */
export function remoteStageId(sql: Sql, stageId: string): string | null {
  const known = stages(sql)
  if (STAGES_BEFORE_CRM.some((stage) => stage.id === known[0]?.id)) return null
  if (known.some((stage) => stage.id === stageId)) return stageId
  const before = STAGES_BEFORE_CRM.find((stage) => stage.id === stageId)
  if (!before) return stageId
  return known.find((stage) => stage.outcome === before.outcome)?.id ?? null
}

/** Puts a pipeline's stages in place of what was known of it. */
export function applyPipeline(sql: Sql, pipeline: RemotePipeline): void {
  sql.transaction(() => {
    removePipeline(sql, pipeline.id)
    for (const { id, name, order, color, outcome } of pipeline.stages) {
      const row = { id, pipeline_id: pipeline.id, name, position: order, color, outcome }
      sql.run(
        builder
          .insertInto('stages')
          .values(row)
          .onConflict((on) => on.column('id').doUpdateSet(row)),
      )
    }
  })
}

export function removePipeline(sql: Sql, id: string): void {
  sql.run(builder.deleteFrom('stages').where('pipeline_id', '=', id))
}

export function applyCategory(sql: Sql, category: { id: string; name: string }): void {
  const row = { id: category.id, name: category.name }
  sql.run(
    builder
      .insertInto('categories')
      .values(row)
      .onConflict((on) => on.column('id').doUpdateSet(row)),
  )
}

export function removeCategory(sql: Sql, id: string): void {
  sql.run(builder.deleteFrom('categories').where('id', '=', id))
}

export function applyProduct(sql: Sql, product: RemoteProduct): void {
  const row = {
    id: product.id,
    name: product.name,
    sku: product.sku,
    category_id: product.categoryId,
    unit_price: product.unitPrice,
    currency: product.currency,
    stock: product.stock,
    unit: product.unit,
    picture: product.picture,
    active: product.active ? (1 as const) : (0 as const),
    folded: fold(`${product.name} ${product.sku ?? ''}`).trim(),
  }
  sql.run(
    builder
      .insertInto('products')
      .values(row)
      .onConflict((on) => on.column('id').doUpdateSet(row)),
  )
}

/** What the CRM says of a product, under changes of ours that wait; the picture stays as it is. */
export function changeProduct(sql: Sql, id: string, product: Omit<RemoteProduct, 'id' | 'picture'>): void {
  const row = sql.get(builder.selectFrom('products').select('picture').where('id', '=', id))
  applyProduct(sql, { ...product, id, picture: row?.picture ?? null })
}

export function setPicture(sql: Sql, id: string, picture: string | null): void {
  sql.run(builder.updateTable('products').set({ picture }).where('id', '=', id))
}

export function removeProduct(sql: Sql, id: string): void {
  sql.run(builder.deleteFrom('products').where('id', '=', id))
}

/**
 * Everything that came from a CRM or is there goes, before another one is signed in to. What was made here and never told, and what came
 * with an import, is this machine's and stays. A CRM that takes no changes gives no versions: of its products nothing is noted in `sync`.
 */
export function emptyCatalog(sql: Sql): void {
  sql
    .statement(
      `DELETE FROM products WHERE substr(id, 1, ?) <> ? AND NOT EXISTS
         (SELECT 1 FROM sync WHERE kind = 'product' AND record_id = products.id AND version IS NULL)`,
    )
    .run(IMPORTED_PRODUCT.length, IMPORTED_PRODUCT)
  sql.run(builder.updateTable('products').set({ category_id: null }))
  for (const table of ['stages', 'categories'] as const) sql.run(builder.deleteFrom(table))
}

const escapeLike = (word: string): string => word.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)

/** Every word of a query, folded, as a condition on `p.folded`. */
function wordsOf(query: string): { wheres: string[]; values: string[] } {
  const words = fold(query)
    .split(/\s+/)
    .filter((word) => word !== '')
  return {
    wheres: words.map(() => `p.folded LIKE ? ESCAPE '\\'`),
    values: words.map((word) => `%${escapeLike(word)}%`),
  }
}

const PRODUCT_ROWS = `p.id, p.name, p.sku, p.category_id AS categoryId, c.name AS category, p.unit_price AS unitPrice, p.currency, p.stock,
    p.unit, p.active, p.picture, p.folded
  FROM products p LEFT JOIN categories c ON c.id = p.category_id`
const SELECT = `SELECT ${PRODUCT_ROWS}`

type ProductRow = Omit<Product, 'active'> & { active: Flag; folded: string }

function shown(row: ProductRow): Product {
  const { id, name, sku, categoryId, category, unitPrice, currency, stock, unit, picture } = row
  return {
    id,
    name,
    sku,
    categoryId,
    category,
    unitPrice,
    currency,
    stock,
    unit,
    active: row.active === 1,
    picture,
  }
}

/**
 * 0 for what is called just so or has just this SKU, else 1: a bracket stands before a letter, and what is meant would come second. Null
 * where nothing is asked: an index has the order by name.
 */
function rankOf(query: string): { sql: string; values: string[] } | null {
  const exact = fold(query).trim()
  if (exact === '') return null
  const sql = `CASE WHEN p.folded IN (?, ? || ' ' || lower(p.sku)) OR lower(p.sku) = ? THEN 0 ELSE 1 END`
  return { sql, values: [exact, exact, exact] }
}

/**
 * Products that are sold and hold every word of the query in name or sku: first the one that is called so, then those that begin with it,
 * then by name.
 */
export function searchProducts(sql: Sql, input: { query: string; limit: number }): Product[] {
  const rank = rankOf(input.query)
  const { wheres, values } = wordsOf(input.query)
  const rows = sql
    .statement(
      `${SELECT} WHERE ${['p.active = 1', ...wheres].join(' AND ')}
       ORDER BY ${rank ? `${rank.sql}, ` : ''}p.folded LIKE ? ESCAPE '\\' DESC, p.folded, p.id LIMIT ?`,
    )
    .all(...values, ...(rank?.values ?? []), `${escapeLike(fold(input.query).trim())}%`, input.limit)
  return (rows as ProductRow[]).map(shown)
}

export interface ProductQuery {
  query: string
  /** Null: of all. */
  categoryId: string | null
  /** Also what is not sold any more. */
  inactive: boolean
  cursor: string | null
  limit: number
}

/** Whether it is called just so (0) or not (1), `folded` and id of the last one shown. */
const key = z.tuple([z.literal([0, 1]), z.string(), z.string()])

/** @throws {AppError} `invalid-input` for a cursor that is none of ours. */
function readKey(cursor: string): z.infer<typeof key> {
  try {
    return key.parse(JSON.parse(cursor))
  } catch (cause) {
    throw new AppError('invalid-input', 'This cursor was not given by Leadline.', { cause })
  }
}

/** In order of their names, what is called as was asked first; a page by key. @throws {AppError} `invalid-input`. */
export function listProducts(sql: Sql, input: ProductQuery): Page<Product> {
  const { wheres, values } = wordsOf(input.query)
  const after = input.cursor === null ? null : readKey(input.cursor)
  const rank = rankOf(input.query)
  const conditions = [
    ...(input.inactive ? [] : ['p.active = 1']),
    ...(input.categoryId === null ? [] : ['p.category_id = ?']),
    ...wheres,
    ...(after === null
      ? []
      : [rank ? `(${rank.sql}, p.folded, p.id) > (?, ?, ?)` : '(p.folded, p.id) > (?, ?)']),
  ]
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`
  const rows = sql
    .statement(
      `SELECT ${rank?.sql ?? '1'} AS rank, ${PRODUCT_ROWS} ${where} ORDER BY ${rank ? 'rank, ' : ''}p.folded, p.id LIMIT ?`,
    )
    .all(
      ...(rank?.values ?? []),
      ...(input.categoryId === null ? [] : [input.categoryId]),
      ...values,
      ...(after === null ? [] : rank ? [...rank.values, ...after] : after.slice(1)),
      input.limit + 1,
    ) as (ProductRow & { rank: 0 | 1 })[]
  const items = rows.slice(0, input.limit)
  const last = items.at(-1)
  const next = rows.length > items.length && last ? JSON.stringify([last.rank, last.folded, last.id]) : null
  return { items: items.map(shown), next }
}

/** @throws {AppError} `not-found`. */
export function getProduct(sql: Sql, id: string): Product {
  const row = sql.statement(`${SELECT} WHERE p.id = ?`).get(id) as ProductRow | undefined
  if (!row) throw new AppError('not-found', 'There is no such product.')
  return shown(row)
}

/** @throws {AppError} `not-found`. */
export function getCategory(sql: Sql, id: string): Category {
  const row = sql.get(builder.selectFrom('categories').select(['id', 'name']).where('id', '=', id))
  if (!row) throw new AppError('not-found', 'There is no such category.')
  return row
}

/** By name. */
export const categories = (sql: Sql): Category[] =>
  sql.all(builder.selectFrom('categories').select(['id', 'name']).orderBy('name').orderBy('id'))

/** Of products that are sold, and those set here, each once, in order. */
export function pictureAddresses(sql: Sql, { after, limit }: { after: string; limit: number }): string[] {
  const rows = sql
    .statement(
      `SELECT DISTINCT picture FROM products WHERE picture IS NOT NULL AND picture > ?
       AND (active = 1 OR picture LIKE 'local:%')
       ORDER BY picture LIMIT ?`,
    )
    .all(after, limit) as { picture: string }[]
  return rows.map(({ picture }) => picture)
}

export const catalogStore = {
  stages,
  searchProducts,
  listProducts,
  getProduct,
  getCategory,
  categories,
  pictureAddresses,
} satisfies Store
