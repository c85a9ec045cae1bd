/** Says where Leadline went when its window was closed for the first time. */
import { Notification } from 'electron'
import type { Language } from '../../../contract'
import type { Logger } from '../ports'
import { isStillListed } from './notifications/options'
import { WORDS } from './tray/words'

/** Held while it may be clicked: one that is collected as garbage loses its click. */
let held: Notification | null = null

export function tellHidden(language: Language, raise: () => void, logger: Logger): void {
  if (!Notification.isSupported()) return
  const { title, text } = WORDS[language].hidden
  const note = new Notification({ title, body: text, silent: true })
  held = note
  const letGo = (): void => {
    if (held === note) held = null
  }
  note.on('click', () => {
    letGo()
    raise()
  })
  note.on('close', ({ reason }) => {
    if (!isStillListed(reason)) letGo()
  })
  note.on('failed', (_event, error) => logger.warn('hidden-not-told', { error }))
  note.show()
}
