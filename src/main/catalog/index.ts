/** What is sold, and the stages a lead goes through: the CRM's own, kept offline. */
import type { Product, Stage } from '../../contract'
import type { Storage } from '../storage'
import type { catalogStore } from './store'

/** The contract's `leads.stages` and `orders.products`. */
export interface Catalog {
  stages(): Promise<Stage[]>
  /** Accents and case aside, over name and sku. */
  products(input: { query: string; limit: number }): Promise<Product[]>
}

export function createCatalog({ storage }: { storage: Storage }): Catalog {
  const store = storage.store<typeof catalogStore>('catalog')
  return {
    stages: () => store.stages(),
    products: (input) => store.searchProducts(input),
  }
}
