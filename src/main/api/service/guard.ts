/**
 * Who may talk to the service: this machine's own browser, on our own address, with this launch's token. The token is in the one URL
 * that is printed; a visit turns it into a cookie of another value that other sites' pages can't use. Where Leadline opens the
 * browser itself the address is in a command line, which others on the machine may read: it carries a ticket that lets in once. Host and Origin are checked besides, so
 * that neither a rebound name nor a foreign page gets in (feature row A2).
 */
import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

export interface Guard {
  /** For the URL that is printed. */
  readonly token: string
  /** For a URL that lets in once. Two are good at a time: one for a browser that is opened, one for a second start to print. */
  newTicket(): string
  /** `name=value`. */
  readonly cookie: string
  /** Whether the token, or the ticket, which is used up by it. */
  admits(value: unknown): boolean
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

/** How long a browser has to open an address that lets in once, in ms. */
const TICKET_MS = 60_000

const MOST_TICKETS = 2

const secret = (): string => randomBytes(32).toString('base64url')

function isSame(expected: string, value: unknown): boolean {
  if (typeof value !== 'string') return false
  const [one, other] = [Buffer.from(expected), Buffer.from(value)]
  return one.length === other.length && timingSafeEqual(one, other)
}

/** @param port the port really listened on. */
export function createGuard(port: () => number, now: () => number = Date.now): Guard {
  const [token, pass] = [secret(), secret()]
  let tickets: { value: string; until: number }[] = []
  const names = (): string[] => [`127.0.0.1:${port()}`, `localhost:${port()}`]
  /** Cookies know no ports: two installations side by side must not overwrite each other's. */
  const cookieName = (): string => `leadline-${port()}`
  return {
    token,
    newTicket: () => {
      const value = secret()
      tickets = [{ value, until: now() + TICKET_MS }, ...tickets].slice(0, MOST_TICKETS)
      return value
    },
    get cookie() {
      return `${cookieName()}=${pass}`
    },
    admits(value) {
      const ticket = tickets.find((one) => isSame(one.value, value))
      if (!ticket) return isSame(token, value)
      tickets = tickets.filter((one) => one !== ticket)
      return now() < ticket.until
    },
    isOwnHost: (headers) => names().includes(headers.host ?? ''),
    isOwnOrigin: (headers) =>
      headers.origin === undefined || names().some((name) => headers.origin === `http://${name}`),
    hasCookie: (headers) => isSame(pass, cookieOf(headers, cookieName())),
  }
}
