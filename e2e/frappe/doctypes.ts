/**
 * The doctypes of Frappe CRM and ERPNext that Leadline works with, as far as a client can see them: names, mandatory fields, links,
 * tables below them, defaults. From their repositories' own definitions.
 */

export interface DoctypeDef {
  /** How a document is named: by a field, by a series, or by a number. */
  naming: { by: 'field'; field: string } | { by: 'series'; prefix: string } | { by: 'number' }
  fields: readonly string[]
  mandatory?: readonly string[]
  defaults?: Readonly<Record<string, unknown>>
  /** Field -> doctype that it must name. */
  links?: Readonly<Record<string, string>>
  /** Field -> the table's doctype and fields. */
  tables?: Readonly<Record<string, TableDef>>
  /** Fields that hold money or numbers: answered as numbers, whatever they came as. */
  numbers?: readonly string[]
  /** Draft, submitted, cancelled. */
  submittable?: boolean
  /** One document, named like its doctype. */
  single?: boolean
}

export interface TableDef {
  doctype: string
  fields: readonly string[]
  mandatory?: readonly string[]
  links?: Readonly<Record<string, string>>
  numbers?: readonly string[]
}

const PERSON = [
  'first_name',
  'middle_name',
  'last_name',
  'email',
  'mobile_no',
  'phone',
  'organization',
  'source',
]
const status = (field: string): DoctypeDef => ({
  naming: { by: 'field', field },
  fields: [field, 'type', 'position', 'color'],
  mandatory: [field],
  numbers: ['position'],
})

