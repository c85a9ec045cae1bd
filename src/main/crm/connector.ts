/**
 * The face between the sync engine and a central CRM: what the engine needs, in our own shape, whatever is spoken on the wire behind
 * it. The engine decides what is sent when and what becomes of an answer; a connector only asks, and sorts what comes back.
 *
 * - Records have the fields and the names of the reference contract (docs/central-crm-api.openapi.yaml), ids of other records
 *   included: `contactId` is the CRM's id of the contact. A field that a CRM does not have is left out, never null: what is left out
 *   says nothing, and the local value stands.
 * - An `id` is any text that names a record of its kind at this CRM for ever. A new record is written under the id we propose; a CRM
 *   that gives its own answers with it, and the engine keeps that.
 * - A `version` is a whole number that grows with each change of the record. A CRM that has only times of change uses these
 *   (microseconds fit).
 * - A cursor is the connector's own text; the engine keeps it and gives it back.
 */
import type { SyncKind } from '../storage'
import type { Pulled } from './pulled'
import type { Fields } from './fields'

/** A record in our own shape, as far as the engine must know it; all other fields by the names of the contract. */
export type RemoteRecord = Fields & {
  id: string
  version: number
  /** The id that was proposed for it when it was made, where this CRM keeps that beside its own. */
  clientRef?: string
}

/** A whole write, the same each time it is sent. */
export interface RecordWrite {
  kind: SyncKind
  /** The CRM's id, or the one we propose for a record that is new to it. */
  id: string
  /** Idempotency key: however often this write arrives under it, it is done once and answered the same. */
  key: string
  /**
   * It was sent before, and the CRM may have it: where the answer was lost. A CRM that can't tell by the key or by the id looks for a
   * record that is alike.
   */
  isRepeat: boolean
  /**
   * Bodies of earlier requests for a record that is new to us, under other keys, whose answers were lost: the CRM may have made it of any of
   * them. A CRM that finds such a record answers `stale` with it.
   */
  told: readonly Fields[]
  /** The version it is based on, null for a new record. */
  ifMatch: number | null
  /** The whole record, as far as it is ours to write. */
  body: Fields
  /** Pictures that it names, by the SHA-256 of their content: those that are here go first. */
  pictures?: readonly string[] | undefined
}

/** Nothing is known of what became of it; doing exactly the same again later is right. */
export interface Later {
  kind: 'later'
  /** Null where there was no answer at all. */
  status: number | null
  /** For the person and the log; holds nothing of the request. */
  reason: string
  /** Milliseconds the server asked for. */
  retryAfter: number | null
  /** True where it is the way to the CRM and not this request that fails. */
  unreachable: boolean
  /** True where the CRM itself answered. */
  ofCrm: boolean
}

/** Nothing was sent, or the session turned out to be over. */
export interface SignedOut {
  kind: 'signed-out'
}

/** The CRM itself said no: doing the same again will not help. */
export interface Refused {
  kind: 'refused'
  status: number
  /** What to tell apart in the log: a problem's type, an exception's name. */
  type: string
  /** The CRM's reason in one line, for the person. */
  reason: string
  /** `deleted`: the record was deleted there. `missing`: it is not there at all, and would have to be made anew. */
  lost: 'deleted' | 'missing' | null
}

export type WriteAnswer =
  | { kind: 'done'; record: RemoteRecord }
  /** Somebody changed the record there since, or it is there though it was taken for new: nothing was written. */
  | { kind: 'stale'; current: RemoteRecord }
  | Refused
  | Later
  | SignedOut

export type BatchAnswer =
  /** One for each write, in their order. */
  | { kind: 'answers'; answers: WriteAnswer[] }
  /** This CRM takes no batches, for now at least: nothing was written. */
  | { kind: 'not-taken' }
  | Later
  | SignedOut

export type PeopleAnswer = { kind: 'people'; people: RemoteRecord[] } | Later | SignedOut

export type PageAnswer =
  | {
      kind: 'page'
      /** Records and tombstones (`{ id, version, deleted: true }`) in order of change; each is checked when it is taken in. */
      items: unknown[]
      cursor: string
      /** More can be had at once. */
      more: boolean
    }
  /** It does not know this cursor (any more): begin anew. */
  | { kind: 'cursor-unknown' }
  /** This kind can't be read, by this person at least: the others still can. */
  | Refused
  | Later
  | SignedOut

export type ReadAnswer =
  | { kind: 'record'; record: RemoteRecord }
  /** Deleted, never there, or not for this person's eyes. */
  | { kind: 'gone' }
  /** It answered with something else: passed over until it changes again. */
  | { kind: 'unreadable' }
  | Later
  | SignedOut

export interface Connector {
  /** The CRM's address; pictures are looked for below it. */
  readonly address: string
  /** What can be read of it. */
  readonly pulls: readonly Pulled[]
  /** What can be written to it, and which fields of each it keeps. A change of a kind that is not here is refused before the CRM is asked. */
  readonly writes: Readonly<Partial<Record<SyncKind, readonly string[]>>>
  write(write: RecordWrite, signal: AbortSignal): Promise<WriteAnswer>
  /** Up to `size` writes of different records in one request, each with its own key and answer. Null where it takes none now. */
  readonly batch: {
    size: number
    write(writes: readonly RecordWrite[], signal: AbortSignal): Promise<BatchAnswer>
  } | null
  /** Everybody the CRM knows by this number (E.164), as contacts. Nobody, where it can't be asked. */
  people(phone: string, signal: AbortSignal): Promise<PeopleAnswer>
  /** What changed of a kind since the cursor, null for all there is. */
  page(kind: Pulled, cursor: string | null, signal: AbortSignal): Promise<PageAnswer>
  read(kind: SyncKind, id: string, signal: AbortSignal): Promise<ReadAnswer>
}
