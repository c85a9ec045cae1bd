/** Faults in which a request is done and its answer arrives broken, as proxies and bad lines leave it. */
import { Readable } from 'node:stream'
import { setImmediate as turn } from 'node:timers/promises'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Problem } from '../problem'
import type { FaultKind } from '../schemas/control'

const halfOf = (payload: unknown): string => {
  const text = String(payload)
  return text.slice(0, Math.ceil(text.length / 2))
}

/** The first half of an answer goes out; then the connection is cut. */
async function* cutInTheMiddle(request: FastifyRequest, payload: unknown): AsyncGenerator<string> {
  yield halfOf(payload)
  await turn()
  request.raw.socket.destroy()
}

type Breaking = (payload: unknown, request: FastifyRequest, reply: FastifyReply) => unknown

const BREAKING: Partial<Record<FaultKind, Breaking>> = {
  '500-after-commit': (_payload, _request, reply) => {
    const problem = new Problem('internal', 'The server was told to fail.')
    reply.status(problem.status).type('application/problem+json')
    return JSON.stringify(problem.document())
  },
  'garbage-after-commit': halfOf,
  'cut-mid-answer': (payload, request) => Readable.from(cutInTheMiddle(request, payload)),
}

/** To be called after whoever looks at what the server itself says: it says nothing wrong. */
export function breakAnswers(app: FastifyInstance): void {
  app.addHook('onSend', (request, reply, payload: unknown, done) => {
    const { fault } = request.crm
    const breaking = fault === null ? undefined : BREAKING[fault]
    done(null, breaking ? breaking(payload, request, reply) : payload)
  })
}
