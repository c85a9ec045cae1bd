/** How events change the list of conversations. Pure; applying the same event twice changes nothing. */
import type { Conversation, ConversationFilter } from '../../contract'

export interface ListView {
  filter: ConversationFilter
  /** Null: of all accounts. */
  accountId: string | null
  query: string
  /** Null when the list is loaded to its end. */
  next: string | null
  /** Stays in the list though it is read: nothing vanishes under the person's hands. What is put away leaves. */
  keepId: string | null
}

const fits = (conversation: Conversation, { filter, accountId }: ListView): boolean => {
  if (accountId !== null && conversation.accountId !== accountId) return false
  if (conversation.keeping === 'group-off' || conversation.keeping === 'not-work') return false
  if (filter === 'archived') return conversation.archived
  return !conversation.archived && (filter === 'all' || conversation.unread > 0)
}

/** The conversation to go to when this one leaves the list: the next below, else the one above. Null where there is none. */
export function neighbourOf(items: readonly Conversation[], id: string): string | null {
  const at = items.findIndex((item) => item.id === id)
  return at === -1 ? id : (items[at + 1]?.id ?? items[at - 1]?.id ?? null)
}

const newestFirst = (a: Conversation, b: Conversation) =>
  b.at - a.at || b.lastId - a.lastId || (a.id < b.id ? 1 : -1)

export function applyConversations(
  items: readonly Conversation[],
  changed: readonly Conversation[],
  view: ListView,
): Conversation[] {
  const byId = new Map(items.map((item) => [item.id, item]))
  const last = items.at(-1)
  for (const conversation of changed) {
    const listed = byId.has(conversation.id)
    if (!fits(conversation, view)) {
      const moved = conversation.archived !== (view.filter === 'archived')
      if (listed && !moved && conversation.id === view.keepId && conversation.keeping === 'kept')
        byId.set(conversation.id, conversation)
      else byId.delete(conversation.id)
      continue
    }
    const within = view.next === null || last === undefined || conversation.at >= last.at
    if (listed || (view.query === '' && within)) byId.set(conversation.id, conversation)
  }
  return [...byId.values()].sort(newestFirst)
}
