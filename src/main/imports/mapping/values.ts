/** Texts of a source as values of Leadline's: checked, exact, or refused with a reason. Pure. */
import { minorDigits } from '../../../contract/entities/currency'
import type { MessageType, OrderStatus, SkipReason } from '../../../contract'
import { parsePhone } from '../../contacts'
import type { FieldType } from './fields'

/** A value, or why there is none. */
export type Read<T> = { value: T } | { reason: SkipReason }

const value = <T>(one: T): Read<T> => ({ value: one })
const no = (reason: SkipReason): { reason: SkipReason } => ({ reason })

/** Spreadsheets keep a number's zeros as `="0812"` or `'0812`. */
const bare = (text: string): string =>
  (/^(?:="(.*)"|'(?=[+\d])(.*))$/.exec(text.trim())?.slice(1).find(Boolean) ?? text).trim()

/** WhatsApp's own address, or a number in any form that the country writes. */
export function readPhone(text: string, country: string): Read<string> {
  const written = bare(text)
  if (written === '') return no('no-phone')
  const [, digits = '', server = ''] = /^(?:(?:true|false)_)?([\w-]+)(?::\d+)?@([a-z.]+)/i.exec(written) ?? []
  if (server === 'g.us') return no('group')
  if (server === 'c.us' || server === 's.whatsapp.net') {
    const phone = parsePhone(`+${digits}`, country)
    return phone === null ? no('bad-phone') : value(phone)
  }
  if (server !== '') return no('no-phone')
  const phone = parsePhone(written, country)
  return phone === null ? no('bad-phone') : value(phone)
}

/** What a cell holds of several, each without what surrounds it. @param sign what else parts them, beside Google's own. */
export function piecesOf(text: string, sign: RegExp = /\n/): string[] {
  const own = / *::: */
  const pieces = text.split(own.test(text) ? own : sign)
  // A list as JSON, as some databases keep tags.
  const bare = /^\s*\["(.*)"\]\s*$/s.exec(text)?.[1]?.split(/"\s*,\s*"/)
  return (bare ?? pieces).map((piece) => piece.trim()).filter((piece) => piece !== '')
}

/** Every number of a cell that can be read; `why` tells of one that can't be, null where all can. */
export function readPhones(text: string, country: string): { phones: string[]; why: SkipReason | null } {
  const whole = readPhone(text, country)
  if ('value' in whole) return { phones: [whole.value], why: null }
  const read = piecesOf(text, /[\n;,|/]/).map((piece) => readPhone(piece, country))
  const bad = read.find((one) => 'reason' in one)
  return {
    phones: read.flatMap((one) => ('value' in one ? one.value : [])),
    why: read.length === 0 ? whole.reason : bad && 'reason' in bad ? bad.reason : null,
  }
}

const CONSENT: Readonly<Record<string, 'in' | 'out'>> = {
  ...{ in: 'in', optedin: 'in', optin: 'in', subscribed: 'in', yes: 'in', true: 'in' },
  ...{
    out: 'out',
    optedout: 'out',
    optout: 'out',
    unsubscribed: 'out',
    no: 'out',
    false: 'out',
    stop: 'out',
  },
}

/** Whether somebody wants messages; null where nothing is said that could be understood. */
export const readConsent = (text: string): 'in' | 'out' | null =>
  CONSENT[text.toLowerCase().replaceAll(/[^a-z]/g, '')] ?? null

/** WhatsApp began in 2009; nothing of it is older. */
const EARLIEST = Date.UTC(2009, 0, 1)
const DAY_MS = 24 * 3600_000
const ISO =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?\s*(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?$/i
const EPOCH_DIGITS: Readonly<Record<number, number>> = { 9: 1000, 10: 1000, 12: 1, 13: 1, 15: 1e-3, 16: 1e-3 }

function offsetMs(zone: string): number {
  const [, sign, hours = '0', minutes = '0'] = /^([+-])(\d\d):?(\d\d)?$/.exec(zone) ?? []
  const amount = (Number(hours) * 60 + Number(minutes)) * 60_000
  return sign === '-' ? -amount : amount
}

function isoTime(text: string, zone: 'utc' | 'local'): number | null {
  const match = ISO.exec(text)
  if (!match) return null
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((part: string | undefined) => Number(part ?? 0))
  const ms = Number((match[7] ?? '').padEnd(3, '0').slice(0, 3))
  const written = match[8]
  const at = Date.UTC(year, month - 1, day, hour, minute, second, ms)
  const check = new Date(at)
  // 31 February and 25 o'clock roll over: such a time was never meant.
  if (
    check.getUTCMonth() !== month - 1 ||
    check.getUTCDate() !== day ||
    hour > 23 ||
    minute > 59 ||
    second > 59
  )
    return null
  if (written !== undefined) return at - offsetMs(written)
  return zone === 'utc' ? at : new Date(year, month - 1, day, hour, minute, second, ms).getTime()
}

/**
 * ISO 8601 as databases write it, or seconds, milliseconds or microseconds since the epoch. Forms that leave open which number is the
 * month are refused rather than guessed.
 * @param zone what a time without a zone is in.
 */
export function readTime(text: string, zone: 'utc' | 'local', now = Date.now()): Read<number> {
  const written = bare(text)
  const [, whole = '', part = ''] = /^(\d{9,16})(\.\d+)?$/.exec(written) ?? []
  const scale = EPOCH_DIGITS[whole.length]
  const at = scale === undefined ? isoTime(written, zone) : Math.floor(Number(whole + part) * scale)
  return at === null || at < EARLIEST || at > now + DAY_MS ? no('bad-time') : value(at)
}

/** `18.500`: eighteen and a half, or eighteen thousand five hundred as Indonesia and much of Europe write it. Nothing in it tells. */
const EITHER = /^[1-9]\d{0,2}\.\d{3}$/

/**
 * An amount with a decimal point, exact in the currency's minor units; zeros beyond them aside, nothing is rounded. Where the point may as
 * well part thousands it is refused rather than guessed, but for a currency that is written with three decimals.
 */
export function readMoney(text: string, currency: string): Read<number> {
  const written = bare(text)
  const [, whole = '', part = ''] = /^(\d{1,15})(?:\.(\d*))?$/.exec(written) ?? []
  const digits = minorDigits(currency)
  if (digits !== 3 && EITHER.test(written)) return no('bad-money')
  if (whole === '' || /[1-9]/.test(part.slice(digits))) return no('bad-money')
  const minor = Number(whole + part.slice(0, digits).padEnd(digits, '0'))
  return Number.isSafeInteger(minor) ? value(minor) : no('bad-money')
}

/** A whole number, zeros after a point aside; refused where the point may as well part thousands. */
export function readCount(text: string): Read<number> {
  const written = bare(text)
  const [, whole] = /^(\d{1,9})(?:\.0*)?$/.exec(written) ?? []
  return whole === undefined || EITHER.test(written) ? no('bad-number') : value(Number(whole))
}

export function readCurrency(text: string): string | null {
  const code = text.trim().toUpperCase()
  return /^[A-Z]{3}$/.test(code) ? code : null
}

const FLAGS: Readonly<Record<string, boolean>> = {
  ...Object.fromEntries(['true', 't', '1', 'yes', 'y', 'on'].map((word) => [word, true])),
  ...Object.fromEntries(['false', 'f', '0', 'no', 'n', 'off'].map((word) => [word, false])),
}

/** Own names only: a text of the source may be `constructor`. */
const look = <T>(table: Readonly<Record<string, T>>, word: string): T | null =>
  Object.hasOwn(table, word) ? (table[word] ?? null) : null

const plain = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]/g, '')

export const readFlag = (text: string): boolean | null => look(FLAGS, plain(text))

const table = <T extends string>(all: Readonly<Record<T, string>>): Readonly<Record<string, T>> =>
  Object.fromEntries(
    (Object.entries(all) as [T, string][]).flatMap(([result, words]) =>
      words.split(' ').map((word) => [word, result]),
    ),
  )

const DIRECTIONS = table({
  in: 'in inbound incoming received receive recv customer client contact i',
  out: 'out outbound outgoing sent send agent me bot business system admin employee owner staff self o',
})

export const readDirection = (text: string): 'in' | 'out' | null => look(DIRECTIONS, plain(text))

const STATUSES = table({
  1: 'sent server 1 submitted accepted',
  2: 'delivered device 2 received',
  3: 'read seen 3 viewed',
  4: 'played 4',
  none: 'pending queued sending created draft scheduled waiting 0 failed error undelivered rejected cancelled canceled -1 1failed',
})

/** How far it got; `none` where it never went out. What nobody knows was sent, since the old system counts it as a message. */
export function readStatus(text: string): 1 | 2 | 3 | 4 | 'none' {
  const found = text.trim() === '-1' ? 'none' : look(STATUSES, plain(text))
  if (found === 'none') return 'none'
  return found === null ? 1 : (Number(found) as 1 | 2 | 3 | 4)
}

const ORDER_STATUSES = table<OrderStatus>({
  draft: 'draft new cart quote quotation',
  placed: 'placed pending created open received submitted ordered',
  confirmed: 'confirmed accepted processing paid approved inprogress',
  packed: 'packed preparing ready',
  shipped: 'shipped dispatched intransit outfordelivery sent',
  delivered: 'delivered completed complete done fulfilled closed',
  cancelled: 'cancelled canceled rejected refunded void failed returned',
})

export const readOrderStatus = (text: string): OrderStatus | null => look(ORDER_STATUSES, plain(text))

const KINDS = table<MessageType>({
  text: 'text chat plain conversation extendedtext template button interactive',
  image: 'image photo picture imagemessage',
  video: 'video gif videomessage',
  audio: 'audio audiomessage',
  voice: 'ptt voice',
  document: 'document file documentmessage pdf',
  sticker: 'sticker',
  location: 'location',
  'contact-card': 'vcard contact contacts contactcard multivcard',
  poll: 'poll pollcreation',
  call: 'call calllog',
  'view-once': 'viewonce',
  system: 'system notification e2enotification',
  unsupported: 'unsupported unknown ciphertext',
})

/** Also of a mime type. Null for what is no kind of message. */
export const readKind = (text: string): MessageType | null =>
  look(KINDS, plain(text.split('/')[0] ?? '')) ?? (text.startsWith('application/') ? 'document' : null)

/** WhatsApp's long id `true_62812@c.us_3EB0…` or its inner one; null for ids of other makers, which look otherwise. */
export function readWhatsAppId(text: string): { waKey: string; waId: string | null } | null {
  const long = /^(?:true|false)_[^_\s]+@[\w.]+_([\w.-]{8,64})(?:_.+)?$/.exec(text.trim())
  if (long?.[1] !== undefined) return { waKey: long[1], waId: text.trim() }
  const inner = /^[0-9A-F]{16,40}$/.exec(text.trim())?.[0]
  return inner !== undefined && /[A-F]/.test(inner) ? { waKey: inner, waId: null } : null
}

/** Whether a sample is of a field's type: what the guess and the mapping screen go by. */
export function reads(type: FieldType, text: string, country: string): boolean {
  switch (type) {
    case 'phone': {
      const { phones, why } = readPhones(text, country)
      return phones.length > 0 || why === 'group' || why === 'no-phone'
    }
    case 'time':
      return 'value' in readTime(text, 'utc')
    case 'money':
      // The finest there is: whether it fits the currency is known with the row.
      return 'value' in readMoney(text, 'CLF')
    case 'count':
      return 'value' in readCount(text)
    case 'flag':
      return readFlag(text) !== null
    case 'direction':
      return readDirection(text) !== null
    case 'order-status':
      return readOrderStatus(text) !== null
    case 'currency':
      return readCurrency(text) !== null
    case 'consent':
      return readConsent(text) !== null
    case 'key':
    case 'text':
    case 'status':
      return true
  }
}
