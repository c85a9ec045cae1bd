/** The assistant's tables, and what Leadline wrote by itself. */
import type { AutomaticBy } from '../../contract'
import type { Flag } from './schema'

/** How the assistant is set on an account. */
export interface AssistantsTable {
  account_id: string
  is_on: Flag
  /** JSON of the contract's `assistantChange`. */
  settings: string
}

/** Messages that the assistant has yet to look at. */
export interface AssistantTasksTable {
  message_id: number
}

/** Messages that Leadline wrote by itself. */
export interface AutomaticMessagesTable {
  message_id: number
  by: AutomaticBy
}

/** What the assistant remembers of a chat. */
export interface AssistantChatsTable {
  conversation_id: string
  muted: Flag
  silent_until: number | null
  resumed_at: number
  language: string | null
  closed_told: string | null
  /** JSON: see assistant/chat-store.ts. */
  pending: string | null
}
