/** What the customer pane shows of each conversation: the card, or a form in its place, kept while other chats are looked at. */
import { create } from 'zustand'
import type { Lead, Order } from '../../../contract'
import { setPanes } from '../../shell/panes'

export type Panel = { kind: 'lead'; lead: Lead | null } | { kind: 'order'; order: Order | null }

export const usePanels = create<{ open: Record<string, Panel> }>(() => ({ open: {} }))

/** Where the focus returns to when the form closes. */
let opener: Element | null = null

/** Shows a form beside the conversation. */
export function openPanel(conversationId: string, panel: Panel): void {
  opener = document.activeElement
  setPanes({ cardShown: true })
  usePanels.setState(({ open }) => ({ open: { ...open, [conversationId]: panel } }))
}

/** An empty order for the customer of this conversation, or the one being written. */
export function openNewOrder(conversationId: string): void {
  if (usePanels.getState().open[conversationId]?.kind !== 'order')
    openPanel(conversationId, { kind: 'order', order: null })
  else setPanes({ cardShown: true })
}

export const openNewLead = (conversationId: string): void =>
  openPanel(conversationId, { kind: 'lead', lead: null })

/** Back to the card, and to the button the form came from. */
export function closePanel(conversationId: string): void {
  usePanels.setState(({ open }) => ({
    open: Object.fromEntries(Object.entries(open).filter(([id]) => id !== conversationId)),
  }))
  const back = opener
  opener = null
  // Once the card is shown again, its button can take the focus.
  requestAnimationFrame(() => {
    if (back instanceof HTMLElement && back.isConnected) back.focus()
  })
}
