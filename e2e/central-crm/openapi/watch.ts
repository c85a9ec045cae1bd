/**
 * Watches all that goes in and out of the reference server, in every test that uses it. A request of Leadline's must be what the document
 * says, but for values that a person wrote and the server refuses; anybody's that is not must be refused; every answer must be what the document says.
 */
import type { FastifyInstance } from 'fastify'
import { answerFault, requestFault } from './judge'

/** How Leadline's client calls itself. */
const OURS = /^Leadline\b/
const WATCHED = /^\/(?:api\/|health$)/

/** A value that a person wrote and the server refuses: it says so, and the person mends it. Not so a field too many or too few. */
const isOfValue = (status: number, fault: string): boolean =>
  status === 422 && !/additional properties|required property/.test(fault)

const parsed = (payload: unknown): unknown => {
  try {
    return JSON.parse(String(payload))
  } catch {
    // Not JSON: judged as the text it is.
    return payload
  }
}

/** @returns what was found so far. */
export function watchContract(app: FastifyInstance): string[] {
  const faults: string[] = []
  app.addHook('onSend', (request, reply, payload, done) => {
    const path = request.url.split('?')[0] ?? request.url
    const type = String(reply.getHeader('content-type') ?? '')
    if (WATCHED.test(path) && /json/.test(type)) {
      const { method, headers } = request
      const { statusCode } = reply
      const asked = requestFault({
        ...{ method, path, headers },
        query: request.query as Record<string, unknown>,
        body: request.body ?? undefined,
      })
      const isOurs = OURS.test(headers['user-agent'] ?? '')
      if (asked !== null && (statusCode < 400 || (isOurs && !isOfValue(statusCode, asked))))
        faults.push(`${isOurs ? 'Leadline asked' : 'the server took'}: ${asked}`)
      const answered = answerFault(method, path, statusCode, type, parsed(payload))
      if (answered !== null) faults.push(`the server answered: ${answered}`)
    }
    done(null, payload)
  })
  return faults
}
