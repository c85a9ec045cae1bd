/**
 * Who is blocked at WhatsApp, as the chats of an account show it. WhatsApp's own list is the truth: it is told when an account connects
 * and whenever it changes, on the phone too.
 */
import type { Contact, Conversation } from '../../contract'
import { getContact } from '../contacts/store'
import type { Sql } from '../storage'
import type { ChatAddress } from '../whatsapp/types'
import { conversationViews } from './conversation-view'

/** What the screens are to be told. */
export interface Blocked {
  conversations: Conversation[]
  contacts: Contact[]
}

function write(sql: Sql, ids: readonly string[], blocked: boolean): string[] {
  const change = sql.statement(
    'UPDATE conversations SET is_blocked = ? WHERE id = ? AND is_blocked != ? RETURNING contact_id AS contactId',
  )
  const flag = blocked ? 1 : 0
  return ids.filter((id) => change.get(flag, id, flag) !== undefined)
}

function shown(sql: Sql, ids: readonly string[]): Blocked {
  const conversations = conversationViews(sql, ids)
  const people = new Set(conversations.flatMap(({ contactId }) => contactId ?? []))
  return { conversations, contacts: [...people].map((id) => getContact(sql, id)) }
}

/** One chat, after a person blocked or unblocked who is behind it. Always answers the chat as it is. */
export function setBlocked(sql: Sql, conversationId: string, blocked: boolean): Blocked {
  return sql.transaction(() => {
    write(sql, [conversationId], blocked)
    return shown(sql, [conversationId])
  })
}

/** The whole list of an account. Answers what is another way now. */
export function takeBlocklist(sql: Sql, accountId: string, addresses: readonly ChatAddress[]): Blocked {
  return sql.transaction(() => {
    const phones = addresses.filter((one) => one.endsWith('@c.us')).map((one) => `+${one.slice(0, -5)}`)
    const listed = sql
      .statement(
        `SELECT id FROM conversations WHERE account_id = @account AND kind = 'person' AND (
            id IN (SELECT conversation_id FROM addresses
                    WHERE account_id = @account AND address IN (SELECT value FROM json_each(@addresses)))
            OR phone IN (SELECT value FROM json_each(@phones))
            OR lid IN (SELECT value FROM json_each(@addresses)))`,
      )
      .pluck()
      .all({
        account: accountId,
        addresses: JSON.stringify(addresses),
        phones: JSON.stringify(phones),
      }) as string[]
    const now = new Set(listed)
    const before = sql
      .statement('SELECT id FROM conversations WHERE account_id = ? AND is_blocked = 1')
      .pluck()
      .all(accountId) as string[]
    return shown(sql, [
      ...write(sql, listed, true),
      ...write(
        sql,
        before.filter((id) => !now.has(id)),
        false,
      ),
    ])
  })
}
