/** Conversations as the list shows them: one row each, without touching the messages table beyond the last message. */
import type { Conversation } from '../../contract'
import type { Sql } from '../storage'

const PREVIEW_LENGTH = 160

/** The columns a view is made of, joined. */
export function conversationQuery(sql: Sql) {
  return sql.build
    .selectFrom('conversations as c')
    .leftJoin('contacts as p', 'p.id', 'c.contact_id')
    .leftJoin('messages as m', 'm.id', 'c.last_message_id')
    .select([
      'c.id',
      'c.account_id',
      'c.kind',
      'c.contact_id',
      'c.phone',
      'c.title',
      'c.saved_name',
      'c.push_name',
      'c.archived',
      'c.is_blocked',
      'c.unread',
      'c.at',
      'c.last_message_id',
      'p.name as contact_name',
      'm.type',
      'm.body',
      'm.media_name',
      'm.direction',
      'm.state',
      'm.revoked_at',
    ])
}

type Row = ReturnType<typeof rowsOf>[number]
function rowsOf(sql: Sql, ids: readonly string[]) {
  return sql.all(conversationQuery(sql).where('c.id', 'in', ids))
}

export function conversationView(row: Row): Conversation {
  return {
    id: row.id,
    accountId: row.account_id,
    kind: row.kind,
    contactId: row.contact_id,
    name: row.contact_name ?? row.saved_name ?? row.title ?? row.push_name ?? row.phone,
    phone: row.phone,
    last:
      row.type && row.direction
        ? {
            type: row.type,
            preview: row.revoked_at ? null : ((row.body ?? row.media_name)?.slice(0, PREVIEW_LENGTH) ?? null),
            direction: row.direction,
            state: row.state,
            revoked: row.revoked_at !== null,
          }
        : null,
    at: row.at,
    lastId: row.last_message_id ?? 0,
    unread: row.unread,
    archived: row.archived === 1,
    isBlocked: row.is_blocked === 1,
    keeping: 'kept',
  }
}

/** In no particular order; ids that do not exist are left out. */
export function conversationViews(sql: Sql, ids: readonly string[]): Conversation[] {
  return ids.length === 0 ? [] : rowsOf(sql, ids).map(conversationView)
}
