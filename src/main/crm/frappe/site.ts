/** What a Frappe site has, found out by asking it: which doctypes, which custom fields, whose key it is, its money and its clock. */
import { z } from 'zod'
import type { FrappeCheck, Role } from '../../../contract'
import type { Later, SignedOut } from '../connector'
import type { FrappeClient } from './client'

/** The unique custom field that makes a write done once: it holds the id that Leadline gave the record. */
export const REF = 'wa_client_ref'
/** A custom field for what a deal is about, for which Frappe CRM has no place of its own. */
export const TITLE = 'wa_title'

/** Doctypes that Leadline works with; those of ERPNext may be missing, or those of Frappe CRM. */
export const DOCTYPES = [
  'Contact',
  'CRM Lead',
  'CRM Deal',
  'CRM Lead Status',
  'CRM Deal Status',
  'FCRM Note',
  'CRM Task',
  'CRM Product',
  'Item',
  'Item Group',
  'Customer',
  'Sales Order',
] as const
export type Doctype = (typeof DOCTYPES)[number]

/** Where a repeated write must not make a second record. */
const WITH_REF: readonly Doctype[] = [
  'Contact',
  'CRM Lead',
  'CRM Deal',
  'FCRM Note',
  'CRM Task',
  'Customer',
  'Sales Order',
]

export interface Site {
  user: string
  name: string
  role: Role
  /** ISO 4217; null where the site does not tell. */
  currency: string | null
  /** IANA. */
  zone: string
  /** ISO 3166-1 alpha-2: where numbers belong that do not say it; null where that is not known. Ours, the site does not tell. */
  country: string | null
  has: ReadonlySet<string>
  /** Doctypes that have the unique field. */
  refs: ReadonlySet<string>
  titles: boolean
  checks: FrappeCheck[]
}

type Found = 'ok' | 'missing' | 'forbidden'
type Failing = Later | SignedOut

async function look(
  client: FrappeClient,
  doctype: string,
  fields: readonly string[],
  signal: AbortSignal,
): Promise<Found | Failing> {
  const answer = await client.list(doctype, { fields: ['name', 'modified', ...fields], limit: 1 }, signal)
  if (answer.kind === 'list') return 'ok'
  if (answer.kind !== 'refused') return answer
  if (answer.status === 403) return 'forbidden'
  return 'missing'
}

const userDoc = z.looseObject({
  full_name: z.string().nullish(),
  roles: z.array(z.looseObject({ role: z.string() })).default([]),
})

/** Frappe's roles as ours, the highest first. */
const ROLES: readonly (readonly [string, Role])[] = [
  ['System Manager', 'admin'],
  ['Sales Manager', 'manager'],
  ['Sales User', 'employee'],
]

const roleOf = (roles: readonly string[]): Role =>
  ROLES.find(([theirs]) => roles.includes(theirs))?.[1] ?? 'employee'

async function valueOf(
  client: FrappeClient,
  doctype: string,
  field: string,
  signal: AbortSignal,
): Promise<string | null> {
  // A single document has its doctype's name. Who may not read it does without.
  const answer = await client.get(doctype, doctype, signal)
  const value = answer.kind === 'doc' ? answer.doc[field] : null
  return typeof value === 'string' && value !== '' ? value : null
}

/** Who a user is, and as what. Null where this key may not read that. */
async function profileOf(
  client: FrappeClient,
  user: string,
  signal: AbortSignal,
): Promise<{ name: string; role: Role } | null> {
  const own = await client.get('User', user, signal)
  const found = own.kind === 'doc' ? userDoc.safeParse(own.doc).data : undefined
  return found ? { name: found.full_name ?? user, role: roleOf(found.roles.map(({ role }) => role)) } : null
}

/** Whose key it is now, and as what. Null where the site does not say. */
export async function whoseKey(
  client: FrappeClient,
  signal: AbortSignal,
): Promise<{ id: string; name: string; role: Role } | null> {
  const who = await client.method('frappe.auth.get_logged_user', signal)
  const id = who.kind === 'message' ? String(who.message) : null
  const profile = id === null ? null : await profileOf(client, id, signal)
  return id === null || profile === null ? null : { id, ...profile }
}

const isZone = (zone: string): boolean => Intl.supportedValuesOf('timeZone').includes(zone)

/** Asks the site. @returns what it has, or why it could not be asked. */
export async function lookAtSite(
  client: FrappeClient,
  signal: AbortSignal,
): Promise<{ kind: 'site'; site: Site } | Failing | { kind: 'refused'; reason: string; status: number }> {
  const who = await client.method('frappe.auth.get_logged_user', signal)
  if (who.kind === 'refused') return { kind: 'refused', reason: who.reason, status: who.status }
  if (who.kind !== 'message') return who
  const user = String(who.message)
  const checks: FrappeCheck[] = []
  const has = new Set<string>()
  const refs = new Set<string>()
  for (const doctype of DOCTYPES) {
    const found = await look(client, doctype, [], signal)
    if (typeof found !== 'string') return found
    if (found === 'ok') has.add(doctype)
    checks.push({ subject: doctype, field: null, found })
    if (found !== 'ok') continue
    const field = await look(client, doctype, [REF], signal)
    if (typeof field !== 'string') return field
    if (field === 'ok') refs.add(doctype)
    if (WITH_REF.includes(doctype)) checks.push({ subject: doctype, field: REF, found: field })
  }
  let titles = false
  if (has.has('CRM Deal')) {
    const found = await look(client, 'CRM Deal', [TITLE], signal)
    if (typeof found !== 'string') return found
    titles = found === 'ok'
    checks.push({ subject: 'CRM Deal', field: TITLE, found })
  }
  const profile = await profileOf(client, user, signal)
  const currency =
    (await valueOf(client, 'Global Defaults', 'default_currency', signal)) ??
    (await valueOf(client, 'FCRM Settings', 'currency', signal))
  checks.push({ subject: 'currency', field: null, found: currency === null ? 'missing' : 'ok' })
  const zone = (await valueOf(client, 'System Settings', 'time_zone', signal)) ?? 'UTC'
  const site: Site = {
    ...{ user, currency, has, refs, titles, checks },
    name: profile?.name ?? user,
    role: profile?.role ?? 'employee',
    zone: isZone(zone) ? zone : 'UTC',
    country: null,
  }
  return { kind: 'site', site }
}
