/** A row as a person: names, numbers, addresses and what else files say of somebody. */
import type { Consent, CustomField, SkipReason } from '../../../contract'
import type { ContactItem } from '../items'
import { optionalTime, Refused, type Known } from './known'
import { cleaned, type Get } from './row'
import { piecesOf, readConsent, readPhones } from './values'

/** The contract's limits: see `contactChange`. */
const MOST = { phones: 20, emails: 21, aliases: 20, tags: 30, fields: 30 } as const

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/

/** All numbers that can be read; where none can, why. */
function phonesOf(get: Get, country: string): { phones: string[]; why: SkipReason } {
  let why: SkipReason = 'no-phone'
  const phones = (['phone', 'phone2', 'phone3'] as const).flatMap((field) => {
    const read = readPhones(get(field) ?? '', country)
    if (read.why !== null && (why === 'no-phone' || field === 'phone')) why = read.why
    return read.phones
  })
  return { phones: [...new Set(phones)].slice(0, MOST.phones), why }
}

function emailsOf(get: Get): string[] {
  const written = [get('email'), get('email2')].flatMap((cell) => (cell === null ? [] : piecesOf(cell)))
  const emails = written
    .flatMap((one) => cleaned(one, 200) ?? [])
    .filter((one) => EMAIL.test(one))
    .map((one, index) => (index === 0 ? one : one.toLowerCase()))
  return [...new Set(emails)].slice(0, MOST.emails)
}

/** A first name with its last name, where the file has them apart. */
function nameOf(get: Get): string | null {
  const name = cleaned(get('name'), 200)
  const last = cleaned(get('lastName'), 200)
  if (last === null || name?.includes(last) === true) return name
  return name === null ? last : cleaned(`${name} ${last}`, 200)
}

/** Google's own groups say nothing of a person. */
const isTag = (tag: string): boolean => !/^(?:mycontacts|starred)$/i.test(tag)

const tagsOf = (cell: string | null): string[] =>
  (cell === null ? [] : piecesOf(cell, /[;,|\n]/))
    .flatMap((tag) => cleaned(tag.replace(/^\*\s*/, ''), 40) ?? [])
    .filter(isTag)
    .slice(0, MOST.tags)

const fieldsOf = (cell: string | null): CustomField[] =>
  (cell === null ? [] : piecesOf(cell))
    .flatMap((one) => {
      const [, name = '', value = ''] = /^([^:]{1,60}):\s*(.*)$/s.exec(one) ?? []
      const [field, said] = [cleaned(name, 60), cleaned(value, 500)]
      return field === null ? [] : [{ name: field, value: said ?? '' }]
    })
    .slice(0, MOST.fields)

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
    company: cleaned(get('company'), 200),
    address: cleaned(get('address'), 500),
    note: noteOf(get, known),
    aliases: (get('alias') === null ? [] : piecesOf(get('alias') ?? ''))
      .flatMap((one) => cleaned(one, 200) ?? [])
      .slice(0, MOST.aliases),
    tags: tagsOf(get('tags')),
    fields: fieldsOf(get('fields')),
    consent,
    consentHow: consent === 'unknown' ? null : cleaned(get('consentHow'), 200),
    at: optionalTime(get, known.plan),
  }
}
