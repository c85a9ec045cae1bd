/** The test's own door (see schemas/control.ts). It needs no sign-in: the server listens on loopback and serves tests only. */
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { parseBody, Problem } from '../problem'
import { resourceOf } from '../resources'
import { controlOrder, recordKind, type ControlOrder } from '../schemas/control'
import { present, presentTombstone } from '../store/records'
import type { World } from '../world'

const logQuery = z.object({
  after: z.coerce.number().int().min(0).default(0),
  /** Milliseconds to wait for an entry. */
  wait: z.coerce.number().int().min(0).max(30_000).default(0),
})
const kindParams = z.object({ kind: recordKind })

function edit(world: World, order: Extract<ControlOrder, { do: 'edit' }>) {
  return world.db.transaction(() => {
    const record = world.records.get(order.kind, order.id)
    if (!record && !order.isNew) throw new Problem('not-found', `There is no ${order.kind} ${order.id}.`)
    const data = { ...record?.data, ...order.set }
    const now = new Date(world.now()).toISOString()
    const { createdAt, updatedAt } = record ?? { createdAt: now, updatedAt: now }
    const stamps = { id: order.id, version: 1, deleted: false, createdAt, updatedAt }
    parseBody(resourceOf(order.kind).output, { ...data, ...stamps })
    const saved = world.records.save(order.kind, order.id, data, order.delete ?? false)
    return saved.deleted ? { ...presentTombstone(saved) } : present(saved)
  })()
}

function obey(world: World, order: ControlOrder): unknown {
  switch (order.do) {
    case 'fail':
      world.faults.add(order)
      return { ok: true }
    case 'clear':
      world.faults.clear()
      return { ok: true }
    case 'latency':
      world.faults.setLatency(order.ms, order.jitter ?? 0)
      return { ok: true }
    case 'expire-tokens':
      world.tokens.expireAll(order.refresh ?? false)
      return { ok: true }
    case 'set-role':
      if (!world.accounts.setRole(order.email, order.role))
        throw new Problem('not-found', `Nobody has the email ${order.email}.`)
      return { ok: true }
    case 'edit':
      return edit(world, order)
  }
}

export function controlRoutes(app: FastifyInstance, world: World): void {
  app.post('/_control', (request, reply) => reply.send(obey(world, parseBody(controlOrder, request.body))))

  app.get('/_control/log', async (request) => {
    const { after, wait } = parseBody(logQuery, request.query)
    const entries = await world.log.wait(after, wait)
    return { entries, last: entries.at(-1)?.seq ?? after }
  })

  app.get('/_control/history/:kind', (request, reply) => {
    const { kind } = parseBody(kindParams, request.params)
    return reply.send({ items: world.records.history(kind) })
  })

  app.get('/_control/records/:kind', (request, reply) => {
    const { kind } = parseBody(kindParams, request.params)
    const items = world.records.all(kind)
    return reply.send({ items: items.map((one) => (one.deleted ? presentTombstone(one) : present(one))) })
  })
}
