/** Who may do what: roles by rank. */
import { Problem } from './problem'
import type { User } from './schemas/auth'
import type { Role } from './schemas/common'

const RANK: Record<Role, number> = { customer: 0, employee: 1, manager: 2, admin: 3, owner: 4 }

export const isAtLeast = (role: Role, lowest: Role): boolean => RANK[role] >= RANK[lowest]
export const isBelow = (role: Role, other: Role): boolean => RANK[role] < RANK[other]

/** @throws {Problem} `forbidden` (403) where the user's role is lower. */
export function requireRole(user: User, lowest: Role, what: string): void {
  if (!isAtLeast(user.role, lowest))
    throw new Problem('forbidden', `The role ${user.role} may not ${what}; it takes ${lowest} or higher.`)
}

/** Whether this person sees only what is theirs. */
export const seesOwnOnly = (user: User): boolean => !isAtLeast(user.role, 'manager')
