/**
 * What may never reach a log: texts, names, phone numbers, WhatsApp addresses, secrets. Fields that hold such things are dropped by their
 * name; in everything else, whatever looks like a number or an address is masked. When in doubt, it is masked.
 */

const DROPPED = new Set(
  [
    'body text caption name phone number pushName notifyName displayName formattedName shortName verifiedName title subject vcard',
    'quoted query note address email passphrase password recoveryCode code2fa token accessToken refreshToken authorization cookie',
    'secret raiseSecret dataKey key pairingCode qr raw',
  ]
    .join(' ')
    .toLowerCase()
    .split(' '),
)

/** An account's id is no number of anybody, however many digits it holds. */
const UUID = /\b[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}\b/i
const ADDRESS = /[\w.+:-]+@(?:c\.us|s\.whatsapp\.net|lid|g\.us|newsletter|broadcast|bot|hosted(?:\.lid)?)\b/i
/** Seven digits or more, of any script, with the signs people put between them. */
const DIGITS = /[+(]?\p{Nd}(?:[\s().\-/\u00a0\u2010-\u2015]{0,2}\p{Nd}){6,}/u
const SENSITIVE = new RegExp(`(?<uuid>${UUID.source})|(?<address>${ADDRESS.source})|${DIGITS.source}`, 'giu')

const LONGEST_TEXT = 4_000
const MOST_ENTRIES = 50
const DEEPEST = 6

/** Fields whose large numbers are times or sizes. */
const MEASURE = /(?:at|ms|bytes|size|time|since|until|pid|pids|port)$/i

export function redactText(text: string): string {
  const short = text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text
  return short.replace(SENSITIVE, (found, uuid?: string, address?: string) => {
    if (uuid !== undefined) return found
    return address === undefined ? '[number]' : '[address]'
  })
}

/** A copy of the fields as they may be logged. */
export function redactFields(fields: Record<string, unknown>): Record<string, unknown> {
  return redactRecord(fields, 0, new Set())
}

type Seen = Set<object>

function redactRecord(record: object, depth: number, seen: Seen): Record<string, unknown> {
  const out: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(record).slice(0, MOST_ENTRIES)) {
    if (!DROPPED.has(key.toLowerCase())) out[redactText(key)] = redact(value, key, depth + 1, seen)
  }
  return out
}

function redact(value: unknown, key: string, depth: number, seen: Seen): unknown {
  switch (typeof value) {
    case 'string':
      return redactText(value)
    case 'number':
      return MEASURE.test(key) || Math.abs(value) < 1_000_000 || !Number.isInteger(value) ? value : '[number]'
    case 'bigint':
      return redactText(String(value))
    case 'object':
      return value === null ? null : redactObject(value, key, depth, seen)
    case 'boolean':
      return value
    case 'undefined':
    case 'function':
    case 'symbol':
      return undefined
  }
}

function redactObject(value: object, key: string, depth: number, seen: Seen): unknown {
  if (seen.has(value)) return '[circular]'
  if (depth > DEEPEST) return '[deep]'
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString()
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`
  seen.add(value)
  try {
    if (value instanceof Error) return redactError(value, depth, seen)
    if (Array.isArray(value))
      return value.slice(0, MOST_ENTRIES).map((each) => redact(each, key, depth + 1, seen))
    return redactRecord(value, depth, seen)
  } finally {
    seen.delete(value)
  }
}

function redactError(error: Error, depth: number, seen: Seen): Record<string, unknown> {
  const code: unknown = 'code' in error ? error.code : undefined
  return {
    type: error.name,
    message: redactText(error.message),
    ...(typeof code === 'string' || typeof code === 'number'
      ? { code: redact(code, 'code', depth, seen) }
      : {}),
    ...(error.stack ? { stack: stackOf(error) } : {}),
    ...(error.cause === undefined ? {} : { cause: redact(error.cause, 'cause', depth + 1, seen) }),
  }
}

/** Only the places: the message stands before them and is logged already. */
function stackOf(error: Error): string {
  const lines = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return lines
    .slice(0, 12)
    .map((line) => redactPlace(line.trim()))
    .join('\n')
}

/** A place in code ends in line and column, which are no phone number. */
function redactPlace(line: string): string {
  const position = /(?::\d+){1,2}\)?$/.exec(line)?.[0] ?? ''
  return redactText(line.slice(0, line.length - position.length)) + position
}
