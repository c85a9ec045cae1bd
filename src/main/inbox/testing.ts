/** Test support: messages as a session gives them. */
import type { WaIdentity, WaMessage } from '../whatsapp/types'

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
