/** One listener for all keys of the table. */
import { useEffect } from 'react'
import { isMac } from '../../lib/platform'
import { usePreferences } from '../../stores/app'
import {
  closeConversation,
  openBoard,
  openCatalog,
  openConversation,
  openId,
  openPerson,
  openSettings,
  personOf,
  useNavigation,
} from '../../stores/navigation'
import { openDue } from '../tasks'
import { commandOf } from './keys'
import { usePalette } from './palette-state'
import { runCommand, useCommand } from './registry'

const isWriting = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches('input:not([type=checkbox], [type=radio]), textarea, select'))

export function useKeys(): void {
  const place = useNavigation((state) => state.place)
  useCommand('palette', () => usePalette.setState(({ open }) => ({ open: !open })))
  useCommand('keys', () => usePalette.setState({ keys: true }))
  useCommand('settings', () => openSettings())
  useCommand('inbox', () => openConversation(null))
  useCommand('leads', () => openBoard())
  useCommand('due', openDue)
  useCommand('people', () => openPerson(null))
  useCommand('catalog', openCatalog)
  useCommand(
    'back',
    personOf(place) !== null
      ? () => openPerson(null)
      : openId(place) !== null
        ? closeConversation
        : place.screen !== 'inbox'
          ? () => openConversation(null)
          : null,
  )
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return
      const command = commandOf(
        {
          key: event.key,
          code: event.code,
          ctrl: event.ctrlKey,
          meta: event.metaKey,
          alt: event.altKey,
          shift: event.shiftKey,
        },
        {
          mac: isMac,
          writing: isWriting(event.target),
          letterKeys: usePreferences.getState().preferences?.letterKeys ?? true,
        },
      )
      if (command === null) return
      const inDialog = document.querySelector('[role=dialog]') !== null
      if (inDialog && command !== 'palette') return
      if (command === 'back' && isWriting(event.target) && event.target instanceof HTMLElement) {
        // The first Esc leaves the text field, the next one the conversation.
        event.target.blur()
        return
      }
      if (runCommand(command)) event.preventDefault()
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [])
}
