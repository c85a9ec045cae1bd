/** Widths at which panes collapse, as React state. */
import { useSyncExternalStore } from 'react'

export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const list = matchMedia(query)
      list.addEventListener('change', changed)
      return () => list.removeEventListener('change', changed)
    },
    () => matchMedia(query).matches,
  )
}

/** Below 760 px: one pane at a time. */
export const useNarrow = () => useMedia('(max-width: 759px)')
/** Below 1100 px: the customer card lies over the thread. */
export const useMedium = () => useMedia('(max-width: 1099px)')
