/**
 * Who may talk to the service: this machine's own browser, on our own address, with this launch's token. The token is in the one URL
 * that is printed; the first visit turns it into a cookie that other sites' pages can't use. Host and Origin are checked besides, so
 * that neither a rebound name nor a foreign page gets in (feature row A2).
 */
import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

export interface Guard {
  /** For the URL. */
  readonly token: string
  readonly cookieName: string
  isToken(value: unknown): boolean
  /** Our own host name and port. */
  isOwnHost(headers: IncomingHttpHeaders): boolean
  /** Absent on plain navigation; where it is there, it must be ours. */
  isOwnOrigin(headers: IncomingHttpHeaders): boolean
  hasCookie(headers: IncomingHttpHeaders): boolean
}

function cookieOf(headers: IncomingHttpHeaders, name: string): string | undefined {
  for (const part of (headers.cookie ?? '').split(';')) {
    const [key, value] = part.trim().split('=')
    if (key === name) return value
  }
  return undefined
}

/** @param port the port really listened on. */
export function createGuard(port: () => number): Guard {
  const token = randomBytes(32).toString('base64url')
  const expected = Buffer.from(token)
  const names = (): string[] => [`127.0.0.1:${port()}`, `localhost:${port()}`]
  const isToken = (value: unknown): boolean => {
    if (typeof value !== 'string') return false
    const given = Buffer.from(value)
    return given.length === expected.length && timingSafeEqual(given, expected)
  }
  return {
    token,
    /** Cookies know no ports: two installations side by side must not overwrite each other's. */
    get cookieName() {
      return `leadline-${port()}`
    },
    isToken,
    isOwnHost: (headers) => names().includes(headers.host ?? ''),
    isOwnOrigin: (headers) =>
      headers.origin === undefined || names().some((name) => headers.origin === `http://${name}`),
    hasCookie(headers) {
      return isToken(cookieOf(headers, this.cookieName))
    },
  }
}
