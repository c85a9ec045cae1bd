/** Contacts, chats and products of an earlier system. Runs in the database thread. */
import { randomUUID } from 'node:crypto'
import { codeOf } from '../../contract'
import { fold } from '../catalog/fold'
import { createContact } from '../contacts/store'
import { indexName } from '../inbox/name-index'
import { builder, type Sql } from '../storage'
import type { ContactItem, ConversationItem, ProductItem } from './items'
import { IMPORTED_PRODUCT } from './products'
import { chatWith, isKnownPerson, type Outcome, type World } from './world-store'

/** A name of which nothing readable is left makes way for the number. */
function create(sql: Sql, item: ContactItem, now: number): string {
  const { phone, email, note, at } = item
  const input = { id: randomUUID(), phone, email, note, now: at ?? now }
  try {
    return createContact(sql, { ...input, name: item.name ?? phone }).id
  } catch (error) {
    if (codeOf(error) !== 'invalid-input') throw error
    return createContact(sql, { ...input, name: phone }).id
  }
}

/** Somebody who is here already stays as they are. Nobody goes to the CRM by this: see decision 0025. */
export function takeContact(world: World, item: ContactItem): Outcome {
  const { sql, scratch, now } = world
  if (isKnownPerson(world, item.phone)) return 'matched'
  if (scratch) {
    scratch.add(`contact ${item.phone}`)
    return 'made'
  }
  const id = create(sql, item, now)
  const chats = builder
    .selectFrom('conversations')
    .select('id')
    .where('phone', '=', item.phone)
    .where('contact_id', 'is', null)
  for (const chat of sql.all(chats)) {
    sql.run(builder.updateTable('conversations').set({ contact_id: id }).where('id', '=', chat.id))
    indexName(sql, chat.id)
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
export function takeProduct({ sql, scratch }: World, item: ProductItem): Outcome {
  const id = IMPORTED_PRODUCT + item.key
  const { name, sku, unitPrice, currency, stock, unit, active } = item
  const folded = fold(`${name} ${sku ?? ''}`).trim()
  const known = sql.statement(
    'SELECT 1 FROM products WHERE id = ? OR folded = ? OR (sku IS NOT NULL AND sku = ?) LIMIT 1',
  )
  if (known.get(id, folded, sku) !== undefined) return 'matched'
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
