/** The first idea of which table and column is what. A person corrects it on the mapping screen. Pure. */
import {
  IMPORT_ENTITIES,
  type ImportEntity,
  type ImportPlan,
  type ImportSource,
  type ImportTable,
} from '../../../contract'
import { SPECS } from './fields'
import { reads } from './values'

/** `public."WhatsApp_Messages"`, `waMessages` -> `messages`. */
export const plainName = (name: string): string => name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')

const tableName = (name: string): string =>
  plainName(name.split('.').at(-1) ?? name).replace(/^(?:tbl|whatsapp|wa|crm|erp)(?=.{4})/, '')

/** Of what a column holds, how much is of the field's type: 0 where nothing is, 1 where all, or nothing can be said. */
function fits(
  table: ImportTable,
  column: string,
  entity: ImportEntity,
  field: string,
  country: string,
): number {
  const spec = SPECS[entity].fields[field]
  const samples = table.samples[table.columns.indexOf(column)]?.flatMap((one) => one ?? []) ?? []
  const filled = samples.filter((one) => one !== '')
  if (!spec || filled.length === 0) return 1
  return filled.filter((one) => reads(spec.type, one, country)).length / filled.length
}

/** A column is used for one field alone; the best name counts, unless what it holds is of another type. */
export function guessFields(
  table: ImportTable,
  entity: ImportEntity,
  country: string,
): Record<string, string> {
  const fields: Record<string, string> = {}
  const used = new Set<string>()
  for (const [field, spec] of Object.entries(SPECS[entity].fields)) {
    const candidates = spec.names.flatMap((name) =>
      table.columns.filter(
        (column) => plainName(column) === name && (!used.has(column) || field === 'phone'),
      ),
    )
    const column = candidates.find((name) => fits(table, name, entity, field, country) >= 0.5)
    if (column === undefined) continue
    fields[field] = column
    used.add(column)
  }
  return fields
}

/** Whether enough is known of it to take rows over. */
export function isComplete(entity: ImportEntity, source: ImportSource | undefined): boolean {
  const isGiven = (field: string): boolean => source?.fields[field] !== undefined
  return source !== undefined && SPECS[entity].needs.every((group) => group.some(isGiven))
}

function guessSource(
  tables: readonly ImportTable[],
  entity: ImportEntity,
  country: string,
): ImportSource | null {
  const names = SPECS[entity].tables
  const rank = (table: ImportTable): number => names.indexOf(tableName(table.name))
  const named = tables
    .filter((table) => rank(table) !== -1)
    .sort((a, b) => rank(a) - rank(b) || b.rows - a.rows)
  const sources = named.map((table) => ({ table: table.name, fields: guessFields(table, entity, country) }))
  return sources.find((source) => isComplete(entity, source)) ?? sources[0] ?? null
}

/** A lone table without a name that says anything is what most of its columns speak for. */
function guessAlone(table: ImportTable, country: string): ImportPlan['sources'] {
  const ideas = IMPORT_ENTITIES.filter((entity) => entity !== 'owners').map((entity) => ({
    entity,
    source: { table: table.name, fields: guessFields(table, entity, country) },
  }))
  const [best] = ideas
    .filter(({ entity, source }) => isComplete(entity, source))
    .sort((a, b) => Object.keys(b.source.fields).length - Object.keys(a.source.fields).length)
  return best ? { [best.entity]: best.source } : {}
}

export function guessSources(tables: readonly ImportTable[], country: string): ImportPlan['sources'] {
  const sources: ImportPlan['sources'] = {}
  for (const entity of IMPORT_ENTITIES) {
    const source = guessSource(tables, entity, country)
    if (source) sources[entity] = source
  }
  const [only] = tables
  const isUnderstood = IMPORT_ENTITIES.some((entity) => isComplete(entity, sources[entity]))
  return tables.length === 1 && only && !isUnderstood ? guessAlone(only, country) : sources
}
