/**
 * The database's tables as Kysely sees them. Times are milliseconds since the epoch, booleans 0 or 1, money minor units.
 * `Message` rows keep their key chronological: see message-id.ts.
 */
import type { Generated, GeneratedAlways } from 'kysely'
import type {
  AccountState,
  AttentionReason,
  Grade,
  AccountColour,
  Consent,
  ImportState,
  MediaState,
  MessageType,
  OrderStatus,
  OrderStep,
  SendFailure,
  SendState,
  Stage,
} from '../../contract'
import type { ChangeLogTable, NotesTable, StageSumsTable, SyncTable, TasksTable } from './schema-crm'
import type {
  AssistantChatsTable,
  AssistantsTable,
  AssistantTasksTable,
  AutomaticMessagesTable,
} from './schema-assistant'
import type { DraftsTable, OrderSendingsTable } from './schema-drafts'
import type { ErasedMarksTable, ErasedRemotesTable, ErasuresTable } from './schema-erasing'

export type * from './schema-assistant'

export type Flag = 0 | 1

export interface AccountsTable {
  id: string
  name: string | null
  /** E.164 of the linked number. */
  phone: string | null
  /** `<digits>@lid` of the linked account. */
  lid: string | null
  /** 1 once linked; 0 after unlinking. Decides whether a start connects by itself. */
  linked: Flag
  paused: Flag
  /** The person's own name for it. */
  label: string | null
  colour: AccountColour
  /** Being unlinked: how far a person wants it to go. Null otherwise. */
  leaving: 'unlink' | 'erase' | 'remove' | null
  /** The CRM's id of who linked it; null without a CRM. */
  linked_by: string | null
  /** The phone ended the last link; null where it did not, or a person unlinked it here. */
  ended: 'logged-out' | null
  created_at: number
  last_connected_at: number | null
}

export interface DailyCountsTable {
  account_id: string
  /** Local calendar day, `YYYY-MM-DD`. */
  day: string
  sent: number
  received: number
}

/** Ms of one day in each grade. */
export interface HealthDaysTable {
  account_id: string
  /** Local calendar day, `YYYY-MM-DD`. */
  day: string
  healthy: number
  warning: number
  critical: number
}

export interface AccountChangesTable {
  id: Generated<number>
  account_id: string
  at: number
  state: AccountState
  reason: AttentionReason | null
  grade: Grade | null
  /** Codes, with spaces between. */
  reasons: string
}

export interface ContactsTable {
  id: string
  name: string
  /** The main one; others are in `contact_emails`. */
  email: string | null
  note: string | null
  created_at: number
  updated_at: number
  /** Rowid in the search index; null while it is not in it. */
  seq: number | null
  /** The name without accents and case: how people are ordered. */
  folded: string
  company: string | null
  address: string | null
  consent: Consent['state']
  consent_at: number | null
  consent_how: string | null
}

/** E.164; a phone belongs to one contact. */
export interface ContactPhonesTable {
  phone: string
  contact_id: string
  /** See migration 13. */
  twin: GeneratedAlways<string>
}

/** Besides the main one; lower case. */
export interface ContactEmailsTable {
  contact_id: string
  email: string
}

/** Other names. */
export interface ContactAliasesTable {
  contact_id: string
  name: string
  folded: string
}

export interface ContactTagsTable {
  contact_id: string
  tag: string
  folded: string
}

/** Fields of the person's own, in their order. They stay on this machine. */
export interface ContactFieldsTable {
  contact_id: string
  position: number
  name: string
  value: string
}

/** What happened to a person, for their timeline. */
export interface ContactEventsTable {
  id: Generated<number>
  contact_id: string
  at: number
  kind: 'consent' | 'note' | 'name' | 'merge' | 'unmerge'
  /** JSON, by kind. */
  data: string
}

/** Two people who were made one, and how they were before. */
export interface MergesTable {
  id: string
  /** Who stayed. */
  contact_id: string
  gone_id: string
  at: number
  /** JSON: see contacts/merge-record.ts. Empty where it can't be undone. */
  before: string
}

/** People of the CRM who are somebody else's here since a merge. */
export interface MergedRemotesTable {
  remote_id: string
  contact_id: string
  /** 1: deleted in the CRM, where this contact was that person. */
  gone: Generated<Flag>
}

