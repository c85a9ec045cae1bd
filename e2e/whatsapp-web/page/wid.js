/** WhatsApp's ids as the page has them: Wid objects and message keys, with the modules that make them. */
import { define } from './registry.js'
/* global crypto */

export class Wid {
  constructor(user, server) {
    this.server = server
    this.user = user
    this._serialized = `${user}@${server}`
  }

  toString() {
    return this._serialized
  }

  toLogString() {
    return this._serialized
  }

  toJid() {
    return this._serialized.replace('@c.us', '@s.whatsapp.net')
  }

  equals(other) {
    return this._serialized === other?._serialized
  }

  isUser() {
    return this.server === 'c.us' || this.server === 'lid'
  }

  isRegularUserPn() {
    return this.server === 'c.us'
  }

  isLid() {
    return this.server === 'lid'
  }

  isGroup() {
    return this.server === 'g.us'
  }

  isNewsletter() {
    return this.server === 'newsletter'
  }

  isBroadcast() {
    return this.server === 'broadcast'
  }

  isStatus() {
    return this._serialized === 'status@broadcast'
  }

  isBot() {
    return false
  }
}

/** One object per id, as in the real page. */
const wids = new Map()

/** Takes a string, a Wid, or something shaped like one. Throws what is no id at all. */
export function createWid(id) {
  if (id instanceof Wid) return id
  const text = typeof id === 'string' ? id : id?._serialized
  if (typeof text !== 'string' || !/^[^@\s]+@[a-z.]+$/.test(text)) {
    throw new Error(`wid error: invalid wid ${String(text ?? id)}`)
  }
  const serialized = text.replace('@s.whatsapp.net', '@c.us')
  if (!wids.has(serialized)) {
    const [user, server] = serialized.split('@')
    wids.set(serialized, new Wid(user, server))
  }
  return wids.get(serialized)
}

export class MsgKey {
  constructor({ fromMe, remote, id, participant, from, to, selfDir }) {
    this.fromMe = fromMe ?? selfDir === 'out'
    this.remote = createWid(remote ?? (this.fromMe ? to : from))
    this.id = id
    if (participant) this.participant = createWid(participant)
    const tail = this.participant ? `_${this.participant}` : ''
    this._serialized = `${this.fromMe}_${this.remote}_${this.id}${tail}`
  }

  toString() {
    return this._serialized
  }

  equals(other) {
    return this._serialized === String(other)
  }

  clone() {
    return new MsgKey(this)
  }

  static fromString(text) {
    const [fromMe, remote, id, ...participant] = text.split('_')
    if (id === undefined) throw new Error(`Invalid message key ${text}`)
    return new MsgKey({
      fromMe: fromMe === 'true',
      remote,
      id,
      participant: participant.join('_') || undefined,
    })
  }

  static from(key) {
    return typeof key === 'string' ? MsgKey.fromString(key) : new MsgKey(key)
  }

  /** As WhatsApp Web makes them; asynchronous since it hashes. */
  static async newId() {
    const bytes = crypto.getRandomValues(new Uint8Array(9))
    return `3EB0${[...bytes]
      .map((byte) => byte.toString(16).padStart(2, '0'))
      .join('')
      .toUpperCase()}`
  }
}

export function defineIds() {
  define('WAWebMsgKey', MsgKey)
  define('WAWebWid', Wid)
  define('WAWebWidFactory', {
    createWid,
    createWidFromWidLike: createWid,
    createUserWid: (user, server = 'c.us') => createWid(`${user}@${server}`),
    createUserWidOrThrow: createWid,
    isWidlike: (value) => typeof value?._serialized === 'string',
    asUserWidOrThrow(wid) {
      if (!wid?.isUser?.()) throw new Error(`wid error: ${String(wid)} is no user`)
      return wid
    },
    asChatWid: createWid,
    toUserWid: createWid,
  })
  define('WAWebWidToJid', {
    widToUserJid: (wid) => wid.toJid(),
    widToGroupJid: (wid) => wid.toString(),
    widToChatJid: (wid) => wid.toJid(),
    widToNewsletterJid: (wid) => wid.toString(),
  })
  define('WAWebJidToWid', {
    userJidToUserWid: createWid,
    chatJidToChatWid: createWid,
    newsletterJidToWid: createWid,
    groupJidToWid: createWid,
  })
}
