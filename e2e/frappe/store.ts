/** The documents of a stand-in site, in memory, with the checks that Frappe makes when one is saved. */
import { DOCTYPES, STANDARD, type DoctypeDef, type TableDef } from './doctypes'
import { Refusal } from './refusal'

export type Doc = Record<string, unknown> & { name: string | number; modified: string; creation: string }

export interface SiteOptions {
  /** Doctypes that are not installed. */
  without?: readonly string[]
  /** Doctype -> custom fields; those of `unique` refuse a second document with the same value. */
  custom?: Readonly<Record<string, readonly string[]>>
  unique?: Readonly<Record<string, string>>
  /** Doctypes that nobody may read. */
  forbidden?: readonly string[]
  /** What the company's taxes add to every order, in whole units of its currency. */
  taxes?: number
  /** Milliseconds since the epoch. */
  now: () => number
}

const NO_FRACTION = /\.000000$/

export class SiteStore {
  private readonly docs = new Map<string, Map<string, Doc>>()
  private counter = 0
  private lastMicros = 0

  constructor(readonly options: SiteOptions) {}

  def(doctype: string): DoctypeDef {
    const def = DOCTYPES[doctype]
    if (!def || this.options.without?.includes(doctype))
      throw new Refusal('DoesNotExistError', `DocType <strong>${doctype}</strong> not found`)
    return def
  }

  all(doctype: string): Map<string, Doc> {
    let found = this.docs.get(doctype)
    if (!found) this.docs.set(doctype, (found = new Map<string, Doc>()))
    return found
  }

  fieldsOf(doctype: string): string[] {
    return [...STANDARD, ...this.def(doctype).fields, ...(this.options.custom?.[doctype] ?? [])]
  }

  /** Site time, here UTC, to the microsecond; without a fraction where there is none. Never twice the same unless `still`. */
  private stamp(): string {
    this.lastMicros = Math.max(this.options.now() * 1000, this.lastMicros + 1)
    const text = new Date(Math.floor(this.lastMicros / 1000)).toISOString().replace('T', ' ').slice(0, 19)
    return `${text}.${String(this.lastMicros % 1_000_000).padStart(6, '0')}`.replace(NO_FRACTION, '')
  }

  get(doctype: string, name: string): Doc {
    const def = this.def(doctype)
    const doc = this.all(doctype).get(name)
    if (!doc) {
      if (def.single) return { name: doctype, creation: '', modified: '' }
      throw new Refusal('DoesNotExistError', `${doctype} ${name} not found`)
    }
    return doc
  }

  insert(doctype: string, body: Record<string, unknown>, user: string): Doc {
    const def = this.def(doctype)
    const at = this.stamp()
    const doc: Doc = {
      ...def.defaults,
      ...this.known(doctype, body),
      ...{ name: '', owner: user, modified_by: user, creation: at, modified: at, idx: 0 },
      docstatus: body['docstatus'] === 1 && def.submittable ? 1 : 0,
    }
    doc.name = this.nameFor(def, doctype, doc)
    if (this.all(doctype).has(String(doc.name)))
      throw new Refusal('DuplicateEntryError', `${doctype} <strong>${doc.name}</strong> already exists`)
    this.check(doctype, doc)
    this.all(doctype).set(String(doc.name), doc)
    return doc
  }

  update(doctype: string, name: string, body: Record<string, unknown>, user: string): Doc {
    const before = this.get(doctype, name)
    if (body['modified'] !== undefined && body['modified'] !== before.modified)
      throw new Refusal(
        'TimestampMismatchError',
        `Error: Document has been modified after you have opened it (${before.modified}, ${JSON.stringify(body['modified'])}). Please refresh to get the latest document.`,
      )
    const docstatus = Number(body['docstatus'] ?? before['docstatus'] ?? 0)
    const was = Number(before['docstatus'] ?? 0)
    if (docstatus !== was && docstatus !== was + 1)
      throw new Refusal('ValidationError', `Cannot change docstatus from ${was} to ${docstatus}`)
    const change = this.known(doctype, body)
    if (was === 1 && Object.keys(change).length > 0 && docstatus === 1)
      throw new Refusal('ValidationError', 'Not allowed to change a submitted document')
    const doc: Doc = { ...before, ...change, docstatus, modified: this.stamp(), modified_by: user }
    this.check(doctype, doc)
    this.all(doctype).set(String(doc.name), doc)
    return doc
  }

  remove(doctype: string, name: string, user: string): void {
    const doc = this.get(doctype, name)
    this.all(doctype).delete(String(doc.name))
    if (doctype !== 'Deleted Document')
      this.insert('Deleted Document', { deleted_doctype: doctype, deleted_name: String(doc.name) }, user)
  }

  private nameFor({ naming }: DoctypeDef, doctype: string, doc: Doc): string | number {
    this.counter += 1
    if (naming.by === 'number') return this.counter
    if (naming.by === 'series') return `${naming.prefix}${String(this.counter).padStart(5, '0')}`
    const name = doc[naming.field]
    if (typeof name !== 'string' || name === '')
      throw new Refusal('MandatoryError', `[${doctype}]: ${naming.field}`)
    return name
  }

  /** What of a body are fields of it. Frappe passes over the others in silence. */
  private known(doctype: string, body: Record<string, unknown>): Record<string, unknown> {
    const { tables = {}, numbers = [] } = this.def(doctype)
    const own = new Set(this.fieldsOf(doctype).filter((field) => !STANDARD.some((one) => one === field)))
    const result: Record<string, unknown> = {}
    for (const [field, value] of Object.entries(body)) {
      const table = tables[field]
      if (table && Array.isArray(value)) result[field] = value.map((row: unknown) => this.row(table, row))
      else if (own.has(field)) result[field] = numbers.includes(field) ? toNumber(value) : value
    }
    return result
  }

