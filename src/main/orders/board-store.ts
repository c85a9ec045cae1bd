/** The columns of the pipeline board. Runs in the database thread. */
import { AppError, type LeadCard, type Page, type StageSum } from '../../contract'
import { builder, type Sql } from '../storage'
import { viewLead, type LeadRow } from './lead-store'

export interface StagePage {
  stageId: string
  /** Time and id of the last lead of the page before; null for the first page. */
  cursor: string | null
  limit: number
}

/** @throws {AppError} `invalid-input`. */
function readCursor(cursor: string): { at: number; id: string } {
  const found = /^(-?\d{1,16}) ([\da-f-]{36})$/.exec(cursor)
  if (!found?.[1] || !found[2]) throw new AppError('invalid-input', 'This is no cursor of this list.')
  return { at: Number(found[1]), id: found[2] }
}

function card(sql: Sql, row: LeadRow): LeadCard {
  const contact = sql.get(
    builder.selectFrom('contacts').select(['id', 'name']).where('id', '=', row.contact_id),
  )
  if (!contact) throw new Error('A lead whose person is gone.')
  return { lead: viewLead(sql, row), contact, chatId: row.conversation_id ?? lastChat(sql, row.contact_id) }
}

const lastChat = (sql: Sql, contactId: string): string | null =>
  sql.get(
    builder
      .selectFrom('conversations')
      .select('id')
      .where('kind', '=', 'person')
      .where('contact_id', '=', contactId)
      .orderBy('at', 'desc')
      .limit(1),
  )?.id ?? null

/** What was changed last first: of stages that are closed, that is the latest of them. @throws {AppError} `invalid-input`. */
export function leadsOfStage(sql: Sql, { stageId, cursor, limit }: StagePage): Page<LeadCard> {
  const after = cursor === null ? null : readCursor(cursor)
  const rows = sql
    .statement(
      `SELECT * FROM leads WHERE stage_id = ? AND (? IS NULL OR (updated_at, id) < (?, ?))
        ORDER BY updated_at DESC, id DESC LIMIT ?`,
    )
    .all(stageId, cursor, after?.at ?? 0, after?.id ?? '', limit + 1) as LeadRow[]
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const next = rows.length > limit && last ? `${last.updated_at} ${last.id}` : null
  return { items: shown.map((row) => card(sql, row)), next }
}

/** Kept up by triggers (migration `board`), so that reading them does not grow with what was ever sold. */
export function stageSums(sql: Sql): StageSum[] {
  const rows = sql.all(builder.selectFrom('stage_sums').selectAll().orderBy('stage_id').orderBy('currency'))
  const sums = new Map<string, StageSum>()
  for (const { stage_id: stageId, currency, leads, value } of rows) {
    const sum = sums.get(stageId) ?? { stageId, count: 0, values: [] }
    sum.count += leads
    if (currency !== '') sum.values.push({ currency, value: Number.isSafeInteger(value) ? value : null })
    sums.set(stageId, sum)
  }
  return [...sums.values()]
}
