/** Changes to a plan by a person's hand, and what is to be said of it. Pure. */
import type { ImportEntity, ImportJob, ImportMapping, ImportPlan } from '../../../contract'

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

/** Columns of the tables that are read which nothing is taken from, in the file's order. */
export function columnsLeftOut({ tables, plan }: Pick<ImportJob, 'tables' | 'plan'>): string[] {
  const sources = Object.values(plan.sources)
  return tables.flatMap(({ name, columns }) => {
    const fields = sources.filter(({ table }) => table === name).map((source) => source.fields)
    if (fields.length === 0) return []
    const taken = new Set(fields.flatMap((of) => Object.values(of)))
    return columns.filter((column) => !taken.has(column))
  })
}
