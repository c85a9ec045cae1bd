/**
 * What is being written, per conversation. In memory only: the browser's own storage is not encrypted, and a draft is a customer's
 * matter like any message.
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
