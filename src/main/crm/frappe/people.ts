/** People: contacts, and the leads of Frappe CRM, which are persons as much as chances. */
import { z } from 'zod'
import type { Fields } from '../fields'
import { alikeIn, e164, isNational, rowsIn, stringOf, textIn, type Mapping } from './mapping'
import type { Site } from './site'

const texts = z.array(z.string())
const phonesOf = (body: Fields): string[] => texts.safeParse(body['phones']).data ?? []

/**
 * Rows for these numbers: those that are there stay as they are written. So do numbers that we can't read, or that say no country: by
 * another one they were not read when this change was made, and are not meant to go.
 */
function phoneRows(phones: readonly string[], before: readonly Fields[], site: Site): Fields[] {
  const kept = before.filter((row) => {
    const text = textIn(row, 'phone')
    const known = e164(text, site)
    return known === null || isNational(text) || phones.includes(known)
  })
  const there = kept.map((row) => e164(textIn(row, 'phone'), site))
  const added = phones
    .filter((phone) => !there.includes(phone))
    .map((phone, index) => ({ phone, is_primary_mobile_no: kept.length === 0 && index === 0 ? 1 : 0 }))
  return [...kept, ...added]
}

function emailRows(email: string | null, before: readonly Fields[]): Fields[] {
  const others = before.filter((row) => row['is_primary'] !== 1 && textIn(row, 'email_id') !== email)
  return email === null ? others : [{ email_id: email, is_primary: 1 }, ...others]
}

const fullName = (doc: Fields): string =>
  textIn(doc, 'full_name') ??
  textIn(doc, 'lead_name') ??
  [textIn(doc, 'first_name'), textIn(doc, 'last_name')].filter((part) => part !== null).join(' ')

/** A name goes into the first field as a whole: where it would have to be cut is not ours to guess. */
const nameValues = (body: Fields): Fields => ({
  ...{ first_name: stringOf(body, 'name'), middle_name: '', last_name: '' },
})

export const contact: Mapping = {
  doctype: 'Contact',
  fields: ['name', 'phones', 'email', 'company'],
  read: (doc, site) => {
    const rows = rowsIn(doc, 'phone_nos')
    const primary = rows.filter((row) => row['is_primary_mobile_no'] === 1)
    const ordered = [...primary, ...rows.filter((row) => !primary.includes(row))]
    const emails = rowsIn(doc, 'email_ids')
    const first = emails.find((row) => row['is_primary'] === 1) ?? emails[0]
    return {
      name: fullName(doc) || doc.name,
      phones: [...new Set(ordered.flatMap((row) => e164(textIn(row, 'phone'), site) ?? []))],
      email: first ? textIn(first, 'email_id') : null,
      company: textIn(doc, 'company_name'),
    }
  },
  values: (fields, body, now, site) => ({
    ...(fields.has('name') ? nameValues(body) : {}),
    ...(fields.has('phones') ? { phone_nos: phoneRows(phonesOf(body), rowsIn(now, 'phone_nos'), site) } : {}),
    ...(fields.has('email')
      ? { email_ids: emailRows(stringOf(body, 'email'), rowsIn(now, 'email_ids')) }
      : {}),
    ...(fields.has('company') ? { company_name: stringOf(body, 'company') } : {}),
  }),
  identity: (body) => {
    const [phone] = phonesOf(body)
    const email = stringOf(body, 'email')
    if (phone !== undefined) return [['Contact Phone', 'phone', '=', phone]]
    if (email !== null) return [['Contact Email', 'email_id', '=', email]]
    return [['first_name', '=', stringOf(body, 'name')]]
  },
  isAlike: alikeIn('name', 'phones', 'email'),
}

export const leadPerson: Mapping = {
  doctype: 'CRM Lead',
  fields: ['name', 'phones', 'email', 'company'],
  read: (doc, site) => ({
    name: fullName(doc) || doc.name,
    phones: [...new Set(['mobile_no', 'phone'].flatMap((field) => e164(textIn(doc, field), site) ?? []))],
    email: textIn(doc, 'email'),
    company: textIn(doc, 'organization'),
  }),
  values: (fields, body) => {
    const [first = null, second = null] = phonesOf(body)
    return {
      ...(fields.has('name') ? nameValues(body) : {}),
      ...(fields.has('phones') ? { mobile_no: first, phone: second } : {}),
      ...(fields.has('email') ? { email: stringOf(body, 'email') } : {}),
      ...(fields.has('company') ? { organization: stringOf(body, 'company') } : {}),
    }
  },
  // Made there alone.
  identity: () => null,
  isAlike: () => false,
}
