/** ERPNext sells to customers, not to contacts: finds the contact's, or makes one and links both, once. */
import type { RecordWrite } from '../connector'
import type { Fields } from '../fields'
import type { Failed, FrappeClient } from './client'
import { CannotWrite, nameIn, rowsIn, textIn } from './mapping'
import { REF, type Site } from './site'
import { siteTime } from './time'

type CustomerAnswer = { kind: 'values'; values: Fields } | Failed

/** @throws {CannotWrite} for somebody who is no contact there yet. */
export async function customerOf(
  client: FrappeClient,
  write: RecordWrite,
  site: Site,
  signal: AbortSignal,
): Promise<CustomerAnswer> {
  const name = nameIn(write.body['contactId'], 'Contact')
  if (name === null) throw new CannotWrite('In this CRM a lead has to be converted before it can order.')
  const read = await client.get('Contact', name, signal)
  if (read.kind !== 'doc') return read
  const links = rowsIn(read.doc, 'links')
  const linked = links.find((row) => row['link_doctype'] === 'Customer')
  const known = linked && textIn(linked, 'link_name')
  const values = (customer: string) => ({
    kind: 'values' as const,
    values: { customer, contact_person: name },
  })
  if (known) return values(known)
  const called = textIn(read.doc, 'full_name') ?? textIn(read.doc, 'first_name') ?? name
  const isRepeat = write.isRepeat || write.told.length > 0
  const made = await makeCustomer(client, { contact: name, called, isRepeat }, site, signal)
  if (made.kind !== 'made') return made
  const rows = [...links, { link_doctype: 'Customer', link_name: made.customer }]
  const joined = await client.update('Contact', name, { links: rows, modified: read.doc.modified }, signal)
  return joined.kind === 'doc' ? values(made.customer) : joined
}

/** Who orders, and whether a customer may have been made for them by a request whose answer was lost. */
interface Buyer {
  contact: string
  called: string
  isRepeat: boolean
}

/**
 * A repeated request finds the one that was made before, by our field. Without the field it is one of that name that this person made
 * lately and that is nobody's yet; any other may be another person's, and one customer too many does less harm than two people's orders
 * under one.
 */
async function makeCustomer(
  client: FrappeClient,
  { contact, called, isRepeat }: Buyer,
  site: Site,
  signal: AbortSignal,
): Promise<{ kind: 'made'; customer: string } | Failed> {
  const ref = `contact ${contact}`
  const hasRef = site.refs.has('Customer')
  if (hasRef) {
    const asked = { fields: ['name', 'modified'], filters: [[REF, '=', ref]] as const, limit: 1 }
    const found = await client.list('Customer', asked, signal)
    if (found.kind !== 'list') return found
    const [first] = found.docs
    if (first) return { kind: 'made', customer: first.name }
  }
  if (!hasRef && isRepeat) {
    const found = await nobodys(client, called, site, signal)
    if (found) return found
  }
  const customer = { customer_name: called, customer_type: 'Individual', ...(hasRef ? { [REF]: ref } : {}) }
  const made = await client.insert('Customer', customer, signal)
  return made.kind === 'doc' ? { kind: 'made', customer: made.doc.name } : made
}

/** A lost answer is followed by the repeat within minutes, or when the machine is on again. Milliseconds. */
const LOOK_BACK = 7 * 24 * 3_600_000
/** Customers of one name, at most. */
const LIKELY = 20

/** A customer of this name that this key's person made lately, and that no contact is linked to. Null for none. */
async function nobodys(
  client: FrappeClient,
  called: string,
  site: Site,
  signal: AbortSignal,
): Promise<{ kind: 'made'; customer: string } | Failed | null> {
  const filters = [
    ['customer_name', '=', called],
    ['owner', '=', site.user],
    ['creation', '>=', siteTime(Date.now() - LOOK_BACK, site.zone)],
  ] as const
  const asked = { fields: ['name', 'modified'], limit: LIKELY }
  const found = await client.list('Customer', { ...asked, filters, orderBy: 'creation desc' }, signal)
  if (found.kind !== 'list') return found
  for (const { name } of found.docs) {
    const linked = [['Dynamic Link', 'link_name', '=', name]] as const
    const people = await client.list('Contact', { ...asked, filters: linked, limit: 1 }, signal)
    if (people.kind !== 'list') return people
    if (people.docs.length === 0) return { kind: 'made', customer: name }
  }
  return null
}
