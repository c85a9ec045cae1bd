/** Product pictures, addressed by their content, so that they can be kept for ever and uploaded twice without harm. */
import { createHash } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { invalid, Problem } from '../problem'
import { requireRole } from '../roles'
import { picture } from '../schemas/selling'
import { keepPicture } from '../store/pictures'
import type { World } from '../world'
import { signedIn } from './context'

const MAX_BYTES = 2 * 1024 * 1024
const params = z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/) })
const types = picture.shape.contentType

const sha256Of = (request: { params: unknown }) => {
  const { data } = params.safeParse(request.params)
  if (!data) throw new Problem('bad-request', 'A picture is addressed by the SHA-256 of its content.')
  return data.sha256
}

export function pictureRoutes(app: FastifyInstance, world: World): void {
  app.addContentTypeParser(
    types.options,
    { parseAs: 'buffer', bodyLimit: MAX_BYTES },
    (_request, body, done) => done(null, body),
  )

  app.get('/api/pictures/:sha256', (request, reply) => {
    const found = world.db
      .prepare<[string], { content_type: string; bytes: Buffer }>('SELECT * FROM pictures WHERE sha256 = ?')
      .get(sha256Of(request))
    if (!found) throw new Problem('not-found', 'There is no such picture.')
    return reply
      .header('cache-control', 'public, max-age=31536000, immutable')
      .type(found.content_type)
      .send(found.bytes)
  })

  app.put('/api/pictures/:sha256', async (request, reply) => {
    const user = await signedIn(world, request)
    requireRole(user, 'manager', 'upload pictures')
    const contentType = types.safeParse(request.headers['content-type']?.split(';')[0]).data
    if (!contentType || !Buffer.isBuffer(request.body))
      throw new Problem('unsupported-media-type', `Send one of ${types.options.join(', ')}.`)
    const sha256 = createHash('sha256').update(request.body).digest('hex')
    if (sha256 !== sha256Of(request)) throw invalid('', `the content has the SHA-256 ${sha256}`)
    const kept = keepPicture(world.db, request.body, contentType)
    request.crm.writes = true
    return reply.status(201).send(kept)
  })
}
