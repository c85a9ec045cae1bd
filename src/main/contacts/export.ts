/**
 * People as files for other programs: CSV for spreadsheets, vCard 3.0 for phones and address books. What is written here is read back by
 * the imports as it was. Pure.
 */
import type { Contact } from '../../contract'
import { formatPhone } from './phone'

/** Between several of one kind in one cell, as Google writes them. */
export const BETWEEN = ' ::: '

/** Columns of people in a CSV, which the imports know by these names. */
export const PEOPLE_COLUMNS = [
  'Name',
  'Phone',
  'Email',
  'Company',
  'Address',
  'Tags',
  'Note',
  'Other names',
  'Consent',
  'Consent note',
  'Fields',
] as const

const emailsOf = ({ email, otherEmails }: Contact): string[] => [
  ...(email === null ? [] : [email]),
  ...otherEmails,
]
const fieldsOf = ({ fields }: Contact): string[] => fields.map(({ name, value }) => `${name}: ${value}`)
const consentOf = ({ consent: { state } }: Contact): string => (state === 'unknown' ? '' : state)

/**
 * A spreadsheet runs what begins like a formula, and people's names come from strangers. A plus with digits and spaces alone is a phone
 * number: laid out with spaces it stays a text, and there is nothing in it to run.
 */
const LIKE_A_FORMULA = /^'*[=+\-@\t\r]/
const PHONES = /^\+[\d ]+(?: ::: \+[\d ]+)*$/

/**
 * Where a spreadsheet parts cells by semicolons or tabs, as in most of Europe and Indonesia, our quotes stand in the middle of its cells and
 * mean nothing: behind each of these, and in each line of a text, a cell of its begins.
 */
const INSIDE = /([;\t\r\n] *'*)(?=[=+\-@])/g
const GUARDED_INSIDE = /([;\t\r\n] *'*)'(?=[=+\-@])/g

export function guarded(cell: string): string {
  const inside = cell.replaceAll(INSIDE, "$1'")
  return LIKE_A_FORMULA.test(inside) && !PHONES.test(inside) ? `'${inside}` : inside
}

/** The other way: what was guarded, here or by another program. */
export const unguarded = (cell: string): string =>
  (/^'+[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell).replaceAll(GUARDED_INSIDE, '$1')

const cellOf = (text: string): string => {
  const cell = guarded(text)
  return /[",;\t\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}

const rowOf = (cells: readonly string[]): string => `${cells.map(cellOf).join(',')}\r\n`

/** With the byte order mark by which Excel knows UTF-8. */
export const csvHead = (): string => `\uFEFF${rowOf(PEOPLE_COLUMNS)}`

export function csvRow(contact: Contact): string {
  return rowOf([
    contact.name,
    contact.phones.map(formatPhone).join(BETWEEN),
    emailsOf(contact).join(BETWEEN),
    contact.company ?? '',
    contact.address ?? '',
    contact.tags.join(BETWEEN),
    contact.note ?? '',
    contact.aliases.join(BETWEEN),
    consentOf(contact),
    contact.consent.how ?? '',
    fieldsOf(contact).join(BETWEEN),
  ])
}

const escaped = (text: string): string =>
  text.replaceAll(/[\\;,]/g, String.raw`\$&`).replaceAll(/\r\n|\r|\n/g, String.raw`\n`)

/** Bytes in a line; longer ones go on in the next, between two letters. */
const LONGEST_LINE = 75

function folded(line: string): string {
  let text = ''
  let size = 0
  for (const sign of line) {
    const bytes = Buffer.byteLength(sign)
    if (size + bytes > LONGEST_LINE) {
      text += '\r\n '
      size = 1
    }
    text += sign
    size += bytes
  }
  return `${text}\r\n`
}

export function vcardOf(contact: Contact): string {
  const { name, phones, company, address, note, aliases, tags, consent } = contact
  const one = (property: string, value: string | null): string[] =>
    value === null || value === '' ? [] : [`${property}:${escaped(value)}`]
  const several = (property: string, values: readonly string[]): string[] =>
    values.length === 0 ? [] : [`${property}:${values.map(escaped).join(',')}`]
  const state = consentOf(contact)
  const lines = [
    ...['BEGIN:VCARD', 'VERSION:3.0', `FN:${escaped(name)}`, `N:${escaped(name)};;;;`],
    ...phones.map((phone) => `TEL;TYPE=CELL:${phone}`),
    ...emailsOf(contact).map((email) => `EMAIL:${escaped(email)}`),
    ...one('ORG', company),
    ...(address === null ? [] : [`ADR:;;${escaped(address)};;;;`]),
    ...one('NOTE', note),
    ...several('NICKNAME', aliases),
    ...several('CATEGORIES', tags),
    ...(state === '' ? [] : [`X-LEADLINE-CONSENT:${[state, escaped(consent.how ?? '')].join(';')}`]),
    ...fieldsOf(contact).map((field) => `X-LEADLINE-FIELD:${escaped(field)}`),
    'END:VCARD',
  ]
  return lines.map(folded).join('')
}
