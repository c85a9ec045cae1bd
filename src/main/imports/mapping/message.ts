/** A message of an old system. Only what was really said: what waited there, or failed, is no history and never goes out. */
import type { MessageType } from '../../../contract'
import type { MessageItem } from '../items'
import { keyOf } from './keys'
import { cleaned, type Get } from './row'
import { MOST_TEXT, must, personOf, Refused, type Known } from './known'
import {
  readCount,
  readDirection,
  readFlag,
  readKind,
  readPhone,
  readStatus,
  readTime,
  readWhatsAppId,
} from './values'

function directionOf(get: Get): 'in' | 'out' {
  const word = readDirection(get('direction') ?? '')
  if (word !== null) return word
  const mine = readFlag(get('fromMe') ?? '')
  if (mine !== null) return mine ? 'out' : 'in'
  const theirs = readFlag(get('incoming') ?? '')
  if (theirs !== null) return theirs ? 'in' : 'out'
  throw new Refused('bad-direction')
}

/** Whose chat it is in: who it refers to, else the other end of it. */
function chatOf(get: Get, direction: 'in' | 'out', known: Known): string {
  const isReferred = ['conversation', 'contact', 'phone'].some((field) => get(field) !== null)
  if (isReferred) return personOf(get, known)
  return must(readPhone(get(direction === 'in' ? 'from' : 'to') ?? '', known.plan.country))
}

const PLAYED: ReadonlySet<MessageType> = new Set(['audio', 'voice', 'video'])

export function messageOf(get: Get, known: Known): MessageItem {
  const direction = directionOf(get)
  const phone = chatOf(get, direction, known)
  const at = must(readTime(get('at') ?? '', known.plan.zone))
  const status = direction === 'out' ? readStatus(get('status') ?? '') : 0
  if (status === 'none') throw new Refused('never-sent')
  const body = cleaned(get('body'), MOST_TEXT)?.normalize('NFC') ?? null
  const mime = cleaned(get('mime'), 100)
  const type = readKind(get('kind') ?? '') ?? readKind(mime ?? '') ?? 'text'
  if (body === null && type === 'text') throw new Refused('empty')
  const wa = readWhatsAppId(get('whatsapp') ?? '') ?? readWhatsAppId(get('id') ?? '')
  const size = readCount(get('fileSize') ?? '')
  const id = get('id')
  const { accountId } = known.plan
  const named = wa
    ? keyOf('wa', accountId, phone, wa.waKey)
    : keyOf('messages', accountId, phone, at, direction, id, id === null ? body : null)
  const key = wa === null && id === null ? known.twins.name(named) : named
  return {
    entity: 'messages',
    key,
    phone,
    waKey: wa?.waKey ?? null,
    waId: wa?.waId ?? null,
    direction,
    type,
    body,
    at,
    ack: status === 4 && !PLAYED.has(type) ? 3 : status,
    mediaMime: mime,
    mediaName: cleaned(get('fileName'), 200),
    mediaSize: 'value' in size ? size.value : null,
    starred: readFlag(get('starred') ?? '') ?? false,
  }
}
