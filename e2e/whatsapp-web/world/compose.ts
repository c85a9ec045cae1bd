/** Makes message records out of what tests describe: the type, the attributes and the media of each kind. */
import { randomBytes } from 'node:crypto'
import type { IncomingMessage, MediaSpec } from '../operations'
import type { MediaRecord, MessageRecord } from '../types'
import { androidId, iphoneId, isChannel, isGroup, isStatus, serializedKey, userOf, widOf } from './ids'
import { hexOf, makeMedia } from './media'
import { now } from './world'
import type { World } from './world'

type Attrs = Record<string, unknown>

/** A record ready for `world.addMessage`; nothing is added yet. */
export function compose(world: World, spec: IncomingMessage): MessageRecord {
  const chat = world.resolve(spec.chat)
  const fromMe = spec.fromMe ?? false
  const { me } = world.settings
  const needsAuthor = isGroup(chat) || isStatus(chat)
  if (needsAuthor && !fromMe && spec.author === undefined)
    throw new Error(`A message in ${chat} needs an author`)
  const author = needsAuthor ? (fromMe ? me.phone : widOf(spec.author ?? '')) : undefined
  const innerId = spec.id ?? (fromMe ? iphoneId() : androidId())
  const t = spec.t ?? now()
  const sender = author ?? (isChannel(chat) ? undefined : chat)
  if (!fromMe && sender !== undefined) world.contactOf(sender, spec.pushname)

  const attrs: Attrs = {
    from: fromMe ? me.phone : chat,
    to: fromMe ? chat : me.phone,
    notifyName: fromMe ? me.pushname : (spec.pushname ?? world.findContact(sender ?? '')?.pushname ?? ''),
    ...(author === undefined ? {} : { author }),
    ...(spec.mentions === undefined ? {} : { mentionedJidList: spec.mentions.map(widOf) }),
    ...(spec.forwarded === undefined ? {} : { isForwarded: true, forwardingScore: spec.forwarded }),
    ...(isStatus(chat) ? { isStatusV3: true, broadcast: true } : {}),
    ...(isChannel(chat) ? { serverId: world.seq + 1 } : {}),
  }
  const message: MessageRecord = {
    id: serializedKey(fromMe, chat, innerId, author),
    innerId,
    chat,
    fromMe,
    author,
    t,
    type: 'chat',
    ack: fromMe ? 1 : 0,
    star: false,
    attrs,
    reactions: [],
    votes: [],
    fromPage: false,
    silent: spec.silent ?? false,
    seq: 0,
  }
  fill(world, message, spec)
  if (spec.type !== undefined) message.type = spec.type
  if (spec.quoted !== undefined) quote(world, message, spec.quoted)
  Object.assign(attrs, spec.raw)
  return message
}

function fill(world: World, message: MessageRecord, spec: IncomingMessage): void {
  const { attrs } = message
  if (spec.viewOnce === 'placeholder') {
    message.type = 'ciphertext'
    attrs['subtype'] = 'view_once_unavailable_fanout'
  } else if (spec.media !== undefined) {
    fillMedia(world, message, spec.media, spec.caption ?? spec.body)
    if (spec.viewOnce === 'media') attrs['isViewOnce'] = true
  } else if (spec.location !== undefined) {
    const { latitude, longitude, name, address, url } = spec.location
    message.type = 'location'
    Object.assign(attrs, { lat: latitude, lng: longitude, body: '', clientUrl: url })
    if (name !== undefined) attrs['loc'] = address === undefined ? name : `${name}\n${address}`
  } else if (spec.cards !== undefined) {
    const cards = spec.cards.map(({ name, phone }) => ({ displayName: name, vcard: vcard(name, phone) }))
    const only = cards.length === 1 ? cards[0] : undefined
    message.type = only === undefined ? 'multi_vcard' : 'vcard'
    if (only === undefined) Object.assign(attrs, { vcardList: cards, body: null })
    else Object.assign(attrs, { body: only.vcard, vcardFormattedName: only.displayName })
  } else if (spec.poll !== undefined) {
    message.type = 'poll_creation'
    Object.assign(attrs, {
      kind: 'pollCreation',
      pollName: spec.poll.name,
      pollOptions: spec.poll.options.map((name, localId) => ({ name, localId })),
      pollSelectableOptionsCount: spec.poll.multiple === true ? 0 : 1,
      pollInvalidated: false,
      isSentCagPollCreation: false,
      messageSecret: bytesOf(randomBytes(32)),
    })
  } else {
    attrs['body'] = spec.body ?? ''
  }
}

