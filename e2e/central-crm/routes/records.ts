/** The routes of every kind of record: read one, list by cursor, write. */
import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { parseBody, Problem } from '../problem'
import type { Resource } from '../resources/resource'
import { requireRole, seesOwnOnly } from '../roles'
import type { User } from '../schemas/auth'
import { phone, uuid } from '../schemas/common'
import { present, presentTombstone, type Fields, type StoredRecord } from '../store/records'
import type { World } from '../world'
import { parseIfMatch, performWrite, type WriteAnswer } from '../write'
import { idempotencyKey, signedIn } from './context'

export const MAX_PAGE = 500

const idParams = z.object({ id: uuid })
const listQuery = z.strictObject({
  cursor: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(100),
})
const contactQuery = listQuery.extend({ phone: phone.optional() })
const otherQuery = listQuery.extend({ phone: z.undefined().optional() })

const writeCursor = (seq: number) => Buffer.from(`c1:${seq}`).toString('base64url')

/** @throws {Problem} `bad-request` for a cursor that is not ours. */
function readCursor(cursor: string | undefined): number {
  if (cursor === undefined || cursor === '') return 0
  const seq = /^c1:(\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString())?.[1]
  if (seq === undefined) throw new Problem('bad-request', 'This cursor was not given by this server.')
  return Number(seq)
}

/** The id in the address, whose form is checked before anything is looked up. */
function idOf(request: FastifyRequest): string {
  const { data } = idParams.safeParse(request.params)
  if (!data) throw new Problem('bad-request', 'The id in the address must be a UUID.')
  request.crm.recordId = data.id.toLowerCase()
  return request.crm.recordId
}

const sendWritten = (reply: FastifyReply, answer: WriteAnswer) =>
  reply
    .status(answer.status)
    .header('etag', `"${String(answer.body['version'])}"`)
    .headers(answer.replayed ? { 'idempotency-replayed': 'true' } : {})
    .send(answer.body)

export function recordRoutes(app: FastifyInstance, world: World, resource: Resource): void {
  const { kind, readers, scope } = resource
  const list = `/api/${resource.path}`

  const reader = async (request: FastifyRequest): Promise<User> => {
    request.crm.kind = kind
    const user = await signedIn(world, request)
    requireRole(user, readers, `read ${resource.path}`)
    return user
  }
  const hidden = (user: User, record: StoredRecord) =>
    scope === 'own' && seesOwnOnly(user) && record.ownerId !== user.id
  const show = (user: User, record: StoredRecord): Fields =>
    record.deleted || hidden(user, record) ? { ...presentTombstone(record) } : present(record)

  app.get(list, async (request) => {
    const user = await reader(request)
    const query = parseBody(kind === 'contact' ? contactQuery : otherQuery, request.query)
    const from = readCursor(query.cursor)
    if (query.phone !== undefined) {
      const found = world.records.withPhone(query.phone).slice(0, query.limit)
      return { items: found.map((record) => show(user, record)), nextCursor: writeCursor(from), more: false }
    }
    const viewer = scope === 'own' && seesOwnOnly(user) ? user.id : null
    const found = world.records.after(kind, from, query.limit + 1, viewer)
    const page = found.slice(0, query.limit)
    return {
      items: page.map((record) => show(user, record)),
      nextCursor: writeCursor(page.at(-1)?.seq ?? from),
      more: found.length > page.length,
    }
  })

  app.get(`${list}/:id`, async (request, reply) => {
    const user = await reader(request)
    const id = idOf(request)
    const record = world.records.get(kind, id)
    if (!record) throw new Problem('not-found', `There is no ${kind} ${id}.`)
    if (hidden(user, record)) throw new Problem('forbidden', `This ${kind} belongs to somebody else.`)
    if (record.deleted)
      throw new Problem('gone', `This ${kind} was deleted.`, { current: show(user, record) })
    return reply.header('etag', `"${record.version}"`).send(show(user, record))
  })

  const write = async (request: FastifyRequest, reply: FastifyReply, method: 'PUT' | 'POST') => {
    request.crm.kind = kind
    const user = await signedIn(world, request)
    const id = method === 'PUT' ? idOf(request) : randomUUID()
    const answer = performWrite(world, {
      user,
      resource,
      id,
      method,
      path: method === 'PUT' ? `${list}/${id}` : list,
      key: idempotencyKey(request),
      ifMatch: parseIfMatch(request.headers['if-match']),
      body: request.body,
      fault: request.crm.fault,
      inBatch: false,
    })
    request.crm.logged = true
    return sendWritten(reply, answer)
  }
  if (resource.writers !== null) app.put(`${list}/:id`, (request, reply) => write(request, reply, 'PUT'))
  if (resource.post) app.post(list, (request, reply) => write(request, reply, 'POST'))
}
