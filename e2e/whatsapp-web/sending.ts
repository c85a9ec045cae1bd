/** Taking a message that a page sends: faults, once-only delivery per key, the log, and the acks that follow. */
import { z } from 'zod'
import { delay, noAnswer } from './rpc-kit'
import type { RpcContext, RpcHandler } from './rpc-kit'
import { isRecord } from './settings'
import type { LogEntry, MessageRecord } from './types'
import { hexOf } from './world/media'
import { serializedKey } from './world/ids'
import type { World } from './world/world'

const schema = z.object({
  chat: z.string(),
  innerId: z.string(),
  author: z.string().optional(),
  type: z.string(),
  t: z.number(),
  attrs: z.record(z.string(), z.unknown()),
  /** Sent on by the page itself, after a reload or a reconnect. */
  resent: z.boolean().optional(),
})
type Outgoing = z.infer<typeof schema>

const chatPolicies = new WeakMap<World, Map<string, string>>()

/** Automatic acks of one chat; null gives it back to the settings. */
export function setChatPolicy(world: World, chat: string, policy: string | null): void {
  const map = chatPolicies.get(world) ?? new Map<string, string>()
  chatPolicies.set(world, map)
  if (policy === null) map.delete(chat)
  else map.set(chat, policy)
}

export function clearChatPolicies(world: World): void {
  chatPolicies.delete(world)
}

export const acceptSend: RpcHandler = async (context, args) => {
  const { world, faults, session } = context
  const message = schema.parse(args)
  const chat = world.resolve(message.chat)
  const duplicate = world.hasInner(chat, message.innerId)
  const line = describe(world, chat, message, session.device)
  world.write({ ...line, kind: 'attempt', duplicate: duplicate !== undefined })
  if (duplicate !== undefined) return { id: duplicate.id, ack: duplicate.ack, t: duplicate.t }

  const fault = faults.take(chat, ['slow', 'lost', 'no-answer', 'refused'])
  if (fault?.mode === 'lost') return noAnswer
  if (fault?.mode === 'refused' || !world.reaches(chat)) {
    const reason = fault?.mode === 'refused' ? (fault.error ?? 'refused') : 'not on WhatsApp'
    world.write({ ...line, kind: 'refused', detail: { reason } })
    return { error: reason }
  }
  if (fault?.mode === 'slow') await delay(fault.delayMs ?? 1000)
  // While it was slow, the page may have tried again.
  const meanwhile = world.hasInner(chat, message.innerId)
  if (meanwhile !== undefined) return { id: meanwhile.id, ack: meanwhile.ack, t: meanwhile.t }

  const record = deliver(context, chat, message)
  world.write({ ...line, id: record.id, kind: 'send' })
  return fault?.mode === 'no-answer' ? noAnswer : { id: record.id, ack: record.ack, t: record.t }
}

function deliver({ world }: RpcContext, chat: string, message: Outgoing): MessageRecord {
  const policy = chatPolicies.get(world)?.get(chat) ?? world.settings.autoAck.policy
  const record: MessageRecord = {
    id: serializedKey(true, chat, message.innerId, message.author),
    innerId: message.innerId,
    chat,
    fromMe: true,
    author: message.author,
    t: message.t,
    type: message.type,
    ack: 0,
    star: false,
    attrs: message.attrs,
    media: mediaOf(world, message),
    quoted: text(message.attrs['quotedStanzaID']),
    reactions: [],
    votes: [],
    fromPage: true,
    silent: false,
    seq: 0,
  }
  // The page that sent it has it already and takes no notice; other pages hear of it.
  world.addMessage(record)
  const { deliveredMs, readMs, serverMs } = world.settings.autoAck
  if (isTimelocked(world, chat)) {
    setTimeout(() => world.changeMessage(record, { ack: -1 }), serverMs).unref()
    return record
  }
  if (policy !== 'none') later(world, record, 1, serverMs)
  if (policy === 'delivered' || policy === 'read') later(world, record, 2, deliveredMs)
  if (policy === 'read') later(world, record, 3, readMs)
  return record
}

/** Under a timelock only those can be written to who wrote first. */
const isTimelocked = (world: World, chat: string): boolean =>
  world.settings.timelocked && !world.messagesOf(chat).some((message) => !message.fromMe)

function later(world: World, record: MessageRecord, ack: number, afterMs: number): void {
  setTimeout(() => {
    if (record.ack >= ack) return
    world.changeMessage(record, { ack })
  }, afterMs).unref()
}

function mediaOf(world: World, { attrs }: Outgoing): MessageRecord['media'] {
  const hash = text(attrs['filehash'])
  if (hash === undefined) return undefined
  const bytes = world.media.get(hash)
  return {
    hash,
    mimetype: text(attrs['mimetype']) ?? 'application/octet-stream',
    size: bytes?.length ?? 0,
    filename: text(attrs['filename']),
    stage: 'RESOLVED',
    download: 'ok',
    delayMs: 0,
  }
}

function describe(
  world: World,
  chat: string,
  message: Outgoing,
  device: string | undefined,
): Omit<LogEntry, 'seq' | 'at' | 'kind'> {
  const { attrs } = message
  const media = mediaOf(world, message)
  const { lat, lng, loc, pollName, pollOptions, vcardList } = attrs
  const detail = {
    lat,
    lng,
    loc,
    pollName,
    pollOptions,
    vcardList,
    resent: message.resent === true ? true : undefined,
  }
  const known = Object.fromEntries(Object.entries(detail).filter(([, value]) => value !== undefined))
  return {
    device,
    id: serializedKey(true, chat, message.innerId, message.author),
    innerId: message.innerId,
    chat,
    type: message.type,
    // The body of media is its preview picture, nobody's words.
    body: media === undefined ? text(attrs['body']) : undefined,
    caption: text(attrs['caption']),
    quoted: text(attrs['quotedStanzaID']),
    ...(media === undefined
      ? {}
      : {
          media: {
            hash: hexOf(media.hash),
            mimetype: media.mimetype,
            size: media.size,
            filename: media.filename,
          },
        }),
    ...(Object.keys(known).length > 0 && isRecord(known) ? { detail: known } : {}),
  }
}

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined
