/** What happened to a person, kept for their timeline. Runs in the database thread. */
import { z } from 'zod'
import { consent } from '../../contract'
import { builder, type Sql } from '../storage'

/** As kept; see `timelineEntry` of the contract. */
export const personEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('name'), from: z.string(), to: z.string() }),
  z.object({ kind: z.literal('note'), text: z.string().nullable() }),
  z.object({ kind: z.literal('consent'), state: consent.shape.state, how: z.string().nullable() }),
  /** `name`: of whom this person was made one with, or parted from. */
  z.object({ kind: z.literal('merge'), mergeId: z.string().nullable(), name: z.string() }),
  z.object({ kind: z.literal('unmerge'), name: z.string() }),
])
export type PersonEvent = z.infer<typeof personEvent>

export function noteEvent(sql: Sql, contactId: string, event: PersonEvent, at: number): void {
  const { kind, ...data } = event
  const row = { contact_id: contactId, at, kind, data: JSON.stringify(data) }
  sql.run(builder.insertInto('contact_events').values(row))
}
