/** Notes being written, one of each person: they outlast that another chat is looked at, or that the card is hidden. */
import { create } from 'zustand'

export interface NoteDraft {
  /** Of the note: made with the draft, so that trying again is one note. */
  id: string
  body: string
}

export const useNoteDrafts = create<{ drafts: Record<string, NoteDraft> }>(() => ({ drafts: {} }))

export function setNoteDraft(contactId: string, draft: NoteDraft | null): void {
  useNoteDrafts.setState(({ drafts }) => {
    const others = Object.entries(drafts).filter(([id]) => id !== contactId)
    return { drafts: Object.fromEntries(draft === null ? others : [...others, [contactId, draft]]) }
  })
}

export function beginNote(contactId: string): void {
  if (!useNoteDrafts.getState().drafts[contactId])
    setNoteDraft(contactId, { id: crypto.randomUUID(), body: '' })
}
