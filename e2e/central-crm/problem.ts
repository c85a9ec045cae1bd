/** A refusal that becomes an RFC 9457 problem document. */
import type { z } from 'zod'
import { problemTypes, TYPE_PREFIX, type ProblemDocument, type ProblemType } from './schemas/problem'
import type { Fields } from './store/records'

const STATUS: Record<ProblemType, number> = {
  'bad-request': 400,
  'idempotency-key-missing': 400,
  'not-signed-in': 401,
  'token-expired': 401,
  'wrong-credentials': 401,
  'refresh-token-invalid': 401,
  'refresh-token-reused': 401,
  forbidden: 403,
  'not-found': 404,
  'email-taken': 409,
  gone: 410,
  'stale-version': 412,
  'too-large': 413,
  'unsupported-media-type': 415,
  validation: 422,
  'unknown-reference': 422,
  'wrong-total': 422,
  'idempotency-key-reused': 422,
  'version-required': 428,
  'too-many-requests': 429,
  internal: 500,
  unavailable: 503,
}

export interface ProblemDetails {
  errors?: { pointer: string; detail: string }[]
  /** The record as the server has it. */
  current?: Fields | null
}

export class Problem extends Error {
  readonly status: number

  constructor(
    readonly type: ProblemType,
    detail: string,
    readonly more: ProblemDetails = {},
  ) {
    super(detail)
    this.status = STATUS[type]
  }

  document(): ProblemDocument {
    return {
      type: TYPE_PREFIX + this.type,
      title: problemTypes[this.type],
      status: this.status,
      detail: this.message,
      ...this.more,
    }
  }
}

const pointer = (path: PropertyKey[]) =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

/** Reads a body by its schema. @throws {Problem} `validation` (422) with a pointer to each fault. */
export function parseBody<T extends z.ZodType>(schema: T, body: unknown): z.output<T> {
  const result = schema.safeParse(body ?? {})
  if (result.success) return result.data
  const errors = result.error.issues.map((issue) => ({ pointer: pointer(issue.path), detail: issue.message }))
  const first = errors[0]
  throw new Problem(
    'validation',
    first ? `${first.pointer || 'The body'}: ${first.detail}` : 'The body is not acceptable.',
    { errors },
  )
}

/** One fault at one place. */
export const invalid = (
  at: string,
  detail: string,
  type: 'validation' | 'unknown-reference' | 'wrong-total' = 'validation',
) => new Problem(type, `${at}: ${detail}`, { errors: [{ pointer: at, detail }] })
