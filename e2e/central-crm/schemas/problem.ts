/** RFC 9457 problem documents, as every refusal is told. */
import { z } from 'zod'

export const problemTypes = {
  'bad-request': 'The request could not be read',
  'not-signed-in': 'Sign in first',
  'token-expired': 'The access token has ended',
  'wrong-credentials': 'Email or password is wrong',
  'refresh-token-invalid': 'Sign in again',
  'refresh-token-reused': 'Sign in again: this refresh token was used before',
  forbidden: 'Not allowed for this role',
  'not-found': 'There is nothing here',
  gone: 'This record was deleted',
  'email-taken': 'This email has an account',
  'stale-version': 'The record has changed since',
  'version-required': 'An update needs If-Match',
  'too-large': 'The request is too large',
  'unsupported-media-type': 'Send JSON',
  validation: 'Some values are not acceptable',
  'unknown-reference': 'A record that this one names is not known',
  'wrong-total': 'The totals do not add up',
  'idempotency-key-missing': 'A write needs an Idempotency-Key',
  'idempotency-key-reused': 'This Idempotency-Key was used for something else',
  'too-many-requests': 'Too many requests',
  unavailable: 'The server is not available now',
  internal: 'The server failed',
} as const
export type ProblemType = keyof typeof problemTypes

export const TYPE_PREFIX = 'urn:leadline:problem:'

export const problem = z.object({
  /** `urn:leadline:problem:` and a name; the thing to branch on. */
  type: z.enum(problemTypeUris()),
  title: z.string(),
  status: z.int().min(400).max(599),
  detail: z.string(),
  /** What is wrong where, as JSON pointers into the body. */
  errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
  /** With stale-version, version-required and gone: the record as the server has it. */
  current: z.record(z.string(), z.unknown()).nullable().optional(),
})
export type ProblemDocument = z.infer<typeof problem>

function problemTypeUris(): string[] {
  return Object.keys(problemTypes).map((name) => `${TYPE_PREFIX}${name}`)
}
