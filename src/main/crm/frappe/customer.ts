/** ERPNext sells to customers, not to contacts: finds the contact's, or makes one and links both, once. */
import type { Fields } from '../fields'
import type { Failed, FrappeClient } from './client'
import { CannotWrite, nameIn, rowsIn, textIn } from './mapping'
import { REF, type Site } from './site'

type CustomerAnswer = { kind: 'values'; values: Fields } | Failed

/** @throws {CannotWrite} for somebody who is no contact there yet. */
export async function customerOf(
  client: FrappeClient,
  body: Fields,
  site: Site,
  signal: AbortSignal,
): Promise<CustomerAnswer> {
  const name = nameIn(body['contactId'], 'Contact')
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
  const made = await makeCustomer(client, name, called, site, signal)
  if (made.kind !== 'made') return made
  const rows = [...links, { link_doctype: 'Customer', link_name: made.customer }]
  const joined = await client.update('Contact', name, { links: rows, modified: read.doc.modified }, signal)
  return joined.kind === 'doc' ? values(made.customer) : joined
}

/**
 * A repeated request finds the one that was made before, by our field. Without the field none is looked for: another person may have the
 * same name, and one customer too many does less harm than two people's orders under one.
 */
async function makeCustomer(
  client: FrappeClient,
  contact: string,
  called: string,
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
  const customer = { customer_name: called, customer_type: 'Individual', ...(hasRef ? { [REF]: ref } : {}) }
  const made = await client.insert('Customer', customer, signal)
  return made.kind === 'doc' ? { kind: 'made', customer: made.doc.name } : made
}
