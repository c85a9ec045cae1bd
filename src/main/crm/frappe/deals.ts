/** Chances: deals, which have a value and contacts, and leads, which are still persons. */
import { z } from 'zod'
import type { Fields } from '../fields'
import {
  alikeIn,
  CannotWrite,
  idOf,
  isOurs,
  nameIn,
  placeOf,
  rowsIn,
  stringOf,
  textIn,
  type Mapping,
} from './mapping'
import { fromDecimal, toDecimal } from './money'
import { TITLE } from './site'

const amount = z.int().nullable()

/** The stage's name, of the statuses of this doctype. @throws {CannotWrite} for one of the other's. */
function statusOf(body: Fields, doctype: 'CRM Deal Status' | 'CRM Lead Status'): string | null {
  const stage = placeOf(body['stageId'])
  if (!stage) return null
  if (stage.doctype !== doctype)
    throw new CannotWrite(
      'In this CRM a lead becomes a deal by converting it there; its stage can’t be one of the other’s.',
    )
  return stage.name
}

/** Frappe wants a reason of its list for what was lost; ours is in words. */
const lostValues = (reason: string | null): Fields =>
  reason === null ? {} : { lost_reason: 'Other', lost_notes: reason }

export const deal: Mapping = {
  doctype: 'CRM Deal',
  fields: ['title', 'contactId', 'stageId', 'value', 'currency', 'lostReason'],
  read: (doc, site) => {
    const rows = rowsIn(doc, 'contacts')
    const first = rows.find((row) => row['is_primary'] === 1) ?? rows[0]
    const person = first && textIn(first, 'contact')
    const lead = textIn(doc, 'lead')
    const contactId = person ? idOf('Contact', person) : lead ? idOf('CRM Lead', lead) : null
    const status = textIn(doc, 'status')
    if (contactId === null || status === null) return null
    const currency = textIn(doc, 'currency') ?? site.currency
    const value = currency === null ? null : fromDecimal(doc['deal_value'] ?? 0, currency)
    // What can't be said in whole minor units stays as it is there.
    const money =
      value === null ? {} : { value: value === 0 ? null : value, currency: value === 0 ? null : currency }
    const given = textIn(doc, TITLE)
    const named = textIn(doc, 'organization') ?? textIn(doc, 'lead_name') ?? doc.name
    const title = given ?? (isOurs(doc) && !site.titles ? null : named)
    const lost = textIn(doc, 'lost_notes') ?? textIn(doc, 'lost_reason')
    return {
      ...(title === null ? {} : { title }),
      ...{ contactId, stageId: idOf('CRM Deal Status', status) },
      ...{ value: null, currency: null, ...money },
      ...(lost === null ? {} : { lostReason: lost }),
    }
  },
  values: (fields, body, _now, site) => {
    const person = nameIn(body['contactId'], 'Contact')
    const lead = nameIn(body['contactId'], 'CRM Lead')
    const currency = stringOf(body, 'currency')
    const value = amount.safeParse(body['value']).data ?? null
    const status = fields.has('stageId') ? statusOf(body, 'CRM Deal Status') : null
    return {
      ...(fields.has('title') && site.titles ? { [TITLE]: stringOf(body, 'title') } : {}),
      ...(fields.has('contactId') && person !== null
        ? { contacts: [{ contact: person, is_primary: 1 }] }
        : {}),
      ...(fields.has('contactId') && lead !== null ? { lead } : {}),
      ...(status === null ? {} : { status }),
      ...(fields.has('value') || fields.has('currency')
        ? {
            deal_value: value === null || currency === null ? '0' : toDecimal(value, currency),
            ...(currency === null ? {} : { currency }),
          }
        : {}),
      ...(fields.has('lostReason') ? lostValues(stringOf(body, 'lostReason')) : {}),
    }
  },
  identity: (body, site) => {
    const person = nameIn(body['contactId'], 'Contact')
    const title = stringOf(body, 'title')
    const currency = stringOf(body, 'currency')
    const value = amount.safeParse(body['value']).data ?? null
    // Who and what for; without either nothing tells two deals of one person apart.
    if (person === null || title === null) return null
    return [
      ['contact', '=', person],
      ...(site.titles ? ([[TITLE, '=', title]] as const) : []),
      ...(value === null || currency === null
        ? []
        : ([['deal_value', '=', toDecimal(value, currency)]] as const)),
    ]
  },
  // Its title is looked for, where the site has a place for it.
  isAlike: alikeIn('contactId', 'value', 'currency'),
}

export const lead: Mapping = {
  doctype: 'CRM Lead',
  fields: ['contactId', 'stageId', 'lostReason'],
  read: (doc) => {
    const status = textIn(doc, 'status')
    // Once converted it goes on as a deal.
    if (status === null || doc['converted'] === 1) return null
    return {
      title: textIn(doc, 'organization') ?? textIn(doc, 'lead_name') ?? textIn(doc, 'first_name') ?? doc.name,
      contactId: idOf('CRM Lead', doc.name),
      stageId: idOf('CRM Lead Status', status),
      ...{ value: null, currency: null },
    }
  },
  values: (fields, body) => {
    const status = fields.has('stageId') ? statusOf(body, 'CRM Lead Status') : null
    return {
      ...(status === null ? {} : { status }),
      ...(fields.has('lostReason') ? lostValues(stringOf(body, 'lostReason')) : {}),
    }
  },
  identity: () => null,
  isAlike: () => false,
}