  private row(table: TableDef, row: unknown): Record<string, unknown> {
    const given = Object.entries(typeof row === 'object' && row !== null ? row : {})
    this.counter += 1
    const kept = given
      .filter(([field]) => table.fields.includes(field) || field === 'name')
      .map(([field, value]) => [field, table.numbers?.includes(field) ? toNumber(value) : value] as const)
    return { name: `row${this.counter}`, doctype: table.doctype, ...Object.fromEntries(kept) }
  }

  private check(doctype: string, doc: Doc): void {
    const { mandatory = [], links = {}, tables = {} } = this.def(doctype)
    const lacking = mandatory.filter((field) => isEmpty(doc[field]))
    if (lacking.length > 0)
      throw new Refusal('MandatoryError', `[${doctype}, ${doc.name}]: ${lacking.join(', ')}`)
    this.checkLinks(links, doc)
    for (const [field, table] of Object.entries(tables))
      for (const row of rowsOf(doc[field])) {
        const missing = (table.mandatory ?? []).filter((name) => isEmpty(row[name]))
        if (missing.length > 0)
          throw new Refusal('MandatoryError', `[${table.doctype}]: ${missing.join(', ')}`)
        this.checkLinks(table.links ?? {}, row)
      }
    this.checkUnique(doctype, doc)
    this.rules(doctype, doc)
  }

  private checkLinks(links: Readonly<Record<string, string>>, doc: Record<string, unknown>): void {
    for (const [field, to] of Object.entries(links)) {
      const name = doc[field]
      if (!isEmpty(name) && !this.all(to).has(String(name)))
        throw new Refusal('LinkValidationError', `Could not find ${to}: <strong>${String(name)}</strong>`)
    }
  }

  private checkUnique(doctype: string, doc: Doc): void {
    const field = this.options.unique?.[doctype]
    const value = field === undefined ? undefined : doc[field]
    if (field === undefined || isEmpty(value)) return
    for (const other of this.all(doctype).values())
      if (other[field] === value && String(other.name) !== String(doc.name))
        throw new Refusal('UniqueValidationError', `${field} must be unique`)
  }

  /** What the doctypes' own code sees to. */
  private rules(doctype: string, doc: Doc): void {
    if (doctype === 'Contact') {
      doc['full_name'] = [doc['first_name'], doc['middle_name'], doc['last_name']]
        .filter((one) => !isEmpty(one))
        .join(' ')
      const primary = rowsOf(doc['phone_nos']).find((row) => row['is_primary_mobile_no'] === 1)
      doc['mobile_no'] = primary?.['phone'] ?? ''
    }
    if (doctype === 'CRM Lead') {
      doc['lead_name'] = [doc['first_name'], doc['last_name']].filter((one) => !isEmpty(one)).join(' ')
      if (!isEmpty(doc['email']) && doc['email'] === doc['lead_owner'])
        throw new Refusal('ValidationError', 'Lead Owner cannot be same as the Lead Email Address')
    }
    if (doctype === 'CRM Deal' || doctype === 'CRM Lead') {
      if (doc['status'] === 'Lost' && isEmpty(doc['lost_reason']))
        throw new Refusal('ValidationError', 'Please specify a reason for losing the deal.')
    }
    if (doctype === 'CRM Deal') {
      const rows = rowsOf(doc['contacts'])
      doc['contact'] = (rows.find((row) => row['is_primary'] === 1) ?? rows[0])?.['contact'] ?? null
    }
    if (doctype === 'Sales Order') this.orderRules(doc)
  }

  private orderRules(doc: Doc): void {
    if (doc['order_type'] === 'Sales' && isEmpty(doc['delivery_date']))
      throw new Refusal('ValidationError', 'Please enter Delivery Date')
    let total = 0n
    for (const row of rowsOf(doc['items'])) {
      const item = this.all('Item').get(String(row['item_code']))
      if (item?.['disabled'] === 1) throw new Refusal('ValidationError', `Item ${item.name} is disabled`)
      if (item?.['has_variants'] === 1)
        throw new Refusal(
          'ValidationError',
          `Item ${item.name} is a template, please select one of its variants`,
        )
      row['item_name'] ??= item?.['item_name'] ?? row['item_code']
      const amount = (thousandths(row['rate']) * thousandths(row['qty'])) / 1000n
      row['amount'] = Number(amount) / 1000
      total += amount
    }
    const taxes = this.options.taxes ?? 0
    const grand = total - thousandths(doc['discount_amount']) + thousandths(taxes)
    doc['total'] = Number(total) / 1000
    doc['total_taxes_and_charges'] = taxes
    doc['grand_total'] = Number(grand) / 1000
    doc['status'] =
      doc['docstatus'] === 2 ? 'Cancelled' : doc['docstatus'] === 1 ? 'To Deliver and Bill' : 'Draft'
  }
}

export const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)

export const rowsOf = (value: unknown): Record<string, unknown>[] =>
  Array.isArray(value) ? (value as Record<string, unknown>[]) : []

/** As Frappe's `flt`: what is no number is nothing. */
function toNumber(value: unknown): number {
  const number = Number(value ?? 0)
  return Number.isNaN(number) ? 0 : number
}

function thousandths(value: unknown): bigint {
  const [, sign, whole = '0', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(String(toNumber(value))) ?? []
  const number = BigInt(`${whole}${fraction.slice(0, 3).padEnd(3, '0')}`)
  return sign === '-' ? -number : number
}
