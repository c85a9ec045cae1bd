/** What a kind of record is to the server: its address, its schemas, who may do what, and what must hold before it is kept. */
import type { z } from 'zod'
import { invalid, parseBody, Problem } from '../problem'
import { isAtLeast, seesOwnOnly } from '../roles'
import type { User } from '../schemas/auth'
import type { Role } from '../schemas/common'
import type { RecordKind } from '../schemas/control'
import { nextNumber } from '../store/database'
import type { Fields, StoredRecord } from '../store/records'
import type { World } from '../world'

export interface WriteContext {
  world: World
  user: User
  /** The record as it stands; null for a new one. */
  current: StoredRecord | null
}

export interface Resource {
  kind: RecordKind
  /** Below /api/. */
  path: string
  input: z.ZodType
  output: z.ZodType
  /** The lowest role that reads. */
  readers: Role
  /** The lowest role that writes; null: nobody does over the contract. */
  writers: Role | null
  /** `own`: below manager people see and write only their own. */
  scope: 'all' | 'own'
  /** Whether POST on the list makes one with an id of the server. */
  post: boolean
  /** Checks a body and makes of it what is kept. @throws {Problem} 403 or 422. */
  prepare: (body: unknown, context: WriteContext) => Fields
}

interface Definition<I extends z.ZodType<Fields>> extends Omit<Resource, 'prepare' | 'input'> {
  input: I
  complete: (input: z.output<I>, context: WriteContext) => Fields
}

export function defineResource<I extends z.ZodType<Fields>>(definition: Definition<I>): Resource {
  const { complete, ...rest } = definition
  return { ...rest, prepare: (body, context) => complete(parseBody(definition.input, body), context) }
}

/** @throws {Problem} `unknown-reference` (422) where a named record is not there. Null names none. */
export function mustExist(context: WriteContext, kind: RecordKind, id: string | null, at: string): void {
  if (id !== null && !context.world.records.exists(kind, id))
    throw invalid(at, `there is no ${kind} ${id} here; write it first`, 'unknown-reference')
}

/** @throws {Problem} `validation` (422) for a code that ISO 4217 does not have. */
export function mustBeCurrency(code: string, at = '/currency'): void {
  if (!Intl.supportedValuesOf('currency').includes(code))
    throw invalid(at, `${code} is not an ISO 4217 currency`)
}

/** Whose record it will be. @throws {Problem} `forbidden` or `unknown-reference`. */
export function ownerOf(wanted: string | undefined, { world, user, current }: WriteContext): string {
  const before = current?.ownerId ?? user.id
  if (wanted === undefined || wanted === before) return before
  if (seesOwnOnly(user) && wanted !== user.id)
    throw new Problem('forbidden', 'An employee may not give a record to somebody else.')
  const owner = world.accounts.get(wanted)
  if (!owner || !isAtLeast(owner.role, 'employee'))
    throw invalid('/ownerId', `nobody of the staff has the id ${wanted}`, 'unknown-reference')
  return wanted
}

/** The next number of a series, inside the running transaction. */
export const numberFrom = ({ world }: WriteContext, series: string): number => nextNumber(world.db, series)
