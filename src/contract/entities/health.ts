/** How well an account is, why, and since when (feature rows B13, B18, B20). */
import { z } from 'zod'
import { accountId, accountState, attentionReason } from './account'
import { instant } from './common'

/** From good to bad. */
export const GRADES = ['healthy', 'warning', 'critical'] as const
export const grade = z.enum(GRADES)
export type Grade = z.infer<typeof grade>

export const healthReason = z.enum([
  /** The account's own state says what is wrong, and since when. */
  'attention',
  /** Minutes without a connection. */
  'disconnected',
  /** Tries in a row that failed. */
  'tries',
  /** Percent of the day's limit. */
  'usage',
  /** Percent of the last hour's messages that did not go. */
  'sends-failing',
  /** Messages of the last hour that WhatsApp took and then gave back. */
  'not-delivered',
  /** WhatsApp takes no messages to new chats. */
  'timelock',
  /** Megabytes. */
  'memory',
  /** Minutes without a sign of life, though the page calls itself connected. */
  'probe',
])
export type HealthReason = z.infer<typeof healthReason>

export const accountHealth = z.object({
  accountId,
  /** Null where there is nothing to judge: never linked, being linked, or switched off. */
  grade: grade.nullable(),
  /** Worst first; none for `healthy`. `value` in the unit of the code, null where it has none. */
  reasons: z.array(
    z.object({
      code: healthReason,
      grade: z.enum(['warning', 'critical']),
      value: z.number().int().nullable(),
    }),
  ),
  /** When this grade began. */
  since: instant,
  /** When the person was last told that it got worse; null for never. */
  alarmedAt: instant.nullable(),
})
export type AccountHealth = z.infer<typeof accountHealth>

/** How many days of history are kept. */
export const HEALTH_DAYS = 30

/** One local calendar day: minutes in each grade, as far as Leadline ran, and what went and came. */
export const healthDay = z.object({
  /** `YYYY-MM-DD` */
  day: z.string(),
  minutes: z.object({ healthy: z.number(), warning: z.number(), critical: z.number() }),
  sent: z.number().int(),
  received: z.number().int(),
})
export type HealthDay = z.infer<typeof healthDay>

/** A state the account came into, with how well it was then. */
export const accountChange = z.object({
  at: instant,
  state: accountState,
  reason: attentionReason.nullable(),
  grade: grade.nullable(),
  reasons: z.array(healthReason),
})
export type AccountChange = z.infer<typeof accountChange>
