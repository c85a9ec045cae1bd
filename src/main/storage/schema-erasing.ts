/** The tables behind erasing a person; see schema.ts. */

/** One person's erasure: under way until its stage is `done`, then the certificate of it. */
export interface ErasuresTable {
  id: string
  contact_id: string
  /** How the person calls it: a ticket's number, say. */
  reference: string
  app_version: string
  begun_at: number
  done_at: number | null
  /** What is done next. */
  stage: 'chats' | 'traces' | 'wiping' | 'done'
  /** JSON: by what the person is recognised. Null once nothing is looked for any more. */
  traces: string | null
  /** The last message looked through for traces. */
  swept: number | null
  /** JSON: how many of each kind. */
  counts: string
  /** JSON: what the CRM holds. */
  crm: string
}

export interface ErasedMarksTable {
  address_hash: Uint8Array
  /** When they were erased, ms. */
  erased_at: number
}

export interface ErasedRemotesTable {
  remote_id: string
}
