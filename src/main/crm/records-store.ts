/** Brings what the CRM says of a record into the local one, under whatever of ours still waits. Runs in the database thread. */
import type { Contact, Lead, Order } from '../../contract'
import { applyRemoteContact, getContact } from '../contacts/store'
import { applyRemoteLead, getLead, removeLead } from '../orders/lead-store'
import { getOrder } from '../orders/order-store'
import { applyRemoteOrder, removeOrder } from '../orders/remote-store'
import { builder, type Sql, type SyncKind } from '../storage'
import { entriesOf, pendingFields, setSync, syncRow } from './change-store'
import type { Fields } from './fields'
import { contactRecord, leadRecord, orderRecord } from './wire'

/** What changed, for the screens. */
export interface Touched {
  contacts: Contact[]
  leads: Lead[]
  orders: Order[]
}

export const nothingTouched = (): Touched => ({ contacts: [], leads: [], orders: [] })

export function addTouched(sql: Sql, touched: Touched, kind: SyncKind, recordId: string): void {
  if (kind === 'contact') touched.contacts.push(getContact(sql, recordId))
  else if (kind === 'lead') touched.leads.push(getLead(sql, recordId))
  else touched.orders.push(getOrder(sql, recordId))
}

/** The local id of a record of the CRM's, or null where it is not known here. */
export function localId(sql: Sql, kind: SyncKind, remoteId: string): string | null {
  const query = builder.selectFrom('sync').select('record_id').where('kind', '=', kind)
  return sql.get(query.where('remote_id', '=', remoteId))?.record_id ?? null
}

/** The CRM's id of a record of ours. */
export function remoteId(sql: Sql, kind: SyncKind, recordId: string): string {
  return syncRow(sql, kind, recordId)?.remote_id ?? recordId
}

/** The contact's id among a record's fields, as the CRM knows it. */
export function withRemoteContact(sql: Sql, fields: Fields): Fields {
  const contactId = fields['contactId']
  return typeof contactId === 'string'
    ? { ...fields, contactId: remoteId(sql, 'contact', contactId) }
    : fields
}

/**
 * Writes the CRM's state of a record into the local row; fields with a change of ours waiting keep ours.
 * @param contactId the local contact, for leads and orders.
 */
export function applyRecord(
  sql: Sql,
  kind: SyncKind,
  recordId: string,
  record: Fields,
  contactId: string | null,
): void {
  const pending = withRemoteContact(sql, pendingFields(entriesOf(sql, kind, recordId)))
  const shown = { ...record, ...pending }
  if (kind === 'contact') {
    const remote = contactRecord.parse(shown)
    applyRemoteContact(sql, recordId, remote, remote.updatedAt)
  } else if (contactId !== null) {
    if (kind === 'lead') applyRemoteLead(sql, recordId, contactId, leadRecord.parse(shown))
    else applyRemoteOrder(sql, recordId, contactId, orderRecord.parse(shown))
  }
}

/** The local contact of a lead or order that is here already. */
export function contactOf(sql: Sql, kind: SyncKind, recordId: string): string | null {
  if (kind === 'contact') return null
  const table = kind === 'lead' ? 'leads' : 'orders'
  return (
    sql.get(builder.selectFrom(table).select('contact_id').where('id', '=', recordId))?.contact_id ?? null
  )
}

/** Keeps what the CRM said last, unless something newer is known already. */
export function rememberBase(
  sql: Sql,
  kind: SyncKind,
  recordId: string,
  record: Fields & { version: number },
  now: number,
): boolean {
  const row = syncRow(sql, kind, recordId)
  if ((row?.version ?? 0) > record.version) return false
  const newer = row?.newer_version ?? null
  setSync(sql, kind, recordId, {
    version: record.version,
    base: JSON.stringify(record),
    newer_version: newer !== null && newer > record.version ? newer : null,
    synced_at: now,
  })
  return true
}

/** The CRM deleted it, or gave it to somebody else. Contacts stay: the conversation with them is ours. */
export function removeRecord(sql: Sql, kind: SyncKind, recordId: string): void {
  if (kind === 'contact') return
  if (kind === 'lead') removeLead(sql, recordId)
  else removeOrder(sql, recordId)
  sql.run(builder.deleteFrom('sync').where('kind', '=', kind).where('record_id', '=', recordId))
}
