/** What is read only: stages, items or products, item groups. In the shape of the reference contract's lists. Pure. */
import type { Fields } from '../fields'
import type { Doc } from './client'
import { idOf, textIn } from './mapping'
import { fromDecimal } from './money'
import type { Site } from './site'

/** Names that Frappe gives its colours; others are shown without one. */
const COLOURS: Readonly<Record<string, string>> = {
  ...{
    gray: '#64748b',
    blue: '#3b82f6',
    green: '#16a34a',
    red: '#dc2626',
    orange: '#f97316',
    amber: '#f59e0b',
  },
  ...{
    yellow: '#eab308',
    teal: '#14b8a6',
    cyan: '#06b6d4',
    purple: '#8b5cf6',
    violet: '#8b5cf6',
    pink: '#ec4899',
  },
  black: '#111827',
}

const outcomeOf = (doc: Fields): 'open' | 'won' | 'lost' => {
  const type = (textIn(doc, 'type') ?? doc['name'])?.toString().toLowerCase() ?? ''
  return type === 'won' ? 'won' : type === 'lost' ? 'lost' : 'open'
}

/** All statuses of a doctype as one pipeline. Deals come first: a new lead of ours becomes one. */
export function pipelineOf(doctype: 'CRM Deal Status' | 'CRM Lead Status', docs: readonly Doc[]): Fields {
  const stages = docs.map((doc, index) => ({
    id: idOf(doctype, doc.name),
    name: doc.name,
    order: Number(doc['position'] ?? index + 1),
    color: COLOURS[textIn(doc, 'color') ?? ''] ?? null,
    outcome: outcomeOf(doc),
  }))
  return { id: doctype, stages: stages.sort((a, b) => a.order - b.order) }
}

export const STATUS_FIELDS = ['name', 'modified', 'position', 'color', 'type'] as const

export interface Catalogue {
  doctype: 'Item' | 'CRM Product' | 'Item Group'
  fields: readonly string[]
  /** Null for what can't be sold. */
  read(doc: Doc, site: Site): Fields | null
}

/** Its name goes into orders, so that it is the id. */
const product = (doc: Doc, site: Site, more: Fields): Fields | null => {
  if (site.currency === null) return null
  const unitPrice = fromDecimal(doc['standard_rate'] ?? 0, site.currency)
  if (unitPrice === null || unitPrice < 0) return null
  const image = textIn(doc, 'image')
  return {
    ...{ id: doc.name, sku: doc.name, unitPrice, currency: site.currency, stock: null },
    pictures: image === null ? [] : [{ url: image }],
    ...more,
  }
}

export const item: Catalogue = {
  doctype: 'Item',
  fields: [
    ...['name', 'modified', 'item_name', 'item_group', 'stock_uom', 'standard_rate'],
    ...['disabled', 'has_variants', 'is_sales_item', 'image'],
  ],
  read: (doc, site) =>
    product(doc, site, {
      name: textIn(doc, 'item_name') ?? doc.name,
      ...{ categoryId: textIn(doc, 'item_group'), unit: textIn(doc, 'stock_uom') },
      // A template can't be ordered; its variants can.
      active: doc['disabled'] !== 1 && doc['has_variants'] !== 1 && doc['is_sales_item'] !== 0,
    }),
}

export const crmProduct: Catalogue = {
  doctype: 'CRM Product',
  fields: ['name', 'modified', 'product_code', 'product_name', 'standard_rate', 'disabled', 'image'],
  read: (doc, site) =>
    product(doc, site, {
      name: textIn(doc, 'product_name') ?? doc.name,
      ...{ categoryId: null, unit: null, active: doc['disabled'] !== 1 },
    }),
}

export const itemGroup: Catalogue = {
  doctype: 'Item Group',
  fields: ['name', 'modified', 'item_group_name', 'is_group'],
  read: (doc) =>
    doc['is_group'] === 1 ? null : { id: doc.name, name: textIn(doc, 'item_group_name') ?? doc.name },
}
