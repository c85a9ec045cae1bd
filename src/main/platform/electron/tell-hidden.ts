/** Says where Leadline went when its window was closed for the first time. */
import { Notification } from 'electron'
import type { Language } from '../../../contract'
import type { Logger } from '../ports'
import { WORDS } from './tray/words'

export function tellHidden(language: Language, raise: () => void, logger: Logger): void {
  if (!Notification.isSupported()) return
  const { title, text } = WORDS[language].hidden
  const note = new Notification({ title, body: text, silent: true })
  note.on('click', raise)
  note.on('failed', (_event, error) => logger.warn('hidden-not-told', { error }))
  note.show()
}
