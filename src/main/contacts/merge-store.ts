/** Making one of two people by a person's hand: looked at before, and recorded so that it can be undone. Runs in the database thread. */
import { AppError, type Belongings, type Contact, type MergeChoices, type MergePreview } from '../../contract'
import { belongingsOf } from '../orders/move-store'
import { builder, type Sql } from '../storage'
import { getContact } from './contact-store'
import { join, survivorOf, usualChoices } from './join-store'
import { mergeRecord, type MergeRecord, type OWN_TABLES } from './merge-record'
import { mergedOf } from './merge-rules-store'

type Two = readonly [string, string]

function mustBeTwo(ids: Two): void {
  if (ids[0] === ids[1]) throw new AppError('invalid-input', 'These are not two people.')
}

/** Carries what was found out of a transaction that is taken back. */
class TakenBack extends Error {
  override readonly name = 'TakenBack'
  constructor(readonly contact: Contact) {
    super()
  }
}

/** What comes out: found by doing it and taking it back, so that it is what will be. */
function outcome(sql: Sql, work: () => Contact): Contact {
  try {
    return sql.transaction(() => {
      throw new TakenBack(work())
    })
  } catch (error) {
    if (error instanceof TakenBack) return error.contact
    throw error
  }
}

const amounts = (sql: Sql, id: string): Belongings => {
  const { lead, order, note, task } = belongingsOf(sql, id)
  return {
    chats: chatsOf(sql, id).length,
    leads: lead.length,
    orders: order.length,
    notes: note.length + task.length,
  }
}

/** @throws {AppError} `not-found`, `invalid-input` */
export function mergePreview(
  sql: Sql,
  { contactIds, choices = {}, now }: { contactIds: Two; choices?: MergeChoices | undefined; now: number },
): MergePreview {
  mustBeTwo(contactIds)
  const { stays, goes, crmKeepsBoth } = survivorOf(sql, contactIds)
  const [one, other] = [getContact(sql, stays), getContact(sql, goes)]
  const usual = usualChoices(sql, stays, goes)
  const merged = mergedOf(one, other, { ...usual, ...choices })
  return {
    stays: one,
    goes: other,
    choices: usual,
    has: amounts(sql, stays),
    moves: amounts(sql, goes),
    becomes: outcome(sql, () => {
      join(sql, { stays, goes, merged, mergeId: null, now })
      return getContact(sql, stays)
    }),
    crmKeepsBoth,
  }
}

const chatsOf = (sql: Sql, id: string): string[] =>
  sql
    .all(builder.selectFrom('conversations').select('id').where('contact_id', '=', id).orderBy('id'))
    .map((chat) => chat.id)

type Row = MergeRecord['gone']['contacts']

type StayingKeys = 'before' | 'after' | 'updatedBefore' | 'updatedAfter' | 'kept'

/** The one that goes and all that moves with them, before it moves. */
function snapshot(sql: Sql, id: string): Omit<MergeRecord, StayingKeys> {
  const rows = (query: string): Row[] => sql.statement(query).all({ id }) as Row[]
  const one = <T>(query: string): T[] => sql.statement(query).pluck().all({ id }) as T[]
  const own = (table: (typeof OWN_TABLES)[number]): Row[] =>
    rows(
      `SELECT * FROM ${table} WHERE contact_id = :id ORDER BY ${table === 'contact_fields' ? 'position' : 'rowid'}`,
    )
  const [contacts] = rows('SELECT * FROM contacts WHERE id = :id')
  if (!contacts) throw new AppError('not-found', 'There is no such contact.')
  return {
    gone: {
      contact: getContact(sql, id),
      contacts,
      contact_emails: own('contact_emails'),
      contact_aliases: own('contact_aliases'),
      contact_tags: own('contact_tags'),
      contact_fields: own('contact_fields'),
      not_same: rows('SELECT * FROM not_same WHERE one = :id OR other = :id'),
      sync: rows("SELECT * FROM sync WHERE kind = 'contact' AND record_id = :id"),
      change_log: rows("SELECT * FROM change_log WHERE kind = 'contact' AND record_id = :id ORDER BY id"),
    },
    phones: getContact(sql, id).phones,
    conversations: chatsOf(sql, id),
    belongings: belongingsOf(sql, id),
    events: one<number>('SELECT id FROM contact_events WHERE contact_id = :id ORDER BY id'),
    merges: one<string>('SELECT id FROM merges WHERE contact_id = :id ORDER BY id'),
    remotes: one<string>('SELECT remote_id FROM merged_remotes WHERE contact_id = :id ORDER BY remote_id'),
  }
}

const updatedAt = (sql: Sql, id: string): number =>
  sql.get(builder.selectFrom('contacts').select('updated_at').where('id', '=', id))?.updated_at ?? 0

/** Until then a merge can be undone; then what it was undone by is let go. Milliseconds. */
const KEPT = 90 * 86_400_000

/** How the people of old merges were is let go: with each merge and at every start, so that nobody has to merge again for it. */
export function forgetOldMerges(sql: Sql, now: number): void {
  sql.statement("UPDATE merges SET before = '' WHERE at < ? AND before <> ''").run(now - KEPT)
}

export interface MergeRequest {
  mergeId: string
  contactIds: Two
  choices: MergeChoices
  now: number
}

/**
 * Makes one of two. The same merge id twice is one merge.
 * @throws {AppError} `not-found`, `invalid-input`
 */
export function merge(
  sql: Sql,
  { mergeId, contactIds, choices, now }: MergeRequest,
): { contact: Contact; gone: string } {
  mustBeTwo(contactIds)
  return sql.transaction(() => {
    const known = sql.get(builder.selectFrom('merges').selectAll().where('id', '=', mergeId))
    if (known) return { contact: getContact(sql, known.contact_id), gone: known.gone_id }
    const { stays, goes } = survivorOf(sql, contactIds)
    const before = getContact(sql, stays)
    const updatedBefore = updatedAt(sql, stays)
    const going = snapshot(sql, goes)
    const kept = belongingsOf(sql, stays)
    const chosen = { ...usualChoices(sql, stays, goes), ...choices }
    join(sql, { stays, goes, merged: mergedOf(before, going.gone.contact, chosen), mergeId, now })
    const after = getContact(sql, stays)
    const record = mergeRecord.parse({ ...going, kept, before, after, updatedBefore, updatedAfter: now })
    sql.run(
      builder
        .insertInto('merges')
        .values({ id: mergeId, contact_id: stays, gone_id: goes, at: now, before: JSON.stringify(record) }),
    )
    forgetOldMerges(sql, now)
    return { contact: after, gone: goes }
  })
}
