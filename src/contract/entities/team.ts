/** The company's devices, as its admin sees them (feature rows A11, C11). */
import { z } from 'zod'
import { instant } from './common'
import { grade } from './health'

/** A device's connection to WhatsApp, in the words of the CRM's contract. */
export const deviceState = z.enum([
  'starting',
  'linking',
  'syncing',
  'ready',
  'offline',
  'unlinked',
  /** WhatsApp Web has changed: Leadline needs an update there. */
  'outdated',
  'paused',
  'stopped',
])
export type DeviceState = z.infer<typeof deviceState>

/** One WhatsApp account on one computer. */
export const teamDevice = z.object({
  id: z.string(),
  name: z.string(),
  userName: z.string(),
  /** E.164; null where it is not known. */
  phone: z.string().nullable(),
  state: deviceState,
  /** When this state began. */
  since: instant,
  /** Null where there is nothing to judge. */
  health: grade.nullable(),
  lastMessageAt: instant.nullable(),
  /** Messages waiting to be sent. */
  queued: z.number().int(),
  /** Changes waiting for the CRM. */
  unsynced: z.number().int(),
  appVersion: z.string(),
  reportedAt: instant,
})
export type TeamDevice = z.infer<typeof teamDevice>

/** What the CRM's server could clean up: how many of each. */
export const serverCleanup = z.object({
  staleSessions: z.number().int(),
  deadRefreshTokens: z.number().int(),
  idempotencyKeys: z.number().int(),
  tombstones: z.number().int(),
  requestsLogged: z.number().int(),
})
export type ServerCleanup = z.infer<typeof serverCleanup>

/** Devices that reported within the last minutes, and the server's figures. */
export const team = z.object({ devices: z.array(teamDevice), cleanup: serverCleanup })
export type Team = z.infer<typeof team>
