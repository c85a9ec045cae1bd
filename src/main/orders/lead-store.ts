/** Leads, each change kept together with its entry in the change log. Runs in the database thread. */
import { AppError, type Lead, type LeadDetails, type LeadInput, LIMITS } from '../../contract'
import { enqueue, syncState } from '../crm/change-store'
import { oneLine, type Fields } from '../crm/fields'
import { needInCrm } from '../contacts/store'
import { nextStepOf } from '../followup/task-store'
import { builder, type Insertion, type LeadsTable, type Sql } from '../storage'
import { mustBeChatWith } from './checks-store'

/** Where leads made here come from, as the CRM is told. */
const SOURCE = 'WhatsApp'

export type LeadRow = LeadsTable
const find = (sql: Sql, id: string): LeadRow | undefined =>
  sql.statement('SELECT * FROM leads WHERE id = ?').get(id) as LeadRow | undefined

/** The lead of a row as the contract has it. */
export function viewLead(sql: Sql, row: LeadRow): Lead {
  return {
    id: row.id,
    contactId: row.contact_id,
    conversationId: row.conversation_id,
    title: row.title,
    stageId: row.stage_id,
    value: row.value,
    currency: row.currency,
    source: row.source,
    lostReason: row.lost_reason,
    note: row.notes,
    ownerId: row.owner_id,
    nextStep: nextStepOf(sql, row.id),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    sync: syncState(sql, 'lead', row.id),
  }
}

/** @throws {AppError} `not-found`. */
export function getLead(sql: Sql, id: string): Lead {
  const row = find(sql, id)
  if (!row) throw new AppError('not-found', 'There is no such lead.')
  return viewLead(sql, row)
}

/** Newest first. */
export function leadsOfContact(sql: Sql, contactId: string): Lead[] {
  const rows = sql.all(
    builder
      .selectFrom('leads')
      .selectAll()
      .where('contact_id', '=', contactId)
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc'),
  )
  return rows.map((row) => viewLead(sql, row))
}

type Editable = Pick<LeadInput, 'title' | 'stageId' | 'value' | 'currency'>
type Details = Pick<Lead, 'source' | 'lostReason' | 'note' | 'ownerId'>

const trimmed = (text: string | null): string | null => (text?.trim() ? text.trim() : null)

/** What was given over what is there. */
const detailed = (given: LeadDetails, before: Details): Details => ({
  source: given.source === undefined ? before.source : trimmed(oneLine(given.source ?? '')),
  lostReason: given.lostReason === undefined ? before.lostReason : trimmed(given.lostReason),
  note: given.note === undefined ? before.note : trimmed(given.note),
  ownerId: given.ownerId ?? before.ownerId,
})

/** By the names of the CRM's contract; an owner that nobody named is the CRM's to choose. */
const detailFields = ({ note, ownerId, ...rest }: Details): Fields => ({
  ...rest,
  notes: note,
  ...(ownerId === null ? {} : { ownerId }),
})

const detailColumns = ({ source, lostReason, note, ownerId }: Details) => ({
  source,
  lost_reason: lostReason,
  notes: note,
  owner_id: ownerId,
})

/** @throws {AppError} `invalid-input`. */
function checked(input: Editable): Editable {
  const title = oneLine(input.title).slice(0, LIMITS.title).trim()
  if (title === '') throw new AppError('invalid-input', 'A lead needs a title.')
  if (input.stageId === '') throw new AppError('invalid-input', 'A lead needs a stage.')
  if (input.value === null) return { title, stageId: input.stageId, value: null, currency: null }
  if (!Number.isSafeInteger(input.value) || input.value < 0)
    throw new AppError('invalid-input', 'The value is not a whole amount that can be kept exactly.')
  if (input.currency === null) throw new AppError('invalid-input', 'A value needs a currency.')
  return { title, stageId: input.stageId, value: input.value, currency: input.currency }
}

/** Answers the lead that has this id already, as it is. @throws {AppError} `not-found` or `invalid-input`. */
export function createLead(sql: Sql, input: LeadInput & LeadDetails & { id: string; now: number }): Lead {
  return sql.transaction(() => {
    const before = find(sql, input.id)
    if (before) return viewLead(sql, before)
    const { id, contactId, conversationId, now } = input
    const values = checked(input)
    const details = detailed(input, { source: SOURCE, lostReason: null, note: null, ownerId: null })
    mustBeChatWith(sql, contactId, conversationId)
    needInCrm(sql, contactId, now)
    sql.run(
      builder.insertInto('leads').values({
        id,
        contact_id: contactId,
        conversation_id: conversationId,
        ...columns(values),
        ...detailColumns(details),
        created_at: now,
        updated_at: now,
      }),
    )
    const fields = { ...values, contactId, ...detailFields(details) }
    enqueue(sql, { kind: 'lead', recordId: id, dependsOn: contactId, fields, now })
    return getLead(sql, id)
  })
}

