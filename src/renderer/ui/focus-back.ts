/** Gives the focus back to where it was before a dialog. Radix does so for a trigger alone; ours are opened by keys and from stores too. */
import { useRef } from 'react'

export interface FocusBack {
  /** To be called before the focus moves into the dialog. */
  remember: () => void
  /** For `onCloseAutoFocus`. Does nothing where what was done in the dialog has moved the focus already. */
  giveBack: (event: Event) => void
}

const isNowhere = (): boolean => document.activeElement === null || document.activeElement === document.body

/** The heading of the screen that is shown: somewhere, where nothing of what led here is left. */
const home = (): HTMLElement | null => document.querySelector<HTMLElement>('[data-focus-home]')

/** Where the focus was before each dialog that is open, newest first: one that opens another is gone when the other closes. */
type Origins = readonly HTMLElement[]
const open: { origins: Origins }[] = []

export function useFocusBack(): FocusBack {
  const mine = useRef<{ origins: Origins } | null>(null)
  return {
    remember: () => {
      const outer = open.at(-1)?.origins ?? []
      const here = document.activeElement
      mine.current = { origins: isNowhere() || !(here instanceof HTMLElement) ? outer : [here, ...outer] }
      open.push(mine.current)
    },
    giveBack: (event) => {
      event.preventDefault()
      const origins = mine.current?.origins ?? []
      if (mine.current) open.splice(open.indexOf(mine.current), 1)
      mine.current = null
      // Where nothing had the focus before, nothing has it after.
      if (!isNowhere() || origins.length === 0) return
      const place = origins.find((one) => one.isConnected && one.checkVisibility())
      ;(place ?? home())?.focus()
    },
  }
}

/** To be called after the screen changed: moves the focus to `place` where what had it is gone. */
export function focusIfLost(place: HTMLElement | null): void {
  if (isNowhere()) place?.focus()
}

/** The same, to the heading of the screen that is shown. */
export const focusHomeIfLost = (): void => focusIfLost(home())
