/** What is known of a running request, and the hooks every request passes: latency, ordered faults, the log, problem documents. */
import { setTimeout as wait } from 'node:timers/promises'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Problem } from '../problem'
import type { User } from '../schemas/auth'
import type { FaultKind, LogEntry } from '../schemas/control'
import { TYPE_PREFIX, type ProblemType } from '../schemas/problem'
import type { World } from '../world'

interface RequestState {
  user: User | null
  fault: FaultKind | null
  kind: string | null
  recordId: string | null
  problem: string | null
  /** Whether a request that succeeds has written something. */
  writes: boolean
  logged: boolean
}

declare module 'fastify' {
  interface FastifyRequest {
    crm: RequestState
  }
}

const CONTROL = '/_control'
const pathOf = (request: FastifyRequest) => request.url.split('?')[0] ?? request.url

export const idempotencyKey = (request: FastifyRequest): string | null => {
  const header = request.headers['idempotency-key']
  return typeof header === 'string' ? header : null
}

/** Who asks. @throws {Problem} `not-signed-in` or `token-expired`. */
export async function signedIn(world: World, request: FastifyRequest): Promise<User> {
  request.crm.user = await world.tokens.bearer(request.headers.authorization)
  return request.crm.user
}

export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  reply.request.crm.problem = TYPE_PREFIX + problem.type
  return reply
    .status(problem.status)
    .type('application/problem+json')
    .send(JSON.stringify(problem.document()))
}

function logRequest(
  world: World,
  request: FastifyRequest,
  entry: Pick<LogEntry, 'status' | 'outcome'>,
): void {
  const { user, fault, kind, recordId, problem } = request.crm
  request.crm.logged = true
  world.log.add({
    method: request.method,
    path: pathOf(request),
    idempotencyKey: idempotencyKey(request),
    ...entry,
    kind,
    recordId,
    userId: user?.id ?? null,
    fault,
    inBatch: false,
    problem,
  })
}

const closed = (request: FastifyRequest) =>
  new Promise<void>((resolve) => {
    if (request.raw.socket.destroyed) resolve()
    else request.raw.socket.once('close', () => resolve())
  })

const ANSWERED_FAULTS: Partial<Record<FaultKind, ProblemType>> = {
  '500': 'internal',
  '503': 'unavailable',
  '429': 'too-many-requests',
  '401': 'token-expired',
  '422': 'validation',
}

/** What a hotel's network answers in place of any site. */
const PORTAL = '<!doctype html><title>Welcome</title><p>Enter your room number to go online.'

/** A fault that comes before anything is done. */
async function failBefore(world: World, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const fault = world.faults.take(request.method, pathOf(request))
  if (!fault) return undefined
  request.crm.fault = fault.kind
  const type = ANSWERED_FAULTS[fault.kind]
  if (type) {
    const problem = new Problem(type, 'The server was told to fail.')
    request.crm.problem = TYPE_PREFIX + type
    logRequest(world, request, { status: problem.status, outcome: 'failed' })
    if (type === 'unavailable' || type === 'too-many-requests') reply.header('retry-after', fault.retryAfter)
    return sendProblem(reply, problem)
  }
  if (fault.kind === 'portal') {
    logRequest(world, request, { status: 200, outcome: 'failed' })
    return reply.type('text/html').send(PORTAL)
  }
  if (fault.kind !== 'cut-before-commit' && fault.kind !== 'timeout') return undefined
  logRequest(world, request, { status: null, outcome: 'failed' })
  reply.hijack()
  if (fault.kind === 'cut-before-commit') request.raw.socket.destroy()
  else await closed(request)
  return reply
}

const outcomeOf = (status: number, writes: boolean): LogEntry['outcome'] => {
  if (status >= 500) return 'failed'
  if (status >= 400) return 'refused'
  return writes ? 'committed' : 'answered'
}

/** A fastify error (bad JSON, too large …) or anything else, as a problem. */
function asProblem(error: FastifyError | Problem): Problem {
  if (error instanceof Problem) return error
  if (error.statusCode === 413) return new Problem('too-large', 'Send less at once.')
  if (error.statusCode === 415) return new Problem('unsupported-media-type', 'Send application/json.')
  if (error.statusCode !== undefined && error.statusCode < 500)
    return new Problem('bad-request', error.message)
  console.error(error)
  return new Problem('internal', 'Something broke in the server; its own output says what.')
}

export function addHooks(app: FastifyInstance, world: World): void {
  app.decorateRequest('crm')
  app.addHook('onRequest', (request, _reply, done) => {
    request.crm = {
      user: null,
      fault: null,
      kind: null,
      recordId: null,
      problem: null,
      writes: false,
      logged: false,
    }
    done()
  })
  app.addHook('preValidation', async (request, reply) => {
    if (pathOf(request).startsWith(CONTROL)) return undefined
    const latency = world.faults.latency()
    if (latency > 0) await wait(latency)
    return failBefore(world, request, reply)
  })
  app.addHook('onSend', async (request, reply) => {
    if (pathOf(request).startsWith(CONTROL)) return
    const { crm } = request
    if (!crm.logged)
      logRequest(world, request, {
        status: reply.statusCode,
        outcome: outcomeOf(reply.statusCode, crm.writes),
      })
    if (crm.fault === 'cut-after-commit') request.raw.socket.destroy()
    if (crm.fault === 'timeout-after-commit') await closed(request)
  })
  app.setErrorHandler((error: FastifyError | Problem, _request, reply) =>
    sendProblem(reply, asProblem(error)),
  )
  app.setNotFoundHandler((request, reply) =>
    sendProblem(reply, new Problem('not-found', `There is no ${request.method} ${pathOf(request)} here.`)),
  )
}
