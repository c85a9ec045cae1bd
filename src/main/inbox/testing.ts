/** Test support: messages as a session gives them, and how their chats are asked for. */
import { randomUUID } from 'node:crypto'
import type { WaIdentity, WaMessage } from '../whatsapp/types'
import type { RouteRequest } from './routing-store'

export const waMessage = (key: string, change: Partial<WaMessage> = {}): WaMessage => ({
  key,
  serializedId: `false_628111@c.us_${key}`,
  chat: '628111@c.us',
  author: null,
  authorName: null,
  fromMe: false,
  at: 1_760_000_000_000,
  type: 'text',
  body: `text ${key}`,
  ack: 0,
  quoted: null,
  media: null,
  location: null,
  cards: [],
  poll: null,
  starred: false,
  forwarded: false,
  revoked: false,
  editedAt: null,
  raw: '{}',
  ...change,
})

export const waIdentity = (change: Partial<WaIdentity> = {}): WaIdentity => ({
  phone: '+628111',
  lid: null,
  savedName: null,
  pushName: null,
  isSaved: true,
  isBusiness: false,
  isBlocked: false,
  ...change,
})

/** Of somebody in the address book. */
export const routeRequest = (change: Partial<RouteRequest> = {}): RouteRequest => ({
  accountId: 'main',
  address: '628111@c.us',
  kind: 'person',
  title: null,
  identity: waIdentity(),
  keep: 'known',
  wanted: false,
  hashes: [],
  newId: randomUUID(),
  at: 1000,
  ...change,
})
