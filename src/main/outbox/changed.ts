/** What a store function changed, as the contract shows it: read in the same breath, so that events tell the truth of that moment. */
import type { Conversation, Message } from '../../contract'

export interface Changed {
  messages: Message[]
  conversations: Conversation[]
}

export const UNCHANGED: Changed = { messages: [], conversations: [] }
