/**
 * Who may do what: the one table of permissions, by the role that the central CRM gives (feature rows B7, C2). Whoever uses Leadline
 * without a CRM is its owner. Which procedure needs which right is in needs.ts.
 */
import { z } from 'zod'

/** A `customer` of the CRM is refused when signing in and has no right here. */
export const ROLES = ['owner', 'admin', 'manager', 'employee'] as const
export const role = z.enum(ROLES)
export type Role = z.infer<typeof role>

export const PERMISSIONS = {
  /** Link, unlink, hold, name and show WhatsApp accounts that are one's own: see `isOwn`. */
  'link-own': ['owner', 'admin', 'manager', 'employee'],
  /** The same with an account that somebody else linked here. */
  'link-others': ['owner', 'admin'],
  /** Change people, leads, orders, notes and tasks. The CRM decides besides whose. */
  sell: ['owner', 'admin', 'manager', 'employee'],
  /** Erase on this machine what customers wrote: everything of a person, their chat as "not for work", an account's history. */
  erase: ['owner', 'admin', 'manager'],
  /** Take everybody out as a file. */
  export: ['owner', 'admin', 'manager'],
  /** Change products and categories. */
  'edit-catalog': ['owner', 'admin', 'manager'],
  /** See every device of the company, and what its server could clean up. */
  'watch-team': ['owner', 'admin'],
  /** Send, or give up, what somebody else who was signed in here left waiting for the CRM. */
  'decide-for-others': ['owner', 'admin', 'manager'],
  /** Leave the CRM that what is here belongs to for another one, which says by itself who is who. */
  'leave-crm': ['owner', 'admin'],
} as const satisfies Record<string, readonly Role[]>
export type Right = keyof typeof PERMISSIONS

export const may = (who: Role, right: Right): boolean => PERMISSIONS[right].some((one) => one === who)

/**
 * Whether an account is this person's: linked by them, or by nobody in particular (without a CRM, or before it was noted).
 * @param linkedBy the CRM's id of who linked it, as in `Account.linkedBy`.
 * @param userId the CRM's id of who is here; null without a CRM.
 */
export const isOwn = (linkedBy: string | null, userId: string | null): boolean =>
  linkedBy === null || linkedBy === userId

/** The right it takes to link or unlink an account. */
export const rightToLink = (linkedBy: string | null, userId: string | null): Right =>
  isOwn(linkedBy, userId) ? 'link-own' : 'link-others'
