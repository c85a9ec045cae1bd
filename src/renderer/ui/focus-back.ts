/** Gives the focus back to where it was before a dialog. Radix does so for a trigger alone; ours are opened by keys and from stores too. */
import { useRef } from 'react'

export interface FocusBack {
  /** To be called before the focus moves into the dialog. */
  remember: () => void
  /** For `onCloseAutoFocus`. Does nothing where what was done in the dialog has moved the focus already. */
  giveBack: (event: Event) => void
}

export function useFocusBack(): FocusBack {
  const from = useRef<HTMLElement | null>(null)
  return {
    remember: () => {
      from.current = document.activeElement instanceof HTMLElement ? document.activeElement : null
    },
    giveBack: (event) => {
      event.preventDefault()
      const nowhere = document.activeElement === null || document.activeElement === document.body
      if (nowhere) from.current?.focus()
    },
  }
}
