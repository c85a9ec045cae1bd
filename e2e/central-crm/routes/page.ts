/** A page for people, at `/`: the leads and orders that arrived, newest first. It needs no sign-in: the server listens on loopback. */
import type { FastifyInstance } from 'fastify'
import type { StoredRecord } from '../store/records'
import type { World } from '../world'

const MOST = 50
const STYLE =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:860px;margin:40px auto;padding:0 16px;color:#1c2b2a}' +
  'table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:4px 12px 4px 0;border-bottom:1px solid #d9dedd}'

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

/** Minor units as in the contract; rupiah and rupees both have two digits. */
const money = (amount: unknown, currency: unknown): string =>
  typeof amount === 'number'
    ? new Intl.NumberFormat('en', { maximumFractionDigits: 2 }).format(amount / 100) + ` ${textOf(currency)}`
    : ''

function table(title: string, heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = (tag: 'th' | 'td', texts: readonly string[]) =>
    `<tr>${texts.map((text) => `<${tag}>${escape(text)}</${tag}>`).join('')}</tr>`
  const body = rows.map((row) => cells('td', row)).join('')
  return `<h2>${escape(title)} (${rows.length})</h2><table>${cells('th', heads)}${body}</table>`
}

export function crmPage(world: Pick<World, 'records'>): string {
  const newest = (kind: 'lead' | 'order') =>
    world.records
      .all(kind)
      .filter((one) => !one.deleted)
      .sort((a, b) => b.createdAt.localeCompare(a.createdAt))
      .slice(0, MOST)
  const customer = ({ data }: StoredRecord) =>
    textOf(world.records.get('contact', textOf(data['contactId']))?.data['name'])
  const when = ({ createdAt }: StoredRecord) => createdAt.slice(0, 16).replace('T', ' ')
  const leads = newest('lead').map((lead) => {
    const { title, value, currency } = lead.data
    return [when(lead), customer(lead), textOf(title), money(value, currency)]
  })
  const orders = newest('order').map((order) => {
    const { number, status, total, currency } = order.data
    return [when(order), customer(order), textOf(number), textOf(status), money(total, currency)]
  })
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="5">
<title>The reference CRM</title><style>${STYLE}</style></head><body><h1>The reference CRM</h1>
<p>What reached it, newest first. Times are UTC.</p>
${table('Leads', ['Since', 'Customer', 'Lead', 'Value'], leads)}
${table('Orders', ['Since', 'Customer', 'Number', 'Status', 'Total'], orders)}
</body></html>`
}

export function pageRoute(app: FastifyInstance, world: World): void {
  app.get('/', (_request, reply) => reply.type('text/html; charset=utf-8').send(crmPage(world)))
}
