/** The tables of what is kept in step with the CRM beside people, leads and orders; see schema.ts. */
import type { Generated } from 'kysely'
import type { SyncState, Task } from '../../contract'

/** What hangs on a person, a lead or an order. */
export interface NotesTable {
  id: string
  subject_kind: SubjectKind
  subject_id: string
  body: string
  /** The CRM's id of whose it is; null until the CRM has it. */
  owner_id: string | null
  created_at: number
  updated_at: number
}

export interface TasksTable {
  id: string
  subject_kind: SubjectKind | null
  subject_id: string | null
  title: string
  body: string | null
  due_at: number | null
  done: 0 | 1
  priority: Task['priority']
  owner_id: string | null
  created_at: number
  updated_at: number
  /** The due time for which the person was reminded. */
  reminded_for: Generated<number | null>
  /** The due time for which they put the reminder away. */
  seen_for: Generated<number | null>
}

/** How many leads a stage holds and what they are worth, by currency ('' for those without a value). Kept by triggers. */
export interface StageSumsTable {
  stage_id: string
  currency: string
  leads: number
  value: number
}

export type SubjectKind = 'contact' | 'lead' | 'order'
export type SyncKind = SubjectKind | 'note' | 'task' | 'product' | 'category'
/** What other records hang on: it must be in the CRM before them. */
export type BaseKind = SubjectKind | 'category'

/** Where a record stands between this machine and the CRM. A record without a row is local. */
export interface SyncTable {
  kind: SyncKind
  record_id: string
  /** The CRM's id: the same, unless the CRM knew this person already. */
  remote_id: string
  state: SyncState['state']
  reason: string | null
  /** Null until the CRM has it. */
  version: number | null
  /** JSON of the record as the CRM said it last. */
  base: string | null
  /** A newer version was seen while changes of ours were under way: to be read once they are through. */
  newer_version: number | null
  synced_at: number | null
}

/** What the CRM is to be told. An entry goes once the CRM has answered for good. */
export interface ChangeLogTable {
  id: Generated<number>
  kind: SyncKind
  record_id: string
  /** The record that must be in the CRM first: both or neither. */
  depends_kind: BaseKind | null
  depends_on: string | null
  operation: 'create' | 'update'
  /** JSON of the fields changed, by their names in the CRM's contract. */
  fields: string
  base_version: number | null
  idempotency_key: string
  /** JSON of exactly what was sent, while its fate is unknown; null when nothing is out. */
  request: string | null
  /** JSON: bodies under which earlier requests may have made the record, while it is not known here. Null for none. */
  told: Generated<string | null>
  created_at: number
  /** `refused` and `conflict` wait for a person. */
  state: 'waiting' | 'sending' | 'refused' | 'conflict'
  attempts: number
  /** How often it was merged with a newer state in the CRM. */
  merges: number
  next_at: number
  /** When it was last sent; null before the first time. */
  tried_at: number | null
  last_error: string | null
  /** JSON: of each field changed on both sides what it was before, and what the CRM has now. */
  conflict: string | null
  /** Whose it is, where somebody else has signed in since: it waits for them. The CRM's id; null: whoever is signed in. */
  of_user: Generated<string | null>
  of_user_name: Generated<string | null>
}
