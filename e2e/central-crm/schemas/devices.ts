/** What each device tells of its WhatsApp connection, and what the admin sees. */
import { z } from 'zod'
import { line, phone, timestamp, uuid } from './common'

export const deviceId = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/)

export const sessionInput = z.strictObject({
  deviceName: line(120),
  phone: phone.nullable().default(null),
  state: z.enum([
    'starting',
    'linking',
    'syncing',
    'ready',
    'offline',
    'unlinked',
    'outdated',
    'paused',
    'stopped',
  ]),
  /** When this state began. */
  since: timestamp,
  lastMessageAt: timestamp.nullable().default(null),
  /** How well it is; null where there is nothing to judge. */
  health: z.enum(['healthy', 'warning', 'critical']).nullable().default(null),
  /** Messages waiting to be sent. */
  queued: z.int().min(0).default(0),
  /** CRM changes waiting to be pushed. */
  unsynced: z.int().min(0).default(0),
  appVersion: line(40),
})
export const session = z.object({
  ...sessionInput.shape,
  deviceId,
  userId: uuid,
  userName: z.string(),
  reportedAt: timestamp,
})
export const activeSessions = z.object({ items: z.array(session) })

export const cleanupStats = z.object({
  /** Devices that have not reported for 10 minutes. */
  staleSessions: z.int(),
  deadRefreshTokens: z.int(),
  idempotencyKeys: z.int(),
  tombstones: z.int(),
  requestsLogged: z.int(),
})
export const health = z.object({ status: z.literal('ok'), time: timestamp, version: z.string() })
