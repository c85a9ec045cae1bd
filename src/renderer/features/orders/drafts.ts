/** Orders being written, one for each conversation: looking at another chat in between loses nothing. */
import { create } from 'zustand'
import type { OrderDraft } from './draft'

export const useDrafts = create<{ drafts: Record<string, OrderDraft> }>(() => ({ drafts: {} }))

export const setDraft = (conversationId: string, draft: OrderDraft): void =>
  useDrafts.setState(({ drafts }) => ({ drafts: { ...drafts, [conversationId]: draft } }))

/** Changes it as it is now, not as it was when the screen was drawn: quick keys lose nothing. */
export function changeDraft(conversationId: string, change: (draft: OrderDraft) => OrderDraft): void {
  const draft = useDrafts.getState().drafts[conversationId]
  if (draft) setDraft(conversationId, change(draft))
}

export const dropDraft = (conversationId: string): void =>
  useDrafts.setState(({ drafts }) => ({
    drafts: Object.fromEntries(Object.entries(drafts).filter(([id]) => id !== conversationId)),
  }))