function fillMedia(world: World, message: MessageRecord, spec: MediaSpec, caption: string | undefined): void {
  const { bytes, mimetype } = makeMedia(spec)
  const hash = world.media.put(bytes)
  const media: MediaRecord = {
    hash,
    mimetype,
    size: bytes.length,
    filename: spec.filename,
    stage: spec.stage ?? 'RESOLVED',
    download: spec.download ?? 'ok',
    delayMs: spec.delayMs ?? 0,
  }
  message.media = media
  message.type = typeOf(spec, mimetype)
  Object.assign(message.attrs, {
    ...mediaAttrs(message.innerId, media),
    body: message.type === 'image' ? thumbnail : '',
    ...(caption === undefined ? {} : { caption }),
    ...(spec.width === undefined ? {} : { width: spec.width, height: spec.height ?? spec.width }),
    ...(spec.duration === undefined ? {} : { duration: String(Math.round(spec.duration)) }),
  })
}

/** The attributes by which a page finds and decrypts a message's media. */
export function mediaAttrs(innerId: string, media: MediaRecord): Attrs {
  return {
    mimetype: media.mimetype,
    size: media.size,
    filehash: media.hash,
    encFilehash: media.hash,
    mediaKey: Buffer.from(`key-${innerId}`.padEnd(32, '=').slice(0, 32)).toString('base64'),
    mediaKeyTimestamp: now(),
    directPath: `/v/t62.7118-24/${hexOf(media.hash)}_${innerId}.enc?ccb=11-4&oh=01_Q5&_nc_sid=5e03e0`,
    deprecatedMms3Url: `https://mmg.whatsapp.net/v/t62.7118-24/${hexOf(media.hash)}.enc`,
    ...(media.filename === undefined ? {} : { filename: media.filename }),
  }
}

function typeOf(spec: MediaSpec, mimetype: string): string {
  if (spec.sample === 'sticker' || mimetype === 'image/webp') return 'sticker'
  if (spec.sample === 'document' || spec.filename !== undefined) return 'document'
  if (mimetype.startsWith('image/')) return 'image'
  if (mimetype.startsWith('video/')) return 'video'
  if (mimetype.startsWith('audio/')) return 'ptt'
  return 'document'
}

function quote(world: World, message: MessageRecord, id: string): void {
  const quoted = world.message(id)
  message.quoted = quoted.innerId
  Object.assign(message.attrs, {
    quotedMsg: quotedContent(quoted),
    quotedStanzaID: quoted.innerId,
    quotedParticipant: quoted.author ?? quoted.attrs['from'],
  })
}

/** What a quote carries of the quoted message. */
export function quotedContent(quoted: MessageRecord): Attrs {
  const { body, caption, mimetype, filename, pollName } = quoted.attrs
  return Object.fromEntries(
    Object.entries({ type: quoted.type, body, caption, mimetype, filename, pollName }).filter(
      ([, value]) => value !== undefined,
    ),
  )
}

function vcard(name: string, phone: string): string {
  const user = userOf(widOf(phone))
  return [
    'BEGIN:VCARD',
    'VERSION:3.0',
    `N:;${name};;;`,
    `FN:${name}`,
    `TEL;type=CELL;type=VOICE;waid=${user}:+${user}`,
    'END:VCARD',
  ].join('\n')
}

/** Byte arrays in JSON; the page makes a Uint8Array of them. */
export const bytesOf = (bytes: Uint8Array): { $bytes: string } => ({
  $bytes: Buffer.from(bytes).toString('base64'),
})

/** A 1x1 JPEG: what stands for the blurred preview that WhatsApp puts in an image's body. */
const thumbnail =
  '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA='