const columns = ({ title, stageId, value, currency }: Editable) => ({
  title,
  stage_id: stageId,
  value,
  currency,
})

/** Changes what is given; what stays the same is not sent. @throws {AppError} `not-found` or `invalid-input`. */
export function updateLead(
  sql: Sql,
  input: Partial<Editable> & LeadDetails & { id: string; now: number },
): Lead {
  return sql.transaction(() => {
    const before = getLead(sql, input.id)
    const after = checked({
      title: input.title ?? before.title,
      stageId: input.stageId ?? before.stageId,
      value: input.value === undefined ? before.value : input.value,
      currency: input.currency === undefined ? before.currency : input.currency,
    })
    const fields: Fields = {}
    if (after.title !== before.title) fields['title'] = after.title
    if (after.stageId !== before.stageId) fields['stageId'] = after.stageId
    if (after.value !== before.value || after.currency !== before.currency)
      Object.assign(fields, { value: after.value, currency: after.currency })
    const details = detailed(input, before)
    const told = detailFields(before)
    for (const [key, value] of Object.entries(detailFields(details)))
      if (value !== told[key]) fields[key] = value
    if (Object.keys(fields).length === 0) return before
    sql.run(
      builder
        .updateTable('leads')
        .set({ ...columns(after), ...detailColumns(details), updated_at: input.now })
        .where('id', '=', input.id),
    )
    needInCrm(sql, before.contactId, input.now)
    const whole =
      before.sync.state === 'local'
        ? {
            ...after,
            contactId: before.contactId,
            ...detailFields({ ...details, source: details.source ?? SOURCE }),
          }
        : fields
    enqueue(sql, {
      kind: 'lead',
      recordId: input.id,
      dependsOn: before.contactId,
      fields: whole,
      now: input.now,
    })
    return getLead(sql, input.id)
  })
}

export interface RemoteLead {
  title: string
  stageId: string
  value: number | null
  currency: string | null
  /** What the CRM leaves out of these says nothing. */
  source?: string | null | undefined
  lostReason?: string | null | undefined
  notes?: string | null | undefined
  ownerId?: string | null | undefined
  /** Milliseconds since the epoch. */
  createdAt: number
  updatedAt: number
}

/** What may be left out. */
const OPTIONAL = { source: 'source', lostReason: 'lost_reason', notes: 'notes', ownerId: 'owner_id' } as const
const OPTIONAL_FIELDS = Object.keys(OPTIONAL) as (keyof typeof OPTIONAL)[]

const INTO = `leads (id, contact_id, title, stage_id, value, currency, created_at, updated_at, ${Object.values(OPTIONAL).join(', ')})`
const ALWAYS = ['contact_id', 'title', 'stage_id', 'value', 'currency', 'updated_at']

/** What is not said of a lead that is here stays as it is. */
function upsert(said: readonly (keyof typeof OPTIONAL)[]): Insertion {
  const columns = [...ALWAYS, ...said.map((field) => OPTIONAL[field])]
  const set = columns.map((column) => `${column} = excluded.${column}`).join(', ')
  return { into: INTO, then: `ON CONFLICT (id) DO UPDATE SET ${set}` }
}

export interface RemoteLeadOf {
  id: string
  contactId: string
  remote: RemoteLead
}

const isSaid = ({ remote }: RemoteLeadOf) => OPTIONAL_FIELDS.filter((field) => remote[field] !== undefined)

/** What the CRM says of leads, each named once. Makes those that are new here. */
export function applyRemoteLeads(sql: Sql, leads: readonly RemoteLeadOf[]): void {
  // Mostly all of them say the same.
  for (const said of new Set(leads.map((lead) => isSaid(lead).join()))) {
    const alike = leads.filter((lead) => isSaid(lead).join() === said)
    const rows = alike.map(({ id, contactId, remote }) => [
      ...[id, contactId, remote.title, remote.stageId, remote.value, remote.currency],
      ...[remote.createdAt, remote.updatedAt, ...OPTIONAL_FIELDS.map((field) => remote[field] ?? null)],
    ])
    if (alike[0]) sql.insertAll(upsert(isSaid(alike[0])), rows)
  }
}

export const applyRemoteLead = (sql: Sql, id: string, contactId: string, remote: RemoteLead): void =>
  applyRemoteLeads(sql, [{ id, contactId, remote }])

export function removeLead(sql: Sql, id: string): void {
  sql.run(builder.deleteFrom('leads').where('id', '=', id))
}
