import { useEffect, useRef, type RefObject } from 'react'
import { focusIfLost } from '../ui'

/**
 * Leads the focus back to what a form was opened by, once the form is away and that is there again: a frame may come before it does.
 * Whoever has gone elsewhere meanwhile stays there.
 */
export function useFocusBack(isOpen: boolean, opener: RefObject<HTMLElement | null>): void {
  const wasOpen = useRef(false)
  useEffect(() => {
    if (wasOpen.current && !isOpen) focusIfLost(opener.current)
    wasOpen.current = isOpen
  }, [isOpen, opener])
}
