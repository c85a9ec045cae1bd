/**
 * What is being written, per conversation: here at once, and in the app's encrypted database a moment later (composer/keeping.ts). Never
 * in the browser's own storage, which is not encrypted: a draft is a customer's matter like any message. Files stay here alone.
 */
import { create } from 'zustand'
import type { Message } from '../../contract'

export interface Draft {
  text: string
  quoted: Message | null
  files: File[]
}

export const EMPTY_DRAFT: Draft = { text: '', quoted: null, files: [] }

export const useDrafts = create<{ drafts: Record<string, Draft> }>(() => ({ drafts: {} }))

export function setDraft(conversationId: string, change: Partial<Draft>): void {
  useDrafts.setState(({ drafts }) => {
    const draft = { ...(drafts[conversationId] ?? EMPTY_DRAFT), ...change }
    const others = Object.fromEntries(Object.entries(drafts).filter(([id]) => id !== conversationId))
    const empty = draft.text === '' && draft.quoted === null && draft.files.length === 0
    return { drafts: empty ? others : { ...others, [conversationId]: draft } }
  })
}
