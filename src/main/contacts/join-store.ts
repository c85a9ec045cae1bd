/** Two contacts that prove to be one person. Runs in the database thread. */
import { aliasContact, forgetRecord, isTold, syncRow } from '../crm/change-store'
import { moveToContact } from '../orders/move-store'
import { builder, type Sql } from '../storage'
import { contactName, getContact, renameContact, tellPhones } from './store'

/** What decides who of two stays; the first difference counts. */
interface Standing {
  id: string
  /** 2: the CRM has this contact. 1: it is on its way there. 0: the CRM was not told. */
  inCrm: 0 | 1 | 2
  hasPhone: boolean
  /** Milliseconds since the epoch. */
  since: number
}

function standingOf(sql: Sql, id: string): Standing {
  const { phones, knownSince, sync } = getContact(sql, id)
  const version = syncRow(sql, 'contact', id)?.version ?? null
  const inCrm = version !== null ? 2 : isTold(sync.state) ? 1 : 0
  return { id, inCrm, hasPhone: phones.length > 0, since: knownSince }
}

/** Whom the CRM has, else whom it is about to have; else who has a number; else who has been here longer. */
export function chooseSurvivor(a: Standing, b: Standing): Standing {
  const order =
    b.inCrm - a.inCrm ||
    Number(b.hasPhone) - Number(a.hasPhone) ||
    a.since - b.since ||
    (a.id < b.id ? -1 : 1)
  return order <= 0 ? a : b
}

/** Whether somebody typed the name here or at the CRM: WhatsApp knows this person's chats by none like it. */
function isTyped(sql: Sql, contact: { id: string; name: string }): boolean {
  const chats = builder.selectFrom('conversations').select(['saved_name', 'push_name'])
  const told = sql
    .all(chats.where('contact_id', '=', contact.id))
    .flatMap((chat) => [chat.saved_name, chat.push_name])
  return !told.some((name) => name?.trim() && contactName(name) === contact.name)
}

/** The name of one of the two: the survivor's, unless only the other one's was typed. */
function nameOfBoth(sql: Sql, stays: Standing, goes: Standing): string {
  const [first, second] = [getContact(sql, stays.id), getContact(sql, goes.id)]
  return !isTyped(sql, first) && isTyped(sql, second) ? second.name : first.name
}

/**
 * Makes one contact of two: chats, numbers, leads and orders of the one that goes become those of the one that stays (see
 * `chooseSurvivor`), whose name stands too, unless only the other one's was typed by somebody. The CRM is told by the change log, in the same transaction: of name and numbers, and of each lead
 * and order it knows. Where the CRM has both contacts it keeps both, for it has no way to join them: the one that goes here stays there as
 * it is, without leads and orders of ours, and its numbers with it; a change of its own that still waited is given up.
 * @returns the id of the one that stays.
 * @throws {AppError} `not-found`.
 */
export function joinContacts(sql: Sql, input: { ids: readonly [string, string]; now: number }): string {
  const [one, other] = input.ids
  if (one === other) return one
  return sql.transaction(() => {
    const a = standingOf(sql, one)
    const b = standingOf(sql, other)
    const stays = chooseSurvivor(a, b)
    const goes = stays === a ? b : a
    const { now } = input
    const name = nameOfBoth(sql, stays, goes)
    for (const table of ['conversations', 'contact_phones'] as const)
      sql.run(builder.updateTable(table).set({ contact_id: stays.id }).where('contact_id', '=', goes.id))
    if (goes.hasPhone && goes.inCrm < 2) tellPhones(sql, stays.id, now)
    renameContact(sql, { id: stays.id, name, now })
    moveToContact(sql, { from: goes.id, into: stays.id, now })
    aliasContact(sql, { from: goes.id, into: stays.id })
    forgetRecord(sql, 'contact', goes.id)
    sql.run(builder.deleteFrom('contacts').where('id', '=', goes.id))
    return stays.id
  })
}
