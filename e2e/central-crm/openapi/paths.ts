/** The contract's addresses, made from the same data that the server's routes are made from. */
import { resources } from '../resources'
import type { Resource } from '../resources/resource'
import { MAX_PAGE } from '../routes/records'
import { pascal, type Json, type JsonObject } from './schemas'

const ref = (name: string): JsonObject => ({ $ref: `#/components/schemas/${name}` })
const parameter = (name: string): JsonObject => ({ $ref: `#/components/parameters/${name}` })
const jsonBody = (name: string): JsonObject => ({ 'application/json': { schema: ref(name) } })
const PROBLEM: JsonObject = {
  description: 'Refused or failed; says what is wrong where',
  content: { 'application/problem+json': { schema: ref('Problem') } },
}

interface Operation {
  id: string
  summary: string
  description?: string
  tag: string
  parameters?: JsonObject[]
  request?: string
  /** Status -> component, or null without JSON content. */
  answers: Record<string, string>
  etag?: boolean
  open?: boolean
}

function operation(op: Operation): JsonObject {
  const headers: JsonObject = { ETag: { description: 'The version, quoted', schema: { type: 'string' } } }
  const responses: Record<string, Json> = {}
  for (const [status, name] of Object.entries(op.answers))
    responses[status] = {
      description: status === '201' ? 'Made' : 'Done',
      ...(op.etag ? { headers } : {}),
      content: jsonBody(name),
    }
  return {
    operationId: op.id,
    summary: op.summary,
    ...(op.description ? { description: op.description } : {}),
    tags: [op.tag],
    ...(op.open ? { security: [] } : {}),
    ...(op.parameters ? { parameters: op.parameters } : {}),
    ...(op.request ? { requestBody: { required: true, content: jsonBody(op.request) } } : {}),
    responses: { ...responses, default: PROBLEM },
  }
}

const access = (resource: Resource) => {
  const own = resource.scope === 'own' ? ' An employee reads and writes only their own.' : ''
  const writes = resource.writers === null ? '' : `; written by ${resource.writers} and higher`
  return `Read by ${resource.readers} and higher${writes}.${own}`
}

function recordPaths(resource: Resource): JsonObject {
  const { kind, path: tag, writers } = resource
  const name = pascal(kind)
  const description = access(resource)
  const list: JsonObject = {
    get: operation({
      ...{ tag, description },
      id: `list${name}`,
      summary: `${tag} in order of change, deletions as tombstones`,
      parameters: [
        parameter('cursor'),
        parameter('limit'),
        ...(kind === 'contact' ? [parameter('phone')] : []),
      ],
      answers: { '200': `${name}Page` },
    }),
  }
  if (resource.post)
    list['post'] = operation({
      ...{ tag, description },
      id: `post${name}`,
      summary: `Make a ${kind} whose id the server makes`,
      parameters: [parameter('idempotencyKey')],
      request: `${name}Input`,
      answers: { '200': name, '201': name },
      etag: true,
    })
  const one: JsonObject = {
    parameters: [parameter('id')],
    get: operation({
      ...{ tag, description },
      id: `get${name}`,
      summary: `One ${kind}`,
      answers: { '200': name },
      etag: true,
    }),
  }
  if (writers !== null)
    one['put'] = operation({
      ...{ tag, description },
      id: `put${name}`,
      summary: `Make a ${kind} at an id of the client's, or replace one`,
      parameters: [parameter('idempotencyKey'), parameter('ifMatch')],
      request: `${name}Input`,
      answers: { '200': name, '201': name },
      etag: true,
    })
  return { [`/api/${tag}`]: list, [`/api/${tag}/{id}`]: one }
}

const tokens = (id: string, summary: string, request: string, status: string, description?: string) => ({
  post: operation({
    ...{ id, summary, request, tag: 'auth', open: true, answers: { [status]: 'Tokens' } },
    ...(description ? { description } : {}),
  }),
})

