/** The devices of a company, of the reference contract: telling how this one stands, and reading how all do. */
import { z } from 'zod'
import { AppError, deviceState, grade, serverCleanup, type Team } from '../../contract'
import type { Requester } from './reference'
import type { SessionAnswer } from './session'
import { instant } from './wire'

/** What is told of a device. Of texts and people, nothing. */
export interface DeviceReport {
  deviceName: string
  /** E.164 of the linked number. */
  phone: string | null
  state: z.infer<typeof deviceState>
  /** When this state began, ms. */
  since: number
  health: z.infer<typeof grade> | null
  /** Ms; null for never. */
  lastMessageAt: number | null
  queued: number
  unsynced: number
  appVersion: string
}

const time = (ms: number): string => new Date(ms).toISOString()

const sessionsAnswer = z.object({
  items: z.array(
    z.object({
      deviceId: z.string(),
      deviceName: z.string(),
      userName: z.string(),
      phone: z.string().nullable().default(null),
      state: deviceState,
      since: instant,
      health: grade.nullable().default(null),
      lastMessageAt: instant.nullable().default(null),
      queued: z.int().default(0),
      unsynced: z.int().default(0),
      appVersion: z.string(),
      reportedAt: instant,
    }),
  ),
})

/** @throws {AppError} that says why it could not be read. */
function bodyOf<T>(answer: SessionAnswer, shape: z.ZodType<T>): T {
  if (answer.kind === 'signed-out') throw new AppError('crm-signed-out', 'Sign in to the CRM first.')
  if (answer.kind === 'later') throw new AppError('crm-unreachable', answer.reason)
  if (answer.kind === 'refused')
    throw answer.status === 403
      ? new AppError('crm-forbidden', 'The CRM does not let this account see the team.')
      : new AppError('crm-protocol', `The CRM refused to tell (${answer.status}).`)
  const { success, data } = shape.safeParse(answer.body)
  if (!success) throw new AppError('crm-protocol', 'The CRM’s answer was not understood.')
  return data
}

export class TeamDesk {
  constructor(private readonly session: Requester) {}

  /** Whether the CRM took it. The last report stands, so that one which is lost is made up for by the next. */
  async report(deviceId: string, report: DeviceReport, signal: AbortSignal): Promise<boolean> {
    const { since, lastMessageAt } = report
    const body = {
      ...report,
      since: time(since),
      lastMessageAt: lastMessageAt === null ? null : time(lastMessageAt),
    }
    const path = `/api/whatsapp/sessions/${deviceId}`
    return (await this.session.request({ method: 'PUT', path, body }, signal)).kind === 'ok'
  }

  /** @throws {AppError} `crm-signed-out`, `crm-unreachable`, `crm-forbidden` or `crm-protocol`. */
  async read(signal: AbortSignal): Promise<Team> {
    const get = (path: string) => this.session.request({ method: 'GET', path }, signal)
    const [sessions, cleanup] = await Promise.all([
      get('/api/whatsapp/sessions/active'),
      get('/api/admin/cleanup-stats'),
    ])
    const { items } = bodyOf(sessions, sessionsAnswer)
    return {
      devices: items.map(({ deviceId: id, deviceName: name, ...rest }) => ({ id, name, ...rest })),
      cleanup: bodyOf(cleanup, serverCleanup),
    }
  }
}
