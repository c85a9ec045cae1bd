/** Whether a call may be made: by what its procedure needs, who is here, and whose account it is about. */
import { z } from 'zod'
import {
  ACCOUNT_NEEDS,
  accountId,
  AppError,
  may,
  NEEDS,
  PERMISSIONS,
  rightToLink,
  type Need,
  type Right,
  type Role,
} from '../../contract'

/** Who is before the screen, as the CRM knows them. */
export interface Who {
  role: Role
  /** Null without a CRM. */
  userId: string | null
}

const isNeed = (value: unknown): value is Need =>
  typeof value === 'string' &&
  (['open', ...ACCOUNT_NEEDS].includes(value) || Object.hasOwn(PERMISSIONS, value))

type AccountNeed = (typeof ACCOUNT_NEEDS)[number]
const isOfAccount = (need: Need): need is AccountNeed => ACCOUNT_NEEDS.some((one) => one === need)

const inside = (place: unknown, name: string): unknown =>
  typeof place === 'object' && place !== null
    ? Object.getOwnPropertyDescriptor(place, name)?.value
    : undefined

/**
 * @param path the procedure's, such as `['accounts', 'unlink']`.
 * @throws {Error} where nothing is said of the procedure: what nobody thought of is not open.
 */
export function needOf(path: readonly string[]): Need {
  const found = path.reduce<unknown>(inside, NEEDS)
  if (!isNeed(found)) throw new Error(`Nobody said who may call “${path.join('.')}”.`)
  return found
}

const ofAccount = z.object({ accountId, history: z.unknown().optional() })

/** Whether a call takes what customers wrote off this machine. */
const erases = (need: AccountNeed, history: unknown): boolean =>
  need === 'to-remove' || (need === 'to-leave' && history === 'delete')

/**
 * @param input as it came, not yet checked. What names no account as the contract wants it is refused by the contract next.
 * @param linkedBy the CRM's id of who linked an account.
 * @throws {AppError} `crm-forbidden`; or what `linkedBy` throws where there is no such account.
 */
export function check(
  need: Exclude<Need, 'open'>,
  input: unknown,
  who: Who,
  linkedBy: (accountId: string) => string | null,
): void {
  for (const right of rightsFor(need, input, who, linkedBy))
    if (!may(who.role, right))
      throw new AppError('crm-forbidden', `The role ${who.role} may not do this (it takes “${right}”).`)
}

function rightsFor(
  need: Exclude<Need, 'open'>,
  input: unknown,
  who: Who,
  linkedBy: (accountId: string) => string | null,
): Right[] {
  if (!isOfAccount(need)) return [need]
  const named = ofAccount.safeParse(input)
  if (!named.success) return []
  const right = rightToLink(linkedBy(named.data.accountId), who.userId)
  return erases(need, named.data.history) ? [right, 'erase'] : [right]
}
