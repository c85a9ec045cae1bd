/** One listener for all keys of the table. */
import { useEffect } from 'react'
import { isMac } from '../../lib/platform'
import { usePreferences } from '../../stores/app'
import {
  openBoard,
  openCatalog,
  openInbox,
  openId,
  openPerson,
  openSettings,
  personOf,
  useNavigation,
} from '../../stores/navigation'
import { focusComposer, isWriting } from '../composer/focus'
import { leaveField, leaveTopmost } from '../inbox/leave'
import { openDue } from '../tasks'
import { Hand } from './hand'
import { commandOf, isText, type Press } from './keys'
import { usePalette } from './palette-state'
import { runCommand, useCommand } from './registry'

const pressOf = (event: KeyboardEvent): Press => ({
  key: event.key,
  code: event.code,
  ctrl: event.ctrlKey,
  meta: event.metaKey,
  alt: event.altKey,
  shift: event.shiftKey,
})

/** On a row of the list whose chat is not the one that is open: what is done to a chat by a letter would meet another one. */
const onOtherRow = (target: EventTarget | null): boolean =>
  target instanceof Element && target.matches('[data-conversation]:not([aria-current=true])')

/** Nowhere, among its messages, or on the row of the chat that is open: what is typed here was meant for it. */
const meansReply = (target: EventTarget | null): boolean =>
  target === document.body ||
  (target instanceof Element && target.matches('[role=log], [data-conversation][aria-current=true]'))

export function useKeys(): void {
  const place = useNavigation((state) => state.place)
  useCommand('palette', () => usePalette.setState(({ open }) => ({ open: !open })))
  useCommand('keys', () => usePalette.setState({ keys: true }))
  useCommand('settings', () => openSettings())
  useCommand('inbox', openInbox)
  useCommand('leads', () => openBoard())
  useCommand('due', openDue)
  useCommand('people', () => openPerson(null))
  useCommand('catalog', openCatalog)
  useCommand(
    'back',
    personOf(place) !== null
      ? () => openPerson(null)
      : openId(place) !== null
        ? leaveTopmost
        : place.screen !== 'inbox'
          ? openInbox
          : null,
  )
  useEffect(() => {
    const hand = new Hand()
    const click = () => hand.clicks()
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return
      const pressed = pressOf(event)
      hand.presses(pressed)
      const command = commandOf(pressed, {
        mac: isMac,
        writing: isWriting(event.target),
        typing: hand.types || onOtherRow(event.target),
        letterKeys: usePreferences.getState().preferences?.letterKeys ?? true,
      })
      // The letter follows the focus.
      if (command === null && isText(pressed) && !hand.commands && meansReply(event.target)) focusComposer()
      if (command === null) return
      const inDialog = document.querySelector('[role=dialog]') !== null
      if (inDialog && command !== 'palette') return
      if (command === 'back' && isWriting(event.target) && event.target instanceof HTMLElement) {
        // The first Esc leaves the text field, the next one the conversation.
        leaveField(event.target)
        return
      }
      if (!runCommand(command)) return
      hand.runs(pressed)
      event.preventDefault()
    }
    addEventListener('pointerdown', click, true)
    addEventListener('keydown', press)
    return () => {
      removeEventListener('pointerdown', click, true)
      removeEventListener('keydown', press)
    }
  }, [])
}
