/** What was sent from the composer and is not in the app's hands yet, per conversation, in the order in which it goes. */
import { create } from 'zustand'
import type { Piece } from './parts'

export interface Unsent {
  pieces: Piece[]
  /** The app could not be reached: the person is shown what waits. */
  waiting: boolean
}

export const NOTHING_UNSENT: Unsent = { pieces: [], waiting: false }

export const useUnsent = create<{ unsent: Record<string, Unsent> }>(() => ({ unsent: {} }))

export const unsentOf = (conversationId: string): Unsent =>
  useUnsent.getState().unsent[conversationId] ?? NOTHING_UNSENT

export function setUnsent(conversationId: string, change: Partial<Unsent>): void {
  const next = { ...unsentOf(conversationId), ...change }
  useUnsent.setState(({ unsent }) => {
    const others = Object.fromEntries(Object.entries(unsent).filter(([id]) => id !== conversationId))
    return { unsent: next.pieces.length === 0 ? others : { ...others, [conversationId]: next } }
  })
}

/** It arrived, or the person wants it no more. */
export const removePiece = (conversationId: string, clientId: string): void =>
  setUnsent(conversationId, {
    pieces: unsentOf(conversationId).pieces.filter((piece) => piece.clientId !== clientId),
  })