/** Two people of whom somebody said that they are two; `one` is the lesser id. */
export interface NotSameTable {
  one: string
  other: string
}

export interface ConversationsTable {
  /** Dense rowid for the search index. */
  seq: number
  id: string
  account_id: string
  kind: 'person' | 'group'
  contact_id: string | null
  /** The address WhatsApp uses now; older ones stay in `addresses`. */
  address: string
  phone: string | null
  lid: string | null
  title: string | null
  saved_name: string | null
  push_name: string | null
  is_business: Flag
  is_blocked: Flag
  archived: Flag
  unread: number
  /** Last activity. */
  at: number
  last_message_id: number | null
  /** When its whole history had been taken in; null until then. */
  history_at: number | null
}

/** Every address a conversation was ever met under: one thread per identity (waha #1225). */
export interface AddressesTable {
  account_id: string
  address: string
  conversation_id: string
}

/** Chats marked "not for work": a keyed hash of the address is all that is kept of them. */
export interface NotWorkTable {
  account_id: string
  address_hash: Uint8Array
}

export interface MessagesTable {
  id: number
  conversation_id: string
  /** WhatsApp's inner id; null while it waits in the outbox. */
  key: string | null
  serialized_id: string | null
  /** Made by the composer, so that one message sent twice is one. */
  client_id: string | null
  direction: 'in' | 'out'
  type: MessageType
  body: string | null
  at: number
  state: SendState | null
  failure: SendFailure | null
  /** The highest ack seen. */
  ack: number
  sent_at: number | null
  delivered_at: number | null
  read_at: number | null
  played_at: number | null
  author: string | null
  quoted_key: string | null
  quoted_body: string | null
  quoted_type: MessageType | null
  quoted_from_me: Flag | null
  media_state: MediaState | null
  media_mime: string | null
  media_size: number | null
  media_name: string | null
  media_width: number | null
  media_height: number | null
  media_duration: number | null
  /** Name of the encrypted file in the media folder. */
  media_file: string | null
  media_attempts: number
  /** When the download is tried (again). */
  media_next_at: number | null
  /** JSON: location, cards, poll. */
  extra: string | null
  starred: Flag
  forwarded: Flag
  edited_at: number | null
  revoked_at: number | null
}

export interface MessageRawsTable {
  message_id: number
  /** JSON of the library's own data. */
  raw: string
}

/** Files that perhaps no message names; see migration 9. */
export interface MediaDoubtsTable {
  file: string
}

export interface EditsTable {
  message_id: number
  /** When this text was replaced. */
  at: number
  body: string | null
}

export interface ReactionsTable {
  message_id: number
  sender: string
  emoji: string
  from_me: Flag
  at: number
}

export interface PollVotesTable {
  message_id: number
  voter: string
  /** JSON array of option texts. */
  options: string
  at: number
}

/** What is to be sent. The message itself is a row of `messages`; this is its job. */
export interface OutboxTable {
  message_id: number
  account_id: string
  conversation_id: string
  /** The id WhatsApp must give it, chosen before sending; null while queued. */
  key: string | null
  /** Where it was handed over under that key; null while it was not. */
  address: string | null
  state: 'queued' | 'sending' | 'unknown'
  attachment_as: 'media' | 'voice' | 'document' | null
  queued_at: number
  /** When a person said that an old message should still go. */
  confirmed_at: number | null
  sending_at: number | null
  attempts: number
  next_at: number
}

/** Of the last hour; see outbox/tries-store.ts. */
export interface SendTriesTable {
  message_id: number
  account_id: string
  /** When it was handed over last, or WhatsApp gave it back. */
  at: number
}

export interface SettingsTable {
  key: string
  value: string
}

/** The CRM's stages of all pipelines. */
export interface StagesTable {
  id: string
  pipeline_id: string
  name: string
  position: number
  color: string | null
  outcome: Stage['outcome']
}

export interface CategoriesTable {
  id: string
  name: string
}

export interface ProductsTable {
  id: string
  name: string
  sku: string | null
  category_id: string | null
  unit_price: number
  currency: string
  stock: number | null
  unit: string | null
  /** Absolute. */
  picture: string | null
  active: Flag
  /** Name and sku without accents and case: what the search looks at. */
  folded: string
}

