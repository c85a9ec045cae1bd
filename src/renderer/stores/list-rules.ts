/** How events change the list of conversations. Pure; applying the same event twice changes nothing. */
import type { Conversation, ConversationFilter } from '../../contract'

export interface ListView {
  filter: ConversationFilter
  query: string
  /** Null when the list is loaded to its end. */
  next: string | null
  /** Stays in the list though it no longer fits: nothing vanishes under the person's hands. */
  keepId: string | null
}

const fits = (conversation: Conversation, filter: ConversationFilter): boolean => {
  if (conversation.keeping === 'group-off' || conversation.keeping === 'not-work') return false
  if (filter === 'archived') return conversation.archived
  return !conversation.archived && (filter === 'all' || conversation.unread > 0)
}

const newestFirst = (a: Conversation, b: Conversation) => b.at - a.at || (a.id < b.id ? 1 : -1)

export function applyConversations(
  items: readonly Conversation[],
  changed: readonly Conversation[],
  view: ListView,
): Conversation[] {
  const byId = new Map(items.map((item) => [item.id, item]))
  const last = items.at(-1)
  for (const conversation of changed) {
    const listed = byId.has(conversation.id)
    if (!fits(conversation, view.filter)) {
      if (listed && conversation.id === view.keepId && conversation.keeping === 'kept')
        byId.set(conversation.id, conversation)
      else byId.delete(conversation.id)
      continue
    }
    const within = view.next === null || last === undefined || conversation.at >= last.at
    if (listed || (view.query === '' && within)) byId.set(conversation.id, conversation)
  }
  return [...byId.values()].sort(newestFirst)
}
