/** Puts the focus into the composer, from wherever: at once, or as soon as the chat that was opened is there to be answered. */
import { useEffect } from 'react'
import { useNavigation } from '../../stores/navigation'

export const COMPOSER_ID = 'composer'

export const focusComposer = (): void => document.getElementById(COMPOSER_ID)?.focus()

/** The focus is where something is written. */
export const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches('input:not([type=checkbox], [type=radio]), textarea, select'))

/** Takes the focus into the composer of this chat where it was opened to be answered. */
export function useWishedFocus(conversationId: string): void {
  const wish = useNavigation(({ reply }) => (reply?.conversationId === conversationId ? reply : null))
  useEffect(() => {
    if (wish === null) return
    useNavigation.setState({ reply: null })
    const here = document.activeElement
    if (here !== wish.from && isWriting(here)) return
    focusComposer()
    // What was begun goes on at its end.
    const field = document.activeElement
    if (field instanceof HTMLTextAreaElement) field.setSelectionRange(field.value.length, field.value.length)
  }, [wish])
}
