/** A row as a person: names, numbers, addresses and what else files say of somebody. */
import { LIMITS, type Consent, type CustomField, type SkipReason } from '../../../contract'
import type { ContactItem } from '../items'
import { optionalTime, Refused, type Known } from './known'
import { cleaned, type Get } from './row'
import { piecesOf, readConsent, readPhones } from './values'

/** The main one and the others. */
const EMAILS = 1 + LIMITS.otherEmails

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/

/** All numbers that can be read; where none can, why. */
function phonesOf(get: Get, country: string): { phones: string[]; why: SkipReason } {
  let why: SkipReason = 'no-phone'
  const phones = (['phone', 'phone2', 'phone3'] as const).flatMap((field) => {
    const read = readPhones(get(field) ?? '', country)
    if (read.why !== null && (why === 'no-phone' || field === 'phone')) why = read.why
    return read.phones
  })
  return { phones: [...new Set(phones)].slice(0, LIMITS.phones), why }
}

function emailsOf(get: Get): string[] {
  const written = [get('email'), get('email2')].flatMap((cell) => (cell === null ? [] : piecesOf(cell)))
  const emails = written
    .flatMap((one) => cleaned(one, LIMITS.email) ?? [])
    .filter((one) => EMAIL.test(one))
    .map((one, index) => (index === 0 ? one : one.toLowerCase()))
  return [...new Set(emails)].slice(0, EMAILS)
}

/** A first name with its last name, where the file has them apart. */
function nameOf(get: Get): string | null {
  const name = cleaned(get('name'), LIMITS.name)
  const last = cleaned(get('lastName'), LIMITS.name)
  if (last === null || name?.includes(last) === true) return name
  return name === null ? last : cleaned(`${name} ${last}`, LIMITS.name)
}

/** Google's own groups say nothing of a person. */
const isTag = (tag: string): boolean => !/^(?:mycontacts|starred)$/i.test(tag)

const tagsOf = (cell: string | null): string[] =>
  (cell === null ? [] : piecesOf(cell, /[;,|\n]/))
    .flatMap((tag) => cleaned(tag.replace(/^\*\s*/, ''), LIMITS.tag) ?? [])
    .filter(isTag)
    .slice(0, LIMITS.tags)

const fieldsOf = (cell: string | null): CustomField[] =>
  (cell === null ? [] : piecesOf(cell))
    .flatMap((one) => {
      const [, name = '', value = ''] = /^([^:]{1,60}):\s*(.*)$/s.exec(one) ?? []
      const [field, said] = [cleaned(name, LIMITS.fieldName), cleaned(value, LIMITS.fieldValue)]
      return field === null ? [] : [{ name: field, value: said ?? '' }]
    })
    .slice(0, LIMITS.fields)

function noteOf(get: Get, known: Known): string | null {
  const owner = get('owner')
  const ownerName = owner === null ? null : (known.owners.get(owner) ?? owner)
  const note = [cleaned(get('note'), 4700), ownerName === null ? null : cleaned(`Owner: ${ownerName}`, 300)]
  return note.filter((part) => part !== null).join('\n') || null
}

/** @throws {Refused} without a number that can be read, unless there is no number at all and an e-mail address stands for it. */
export function personItem(get: Get, known: Known): ContactItem {
  const { phones, why } = phonesOf(get, known.plan.country)
  const emails = emailsOf(get)
  const isByEmail = why === 'no-phone' && emails.length > 0
  if (phones.length === 0 && !isByEmail) throw new Refused(why)
  const consent: Consent['state'] = readConsent(get('consent') ?? '') ?? 'unknown'
  const [phone = null, ...otherPhones] = phones
  return {
    entity: 'contacts',
    phone,
    otherPhones,
    name: nameOf(get),
    emails,
    company: cleaned(get('company'), LIMITS.company),
    address: cleaned(get('address'), LIMITS.address),
    note: noteOf(get, known),
    aliases: (get('alias') === null ? [] : piecesOf(get('alias') ?? ''))
      .flatMap((one) => cleaned(one, LIMITS.name) ?? [])
      .slice(0, LIMITS.aliases),
    tags: tagsOf(get('tags')),
    fields: fieldsOf(get('fields')),
    consent,
    consentHow: consent === 'unknown' ? null : cleaned(get('consentHow'), LIMITS.consentHow),
    at: optionalTime(get, known.plan),
  }
}
