/** The assistant, which answers customers' commands in a chat: how it is set, and how it stands in each chat (feature rows C8, C9). */
import { z } from 'zod'
import { ASSISTANT_INTENTS, ASSISTANT_TEXTS } from './assistant-lists'
import { id, instant } from './common'
import { language } from './preferences'

/** What a customer can ask it for. */
export const assistantIntent = z.enum(ASSISTANT_INTENTS)
export type AssistantIntent = z.infer<typeof assistantIntent>

const phrases = z.array(z.string().trim().min(1).max(80)).max(200)

/** Words and short phrases for each command. */
export const assistantWords = z.record(language, z.record(assistantIntent, phrases))
export type AssistantWords = z.infer<typeof assistantWords>

/** What it says, each with its own placeholders; see `ASSISTANT_PLACEHOLDERS`. */
export const assistantTextKey = z.enum(ASSISTANT_TEXTS)
export type AssistantTextKey = z.infer<typeof assistantTextKey>

export const assistantTexts = z.record(
  language,
  z.record(assistantTextKey, z.string().trim().min(1).max(2000)),
)
export type AssistantTexts = z.infer<typeof assistantTexts>

const minuteOfDay = z
  .number()
  .int()
  .min(0)
  .max(24 * 60)

/** Open from (included) to (excluded), in minutes since midnight; over midnight where `to` is not later than `from`. */
export const openHours = z.object({ from: minuteOfDay, to: minuteOfDay })
export type OpenHours = z.infer<typeof openHours>

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    // A RangeError: no such zone.
    return false
  }
}

export const workingHours = z.object({
  /** IANA name. */
  timeZone: z.string().max(60).refine(isTimeZone, 'no such time zone'),
  /** Monday first; null: closed all day. */
  days: z.array(openHours.nullable()).length(7),
})
export type WorkingHours = z.infer<typeof workingHours>

export const assistantSettings = z.object({
  /** Off until switched on. */
  on: z.boolean(),
  /** What an order taken in a chat begins as. A draft waits for a person. */
  orders: z.enum(['draft', 'placed']),
  /** Where neither the message nor an earlier one tells it. */
  language,
  /** Null: always open. */
  hours: workingHours.nullable(),
  /** Minutes that it says nothing in a chat after a person wrote there. */
  silence: z
    .number()
    .int()
    .min(5)
    .max(24 * 60),
  words: assistantWords,
  texts: assistantTexts,
})
export type AssistantSettings = z.infer<typeof assistantSettings>

/** `words` and `texts`: what is given is changed, an empty list or null puts back what comes with Leadline. */
export const assistantChange = z
  .object({
    ...assistantSettings.omit({ words: true, texts: true }).shape,
    words: z.partialRecord(language, z.partialRecord(assistantIntent, phrases)),
    texts: z.partialRecord(
      language,
      z.partialRecord(assistantTextKey, z.string().trim().min(1).max(2000).nullable()),
    ),
  })
  .partial()
export type AssistantChange = z.infer<typeof assistantChange>

/** How it stands in one chat. */
export const assistantChat = z.object({
  conversationId: id,
  /**
   * `off`: it answers nowhere on this account, or never in such a chat (groups, people who are no contacts). `silent`: a person
   * writes here; `until` says till when. `muted`: silenced until a person lets it answer again.
   */
  state: z.enum(['off', 'answers', 'silent', 'muted']),
  until: instant.nullable(),
})
export type AssistantChat = z.infer<typeof assistantChat>

/** What it would do with a message, for trying it out. Nothing is sent or kept. */
export const assistantTrial = z.object({
  /** What it was understood as; null where it is left to a person. */
  intent: assistantIntent.nullable(),
  /** What it would say. */
  reply: z.string().nullable(),
  /** The reply's. */
  language,
  /** The order it would make. */
  lines: z.array(z.object({ name: z.string(), quantity: z.number().int() })),
})
export type AssistantTrial = z.infer<typeof assistantTrial>
