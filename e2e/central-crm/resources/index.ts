/** Every kind of record, as data. */
import type { RecordKind } from '../schemas/control'
import { categories, products } from './catalogue'
import { orders } from './orders'
import { contacts, leads } from './people'
import type { Resource } from './resource'
import { notes, pipelines, tasks } from './work'

export const resources: readonly Resource[] = [
  contacts,
  leads,
  orders,
  notes,
  tasks,
  pipelines,
  products,
  categories,
]

/** @throws where the kind is unknown, which the types rule out. */
export function resourceOf(kind: RecordKind): Resource {
  const found = resources.find((resource) => resource.kind === kind)
  if (!found) throw new Error(`no resource ${kind}`)
  return found
}