export const DOCTYPES: Readonly<Record<string, DoctypeDef>> = {
  User: { naming: { by: 'field', field: 'email' }, fields: ['email', 'full_name', 'roles', 'time_zone'] },
  Contact: {
    naming: { by: 'series', prefix: 'CONTACT-' },
    fields: [
      'first_name',
      'middle_name',
      'last_name',
      'full_name',
      'company_name',
      'designation',
      'mobile_no',
      'email_id',
    ],
    mandatory: ['first_name'],
    tables: {
      phone_nos: {
        doctype: 'Contact Phone',
        fields: ['phone', 'is_primary_mobile_no', 'is_primary_phone'],
        mandatory: ['phone'],
      },
      email_ids: { doctype: 'Contact Email', fields: ['email_id', 'is_primary'] },
      links: {
        doctype: 'Dynamic Link',
        fields: ['link_doctype', 'link_name'],
        mandatory: ['link_doctype', 'link_name'],
      },
    },
  },
  'CRM Lead Status': status('lead_status'),
  'CRM Deal Status': status('deal_status'),
  'CRM Lost Reason': { naming: { by: 'field', field: 'lost_reason' }, fields: ['lost_reason'] },
  'CRM Lead': {
    naming: { by: 'series', prefix: 'CRM-LEAD-2026-' },
    fields: [
      ...PERSON,
      'lead_name',
      'status',
      'territory',
      'lead_owner',
      'lost_reason',
      'lost_notes',
      'converted',
    ],
    mandatory: ['first_name', 'status'],
    defaults: { status: 'New', converted: 0 },
    links: { status: 'CRM Lead Status', lost_reason: 'CRM Lost Reason', lead_owner: 'User' },
    numbers: ['converted'],
  },
  'CRM Deal': {
    naming: { by: 'series', prefix: 'CRM-DEAL-2026-' },
    fields: [
      ...[
        'organization',
        'lead',
        'lead_name',
        'contact',
        'status',
        'deal_owner',
        'deal_value',
        'currency',
        'next_step',
      ],
      ...[
        'probability',
        'expected_closure_date',
        'lost_reason',
        'lost_notes',
        'source',
        'email',
        'mobile_no',
      ],
    ],
    mandatory: ['status'],
    defaults: { status: 'Qualification' },
    links: {
      status: 'CRM Deal Status',
      lost_reason: 'CRM Lost Reason',
      lead: 'CRM Lead',
      deal_owner: 'User',
    },
    tables: {
      contacts: { doctype: 'CRM Contacts', fields: ['contact', 'is_primary'], links: { contact: 'Contact' } },
      products: {
        doctype: 'CRM Products',
        fields: ['product_name', 'product_code', 'rate', 'qty', 'discount_percentage'],
        mandatory: ['product_name', 'rate'],
        numbers: ['rate', 'qty'],
      },
    },
    numbers: ['deal_value', 'probability'],
  },
  'CRM Product': {
    naming: { by: 'field', field: 'product_code' },
    fields: ['product_code', 'product_name', 'standard_rate', 'disabled', 'image', 'description'],
    mandatory: ['product_code'],
    numbers: ['standard_rate', 'disabled'],
  },
  'CRM Task': {
    naming: { by: 'number' },
    fields: [
      'title',
      'priority',
      'status',
      'due_date',
      'assigned_to',
      'description',
      'reference_doctype',
      'reference_docname',
    ],
    mandatory: ['title'],
    defaults: { status: 'Backlog', priority: 'Low' },
    links: { assigned_to: 'User' },
  },
  'FCRM Note': {
    naming: { by: 'series', prefix: 'NOTE-' },
    fields: ['title', 'content', 'reference_doctype', 'reference_docname'],
    mandatory: ['title'],
  },
  'Item Group': {
    naming: { by: 'field', field: 'item_group_name' },
    fields: ['item_group_name', 'is_group', 'parent_item_group'],
    numbers: ['is_group'],
  },
  Item: {
    naming: { by: 'field', field: 'item_code' },
    fields: [
      ...['item_code', 'item_name', 'item_group', 'stock_uom', 'standard_rate', 'disabled', 'has_variants'],
      ...['is_sales_item', 'image', 'description'],
    ],
    mandatory: ['item_code', 'item_group', 'stock_uom'],
    defaults: { disabled: 0, has_variants: 0, is_sales_item: 1 },
    links: { item_group: 'Item Group' },
    numbers: ['standard_rate', 'disabled', 'has_variants', 'is_sales_item'],
  },
  Customer: {
    naming: { by: 'series', prefix: 'CUST-' },
    fields: ['customer_name', 'customer_type', 'customer_group', 'territory'],
    mandatory: ['customer_name'],
  },
  'Sales Order': {
    naming: { by: 'series', prefix: 'SAL-ORD-2026-' },
    fields: [
      ...[
        'customer',
        'customer_name',
        'contact_person',
        'transaction_date',
        'delivery_date',
        'order_type',
        'currency',
      ],
      ...[
        'apply_discount_on',
        'discount_amount',
        'total',
        'total_taxes_and_charges',
        'grand_total',
        'status',
        'per_delivered',
      ],
    ],
    mandatory: ['customer', 'items'],
    defaults: { order_type: 'Sales', currency: 'IDR', discount_amount: 0, per_delivered: 0 },
    links: { customer: 'Customer', contact_person: 'Contact' },
    tables: {
      items: {
        doctype: 'Sales Order Item',
        fields: ['item_code', 'item_name', 'qty', 'rate', 'amount', 'delivery_date', 'warehouse'],
        mandatory: ['item_code', 'qty'],
        links: { item_code: 'Item' },
        numbers: ['qty', 'rate', 'amount'],
      },
    },
    numbers: ['discount_amount', 'total', 'total_taxes_and_charges', 'grand_total', 'per_delivered'],
    submittable: true,
  },
  'Deleted Document': {
    naming: { by: 'series', prefix: 'del-' },
    fields: ['deleted_doctype', 'deleted_name'],
  },
  'Global Defaults': { naming: { by: 'series', prefix: '' }, fields: ['default_currency'], single: true },
  'FCRM Settings': { naming: { by: 'series', prefix: '' }, fields: ['currency'], single: true },
  'System Settings': { naming: { by: 'series', prefix: '' }, fields: ['time_zone'], single: true },
}

/** On every document, besides its own. */
export const STANDARD = ['name', 'owner', 'creation', 'modified', 'modified_by', 'docstatus', 'idx'] as const
