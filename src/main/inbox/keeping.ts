/**
 * The one gate: what of a chat may be kept. Everything that WhatsApp brings passes here before it can reach the disk (feature rows
 * C4, and the first run's choice).
 */
import type { Conversation, Preferences } from '../../contract'

export type Keeping = Conversation['keeping']

export interface GateFacts {
  kind: 'person' | 'group'
  /** The policy chosen at first run; nothing but known contacts until one is chosen. */
  keep: Preferences['keep']
  /** Marked "not for work". */
  notWork: boolean
  /** There is a conversation on disk already: a contact, or a group that was switched on. */
  hasConversation: boolean
  /** A person asked for this chat just now: added the stranger, or switched the group on. */
  isWanted: boolean
  /** In the phone's address book, or a contact of Leadline's or the CRM's. */
  isKnown: boolean
}

export function keepingOf(facts: GateFacts): Keeping {
  if (facts.notWork) return 'not-work'
  if (facts.hasConversation || facts.isWanted) return 'kept'
  if (facts.kind === 'group') return 'group-off'
  return facts.isKnown || facts.keep === 'everything' ? 'kept' : 'live'
}
