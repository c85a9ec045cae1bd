/** Changes to a plan by a person's hand. Pure. */
import type { ImportEntity, ImportPlan } from '../../../contract'

const without = <T>(all: Readonly<Record<string, T>>, name: string): Record<string, T> =>
  Object.fromEntries(Object.entries(all).filter(([key]) => key !== name))

/** Another table: its columns are another matter, so the fields begin anew. */
export function withTable(plan: ImportPlan, entity: ImportEntity, table: string): ImportPlan {
  const others = without(plan.sources, entity)
  return { ...plan, sources: table === '' ? others : { ...others, [entity]: { table, fields: {} } } }
}

/** An empty column is none. */
export function withColumn(
  plan: ImportPlan,
  entity: ImportEntity,
  field: string,
  column: string,
): ImportPlan {
  const source = plan.sources[entity]
  if (!source) return plan
  const others = without(source.fields, field)
  const fields = column === '' ? others : { ...others, [field]: column }
  return { ...plan, sources: { ...plan.sources, [entity]: { ...source, fields } } }
}
