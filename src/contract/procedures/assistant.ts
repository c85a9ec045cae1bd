import { z } from 'zod'
import { nothing, procedure } from '../base'
import { accountId } from '../entities/account'
import { assistantChange, assistantChat, assistantSettings, assistantTrial } from '../entities/assistant'
import { id } from '../entities/common'
import { language } from '../entities/preferences'

const ofAccount = z.object({ accountId })
const ofChat = z.object({ conversationId: id })

export const assistant = {
  /** How it is set on an account; off as long as nobody switched it on. `defaults` is what comes with Leadline. */
  settings: procedure.input(ofAccount).output(
    z.object({
      settings: assistantSettings,
      defaults: assistantSettings.pick({ words: true, texts: true }),
    }),
  ),
  change: procedure.input(ofAccount.extend({ change: assistantChange })).output(assistantSettings),
  /** What it would do with this text, as it is set. Nothing is sent or kept. */
  tryOut: procedure.input(ofAccount.extend({ text: z.string().max(5000) })).output(assistantTrial),
  chat: procedure.input(ofChat).output(assistantChat),
  /** The language that the customer of a chat writes, by their commands or their words; null where nothing says. */
  languageOf: procedure.input(ofChat).output(z.object({ language: language.nullable() })),
  /** A person types in this chat: it falls silent there. */
  typing: procedure.input(ofChat).output(nothing),
  /** By a person's hand. False lets it answer again at once, whoever wrote before. */
  setMuted: procedure.input(ofChat.extend({ muted: z.boolean() })).output(assistantChat),
}