const picturePath: JsonObject = {
  parameters: [
    { name: 'sha256', in: 'path', required: true, schema: { type: 'string', pattern: '^[0-9a-f]{64}$' } },
  ],
  get: {
    operationId: 'getPicture',
    summary: 'A picture; it never changes',
    tags: ['products'],
    security: [],
    responses: {
      '200': { description: 'The picture', content: { 'image/png': {}, 'image/jpeg': {}, 'image/webp': {} } },
      default: PROBLEM,
    },
  },
  put: {
    operationId: 'putPicture',
    summary: 'Upload a picture to the SHA-256 of its content',
    tags: ['products'],
    requestBody: { required: true, content: { 'image/png': {}, 'image/jpeg': {}, 'image/webp': {} } },
    responses: { '201': { description: 'Kept', content: jsonBody('Picture') }, default: PROBLEM },
  },
}

/** Address template -> path item. */
export function paths(): JsonObject {
  const admin = { tag: 'admin', description: 'Read by admin and owner.' }
  return {
    '/api/auth/signup': tokens(
      'signup',
      'Make an account',
      'SignupInput',
      '201',
      'The first account of a server becomes its owner, later ones customers. An owner or admin who is signed in may give a role below their own.',
    ),
    '/api/auth/login': tokens('login', 'Sign in', 'LoginInput', '200'),
    '/api/auth/refresh': tokens(
      'refresh',
      'Trade a refresh token for new tokens',
      'RefreshInput',
      '200',
      'A refresh token is for one use. Where the answer was lost it may be used again, as long as its successor was not; showing it after that ends all tokens of the same sign-in.',
    ),
    '/api/auth/profile': {
      get: operation({ id: 'profile', summary: 'Who I am', tag: 'auth', answers: { '200': 'User' } }),
    },
    ...resources.reduce<JsonObject>((all, resource) => ({ ...all, ...recordPaths(resource) }), {}),
    '/api/pictures/{sha256}': picturePath,
    '/api/batch': {
      post: operation({
        id: 'batch',
        summary: 'Up to 100 writes, each with its own key and its own answer',
        description:
          'Each operation is judged, kept and answered on its own, in order; one that is refused does not stop the next.',
        tag: 'batch',
        request: 'BatchInput',
        answers: { '200': 'BatchOutput' },
      }),
    },
    '/api/whatsapp/sessions/active': {
      get: operation({
        ...admin,
        id: 'activeWhatsappSessions',
        summary: 'Devices that reported within the last 10 minutes',
        answers: { '200': 'ActiveWhatsappSessions' },
      }),
    },
    '/api/whatsapp/sessions/{deviceId}': {
      parameters: [
        {
          ...{ name: 'deviceId', in: 'path', required: true },
          schema: { type: 'string', pattern: '^[A-Za-z0-9_-]{8,64}$' },
        },
      ],
      put: operation({
        id: 'putWhatsappSession',
        summary: 'Report a device; the last report stands',
        tag: 'admin',
        request: 'WhatsappSessionInput',
        answers: { '200': 'WhatsappSession' },
      }),
    },
    '/api/admin/cleanup-stats': {
      get: operation({
        ...admin,
        id: 'cleanupStats',
        summary: 'What could be cleaned up',
        answers: { '200': 'CleanupStats' },
      }),
    },
    '/health': {
      get: operation({
        id: 'health',
        summary: 'Is it there',
        tag: 'admin',
        open: true,
        answers: { '200': 'Health' },
      }),
    },
  }
}

export const parameters: JsonObject = {
  id: { name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } },
  cursor: {
    ...{ name: 'cursor', in: 'query', schema: { type: 'string' } },
    description: '`nextCursor` of an earlier page; left out: from the beginning',
  },
  limit: {
    ...{ name: 'limit', in: 'query' },
    schema: { type: 'integer', minimum: 1, maximum: MAX_PAGE, default: 100 },
  },
  phone: {
    ...{ name: 'phone', in: 'query', schema: { type: 'string' } },
    description: 'E.164: only the contacts that have this phone',
  },
  idempotencyKey: {
    ...{ name: 'Idempotency-Key', in: 'header', required: true },
    description:
      'One per change. The same key with the same body gets the stored answer again (with `Idempotency-Replayed: true`) and writes nothing; with another body 422. Only committed writes are stored: a refused one may be tried again with the same key.',
    schema: { type: 'string', pattern: '^[!-~]{8,200}$' },
  },
  ifMatch: {
    ...{ name: 'If-Match', in: 'header', schema: { type: 'string' } },
    description:
      'The version that an update is based on, for example `"3"`; left out for a new record. A stale one gets 412, a missing one 428, both with the record as it stands in `current`.',
  },
}
