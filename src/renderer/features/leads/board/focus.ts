/** Which card is to have the focus next: its column takes it there, as soon as the card is read. */
import { create } from 'zustand'

export interface FocusWish {
  stageId: string
  /** Null: the one at `index`, or the last before it. */
  leadId: string | null
  index: number
}

export const useFocus = create<{ wish: FocusWish | null }>(() => ({ wish: null }))

export const wishFocus = (wish: FocusWish): void => useFocus.setState({ wish })
