/**
 * A stand-in for a site with Frappe CRM and ERPNext: their REST interface over real HTTP on loopback, as its documentation and sources
 * say, kept in memory. The maintained client frappe-js-sdk is run against it besides Leadline's own (sdk.test.ts), so that it is not
 * shaped to the latter.
 */
import Fastify, { type FastifyReply, type FastifyRequest } from 'fastify'
import { z } from 'zod'
import { listDocs, listQuery } from './query'
import { Refusal } from './refusal'
import { SiteStore, type Doc, type SiteOptions } from './store'

export interface Key {
  user: string
  key: string
  secret: string
}

/** `refused`: for good, though nothing is wrong with it. */
export type Fault = '500' | '503' | '429' | 'cut-before-commit' | 'cut-after-commit' | 'deadlock' | 'refused'

export interface Logged {
  method: string
  path: string
  status: number | null
}

export interface FrappeSite {
  url: string
  store: SiteStore
  log: Logged[]
  /** Lets the coming requests of a method fail, one fault each. */
  fail: (method: string, ...faults: Fault[]) => void
  /** Takes all keys away. */
  revoke: () => void
  close: () => Promise<void>
}

const named = z.object({ doctype: z.string(), name: z.string().optional() })
const fields = z.record(z.string(), z.unknown())

export interface FrappeOptions extends Partial<SiteOptions> {
  port?: number
  keys: readonly Key[]
}

/** Starts the site on 127.0.0.1. */
export async function startFrappe(options: FrappeOptions): Promise<FrappeSite> {
  const store = new SiteStore({ now: Date.now, ...options })
  const keys = [...options.keys]
  const faults = new Map<string, Fault[]>()
  const log: Logged[] = []
  const app = Fastify({ forceCloseConnections: true, logger: false })

  const userOf = (request: FastifyRequest): string => {
    const [, key, secret] = /^token ([^:]+):(.+)$/.exec(request.headers.authorization ?? '') ?? []
    const found = keys.find((one) => one.key === key && one.secret === secret)
    if (!found) throw new Refusal('AuthenticationError', 'Invalid API key or secret')
    return found.user
  }
  const allowed = (doctype: string): void => {
    store.def(doctype)
    if (options.forbidden?.includes(doctype))
      throw new Refusal(
        'PermissionError',
        `User does not have doctype access via role permission for document ${doctype}`,
      )
  }
  const shown = (doctype: string, doc: Doc): object => ({ data: { ...doc, doctype } })

  // A DELETE may say that it brings JSON, and bring nothing: Frappe takes that.
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, body === '' ? {} : JSON.parse(String(body)))
    } catch {
      done(new Refusal('ValidationError', 'Invalid JSON'))
    }
  })
  app.addHook('preHandler', async (request, reply) => {
    const fault = faults.get(request.method)?.shift()
    if (!fault) return undefined
    if (fault === 'cut-before-commit') {
      log.push({ method: request.method, path: request.url, status: null })
      reply.hijack()
      request.raw.socket.destroy()
      return reply
    }
    if (fault === 'cut-after-commit') {
      cut.add(request)
      return undefined
    }
    if (fault === 'deadlock')
      throw new Refusal('QueryDeadlockError', 'Deadlock found when trying to get lock')
    if (fault === 'refused') throw new Refusal('PermissionError', 'Not permitted')
    return reply
      .status(Number(fault))
      .send({ exc_type: fault === '429' ? 'RateLimitExceededError' : 'SessionStopped' })
  })
  const cut = new WeakSet<FastifyRequest>()
  app.addHook('onSend', (request, reply: FastifyReply, payload, done) => {
    log.push({ method: request.method, path: decodeURIComponent(request.url), status: reply.statusCode })
    if (cut.has(request)) request.raw.socket.destroy()
    done(null, payload)
  })
  app.setErrorHandler((error: unknown, _request, reply) => {
    const refusal = error instanceof Refusal ? error : new Refusal('ValidationError', String(error))
    return reply.status(refusal.status).send(refusal.body())
  })
  app.setNotFoundHandler((_request, reply) =>
    reply.status(404).send(new Refusal('DoesNotExistError', 'Not Found').body()),
  )

  const ping = () => ({ message: 'pong' })
  app.get('/api/method/ping', ping)
  app.get('/api/method/frappe.ping', ping)
  app.get('/api/method/frappe.auth.get_logged_user', (request) => ({ message: userOf(request) }))
  app.get('/api/method/frappe.client.get_count', (request) => {
    userOf(request)
    const { doctype, filters } = z
      .object({ doctype: z.string(), filters: z.string().optional() })
      .parse(request.query)
    allowed(doctype)
    const all = listQuery.parse({ ...(filters ? { filters } : {}), limit_page_length: 0 })
    return { message: listDocs(store, doctype, all).length }
  })
  app.get('/api/resource/:doctype', (request) => {
    userOf(request)
    const { doctype } = named.parse(request.params)
    allowed(doctype)
    return { data: listDocs(store, doctype, listQuery.parse(request.query)) }
  })
  app.post('/api/resource/:doctype', (request) => {
    const user = userOf(request)
    const { doctype } = named.parse(request.params)
    allowed(doctype)
    return shown(doctype, store.insert(doctype, fields.parse(request.body), user))
  })
  app.get('/api/resource/:doctype/:name', (request) => {
    userOf(request)
    const { doctype, name = '' } = named.parse(request.params)
    allowed(doctype)
    return shown(doctype, store.get(doctype, name))
  })
  app.put('/api/resource/:doctype/:name', (request) => {
    const user = userOf(request)
    const { doctype, name = '' } = named.parse(request.params)
    allowed(doctype)
    return shown(doctype, store.update(doctype, name, fields.parse(request.body), user))
  })
  app.delete('/api/resource/:doctype/:name', (request, reply) => {
    const user = userOf(request)
    const { doctype, name = '' } = named.parse(request.params)
    allowed(doctype)
    store.remove(doctype, name, user)
    return reply.status(202).send({ data: 'ok' })
  })

  const url = await app.listen({ host: '127.0.0.1', port: options.port ?? 0 })
  return {
    url,
    store,
    log,
    fail: (method, ...more) => void faults.set(method, [...(faults.get(method) ?? []), ...more]),
    revoke: () => void keys.splice(0),
    close: () => app.close(),
  }
}
