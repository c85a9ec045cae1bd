/** What devices report of their WhatsApp connection, what the admin sees of it, and the server's own health. */
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { parseBody, Problem } from '../problem'
import { requireRole } from '../roles'
import { deviceId, session, sessionInput } from '../schemas/devices'
import type { World } from '../world'
import { signedIn } from './context'

/** Milliseconds without a report after which a device no longer counts as active. */
const ACTIVE_FOR = 10 * 60_000
const params = z.object({ deviceId })

interface Row {
  device_id: string
  user_id: string
  data: string
  reported_at: number
}

export function adminRoutes(app: FastifyInstance, world: World, version: string): void {
  const { db } = world
  const shown = (row: Row) =>
    session.parse({
      ...sessionInput.parse(JSON.parse(row.data)),
      deviceId: row.device_id,
      userId: row.user_id,
      userName: world.accounts.get(row.user_id)?.name ?? '',
      reportedAt: new Date(row.reported_at).toISOString(),
    })
  const find = (id: string) => db.prepare<[string], Row>('SELECT * FROM sessions WHERE device_id = ?').get(id)
  const count = (sql: string, ...values: number[]) =>
    db.prepare<number[], { n: number }>(sql).get(...values)?.n ?? 0

  /** The last report stands; it carries no version and needs no key. */
  app.put('/api/whatsapp/sessions/:deviceId', async (request) => {
    const user = await signedIn(world, request)
    requireRole(user, 'employee', 'report a device')
    const { data } = params.safeParse(request.params)
    if (!data) throw new Problem('bad-request', 'A device id is 8 to 64 letters, digits, _ or -.')
    const id = data.deviceId
    const input = parseBody(sessionInput, request.body)
    const before = find(id)
    if (before && before.user_id !== user.id)
      throw new Problem('forbidden', 'This device is reported by somebody else.')
    const row: Row = {
      device_id: id,
      user_id: user.id,
      data: JSON.stringify(input),
      reported_at: world.now(),
    }
    db.prepare('INSERT OR REPLACE INTO sessions VALUES (@device_id, @user_id, @data, @reported_at)').run(row)
    request.crm.writes = true
    return shown(row)
  })

  app.get('/api/whatsapp/sessions/active', async (request) => {
    requireRole(await signedIn(world, request), 'admin', 'see all devices')
    const rows = db
      .prepare<[number], Row>('SELECT * FROM sessions WHERE reported_at > ? ORDER BY reported_at DESC')
      .all(world.now() - ACTIVE_FOR)
    return { items: rows.map(shown).filter(({ state }) => state !== 'stopped') }
  })

  app.get('/api/admin/cleanup-stats', async (request) => {
    requireRole(await signedIn(world, request), 'admin', 'see what can be cleaned up')
    return {
      staleSessions: count(
        'SELECT count(*) AS n FROM sessions WHERE reported_at <= ?',
        world.now() - ACTIVE_FOR,
      ),
      deadRefreshTokens: world.tokens.countDead(),
      idempotencyKeys: count('SELECT count(*) AS n FROM answers'),
      tombstones: count('SELECT count(*) AS n FROM records WHERE deleted = 1'),
      requestsLogged: count('SELECT count(*) AS n FROM log'),
    }
  })

  app.get('/health', () => ({ status: 'ok' as const, time: new Date(world.now()).toISOString(), version }))
}
