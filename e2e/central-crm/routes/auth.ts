/** Signing up, in, and staying so. */
import type { FastifyInstance } from 'fastify'
import { parseBody, Problem } from '../problem'
import { isBelow, requireRole } from '../roles'
import { loginInput, refreshInput, signupInput } from '../schemas/auth'
import type { World } from '../world'
import { signedIn } from './context'

export function authRoutes(app: FastifyInstance, world: World): void {
  /** The first account of a server becomes its owner; who signs up unasked becomes a customer. */
  app.post('/api/auth/signup', async (request, reply) => {
    const input = parseBody(signupInput, request.body)
    if (input.role !== undefined) {
      const user = await signedIn(world, request)
      requireRole(user, 'admin', 'give a role')
      if (!isBelow(input.role, user.role))
        throw new Problem('forbidden', 'Only a role below your own can be given.')
    }
    const role = input.role ?? (world.accounts.isEmpty() ? 'owner' : 'customer')
    const user = await world.accounts.create({ ...input, role })
    request.crm.writes = true
    return reply.status(201).send(await world.tokens.issue(user))
  })

  app.post('/api/auth/login', async (request) => {
    const { email, password } = parseBody(loginInput, request.body)
    request.crm.user = await world.accounts.check(email, password)
    return world.tokens.issue(request.crm.user)
  })

  app.post('/api/auth/refresh', async (request) => {
    const tokens = await world.tokens.refresh(parseBody(refreshInput, request.body).refreshToken)
    request.crm.user = tokens.user
    return tokens
  })

  app.get('/api/auth/profile', (request) => signedIn(world, request))
}
