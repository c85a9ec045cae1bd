/** A small site: its people's keys, statuses, goods, and the custom fields that Leadline asks for. */
import { startFrappe, type FrappeOptions, type FrappeSite } from './server'

export const SITI = { user: 'siti@example.test', key: 'siti-key-0001', secret: 'siti-secret-0001' } as const
const ADMIN = 'Administrator'

export const CUSTOM = {
  Contact: ['wa_client_ref'],
  'CRM Lead': ['wa_client_ref'],
  'CRM Deal': ['wa_client_ref', 'wa_title'],
  'FCRM Note': ['wa_client_ref'],
  'CRM Task': ['wa_client_ref'],
  'Sales Order': ['wa_client_ref'],
  Customer: ['wa_client_ref'],
} as const
export const UNIQUE = Object.fromEntries(Object.keys(CUSTOM).map((doctype) => [doctype, 'wa_client_ref']))

const DEALS = [
  ['Qualification', 'Open', 'gray'],
  ['Proposal/Quotation', 'Ongoing', 'blue'],
  ['Won', 'Won', 'green'],
  ['Lost', 'Lost', 'red'],
] as const
const LEADS = [
  ['New', 'Open', 'gray'],
  ['Contacted', 'Ongoing', 'orange'],
  ['Unqualified', 'Lost', 'red'],
] as const
export const ITEMS = [
  {
    item_code: 'LPT-GAM-01',
    item_name: 'Gaming Laptop',
    item_group: 'Laptops',
    stock_uom: 'Nos',
    standard_rate: 18_500_000,
  },
  {
    item_code: 'CBL-01',
    item_name: 'Cable',
    item_group: 'Accessories',
    stock_uom: 'Nos',
    standard_rate: 33_333.33,
  },
] as const

/** @param more what is otherwise: doctypes that are missing, custom fields left out. */
export async function startSeededFrappe(more: Partial<FrappeOptions> = {}): Promise<FrappeSite> {
  const site = await startFrappe({ keys: [SITI], custom: CUSTOM, unique: UNIQUE, ...more })
  const add = (doctype: string, body: Record<string, unknown>): void => {
    if (!more.without?.includes(doctype)) site.store.insert(doctype, body, ADMIN)
  }
  add('User', { email: SITI.user, full_name: 'Siti Rahmawati', roles: [{ role: 'Sales User' }] })
  for (const [index, [deal_status, type, color]] of DEALS.entries())
    add('CRM Deal Status', { deal_status, type, color, position: index + 1 })
  for (const [index, [lead_status, type, color]] of LEADS.entries())
    add('CRM Lead Status', { lead_status, type, color, position: index + 1 })
  add('CRM Lost Reason', { lost_reason: 'Other' })
  for (const item_group_name of ['Laptops', 'Accessories'])
    add('Item Group', { item_group_name, is_group: 0 })
  for (const item of ITEMS) add('Item', item)
  const single = (doctype: string, values: Record<string, unknown>): void => {
    if (more.without?.includes(doctype)) return
    site.store.all(doctype).set(doctype, {
      name: doctype,
      creation: '2026-01-01 00:00:00',
      modified: '2026-01-01 00:00:00',
      ...values,
    })
  }
  single('Global Defaults', { default_currency: 'IDR' })
  single('System Settings', { time_zone: 'Asia/Jakarta' })
  return site
}
