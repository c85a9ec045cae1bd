/** Up to 100 writes in one request. Each stands alone: its own transaction, its own answer, its own line in the log. */
import type { FastifyInstance } from 'fastify'
import { parseBody, Problem } from '../problem'
import { resources } from '../resources'
import { requireRole } from '../roles'
import { uuid } from '../schemas/common'
import { batchInput, type BatchOutput } from '../schemas/batch'
import { performWrite, type WriteAnswer } from '../write'
import type { World } from '../world'
import { signedIn } from './context'

const MAX_BYTES = 8 * 1024 * 1024

function target(path: string) {
  const [, collection, id] = /^\/api\/([a-z]+)\/([^/?#]+)$/.exec(path) ?? []
  const resource = resources.find((one) => one.path === collection)
  if (!resource || !uuid.safeParse(id).success || id === undefined)
    throw new Problem('not-found', `A batch can't write ${path}.`)
  return { resource, id: id.toLowerCase() }
}

export function batchRoutes(app: FastifyInstance, world: World): void {
  app.post('/api/batch', { bodyLimit: MAX_BYTES }, async (request): Promise<BatchOutput> => {
    const user = await signedIn(world, request)
    requireRole(user, 'employee', 'write in batches')
    const { operations } = parseBody(batchInput, request.body)
    const { fault } = request.crm
    const results = operations.map(({ idempotencyKey, method, path, ifMatch, body }, index) => {
      const at: { kind: string | null; recordId: string | null } = { kind: null, recordId: null }
      const key = idempotencyKey
      try {
        const { resource, id } = target(path)
        Object.assign(at, { kind: resource.kind, recordId: id })
        if (fault === 'batch-partly' && index % 2 === 1)
          throw new Problem(index % 4 === 1 ? 'unavailable' : 'validation', 'The server was told to fail.')
        const answer: WriteAnswer = performWrite(world, {
          ...{ user, resource, id, method, path, key, body, fault },
          ifMatch: ifMatch ?? null,
          inBatch: true,
        })
        return { idempotencyKey, ...answer }
      } catch (error) {
        if (!(error instanceof Problem)) throw error
        const document = error.document()
        world.log.add({
          ...{ method, path, idempotencyKey, fault },
          ...at,
          status: error.status,
          outcome: 'refused',
          userId: user.id,
          inBatch: true,
          problem: document.type,
        })
        return { idempotencyKey, status: error.status, replayed: false, body: { ...document } }
      }
    })
    return { results }
  })
}
