/** What went wrong, out of the errors of electron-updater, Node and Electron's network, as the port's own codes. Pure. */
import { UpdateError, type UpdateErrorCode } from '../../ports'

/** Codes of electron-updater, Node and of our own guard, exact. */
const BY_CODE: Record<string, UpdateErrorCode> = {
  ERR_CHECKSUM_MISMATCH: 'tampered',
  ERR_UPDATER_INVALID_SIGNATURE: 'tampered',
  ERR_UPDATER_NO_CHECKSUM: 'tampered',
  ENOSPC: 'disk-full',
  EDQUOT: 'disk-full',
  EACCES: 'no-permission',
  EPERM: 'no-permission',
  EROFS: 'no-permission',
  EBUSY: 'no-permission',
  ECONNREFUSED: 'offline',
  ENOTFOUND: 'offline',
  EAI_AGAIN: 'offline',
  ENETUNREACH: 'offline',
  EHOSTUNREACH: 'offline',
  ENETDOWN: 'offline',
  LEADLINE_INSECURE: 'server',
}

/** The connection ended or stood still: while downloading that is an interruption, before it there is no server to speak of. */
const BROKEN = [
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ECONNABORTED',
  'LEADLINE_STALLED',
  'ERR_STREAM_PREMATURE_CLOSE',
]

/** Chromium's network errors come as messages. */
const NET_BROKEN =
  /net::ERR_(?:CONNECTION_(?:RESET|CLOSED|ABORTED|TIMED_OUT)|CONTENT_LENGTH_MISMATCH|INCOMPLETE_\w+|NETWORK_CHANGED|TIMED_OUT|EMPTY_RESPONSE)/
const NET_TRUST = /net::ERR_(?:CERT|SSL)_/
const NET = /net::ERR_/

const codeIn = (error: Error): string => ('code' in error ? String(error.code) : '')

export type Phase = 'check' | 'download' | 'install'

export function updateErrorCode(error: Error, phase: Phase): UpdateErrorCode {
  const code = codeIn(error)
  const known = BY_CODE[code]
  if (known) return known
  if (BROKEN.includes(code) || NET_BROKEN.test(error.message) || /\baborted\b/.test(error.message))
    return phase === 'check' ? 'offline' : 'interrupted'
  if (NET_TRUST.test(error.message)) return 'server'
  if (NET.test(error.message)) return 'offline'
  if (code.startsWith('HTTP_ERROR_') || code.startsWith('ERR_UPDATER_')) return 'server'
  return /\bstatus \d{3}\b/.test(error.message) ? 'server' : 'other'
}

/** @param signal when it was cancelled, whatever came of it counts as that. */
export function toUpdateError(error: unknown, phase: Phase, signal?: AbortSignal): UpdateError {
  if (error instanceof UpdateError) return error
  const cause = error instanceof Error ? error : new Error(String(error))
  const code = signal?.aborted ? 'cancelled' : updateErrorCode(cause, phase)
  return new UpdateError(code, `The update failed (${phase}, ${code}).`, { cause })
}