export interface LeadsTable {
  id: string
  contact_id: string
  conversation_id: string | null
  title: string
  stage_id: string
  value: number | null
  currency: string | null
  /** The CRM's id of whose it is; null until the CRM has it. */
  owner_id: string | null
  source: string | null
  lost_reason: string | null
  notes: string | null
  created_at: number
  updated_at: number
}

export interface OrdersTable {
  id: string
  number: string | null
  contact_id: string
  conversation_id: string | null
  currency: string
  discount: number
  shipping: number
  tax: number
  /** Tax that the prices hold already. */
  included_tax: Generated<number>
  /** Lines - discount + shipping + tax. */
  total: number
  /** JSON of the contract's `orderTerms`; null: plain amounts. */
  terms: string | null
  note: string | null
  address: string | null
  status: OrderStatus
  created_at: number
  updated_at: number
}

export interface OrderLinesTable {
  order_id: string
  position: number
  product_id: string | null
  name: string
  quantity: number
  unit_price: number
}

/** Who took which step of an order when. */
export interface OrderStepsTable {
  id: Generated<number>
  order_id: string
  status: OrderStatus
  at: number
  by: OrderStep['by']
  name: string | null
}

/** What a customer is told of an order's status: once, whatever happens. */
export interface OrderTellingsTable {
  order_id: string
  status: OrderStatus
  /** The message's id in the outbox. */
  client_id: string
  /** Of the change. */
  at: number
  /** `off`: not wanted when it was looked at. `old`: the change was. `opted-out`: they asked not to be written to. */
  state: 'due' | 'sent' | 'failed' | 'off' | 'old' | 'opted-out'
}

/** Data of an earlier system on their way in: see the contract's `importJob`. Columns named like its parts hold them as JSON. */
export interface ImportsTable {
  id: string
  account_id: string
  file_name: string
  size: number
  state: ImportState
  /** The tables found; null until the file was looked through. */
  scanned: string | null
  plan: string
  owners: string
  /** Everything before it is in the database; null until a first batch is. */
  mark: string | null
  report: string | null
  problem: string | null
  created_at: number
  finished_at: number | null
}

/** Messages that were imported, by the key of the source's row: however often it is read, it is one. */
export interface ImportedMessagesTable {
  key: string
  message_id: number
}

export interface ImportedOrderLinesTable {
  key: string
  order_id: string
}

export interface Schema {
  accounts: AccountsTable
  daily_counts: DailyCountsTable
  health_days: HealthDaysTable
  account_changes: AccountChangesTable
  contacts: ContactsTable
  contact_phones: ContactPhonesTable
  contact_emails: ContactEmailsTable
  contact_aliases: ContactAliasesTable
  contact_tags: ContactTagsTable
  contact_fields: ContactFieldsTable
  contact_events: ContactEventsTable
  merges: MergesTable
  merged_remotes: MergedRemotesTable
  not_same: NotSameTable
  conversations: ConversationsTable
  addresses: AddressesTable
  not_work: NotWorkTable
  messages: MessagesTable
  message_raws: MessageRawsTable
  media_doubts: MediaDoubtsTable
  edits: EditsTable
  reactions: ReactionsTable
  poll_votes: PollVotesTable
  outbox: OutboxTable
  send_tries: SendTriesTable
  assistants: AssistantsTable
  assistant_tasks: AssistantTasksTable
  automatic_messages: AutomaticMessagesTable
  assistant_chats: AssistantChatsTable
  drafts: DraftsTable
  settings: SettingsTable
  stages: StagesTable
  categories: CategoriesTable
  products: ProductsTable
  leads: LeadsTable
  stage_sums: StageSumsTable
  orders: OrdersTable
  order_lines: OrderLinesTable
  order_steps: OrderStepsTable
  order_tellings: OrderTellingsTable
  order_sendings: OrderSendingsTable
  notes: NotesTable
  tasks: TasksTable
  sync: SyncTable
  change_log: ChangeLogTable
  erasures: ErasuresTable
  erased_marks: ErasedMarksTable
  erased_remotes: ErasedRemotesTable
  imports: ImportsTable
  imported_messages: ImportedMessagesTable
  imported_order_lines: ImportedOrderLinesTable
}
