/** Which addresses a CRM may have. */
import { AppError } from '../../contract'

/** The setting with the address that what is here belongs to. */
export const ADDRESS_SETTING = 'crm.address'

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/

/** With a scheme: what was written, else http for this very machine, where nobody has a certificate, and https for all others. */
function withScheme(text: string): string {
  // A host with a port looks like a scheme ("shop.example:8080"), so only what has slashes counts as one.
  if (/^[a-z][a-z\d+.-]*:\/\//i.test(text)) return text
  const host = URL.parse(`http://${text}`)?.hostname ?? ''
  return `${isLoopback(host) ? 'http' : 'https'}://${text}`
}

export const isLoopback = (host: string): boolean => LOOPBACK.test(host)

/**
 * Reads the address a person typed. Passwords, tokens and customers' data go there, so it must be https; plain http is taken for
 * this very machine only (a CRM under development, a tunnel's local end). A path is kept: the CRM may live below one.
 * @returns the address without a slash at its end.
 * @throws {AppError} `invalid-input`.
 */
export function parseAddress(text: string): string {
  const url = URL.parse(withScheme(text.trim()))
  if (!url || !['https:', 'http:'].includes(url.protocol) || url.hostname === '')
    throw new AppError('invalid-input', 'This is not a web address.')
  if (url.protocol === 'http:' && !isLoopback(url.hostname))
    throw new AppError('invalid-input', 'The CRM’s address must be https; http is for this machine only.')
  if (url.username !== '' || url.password !== '')
    throw new AppError('invalid-input', 'The CRM’s address must not hold a user name or password.')
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '')
}

/** An address the CRM gave, made whole. Null for what is neither https nor the CRM's own. */
export function pictureAddress(base: string, path: string): string | null {
  const url = URL.parse(path.startsWith('/') ? `${base}${path}` : path, `${base}/`)
  if (!url) return null
  return url.protocol === 'https:' || url.origin === new URL(base).origin ? url.href : null
}
