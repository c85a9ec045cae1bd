/** What a person sets. Kept outside the database so that it is there before the key is open; nothing in it is secret. */
import { z } from 'zod'
import { MOST_ACCOUNTS } from './account'
import { id } from './common'
import { accelerator, quietHours } from './notices'
import { orderStatus } from './selling'
import { updateChannel } from './update'

export const LANGUAGES = ['en', 'hi', 'id'] as const
export const language = z.enum(LANGUAGES)
export type Language = z.infer<typeof language>

/** What the limits may be set to: messages of one account a day and a minute, megabytes of its WhatsApp Web; accounts. */
export const LIMIT_BOUNDS = {
  day: { min: 1, max: 10_000 },
  minute: { min: 1, max: 60 },
  memory: { min: 300, max: 8_000 },
  accounts: { min: 1, max: MOST_ACCOUNTS },
} as const

const within = ({ min, max }: { min: number; max: number }) => z.number().int().min(min).max(max)

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
  /** First run's linking was put off: the inbox opens without it. */
  linkLater: z.boolean(),
  /** Media larger than this many bytes are not fetched. */
  mediaCap: z
    .number()
    .int()
    .min(0)
    .max(100 * 1024 * 1024),
  /** ISO 3166-1 alpha-2: how national phone numbers are read. Null: as those of the linked number's country. */
  defaultCountry: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .nullable(),
  hintsSeen: z.boolean(),
  /** How many accounts may be added. Fewer than there are takes none away. */
  mostAccounts: within(LIMIT_BOUNDS.accounts),
  /** Which versions of Leadline are offered. */
  updateChannel,
  /** The system's notifications of new messages. */
  notifications: z.boolean(),
  /** They say that something came, without name and text. */
  notificationsPrivate: z.boolean(),
  /** No notifications in these hours; null for never. */
  quietHours: quietHours.nullable(),
  /** Conversations without notifications. */
  mutedChats: z.array(id).max(5000),
  /** Brings Leadline up from anywhere on the desktop; null for none. */
  shortcut: accelerator.nullable(),
  /** Minutes without input after which the screens are locked; null for never. */
  lockAfter: z.number().int().min(1).max(720).nullable(),
  /** Minutes after which the browser of a disconnected account that nobody uses is closed; null for never (feature row C10). */
  staleAfter: z.number().int().min(5).max(720).nullable(),
  /** Messages that go from each account on one day; those that are more wait for tomorrow. */
  dailyLimit: within(LIMIT_BOUNDS.day),
  /** Messages that go from each account in any 60 s. */
  minuteLimit: within(LIMIT_BOUNDS.minute),
  /** Megabytes that each account's WhatsApp Web may take before its page is loaded anew. */
  memoryLimit: within(LIMIT_BOUNDS.memory),
  /** The language customers are written to in; null: that of the screens. */
  customerLanguage: language.nullable(),
  /** Statuses of orders that customers are told of. */
  toldStatuses: z.array(orderStatus.exclude(['draft'])),
  /** Words of one's own about a status, in place of Leadline's. */
  statusWords: z.partialRecord(
    language,
    z.partialRecord(orderStatus.exclude(['draft']), z.string().trim().min(1).max(1000)),
  ),
  /** The shop's name on papers. */
  companyName: z.string().trim().max(120),
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
  linkLater: false,
  mediaCap: 16 * 1024 * 1024,
  defaultCountry: null,
  hintsSeen: false,
  mostAccounts: MOST_ACCOUNTS,
  updateChannel: 'stable',
  notifications: true,
  notificationsPrivate: false,
  quietHours: null,
  mutedChats: [],
  shortcut: null,
  lockAfter: null,
  dailyLimit: 1_000,
  minuteLimit: 20,
  memoryLimit: 800,
  staleAfter: 30,
  customerLanguage: null,
  toldStatuses: [],
  statusWords: {},
  companyName: '',
}
