/** Two contacts that are one person: what moves, and what the CRM is told. Runs in the database thread. */
import { aliasContact, forgetRecord, isTold, syncRow } from '../crm/change-store'
import { moveToContact } from '../orders/move-store'
import type { Contact } from '../../contract'
import { builder, type Sql } from '../storage'
import { changed, contactName, getContact } from './contact-store'
import { setDetails } from './details-store'
import { toldOf } from './edit-store'
import { noteEvent } from './events-store'
import { choicesFor, mergedOf, type Merged } from './merge-rules-store'
import { indexPerson } from './search-store'

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

/** Who of two stays, and whether the CRM has the one that goes too. @throws {AppError} `not-found`. */
export function survivorOf(
  sql: Sql,
  [one, other]: readonly [string, string],
): { stays: string; goes: string; crmKeepsBoth: boolean } {
  const a = standingOf(sql, one)
  const b = standingOf(sql, other)
  const stays = chooseSurvivor(a, b)
  const goes = stays === a ? b : a
  return { stays: stays.id, goes: goes.id, crmKeepsBoth: goes.inCrm === 2 }
}

/** Whether somebody typed the name here or at the CRM: WhatsApp knows this person's chats by none like it. */
function isTyped(sql: Sql, contact: { id: string; name: string }): boolean {
  const chats = builder.selectFrom('conversations').select(['saved_name', 'push_name'])
  const told = sql
    .all(chats.where('contact_id', '=', contact.id))
    .flatMap((chat) => [chat.saved_name, chat.push_name])
  return !told.some((name) => name?.trim() && contactName(name) === contact.name)
}

/** What stands where nobody chooses: the survivor's name among it, unless only the other one's was typed. */
export function usualChoices(sql: Sql, stays: string, goes: string) {
  const [first, second] = [getContact(sql, stays), getContact(sql, goes)]
  return choicesFor(first, second, !isTyped(sql, first) && isTyped(sql, second))
}

export interface Join {
  stays: string
  goes: string
  merged: Merged
  /** Null where it can't be undone. */
  mergeId: string | null
  now: number
}

/** Of the two, the one that the person is not called now; where both are called alike, what else the one that went was known by. */
function otherName(before: Contact, gone: Contact, now: string): string {
  const [other] = [gone.name, before.name].filter((name) => name !== now)
  return other ?? gone.phones[0] ?? gone.email ?? gone.name
}

/**
 * Makes one contact of two: chats, numbers, leads and orders of the one that goes become those of the one that stays, with the values
 * that were chosen. The CRM is told by the change log: of the values, and of each lead and order it knows. Where the CRM has both
 * contacts it keeps both, for it has no way to join them: the one that goes here stays there as it is, without leads and orders of ours,
 * and its numbers with it; a change of its own that still waited is given up. Whom the CRM means by the one that went is remembered.
 * Runs inside the caller's transaction.
 */
export function join(sql: Sql, { stays, goes, merged, mergeId, now }: Join): void {
  const before = getContact(sql, stays)
  const gone = getContact(sql, goes)
  const isInCrm = (syncRow(sql, 'contact', goes)?.version ?? null) !== null
  for (const table of ['conversations', 'contact_phones', 'contact_events', 'merges'] as const)
    sql.run(builder.updateTable(table).set({ contact_id: stays }).where('contact_id', '=', goes))
  const { name, email, company, address, note, ...lists } = merged.change
  const { state, at, how } = merged.consentOf.consent
  const consent = { consent: state, consent_at: at, consent_how: how }
  const row = { name, email, company, address, note, ...consent, updated_at: now }
  sql.run(builder.updateTable('contacts').set(row).where('id', '=', stays))
  setDetails(sql, stays, lists)
  const { phones, ...rest } = toldOf(before, getContact(sql, stays))
  const told = { ...rest, ...(phones && !isInCrm ? { phones } : {}) }
  if (Object.keys(told).length > 0) changed(sql, stays, told, now)
  moveToContact(sql, { from: goes, into: stays, now })
  aliasContact(sql, { from: goes, into: stays })
  forgetRecord(sql, 'contact', goes)
  sql.run(builder.deleteFrom('contacts').where('id', '=', goes))
  indexPerson(sql, stays)
  noteEvent(
    sql,
    stays,
    { kind: 'merge', mergeId, name: otherName(before, gone, getContact(sql, stays).name) },
    now,
  )
}

/**
 * Two that prove to be one person, by what WhatsApp says: nobody chooses, and it can't be undone.
 * @returns the id of the one that stays.
 * @throws {AppError} `not-found`.
 */
export function joinContacts(
  sql: Sql,
  { ids, now }: { ids: readonly [string, string]; now: number },
): string {
  if (ids[0] === ids[1]) return ids[0]
  return sql.transaction(() => {
    const { stays, goes } = survivorOf(sql, ids)
    const merged = mergedOf(getContact(sql, stays), getContact(sql, goes), usualChoices(sql, stays, goes))
    join(sql, { stays, goes, merged, mergeId: null, now })
    return stays
  })
}
