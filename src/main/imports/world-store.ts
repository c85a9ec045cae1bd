/** What a batch is taken into: the database, or, in a dry run, the database and what would have been made so far. Runs in the database thread. */
import { randomUUID } from 'node:crypto'
import type { Preferences, SkipReason } from '../../contract'
import { contactIdByPhone } from '../contacts/store'
import { keepingOf } from '../inbox/keeping'
import { indexName } from '../inbox/name-index'
import type { Sql } from '../storage'

/** What became of an item: made, here already, or left out. */
export type Outcome = 'made' | 'matched' | { reason: SkipReason }

/** Of a dry run: names of what would be there by now. Beyond its size, doubles in the file are no longer told apart from new ones. */
export class Scratch {
  private readonly names = new Set<string>()

  has(name: string): boolean {
    return this.names.has(name)
  }

  /** Whether it is new. */
  add(name: string): boolean {
    if (this.names.has(name)) return false
    if (this.names.size < MOST_NAMES) this.names.add(name)
    return true
  }
}
const MOST_NAMES = 2_000_000

/** The chat with a phone. */
export interface Chat {
  /** Null in a dry run where it would only be made. */
  id: string | null
  made: boolean
}

export interface World {
  sql: Sql
  accountId: string
  keep: Preferences['keep']
  /** Phones of the batch whose chat is marked "not for work". */
  notWork: ReadonlySet<string>
  /** Marks, by phone, of those in the batch who were erased here. */
  erased: ReadonlyMap<string, Uint8Array>
  /** A person wants them here again. */
  bringBack: boolean
  /** Whoever imports may change products. */
  editsCatalog: boolean
  now: number
  /** Null where it is meant. */
  scratch: Scratch | null
  /** Conversations of this batch, by phone. */
  chats: Map<string, Chat | { reason: SkipReason }>
  /** Their newest message. */
  touched: Map<string, { at: number; lastId: number }>
}

export const isKnownPerson = ({ sql, scratch }: World, phone: string): boolean =>
  contactIdByPhone(sql, phone) !== null || (scratch?.has(`contact ${phone}`) ?? false)

/** Whether they were erased here, and are to stay away. */
export const isErased = ({ erased, bringBack }: World, phone: string): boolean =>
  !bringBack && erased.has(phone)

/** They are here again. */
export function forgetErased({ sql, erased }: World, phone: string): void {
  const mark = erased.get(phone)
  if (mark) sql.statement('DELETE FROM erased_marks WHERE address_hash = ?').run(mark)
}

/** The conversation with a phone, or null. */
export function findChat({ sql, accountId }: World, phone: string): string | null {
  const statement = sql.statement('SELECT id FROM conversations WHERE account_id = ? AND phone = ?').pluck()
  return (statement.get(accountId, phone) as string | undefined) ?? null
}

function makeChat(world: World, phone: string, at: number): string {
  const { sql, accountId } = world
  const id = randomUUID()
  const address = `${phone.slice(1)}@c.us`
  const next = sql.statement('SELECT coalesce(max(seq), 0) + 1 FROM conversations').pluck().get() as number
  sql
    .statement(
      `INSERT INTO conversations (seq, id, account_id, kind, contact_id, address, phone, at) VALUES (?, ?, ?, 'person', ?, ?, ?, ?)`,
    )
    .run(next, id, accountId, contactIdByPhone(sql, phone), address, phone, at)
  sql
    .statement(
      'INSERT INTO addresses (account_id, address, conversation_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
    )
    .run(accountId, address, id)
  indexName(sql, id)
  return id
}

/** Finds or makes the chat with a phone. The one gate decides here as for what WhatsApp brings: see `keepingOf`. */
export function chatWith(world: World, phone: string, at: number): Chat | { reason: SkipReason } {
  const known = world.chats.get(phone)
  if (known) return known
  const chat = decideChat(world, phone, at)
  world.chats.set(phone, 'id' in chat ? { id: chat.id, made: false } : chat)
  return chat
}

function decideChat(world: World, phone: string, at: number): Chat | { reason: SkipReason } {
  const existing = findChat(world, phone)
  const isKnown = isKnownPerson(world, phone)
  // Whom a person had erased is a stranger, whatever may be kept.
  if (!isKnown && isErased(world, phone)) return { reason: 'erased' }
  const keeping = keepingOf({
    kind: 'person',
    keep: world.keep,
    notWork: world.notWork.has(phone),
    hasConversation: existing !== null,
    isWanted: false,
    isKnown,
  })
  if (keeping !== 'kept') return { reason: keeping === 'not-work' ? 'not-work' : 'stranger' }
  if (existing !== null) return { id: existing, made: false }
  if (world.scratch) return { id: null, made: world.scratch.add(`chat ${phone}`) }
  return { id: makeChat(world, phone, at), made: true }
}

/** Writes what was gathered of each conversation: last message and time. Unread stays what it is: nothing of it just came. */
export function settleChats({ sql, touched }: World): void {
  for (const [id, { at, lastId }] of touched) {
    sql
      .statement(
        'UPDATE conversations SET at = max(at, ?), last_message_id = max(coalesce(last_message_id, 0), ?) WHERE id = ?',
      )
      .run(at, lastId, id)
  }
}
