/** Changes to a plan by a person's hand, and what is to be said of it. Pure. */
import type { ImportEntity, ImportMapping, ImportPlan } from '../../../contract'

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

/** How well it is understood: `doubtful` where all is there, and some samples can't be read as what they are taken for. */
export function stateOf(mapping: ImportMapping): 'unused' | 'complete' | 'doubtful' | 'incomplete' {
  if (mapping.table === null) return 'unused'
  if (!mapping.complete) return 'incomplete'
  return mapping.fields.some(({ unreadable }) => unreadable > 0) ? 'doubtful' : 'complete'
}
