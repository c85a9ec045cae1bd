/** Out of a chat by Esc: first the reply box is left, for the row (or the card) it was opened by; then the chat. */
import { setPanes } from '../../shell/panes'
import { closeConversation, openId, useNavigation } from '../../stores/navigation'
import { focusHomeIfLost, focusIfLost } from '../../ui'

const find = (selector: string): HTMLElement | null => document.querySelector<HTMLElement>(selector)

/** From the field to what opened its chat, where that is on the screen; else to nowhere, so that keys are commands again. */
export function leaveField(field: HTMLElement): void {
  const opener = find('[data-conversation][aria-current=true], [data-lead][aria-current=true]')
  field.blur()
  opener?.focus()
}

/** The topmost goes: the card where it lies over the chat, else the chat. */
export function leaveTopmost(): void {
  if (find('[data-overlay]')) setPanes({ cardShown: false })
  else leaveChat()
}

export function leaveChat(): void {
  const { place } = useNavigation.getState()
  const row =
    place.screen === 'leads' ? `[data-lead="${place.leadId}"]` : `[data-conversation="${openId(place)}"]`
  closeConversation()
  // Where only one of both fits, the list is there again with the next frame.
  requestAnimationFrame(() => {
    focusIfLost(find(row))
    focusHomeIfLost()
  })
}
