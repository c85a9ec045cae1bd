/** The last warnings and errors, by their codes: what happened where, and how often in a row, never what was said. In memory, bounded. */
import type { Logger } from '../platform/ports'

export interface Trouble {
  /** When it was last, ms. */
  at: number
  level: 'warn' | 'error'
  room: string
  event: string
  /** A code or the error's type; null where it gave none. */
  code: string | null
  account: string | null
  /** How often, one after the other. */
  times: number
}

export const MOST_TROUBLE = 50

/** Our codes, and names of error types; anything else might be somebody's words. */
const CODE = /^[A-Za-z][A-Za-z\d]*(?:[-_][A-Za-z\d]+)*$/
const ID = /^[\w-]{1,64}$/

function shortCode(value: unknown): string | null {
  return typeof value === 'string' && value.length <= 40 && CODE.test(value) ? value : null
}

function codeIn(fields: Record<string, unknown> | undefined): string | null {
  const error = fields?.['error'] ?? fields?.['cause'] ?? fields?.['reason']
  if (typeof error !== 'object' || error === null) return shortCode(error)
  const code = 'code' in error ? shortCode(error.code) : null
  return code ?? (error instanceof Error ? shortCode(error.name) : null)
}

function accountIn(fields: Record<string, unknown> | undefined): string | null {
  const id = fields?.['account'] ?? fields?.['accountId']
  return typeof id === 'string' && ID.test(id) ? id : null
}

/** A logger that writes as the given one does and remembers. `list` answers the newest first. */
export function rememberTrouble(
  logger: Logger,
  now: () => number = Date.now,
): { logger: Logger; list(): Trouble[] } {
  const all: Trouble[] = []
  const remember = (
    level: Trouble['level'],
    room: string,
    event: string,
    fields?: Record<string, unknown>,
  ) => {
    const one = {
      level,
      room,
      event: shortCode(event) ?? 'other',
      code: codeIn(fields),
      account: accountIn(fields),
    }
    const last = all.at(-1)
    const isSame =
      last?.room === room &&
      last.event === one.event &&
      last.code === one.code &&
      last.level === level &&
      last.account === one.account
    if (isSame) all.pop()
    all.push({ at: now(), ...one, times: isSame ? last.times + 1 : 1 })
    if (all.length > MOST_TROUBLE) all.shift()
  }
  const wrap = (inner: Logger, room: string): Logger => ({
    debug: (event, fields) => inner.debug(event, fields),
    info: (event, fields) => inner.info(event, fields),
    warn: (event, fields) => {
      remember('warn', room, event, fields)
      inner.warn(event, fields)
    },
    error: (event, fields) => {
      remember('error', room, event, fields)
      inner.error(event, fields)
    },
    child: (name) => wrap(inner.child(name), name),
  })
  return { logger: wrap(logger, 'app'), list: () => all.toReversed() }
}
