/**
 * Which conversation an address belongs to. One thread per identity: a chat may move from its phone address to a LID, a LID-only
 * customer may turn out to be somebody known, and two threads that prove to be one person's are joined (waha #1097, #1225).
 */
import { randomUUID } from 'node:crypto'
import { addPhone, createContact } from '../contacts/store'
import type { ChatAddress, WaIdentity } from '../whatsapp/types'
import type { Preferences } from '../../contract'
import type { ConversationsTable, Flag, Sql } from '../storage'
import { keepingOf, type Keeping } from './keeping'
import { claimChat, mergeConversations } from './merge-store'
import { indexName } from './name-index'

export interface RouteRequest {
  accountId: string
  address: ChatAddress
  kind: 'person' | 'group'
  title: string | null
  /** Null for groups, and where WhatsApp could not say. */
  identity: WaIdentity | null
  keep: Preferences['keep']
  /** A person asked for this chat: it is kept whatever the policy. */
  wanted: boolean
  /** Keyed hashes of every address known of this chat. */
  hashes: Uint8Array[]
  /** Keyed hashes of the same, whatever the account, by which a person who was erased is known again. */
  erasedMarks?: Uint8Array[]
  /** The id of the conversation if one must be made. */
  newId: string
  /** Last activity, ms: WhatsApp's time where it told one. */
  at: number
}

export interface Route {
  keeping: Keeping
  /** Null unless kept. */
  conversationId: string | null
  /** The conversation was made now: its history is not here yet. */
  created: boolean
  /** A conversation that was joined into this one and is gone. */
  gone: string | null
  /** Media files of what was double in it, to be deleted. */
  files: string[]
  /** When they were erased, ms; null if not, or if a person wants them here again now. */
  erasedAt: number | null
  /** They had been erased, and a person wants them here again. */
  isBack: boolean
}

const flag = (value: boolean): Flag => (value ? 1 : 0)

function find(sql: Sql, request: RouteRequest): string[] {
  const { accountId, address, identity } = request
  const { build } = sql
  const found = [
    sql.get(
      build
        .selectFrom('addresses')
        .select('conversation_id as id')
        .where('account_id', '=', accountId)
        .where('address', '=', address),
    ),
    identity?.phone
      ? sql.get(
          build
            .selectFrom('conversations')
            .select('id')
            .where('account_id', '=', accountId)
            .where('phone', '=', identity.phone),
        )
      : undefined,
    identity?.lid
      ? sql.get(
          build
            .selectFrom('conversations')
            .select('id')
            .where('account_id', '=', accountId)
            .where('lid', '=', identity.lid),
        )
      : undefined,
  ]
  return [...new Set(found.flatMap((row) => row?.id ?? []))]
}

function contactOf(sql: Sql, phone: string | null): string | null {
  if (!phone) return null
  return (
    sql.get(sql.build.selectFrom('contact_phones').select('contact_id').where('phone', '=', phone))
      ?.contact_id ?? null
  )
}

/** Whom the phone's address book knows is a contact here from the first chat on; nothing of it leaves this machine by that. */
function savedContact(sql: Sql, { identity, at }: RouteRequest): string | null {
  if (!identity?.isSaved || !identity.phone || !identity.savedName) return null
  return createContact(sql, { id: randomUUID(), name: identity.savedName, phone: identity.phone, now: at }).id
}

function isNotWork(sql: Sql, request: RouteRequest): boolean {
  if (request.hashes.length === 0) return false
  const query = sql.build
    .selectFrom('not_work')
    .select('account_id')
    .where('account_id', '=', request.accountId)
    .where('address_hash', 'in', request.hashes)
  return sql.get(query) !== undefined
}

/** Null where none of the addresses is marked. */
function lastErased(sql: Sql, marks: readonly Uint8Array[]): number | null {
  const mark = sql.statement('SELECT erased_at FROM erased_marks WHERE address_hash = ?').pluck()
  const times = marks.flatMap((hash) => (mark.get(hash) as number | undefined) ?? [])
  return times.length > 0 ? Math.max(...times) : null
}

/** Keyed hashes of all addresses of people who were erased. */
export const erasedMarks = (sql: Sql): Uint8Array[] =>
  sql.statement('SELECT address_hash FROM erased_marks').pluck().all() as Uint8Array[]

/** A person wants them here again. */
function forgetErased(sql: Sql, marks: readonly Uint8Array[]): void {
  for (const hash of marks) sql.statement('DELETE FROM erased_marks WHERE address_hash = ?').run(hash)
}

