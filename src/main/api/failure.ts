/** Every failure becomes the contract's one error: a code, a sentence, and for faults of ours a reference to the log. */
import { randomBytes } from 'node:crypto'
import { ORPCError, ValidationError } from '@orpc/server'
import { codeOf, type ErrorCode } from '../../contract'
import type { Logger } from '../platform/ports'

/** What each code is as an HTTP status, for the REST side. */
const STATUS: Partial<Record<ErrorCode, number>> = {
  'invalid-input': 400,
  'bad-phone': 400,
  locked: 423,
  'wrong-passphrase': 403,
  'wrong-recovery-code': 403,
  'not-found': 404,
  'not-on-whatsapp': 404,
  stranger: 409,
  'wrong-state': 409,
  blocked: 409,
  'whatsapp-refused': 502,
  'file-too-large': 413,
  'crm-signed-out': 401,
  'crm-wrong-password': 401,
  'crm-forbidden': 403,
  'crm-elsewhere': 403,
  'not-connected': 503,
  'crm-unreachable': 502,
  'crm-protocol': 502,
  'disk-full': 507,
}

function contractError(code: ErrorCode, message: string, reference: string | null, cause: unknown) {
  const status = STATUS[code] ?? 500
  return new ORPCError('LEADLINE', { defined: true, status, message, data: { code, reference }, cause })
}

/** The first thing that does not fit, as a sentence. */
function validationSentence(error: ValidationError): string {
  const [issue] = error.issues
  const where = issue?.path?.map((part) => (typeof part === 'object' ? part.key : part)).join('.')
  return `The request does not fit the contract${where ? ` at ${where}` : ''}: ${issue?.message ?? 'invalid'}`
}

/** A code carried by errors of the platform and the store, which know nothing of the contract. */
const FOREIGN: Record<string, ErrorCode> = { SQLITE_FULL: 'disk-full', ENOSPC: 'disk-full' }

export function toContractError(error: unknown, logger: Logger): ORPCError<string, unknown> {
  if (error instanceof ORPCError) {
    if (error.code === 'BAD_REQUEST' && error.cause instanceof ValidationError) {
      return contractError('invalid-input', validationSentence(error.cause), null, error)
    }
    if (error.code !== 'INTERNAL_SERVER_ERROR') return error as ORPCError<string, unknown>
  }
  const code = codeOf(error)
  if (code && code !== 'internal') return contractError(code, (error as Error).message, null, error)
  const foreign =
    typeof error === 'object' && error !== null && 'code' in error ? FOREIGN[String(error.code)] : undefined
  if (foreign) return contractError(foreign, 'The disk is full. Nothing was changed.', null, error)
  const reference = randomBytes(4).toString('hex')
  logger.error('request-failed', { reference, error: error instanceof ORPCError ? error.cause : error })
  return contractError(
    'internal',
    `Something went wrong in Leadline (reference ${reference}).`,
    reference,
    error,
  )
}
