/** Gives the focus back to where it was before a dialog. Radix does so for a trigger alone; ours are opened by keys and from stores too. */
import { useRef } from 'react'

export interface FocusBack {
  /** To be called before the focus moves into the dialog. */
  remember: () => void
  /** For `onCloseAutoFocus`. Does nothing where what was done in the dialog has moved the focus already. */
  giveBack: (event: Event) => void
}

const isNowhere = (): boolean => document.activeElement === null || document.activeElement === document.body

/** Where the focus was before dialogs, newest last: one that opens another is gone when the other closes, as is what opened it. */
const trail: HTMLElement[] = []
const LONGEST_TRAIL = 8

/** The heading of the screen that is shown: somewhere, where nothing of what led here is left. */
const home = (): HTMLElement | null => document.querySelector<HTMLElement>('[data-focus-home]')

export function useFocusBack(): FocusBack {
  const from = useRef<HTMLElement[]>([])
  return {
    remember: () => {
      if (!isNowhere() && document.activeElement instanceof HTMLElement) trail.push(document.activeElement)
      if (trail.length > LONGEST_TRAIL) trail.shift()
      from.current = trail.toReversed()
    },
    giveBack: (event) => {
      event.preventDefault()
      if (!isNowhere()) return
      const place = from.current.find((one) => one.isConnected && one.checkVisibility())
      ;(place ?? home())?.focus()
    },
  }
}

/** To be called after the screen changed: moves the focus to `place` where what had it is gone. */
export function focusIfLost(place: HTMLElement | null): void {
  if (isNowhere()) place?.focus()
}
