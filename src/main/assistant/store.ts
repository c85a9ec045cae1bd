/** The assistant's functions beside the database. */
import type { Store } from '../storage'
import { answerTask, tryOut } from './answer-store'
import { assistantChat, languageOfChat, setMuted, typing, unsentReplies } from './chat-store'
import { changeSettings, defaults, isSet, settingsOf } from './settings-store'
import { endTask, nextTask } from './task-store'

export const assistantStore = {
  ...{ settingsOf, changeSettings, isSet, defaults },
  ...{ assistantChat, languageOfChat, setMuted, typing, unsentReplies },
  ...{ nextTask, endTask, answerTask, tryOut },
} satisfies Store
