/** An import as the contract shows it. Pure. */
import {
  IMPORT_ENTITIES,
  type ImportJob,
  type ImportMapping,
  type ImportPlan,
  type ImportTable,
} from '../../contract'
import { isComplete } from './mapping/guess'
import { SPECS } from './mapping/fields'
import { reads } from './mapping/values'
import type { KeptImport } from './store'
import { TAKEN } from './items'

const SHOWN = 3

function mappingOf(
  entity: ImportMapping['entity'],
  tables: readonly ImportTable[],
  plan: ImportPlan,
): ImportMapping {
  const spec = SPECS[entity]
  const source = plan.sources[entity]
  const table = tables.find(({ name }) => name === source?.table)
  const isGiven = (name: string): boolean => source?.fields[name] !== undefined
  const fields = Object.entries(spec.fields).map(([name, { type }]) => {
    const column = source?.fields[name] ?? null
    const samples = table && column !== null ? (table.samples[table.columns.indexOf(column)] ?? []) : []
    const filled = samples.flatMap((one) => one ?? [])
    return {
      name,
      column,
      missing:
        source !== undefined && spec.needs.some((group) => group.includes(name) && !group.some(isGiven)),
      unreadable: filled.filter((one) => !reads(type, one, plan.country)).length,
      filled: filled.length,
      samples: filled.slice(0, SHOWN),
    }
  })
  return { entity, table: source?.table ?? null, complete: isComplete(entity, source), fields }
}

/** Rows that a run reads. */
export function totalRows({ scanned, plan }: KeptImport): number {
  const rows = TAKEN.map((entity) => {
    const source = plan.sources[entity]
    const table = scanned?.tables.find(({ name }) => name === source?.table)
    return table && isComplete(entity, source) ? table.rows : 0
  })
  return rows.reduce((sum, one) => sum + one, 0)
}

const doneRows = ({ report }: KeptImport): number =>
  report?.counts.reduce((sum, { rows }) => sum + rows, 0) ?? 0

/** @param read bytes read of a file that is looked through. */
export function viewOf(kept: KeptImport, read: number): ImportJob {
  const { id, fileName, size, state, scanned, plan, owners, report, problem, createdAt, finishedAt } = kept
  // While work goes on it is told several times a second: what can't be changed then stays out.
  const isOpen = state === 'mapping' || state === 'ready'
  const tables = isOpen ? (scanned?.tables ?? []) : []
  const isCounting = state === 'checking' || state === 'running' || state === 'stopped'
  const counting = isCounting ? { done: doneRows(kept), total: totalRows(kept) } : null
  return {
    id,
    fileName,
    size,
    kind: scanned?.kind ?? null,
    state,
    progress: state === 'reading' ? { done: read, total: size } : counting,
    tables: tables.map(({ name, columns, rows }) => ({ name, columns, rows })),
    plan,
    mapping: isOpen ? IMPORT_ENTITIES.map((entity) => mappingOf(entity, tables, plan)) : [],
    owners: isOpen ? owners : [],
    report,
    problem,
    createdAt,
    finishedAt,
  }
}
