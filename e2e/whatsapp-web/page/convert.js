/** Between the servers' records (ids are strings) and the page's attributes (ids are objects), both ways. */
import { Collection, Model } from './model.js'
import { createWid, MsgKey, Wid } from './wid.js'
/* global atob, btoa */

const wids = new Set(['from', 'to', 'author', 'quotedParticipant', 'invokedBotWid'])
const widLists = new Set(['mentionedJidList'])
const keys = new Set(['latestEditMsgKey', 'protocolMessageKey'])

function toValue(name, value) {
  if (value === null || value === undefined) return value
  if (wids.has(name)) return createWid(value)
  if (widLists.has(name)) return value.map(createWid)
  if (keys.has(name)) return MsgKey.from(value)
  if (value.$bytes !== undefined) return Uint8Array.from(atob(value.$bytes), (char) => char.charCodeAt(0))
  return value
}

/** Attributes of a record for a model. */
export function toAttributes(attrs) {
  return Object.fromEntries(Object.entries(attrs).map(([name, value]) => [name, toValue(name, value)]))
}

function toWire(value) {
  if (value instanceof Wid || value instanceof MsgKey) return value._serialized
  if (value instanceof Uint8Array) return { $bytes: btoa(String.fromCharCode(...value)) }
  if (value instanceof Model || value instanceof Collection) return toWire(value.serialize())
  if (Array.isArray(value)) return value.map(toWire)
  if (value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) {
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, toWire(one)]))
  }
  return typeof value === 'object' && value !== null ? undefined : value
}

/** What of a message stays in the page and never goes to the servers. */
const local = new Set([
  'id',
  'ack',
  'local',
  'self',
  'isNewMsg',
  'type',
  't',
  'mediaBlob',
  'mediaData',
  'mediaObject',
  'preview',
  'renderableUrl',
  'mediaStage',
  'star',
  'hasReaction',
])

/** A message's attributes as the servers take them. */
export function toRecordAttrs(attributes) {
  const result = {}
  for (const [name, value] of Object.entries(attributes)) {
    if (local.has(name) || typeof value === 'function' || value === undefined) continue
    const made = toWire(value)
    if (made !== undefined) result[name] = made
  }
  return result
}
