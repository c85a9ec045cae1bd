/** An account: one WhatsApp number linked on this machine (feature rows A1, B3, F5). */
import { z } from 'zod'
import { instant, phone } from './common'

export const accountState = z.enum([
  /** Never linked, or unlinked: needs a QR. */
  'unlinked',
  /** A QR or a pairing code is shown (or about to be). */
  'linking',
  /** Linked; WhatsApp or Leadline is loading history. Messages already come in. */
  'syncing',
  'connected',
  /** WhatsApp can't be reached now; tries again by itself. Also before anything was linked. */
  'reconnecting',
  /** Switched off by the person: nothing is running. */
  'stopped',
  /** Needs the person; `reason` says what. */
  'attention',
])
export type AccountState = z.infer<typeof accountState>

export const attentionReason = z.enum([
  'logged-out',
  /** While linking: WhatsApp asks for a phone although one was linked here, because its session was lost on this computer. */
  'link-lost',
  /** Not linked: another account here has this very number, so that WhatsApp was signed out again. */
  'linked-twice',
  'conflict',
  'banned',
  /** While connected: WhatsApp takes no messages to new chats for a time (its "reach-out timelock"). */
  'timelock',
  'auth-failure',
  /** WhatsApp Web has changed: Leadline needs an update. */
  'changed',
  'passkey',
  'qr-unanswered',
  'browser-missing',
  'profile-in-use',
  /** The link ended, but its profile could not be deleted so far; nothing of it is used again. */
  'profile-left',
])
export type AttentionReason = z.infer<typeof attentionReason>

/** `main` for the first account, a UUID for the others; also the name of a folder and of a browser's partition. */
export const accountId = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, 'an account id')

/** At most so many accounts in one Leadline; a preference may allow fewer (feature row B14). */
export const MOST_ACCOUNTS = 10

/** What an account is told apart by, besides its name. The screens have each for light and dark. */
export const ACCOUNT_COLOURS = [
  'teal',
  'blue',
  'violet',
  'orange',
  'pink',
  'green',
  'red',
  'brown',
  'olive',
  'slate',
] as const
export const accountColour = z.enum(ACCOUNT_COLOURS)
export type AccountColour = z.infer<typeof accountColour>

/** The person's own name for an account. */
export const accountLabel = z.string().trim().min(1).max(40)

/** The encrypted copy of an account's link to the phone, from which a lost one is restored (feature row B11). */
export const sessionCopy = z.object({
  /** The browser is closed for a moment because of it: no trouble, and over within seconds. */
  doing: z.enum(['saving', 'restoring']).nullable(),
  /** The link was lost and the copy was of no use: damaged, changed, of another key or version, or no longer linked. */
  refused: z.boolean(),
  /** Null where there is none that could be used. */
  takenAt: instant.nullable(),
  bytes: z.number().int().nonnegative(),
})
export type SessionCopy = z.infer<typeof sessionCopy>

export const NO_SESSION_COPY: SessionCopy = { doing: null, refused: false, takenAt: null, bytes: 0 }

export const account = z.object({
  id: accountId,
  /** As the person calls it; null where they do not. */
  label: accountLabel.nullable(),
  colour: accountColour,
  /** As the person calls themselves at WhatsApp. */
  name: z.string().nullable(),
  phone: phone.nullable(),
  /** The CRM's id of who linked it; null for nobody in particular. See `isOwn`. */
  linkedBy: z.string().nullable(),
  state: accountState,
  reason: attentionReason.nullable(),
  /** When this state began. */
  since: instant,
  qr: z.object({ text: z.string(), expiresAt: instant, round: z.number().int() }).nullable(),
  pairingCode: z.object({ code: z.string(), phone, expiresAt: instant }).nullable(),
  /** What is being loaded, in real units; total null while unknown. */
  progress: z
    .object({
      unit: z.enum(['percent', 'chats', 'messages']),
      done: z.number().int(),
      total: z.number().int().nullable(),
    })
    .nullable(),
  /** Reconnecting or linking: when the next try is made, null while one is under way. */
  nextTryAt: instant.nullable(),
  today: z.object({
    sent: z.number().int(),
    received: z.number().int(),
    /** People with whom nothing was exchanged before today, and to whom a message of ours went today. */
    newContacts: z.number().int(),
    /** How many may be sent; at this number whatever is written waits for tomorrow. */
    limit: z.number().int(),
  }),
  /** Sending held back by the person. */
  paused: z.boolean(),
  sessionCopy,
})
export type Account = z.infer<typeof account>
