/**
 * A field that was changed here and in the CRM at the same time. Both values and the one before are kept until the person has chosen;
 * nothing of the change goes out before. Runs in the database thread.
 */
import { z } from 'zod'
import { AppError } from '../../contract'
import { builder, type Sql } from '../storage'
import { reopen, setSync, type ChangeEntry } from './change-store'
import { parseFields, TOGETHER, type Fields } from './fields'

const both = z.record(z.string(), z.object({ base: z.unknown(), theirs: z.unknown() }))
/** By field: what it was before, and what the CRM has now. Ours is in the entry's own fields. */
export type Conflict = z.infer<typeof both>

export const readConflict = (entry: ChangeEntry): Conflict | null =>
  entry.conflict === null ? null : both.parse(JSON.parse(entry.conflict))

const NAMES: Record<string, string> = { stageId: 'stage', contactId: 'customer', notes: 'note' }
const fieldName = (field: string): string => NAMES[field] ?? field

/**
 * Our change with all of what it is chosen between: where fields mean something only together and we changed but some of them, the others
 * are ours as they were before.
 */
function wholeChange(
  changed: Fields,
  fields: readonly string[],
  { base, ours }: { base: Fields | null; ours: Fields },
): Fields {
  const before = { ...base, ...ours }
  const missing = fields.filter((field) => !(field in changed) && before[field] !== undefined)
  return { ...changed, ...Object.fromEntries(missing.map((field) => [field, before[field]])) }
}

/** Of two states that meet. */
interface Sides {
  /** What both come from; null: the CRM's record was not known here before. */
  base: Fields | null
  theirs: Fields
  /** What we changed. */
  ours: Fields
}

/** Stops an entry until the person has chosen. */
export function stopInConflict(
  sql: Sql,
  entry: ChangeEntry,
  fields: readonly string[],
  { base, theirs, ours }: Sides,
): void {
  const kept = sql.get(builder.selectFrom('change_log').select('fields').where('id', '=', entry.id))
  const changed = parseFields(kept?.fields ?? entry.fields)
  const conflict: Conflict = Object.fromEntries(
    fields.map((field) => [field, { base: base?.[field] ?? null, theirs: theirs[field] ?? null }]),
  )
  const reason = `Changed in the CRM at the same time: ${fields.map(fieldName).join(', ')}.`
  const values = {
    fields: JSON.stringify(wholeChange(changed, fields, { base, ours })),
    conflict: JSON.stringify(conflict),
    last_error: reason,
    request: null,
    state: 'conflict' as const,
  }
  sql.run(builder.updateTable('change_log').set(values).where('id', '=', entry.id))
  setSync(sql, entry.kind, entry.record_id, { state: 'conflict', reason })
}

/** What is chosen between: also what we changed since of fields that go together with those that clash. */
export function choicesOf(
  entry: ChangeEntry,
  conflict: Conflict,
  current: Fields,
): { field: string; base: unknown; ours: unknown; theirs: unknown }[] {
  const ours = parseFields(entry.fields)
  const groups = TOGETHER[entry.kind].filter((group) => group.some((field) => field in conflict))
  const since = groups.flat().filter((field) => field in ours && !(field in conflict))
  const there = (field: string) => ({ base: current[field] ?? null, theirs: current[field] ?? null })
  return [...Object.keys(conflict), ...new Set(since)].map((field) => ({
    field,
    ...(conflict[field] ?? there(field)),
    ours: ours[field] ?? null,
  }))
}

export type Choice = 'ours' | 'theirs'

/**
 * What is left of our change after the person has chosen. Fields that mean something only together go together, as the first of them
 * was chosen.
 * @throws {AppError} `invalid-input` where a field was not chosen.
 */
export function chosen(entry: ChangeEntry, conflict: Conflict, choices: Record<string, Choice>): Fields {
  const groupOf = (field: string): readonly string[] =>
    TOGETHER[entry.kind].find((group) => group.includes(field)) ?? [field]
  const givenUp = new Set<string>()
  for (const field of Object.keys(conflict)) {
    const first = groupOf(field).find((one) => one in conflict && choices[one] !== undefined)
    const choice = first === undefined ? undefined : choices[first]
    if (choice === undefined)
      throw new AppError('invalid-input', `Choose one of both for ${fieldName(field)}.`)
    if (choice === 'theirs') for (const one of groupOf(field)) givenUp.add(one)
  }
  const ours = Object.entries(parseFields(entry.fields))
  return Object.fromEntries(ours.filter(([field]) => !givenUp.has(field)))
}

/** Our change goes on as chosen: on top of what the CRM has now. */
export function goOn(sql: Sql, entry: ChangeEntry, fields: Fields, now: number): void {
  reopen(sql, entry, fields, now)
  setSync(sql, entry.kind, entry.record_id, { state: 'waiting', reason: null })
}
