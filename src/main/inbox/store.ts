/** The inbox's functions beside the database. */
import type { Contact, Conversation } from '../../contract'
import { createContact, getContact } from '../contacts/store'
import type { Sql, Store } from '../storage'
import { takeAddressBook } from './address-book-store'
import { setBlocked, takeBlocklist } from './blocked-store'
import { Chain } from './chain'
import { conversationViews } from './conversation-view'
import { draftPage, setDraft } from './draft-store'
import { addressesOf, conversationsOf, eraseConversation, isOfCustomer, markNotWork } from './erase-store'
import { ingest } from './ingest-store'
import { listConversations, unreadTotal } from './list-store'
import { viewsOf } from './message-view'
import { indexName } from './name-index'
import { unpack, type PackedItem } from './packing'
import { erasedMarks, route } from './routing-store'
import { searchMessages, threadPage } from './thread-store'

/** Of this thread, as long as it lives. */
const batches = new Chain()

function setUnread(sql: Sql, conversationId: string, unread: number): Conversation[] {
  const changed = sql.run(
    sql.build
      .updateTable('conversations')
      .set({ unread })
      .where('id', '=', conversationId)
      .where('unread', '!=', unread),
  )
  return changed > 0 ? conversationViews(sql, [conversationId]) : []
}

/** Makes the person behind a conversation a contact, and every other conversation with the same phone theirs too. */
function addContact(
  sql: Sql,
  input: { conversationId: string; contactId: string; name: string; now: number },
): { contact: Contact; conversations: Conversation[] } | null {
  return sql.transaction(() => {
    const row = sql.get(
      sql.build
        .selectFrom('conversations')
        .select(['phone', 'contact_id'])
        .where('id', '=', input.conversationId),
    )
    if (!row) return null
    const contactId =
      row.contact_id ??
      createContact(sql, { id: input.contactId, name: input.name, phone: row.phone, now: input.now }).id
    const ids = sql
      .all(
        sql.build
          .selectFrom('conversations')
          .select('id')
          .where((e) =>
            e.or([e('id', '=', input.conversationId), ...(row.phone ? [e('phone', '=', row.phone)] : [])]),
          ),
      )
      .map((conversation) => conversation.id)
    sql.run(sql.build.updateTable('conversations').set({ contact_id: contactId }).where('id', 'in', ids))
    for (const id of ids) indexName(sql, id)
    const contact = getContact(sql, contactId)
    return { contact, conversations: conversationViews(sql, ids) }
  })
}

export const inboxStore = {
  ingest,
  /** The same, as a batch comes from the app's thread; batches under one name are taken in their order or not at all. */
  ingestPacked: (sql: Sql, items: readonly PackedItem[], mostShown: number, name: string | null) =>
    batches.run(name, () => ingest(sql, unpack(items), mostShown)),
  route,
  list: listConversations,
  unreadTotal,
  page: threadPage,
  search: searchMessages,
  conversations: conversationViews,
  /** Null where there is no such message. */
  message: (sql: Sql, id: number) => {
    const row = sql.get(sql.build.selectFrom('messages').selectAll().where('id', '=', id))
    return row ? { view: viewsOf(sql, [row])[0] ?? null, serializedId: row.serialized_id } : null
  },
  /** The address WhatsApp uses now, and the account. */
  target: (sql: Sql, conversationId: string) =>
    sql.get(
      sql.build
        .selectFrom('conversations')
        .select(['account_id as accountId', 'address', 'kind', 'phone'])
        .where('id', '=', conversationId),
    ) ?? null,
  drafts: draftPage,
  setDraft,
  setUnread,
  setBlocked,
  takeBlocklist,
  takeAddressBook,
  setArchived: (sql: Sql, conversationId: string, archived: boolean) => {
    sql.run(
      sql.build
        .updateTable('conversations')
        .set({ archived: archived ? 1 : 0 })
        .where('id', '=', conversationId),
    )
    return conversationViews(sql, [conversationId])
  },
  setStarred: (sql: Sql, messageId: number, starred: boolean) => {
    sql.run(
      sql.build
        .updateTable('messages')
        .set({ starred: starred ? 1 : 0 })
        .where('id', '=', messageId),
    )
  },
  addContact,
  chatsOf: (sql: Sql, contactId: string) => {
    const rows = sql.all(
      sql.build
        .selectFrom('conversations')
        .select('id')
        .where('contact_id', '=', contactId)
        .orderBy('at', 'desc')
        .limit(50),
    )
    const views = conversationViews(
      sql,
      rows.map((row) => row.id),
    )
    return views.sort((a, b) => b.at - a.at)
  },
  indexContactNames: (sql: Sql, contactId: string) => {
    const rows = sql.all(
      sql.build.selectFrom('conversations').select('id').where('contact_id', '=', contactId),
    )
    for (const { id } of rows) indexName(sql, id)
    return conversationViews(
      sql,
      rows.map((row) => row.id),
    )
  },
  erase: eraseConversation,
  isOfCustomer,
  conversationsOf,
  addressesOf,
  markNotWork,
  erasedMarks,
  /**
   * Newest message known of each conversation that has an address, for comparing with WhatsApp after being away. One that was imported
   * is none of WhatsApp's: a conversation with nothing else is new to it, and takes its unread count.
   */
  newest: (sql: Sql, accountId: string) =>
    sql.all(
      sql.build
        .selectFrom('conversations as c')
        .leftJoin('messages as m', (join) =>
          join.onRef('m.id', '=', 'c.last_message_id').on((e) => {
            const ofImport = e.selectFrom('imported_messages as i').select('i.message_id')
            return e.not(e.exists(ofImport.whereRef('i.message_id', '=', 'm.id')))
          }),
        )
        .select(['c.id', 'c.address', 'c.history_at as historyAt', 'm.at'])
        .where('c.account_id', '=', accountId),
    ),
  readdress: (sql: Sql, conversationId: string, address: string) => {
    sql.run(sql.build.updateTable('conversations').set({ address }).where('id', '=', conversationId))
  },
  historyTaken: (sql: Sql, conversationId: string, now: number) => {
    sql.run(sql.build.updateTable('conversations').set({ history_at: now }).where('id', '=', conversationId))
  },
} satisfies Store