/** What the identity adds; what is known already is never taken back by a null. */
function identityColumns(identity: WaIdentity | null): Partial<ConversationsTable> {
  if (!identity) return {}
  return {
    ...(identity.phone ? { phone: identity.phone } : {}),
    ...(identity.lid ? { lid: identity.lid } : {}),
    ...(identity.savedName ? { saved_name: identity.savedName } : {}),
    ...(identity.pushName ? { push_name: identity.pushName } : {}),
    is_business: flag(identity.isBusiness),
    is_blocked: flag(identity.isBlocked),
  }
}

/** WhatsApp revealed whose LID it is: the person gets the number, unless it is somebody else's. */
function tellContact(sql: Sql, conversationId: string, phone: string | null | undefined, now: number): void {
  if (!phone) return
  const row = sql.get(
    sql.build.selectFrom('conversations').select(['contact_id', 'phone']).where('id', '=', conversationId),
  )
  if (row?.contact_id && row.phone === null) addPhone(sql, { id: row.contact_id, phone, now })
}

/**
 * One person may have two chats, by number and by LID: answers go to the one that was used last. Judged by what the person wrote,
 * which WhatsApp's clock dates like the chats: what was sent from here bears the time of this machine, and that may be off.
 */
function isUsedLast(sql: Sql, conversationId: string, at: number): boolean {
  const written = sql
    .statement(
      `SELECT at FROM messages WHERE conversation_id = ? AND direction = 'in' AND type NOT IN ('system', 'call')
        ORDER BY id DESC LIMIT 1`,
    )
    .pluck()
    .get(conversationId) as number | undefined
  return written === undefined || at >= written
}

function update(sql: Sql, id: string, request: RouteRequest): void {
  const phone = request.identity?.phone
  tellContact(sql, id, phone, request.at)
  if (phone) claimChat(sql, { conversationId: id, phone, now: request.at })
  sql.run(
    sql.build
      .updateTable('conversations')
      .set((e) => ({
        address: isUsedLast(sql, id, request.at) ? request.address : e.ref('address'),
        ...(request.title ? { title: request.title } : {}),
        ...identityColumns(request.identity),
      }))
      .where('id', '=', id),
  )
}

function create(sql: Sql, request: RouteRequest, contactId: string | null): string {
  sql.run(
    sql.build.insertInto('conversations').values({
      seq: sql.build
        .selectFrom('conversations')
        .select((e) => e(e.fn.coalesce(e.fn.max('seq'), e.lit(0)), '+', 1).as('s')),
      id: request.newId,
      account_id: request.accountId,
      kind: request.kind,
      contact_id: contactId,
      address: request.address,
      phone: null,
      lid: null,
      title: request.title,
      saved_name: null,
      push_name: null,
      is_business: 0,
      is_blocked: 0,
      archived: 0,
      unread: 0,
      at: request.at,
      last_message_id: null,
      history_at: null,
      ...identityColumns(request.identity),
    }),
  )
  return request.newId
}

/** Remembers every address this conversation was met under. */
function remember(sql: Sql, conversationId: string, request: RouteRequest): void {
  const addresses = new Set([request.address, ...(request.identity?.lid ? [request.identity.lid] : [])])
  for (const address of addresses) {
    sql.run(
      sql.build
        .insertInto('addresses')
        .values({ account_id: request.accountId, address, conversation_id: conversationId })
        .onConflict((c) =>
          c.columns(['account_id', 'address']).doUpdateSet({ conversation_id: conversationId }),
        ),
    )
  }
}

/** Finds, makes or joins the conversation of an address, or says why nothing of it is kept. One transaction. */
export function route(sql: Sql, request: RouteRequest): Route {
  return sql.transaction(() => {
    const [existing, other] = find(sql, request)
    const contactId = contactOf(sql, request.identity?.phone ?? null)
    // Whom a person had erased is a stranger, whatever the phone says, until a person adds them again.
    const { erasedMarks = [] } = request
    const erasedAt = lastErased(sql, erasedMarks)
    const isErased = erasedAt !== null
    const keeping = keepingOf({
      kind: request.kind,
      keep: isErased ? 'known' : request.keep,
      notWork: isNotWork(sql, request),
      hasConversation: existing !== undefined,
      isWanted: request.wanted,
      isKnown: contactId !== null || (!isErased && (request.identity?.isSaved ?? false)),
    })
    if (keeping !== 'kept')
      return { keeping, conversationId: null, created: false, gone: null, files: [], erasedAt, isBack: false }
    if (isErased) forgetErased(sql, erasedMarks)
    const files = existing && other ? mergeConversations(sql, existing, other, request.at) : []
    const conversationId = existing ?? create(sql, request, contactId ?? savedContact(sql, request))
    if (existing) update(sql, conversationId, request)
    remember(sql, conversationId, request)
    indexName(sql, conversationId)
    const created = existing === undefined
    const gone = other ?? null
    return { keeping, conversationId, created, gone, files, erasedAt: null, isBack: isErased }
  })
}
