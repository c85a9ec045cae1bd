/** Taking a conversation off this machine: rows, search index and outbox in one transaction; the caller deletes the media files. */
import { isMoreThanAChat } from '../contacts/known-store'
import { forgetRecord } from '../crm/change-store'
import type { MessagesTable, Sql } from '../storage'
import { unindexName } from './name-index'
import { forgetText } from './text-index'

export interface Erased {
  /** Names of encrypted files that nothing refers to any more. */
  files: string[]
  messages: number
}

const PAGE = 1000

/**
 * Messages with all that hangs on them. Runs inside the caller's transaction.
 * @returns names of their files.
 */
export function eraseMessages(
  sql: Sql,
  rows: readonly Pick<MessagesTable, 'id' | 'body' | 'media_file'>[],
): string[] {
  const { build } = sql
  for (const row of rows) forgetText(sql, row.id, row.body)
  const ids = rows.map((row) => row.id)
  for (const table of ['message_raws', 'edits', 'reactions', 'poll_votes', 'outbox'] as const) {
    sql.run(build.deleteFrom(table).where('message_id', 'in', ids))
  }
  sql.run(build.deleteFrom('messages').where('id', 'in', ids))
  return rows.flatMap((row) => row.media_file ?? [])
}

/** A conversation, and the person where there is nothing else of them. */
export function eraseConversation(sql: Sql, conversationId: string): Erased {
  return sql.transaction(() => {
    const row = sql.get(
      sql.build.selectFrom('conversations').select('contact_id').where('id', '=', conversationId),
    )
    const erased = eraseChat(sql, conversationId)
    if (row?.contact_id) forgetContact(sql, row.contact_id)
    return erased
  })
}

/**
 * A conversation alone. Erased pages are overwritten (secure_delete); the caller checkpoints the log afterwards, so that nothing stays
 * there either.
 */
export function eraseChat(sql: Sql, conversationId: string): Erased {
  const { build } = sql
  return sql.transaction(() => {
    const erased: Erased = { files: [], messages: 0 }
    const page = build
      .selectFrom('messages')
      .select(['id', 'body', 'media_file'])
      .where('conversation_id', '=', conversationId)
      .limit(PAGE)
    sql.run(
      build.updateTable('conversations').set({ last_message_id: null }).where('id', '=', conversationId),
    )
    for (let rows = sql.all(page); rows.length > 0; rows = sql.all(page)) {
      erased.files.push(...eraseMessages(sql, rows))
      erased.messages += rows.length
    }
    const row = sql.get(build.selectFrom('conversations').select('seq').where('id', '=', conversationId))
    if (row) unindexName(sql, row.seq)
    sql.run(build.deleteFrom('addresses').where('conversation_id', '=', conversationId))
    sql.run(build.deleteFrom('conversations').where('id', '=', conversationId))
    return erased
  })
}

/**
 * A person of whom there was nothing but this chat goes too, with what waits for the CRM of them: an erased person must not be made there
 * anew. Whoever has another chat, or is known by more than one, stays for that.
 */
function forgetContact(sql: Sql, contactId: string): void {
  const chats = sql.build.selectFrom('conversations').select('id').where('contact_id', '=', contactId)
  if (sql.get(chats.limit(1)) || isMoreThanAChat(sql, contactId)) return
  forgetRecord(sql, 'contact', contactId)
  sql.run(sql.build.deleteFrom('contacts').where('id', '=', contactId))
}

/** Whether erasing the chat takes something of a customer: there is more of the person behind it. */
export function isOfCustomer(sql: Sql, conversationId: string): boolean {
  const row = sql.get(
    sql.build.selectFrom('conversations').select('contact_id').where('id', '=', conversationId),
  )
  return typeof row?.contact_id === 'string' && isMoreThanAChat(sql, row.contact_id)
}

/** Every address of a conversation and its phone: what "not for work" must recognise. */
export function addressesOf(sql: Sql, conversationId: string): string[] {
  const { build } = sql
  const rows = sql.all(
    build.selectFrom('addresses').select('address').where('conversation_id', '=', conversationId),
  )
  const own = sql.get(
    build.selectFrom('conversations').select(['address', 'lid']).where('id', '=', conversationId),
  )
  return [
    ...new Set([
      ...rows.map((row) => row.address),
      ...(own ? [own.address] : []),
      ...(own?.lid ? [own.lid] : []),
    ]),
  ]
}

export function markNotWork(sql: Sql, accountId: string, hashes: readonly Uint8Array[], on: boolean): void {
  const { build } = sql
  sql.transaction(() => {
    for (const hash of hashes) {
      if (on) {
        sql.run(
          build
            .insertInto('not_work')
            .values({ account_id: accountId, address_hash: hash })
            .onConflict((c) => c.doNothing()),
        )
      } else {
        sql.run(
          build.deleteFrom('not_work').where('account_id', '=', accountId).where('address_hash', '=', hash),
        )
      }
    }
  })
}

/** The ids of all that an account has here. */
export const conversationsOf = (sql: Sql, accountId: string): string[] =>
  sql
    .all(sql.build.selectFrom('conversations').select('id').where('account_id', '=', accountId))
    .map(({ id }) => id)
