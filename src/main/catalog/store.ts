/** The CRM's products, categories and stages, kept here so that they are there offline. Runs in the database thread. */
import type { Product, Stage } from '../../contract'
import { builder, type Sql, type Store } from '../storage'
import { fold } from './fold'

/**
 * Stages for as long as no CRM was asked: a lead can be made before. Their ids are not the CRM's; see `remoteStageId`.
 */
const STAGES_BEFORE_CRM: readonly Stage[] = [
  { id: 'new', name: 'New', order: 0, color: null, outcome: 'open' },
  { id: 'won', name: 'Won', order: 1, color: null, outcome: 'won' },
  { id: 'lost', name: 'Lost', order: 2, color: null, outcome: 'lost' },
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
  /** Absolute address of the first picture. */
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

export function removeProduct(sql: Sql, id: string): void {
  sql.run(builder.deleteFrom('products').where('id', '=', id))
}

/** Everything that came from a CRM goes, before another one is signed in to. */
export function emptyCatalog(sql: Sql): void {
  for (const table of ['stages', 'categories', 'products'] as const) sql.run(builder.deleteFrom(table))
}

const escapeLike = (word: string): string => word.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)

/** Products that hold every word of the query in name or sku; those that begin with it first, then by name. */
export function searchProducts(sql: Sql, input: { query: string; limit: number }): Product[] {
  const query = fold(input.query).trim()
  const words = query.split(/\s+/).filter((word) => word !== '')
  const wheres = words.map(() => `AND p.folded LIKE ? ESCAPE '\\'`).join(' ')
  const rows = sql
    .statement(
      `SELECT p.id, p.name, p.sku, c.name AS category, p.unit_price AS unitPrice, p.currency, p.stock, p.unit, p.picture
       FROM products p LEFT JOIN categories c ON c.id = p.category_id
       WHERE p.active = 1 ${wheres}
       ORDER BY p.folded LIKE ? ESCAPE '\\' DESC, p.folded, p.id LIMIT ?`,
    )
    .all(...words.map((word) => `%${escapeLike(word)}%`), `${escapeLike(query)}%`, input.limit)
  return rows as Product[]
}

export const catalogStore = { stages, searchProducts } satisfies Store
