/** Contacts, chats and products of an earlier system. Runs in the database thread. */
import { randomUUID } from 'node:crypto'
import { fold } from '../catalog/fold'
import { setConsent } from '../contacts/edit-store'
import { contactIdByEmail, contactIdByPhone, isOptedOut, takePerson } from '../contacts/store'
import { giveChats } from '../inbox/address-book-store'
import { builder, type Sql } from '../storage'
import type { ContactItem, ConversationItem, ProductItem } from './items'
import { IMPORTED_PRODUCT } from './products'
import { chatWith, forgetErased, isErased, isKnownPerson, type Outcome, type World } from './world-store'

const emailName = (email: string): string => `email ${email.toLowerCase()}`

function isKnown(world: World, phones: readonly string[], emails: readonly string[]): boolean {
  const { sql, scratch } = world
  if (phones.length > 0) return phones.some((phone) => isKnownPerson(world, phone))
  return emails.some(
    (email) => contactIdByEmail(sql, email.toLowerCase()) !== null || scratch?.has(emailName(email)) === true,
  )
}

/** Those of a row who are here already. */
function idsOf(sql: Sql, phones: readonly string[], emails: readonly string[]): Set<string> {
  const byPhone = phones.map((phone) => contactIdByPhone(sql, phone))
  const found = phones.length > 0 ? byPhone : emails.map((one) => contactIdByEmail(sql, one.toLowerCase()))
  return new Set(found.filter((id) => id !== null))
}

/**
 * Who told the old system not to write to them told it to us: whatever was known here, automatic messages must not go to them. It never
 * goes the other way.
 */
function keepOptOut({ sql, scratch, now }: World, item: ContactItem, ids: ReadonlySet<string>): void {
  if (item.consent !== 'out' || scratch) return
  for (const id of ids)
    if (!isOptedOut(sql, id)) setConsent(sql, { id, state: 'out', how: item.consentHow, now })
}

/**
 * Somebody who is here already stays as they are, but for their wish not to be written to, and who was erased here stays away unless a person wants them back. Nobody goes to the
 * CRM by this: see decision 0025.
 */
export function takeContact(world: World, item: ContactItem): Outcome {
  const { phone, otherPhones, at, ...rest } = item
  const { sql, scratch, now } = world
  const phones = phone === null ? [] : [phone, ...otherPhones]
  if (isKnown(world, phones, rest.emails)) {
    keepOptOut(world, item, idsOf(sql, phones, rest.emails))
    return 'matched'
  }
  if (phones.some((one) => isErased(world, one))) return { reason: 'erased' }
  if (scratch) {
    for (const one of phones) scratch.add(`contact ${one}`)
    for (const email of rest.emails) scratch.add(emailName(email))
    return 'made'
  }
  const id = randomUUID()
  takePerson(sql, { ...rest, id, phones, at: at ?? now, now })
  for (const one of phones) {
    forgetErased(world, one)
    giveChats(sql, id, one)
  }
  return 'made'
}

export function takeConversation(world: World, item: ConversationItem): Outcome {
  const chat = chatWith(world, item.phone, item.at ?? world.now)
  if ('reason' in chat) return chat
  if (!chat.made) return 'matched'
  if (chat.id !== null && item.archived)
    world.sql.run(builder.updateTable('conversations').set({ archived: 1 }).where('id', '=', chat.id))
  return 'made'
}

/** What is sold already, here or in the CRM, under that number or name, stays as it is. */
export function takeProduct({ sql, scratch, editsCatalog }: World, item: ProductItem): Outcome {
  const id = IMPORTED_PRODUCT + item.key
  const { name, sku, unitPrice, currency, stock, unit, active } = item
  const folded = fold(`${name} ${sku ?? ''}`).trim()
  const known = sql.statement(
    'SELECT 1 FROM products WHERE id = ? OR folded = ? OR (sku IS NOT NULL AND sku = ?) LIMIT 1',
  )
  if (known.get(id, folded, sku) !== undefined) return 'matched'
  if (!editsCatalog) return { reason: 'no-right' }
  if (scratch) return scratch.add(`product ${id}`) ? 'made' : 'matched'
  const row = {
    id,
    name,
    sku,
    category_id: null,
    unit_price: unitPrice,
    currency,
    stock,
    unit,
    picture: null,
    folded,
  }
  sql.run(builder.insertInto('products').values({ ...row, active: active ? 1 : 0 }))
  return 'made'
}
