/** The phone's address book as people: who is new, and who had no name yet. Runs in the database thread. */
import { randomUUID } from 'node:crypto'
import type { AddressBookReport, Contact, Conversation } from '../../contract'
import { contactIdByPhone, createContact, getContact, renameContact } from '../contacts/store'
import type { Sql } from '../storage'
import { conversationViews } from './conversation-view'
import { indexName } from './name-index'

/** Somebody of the address book, with the marks by which they may be known here. */
export interface Entry {
  /** E.164. */
  phone: string
  name: string
  /** Keyed hashes of their addresses at this account: "not for work". */
  hashes: Uint8Array[]
  /** The same, whatever the account: erased here. */
  marks: Uint8Array[]
}

export interface TakenEntries {
  counts: Pick<AddressBookReport, 'added' | 'named' | 'unchanged' | 'erased' | 'notWork'>
  /** Who has a name now. */
  named: Contact[]
  conversations: Conversation[]
}

/** A chat with this number that was nobody's is theirs. Answers the chats. */
export function giveChats(sql: Sql, contactId: string, phone: string): string[] {
  const ids = sql
    .statement('UPDATE conversations SET contact_id = ? WHERE phone = ? AND contact_id IS NULL RETURNING id')
    .pluck()
    .all(contactId, phone) as string[]
  for (const id of ids) indexName(sql, id)
  return ids
}

/** A number in place of a name, however it is laid out: nobody gave it. */
const isNumber = (name: string, phones: readonly string[]): boolean => {
  const digits = name.replaceAll(/[\s().+-]/g, '')
  return /^\d{5,}$/.test(digits) && phones.some((phone) => phone.endsWith(digits.replace(/^0+/, '')))
}

/**
 * Some of them, in one transaction. A name that somebody has is never another one after it; whoever was erased here, or whose chat is
 * marked as not for work, is left out.
 */
export function takeAddressBook(
  sql: Sql,
  { accountId, entries, now }: { accountId: string; entries: readonly Entry[]; now: number },
): TakenEntries {
  const notWork = sql.statement('SELECT 1 FROM not_work WHERE account_id = ? AND address_hash = ?')
  const erased = sql.statement('SELECT 1 FROM erased_marks WHERE address_hash = ?')
  return sql.transaction(() => {
    const counts = { added: 0, named: 0, unchanged: 0, erased: 0, notWork: 0 }
    const named: Contact[] = []
    const chats: string[] = []
    for (const { phone, name, hashes, marks } of entries) {
      const known = contactIdByPhone(sql, phone)
      if (known !== null) {
        const person = getContact(sql, known)
        const isNamed = !isNumber(person.name, person.phones) || isNumber(name, person.phones)
        counts[isNamed ? 'unchanged' : 'named']++
        if (!isNamed) named.push(renameContact(sql, { id: known, name, now }))
      } else if (marks.some((mark) => erased.get(mark) !== undefined)) counts.erased++
      else if (hashes.some((hash) => notWork.get(accountId, hash) !== undefined)) counts.notWork++
      else {
        const person = createContact(sql, { id: randomUUID(), name, phone, now })
        chats.push(...giveChats(sql, person.id, phone))
        counts.added++
      }
    }
    return { counts, named, conversations: conversationViews(sql, chats) }
  })
}
