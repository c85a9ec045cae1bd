/** What went wrong with a call, as a code the screens have words for. */
import { ORPCError } from '@orpc/client'
import type { ErrorCode } from '../../contract'

/** `offline`: the app itself can't be reached, which no answer of it can say. */
export type ProblemCode = ErrorCode | 'offline'

export class OfflineError extends Error {
  override readonly name = 'OfflineError'
}

export interface Problem {
  code: ProblemCode
  /** Where the log has more, for faults of ours. */
  reference: string | null
}

const CODES: Record<ErrorCode, true> = {
  'invalid-input': true,
  'not-found': true,
  locked: true,
  'wrong-passphrase': true,
  'wrong-recovery-code': true,
  'key-file-damaged': true,
  'not-connected': true,
  'not-on-whatsapp': true,
  'bad-phone': true,
  'phone-taken': true,
  'opted-out': true,
  blocked: true,
  'whatsapp-refused': true,
  'file-too-large': true,
  stranger: true,
  'too-many-accounts': true,
  'wrong-state': true,
  'crm-signed-out': true,
  'crm-wrong-password': true,
  'crm-forbidden': true,
  'crm-customer': true,
  'crm-elsewhere': true,
  'crm-unreachable': true,
  'crm-protocol': true,
  'browser-missing': true,
  'disk-full': true,
  internal: true,
}

const isCode = (code: unknown): code is ErrorCode => typeof code === 'string' && Object.hasOwn(CODES, code)

const field = (data: unknown, name: string): unknown =>
  typeof data === 'object' && data !== null ? Object.getOwnPropertyDescriptor(data, name)?.value : undefined

export function problemOf(error: unknown): Problem {
  if (error instanceof OfflineError) return { code: 'offline', reference: null }
  if (error instanceof ORPCError) {
    const code = field(error.data, 'code')
    const reference = field(error.data, 'reference')
    if (isCode(code)) return { code, reference: typeof reference === 'string' ? reference : null }
    if (error.code === 'BAD_REQUEST') return { code: 'invalid-input', reference: null }
    return { code: 'internal', reference: null }
  }
  // A connection cut in the middle of a call ends it with an AbortError of the peer.
  if (error instanceof Error && (error.name === 'AbortError' || /not open|closed/i.test(error.message)))
    return { code: 'offline', reference: null }
  return { code: 'internal', reference: null }
}
