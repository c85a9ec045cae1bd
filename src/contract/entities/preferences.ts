/** What a person sets. Kept outside the database so that it is there before the key is open; nothing in it is secret. */
import { z } from 'zod'

export const LANGUAGES = ['en', 'hi', 'id'] as const
export const language = z.enum(LANGUAGES)
export type Language = z.infer<typeof language>

export const preferences = z.object({
  /** Null until chosen at first run. */
  language: language.nullable(),
  theme: z.enum(['system', 'light', 'dark']),
  /** Single-letter keys outside text fields (WCAG 2.1.4: can be switched off). */
  letterKeys: z.boolean(),
  /** Tell customers that their messages were seen when the salesperson opens the chat. */
  sendSeen: z.boolean(),
  /** What may be stored: null until chosen at first run. */
  keep: z.enum(['known', 'everything']).nullable(),
  /** When the risk of unofficial use was accepted; null until then. */
  riskAcceptedAt: z.number().int().nullable(),
  /** First run's CRM step was done or skipped. */
  crmStepDone: z.boolean(),
  /** Media larger than this many bytes are not fetched. */
  mediaCap: z
    .number()
    .int()
    .min(0)
    .max(100 * 1024 * 1024),
  /** ISO 3166-1 alpha-2: how national phone numbers are read (feature row A7: 91). */
  defaultCountry: z.string().regex(/^[A-Z]{2}$/),
  hintsSeen: z.boolean(),
})
export type Preferences = z.infer<typeof preferences>

export const DEFAULT_PREFERENCES: Preferences = {
  language: null,
  theme: 'system',
  letterKeys: true,
  sendSeen: false,
  keep: null,
  riskAcceptedAt: null,
  crmStepDone: false,
  mediaCap: 16 * 1024 * 1024,
  defaultCountry: 'IN',
  hintsSeen: false,
}
