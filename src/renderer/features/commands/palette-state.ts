/** Whether the palette and the list of keys are open: in a store, so that anything can open them. */
import { create } from 'zustand'

export const usePalette = create<{ open: boolean; keys: boolean }>(() => ({ open: false, keys: false }))
