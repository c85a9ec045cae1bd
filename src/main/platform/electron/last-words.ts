/** The end of a start that does not come about, told to a person who clicked. Before any setting is read, so in the system's language. */
import { app, dialog } from 'electron'
import type { Language } from '../../../contract'
import { LAST_WORDS, type StartWords } from './start-words'

/**
 * Says it in a window once the app is ready, and ends the start.
 * @param languageOf the first of ours among the system's languages.
 */
export async function endStart(
  say: (words: StartWords) => string,
  languageOf: (locales: readonly string[]) => Language,
  code: number,
): Promise<void> {
  await app.whenReady()
  dialog.showErrorBox('Leadline', say(LAST_WORDS[languageOf(app.getPreferredSystemLanguages())]))
  app.exit(code)
}
