/** Requests by which a page changes something: each is logged, applied to the world, and so told to all pages. */
import { z } from 'zod'
import { randomBytes } from 'node:crypto'
import { showRef } from './pairing'
import { rpc, ServerStatusCodeError } from './rpc-kit'
import type { RpcContext, RpcHandler } from './rpc-kit'
import type { ContactRecord, LogKind, MessageRecord } from './types'
import { editOf, revocationOf } from './world/changes'
import { isLid, webId, widOf } from './world/ids'
import { now } from './world/world'

const onMessage = z.object({ id: z.string() })
const onChat = z.object({ chat: z.string() })

function own(context: RpcContext, id: string): MessageRecord {
  const message = context.world.findMessage(id)
  if (message === undefined) throw new ServerStatusCodeError(404, 'item-not-found')
  return message
}

function log(
  context: RpcContext,
  kind: LogKind,
  message: MessageRecord,
  more: Record<string, unknown> = {},
): void {
  const { body, ...detail } = more
  context.world.write({
    kind,
    device: context.session.device,
    id: message.id,
    innerId: message.innerId,
    chat: message.chat,
    type: message.type,
    ...(typeof body === 'string' ? { body } : {}),
    ...(Object.keys(detail).length > 0 ? { detail } : {}),
  })
}

function logChat(context: RpcContext, kind: LogKind, chat: string, detail?: Record<string, unknown>): void {
  context.world.write({
    kind,
    device: context.session.device,
    chat,
    ...(detail === undefined ? {} : { detail }),
  })
}

function contactOf(context: RpcContext, id: string): ContactRecord {
  return context.world.contactOf(widOf(id))
}

export const pageActions: Record<string, RpcHandler> = {
  edit: rpc(onMessage.extend({ body: z.string() }), (context, { id, body }) => {
    const message = own(context, id)
    if (!message.fromMe) throw new ServerStatusCodeError(403, 'not your message')
    log(context, 'edit', message, { body })
    context.world.changeMessage(message, editOf(message, body))
    return { ok: true }
  }),

  revoke: rpc(onMessage, (context, { id }) => {
    const message = own(context, id)
    log(context, 'revoke', message)
    context.world.changeMessage(message, revocationOf(message))
    return { ok: true }
  }),

  delete: rpc(onMessage, (context, { id }) => {
    const message = own(context, id)
    log(context, 'delete-for-me', message)
    context.world.removeMessage(message)
    return { ok: true }
  }),

  react: rpc(onMessage.extend({ emoji: z.string() }), (context, { id, emoji }) => {
    const message = own(context, id)
    log(context, 'reaction', message, { body: emoji })
    const reaction = { id: webId(), from: context.world.settings.me.phone, text: emoji, at: Date.now() }
    message.reactions = message.reactions.filter((one) => one.from !== reaction.from)
    if (emoji !== '') message.reactions.push(reaction)
    context.world.update({ kind: 'reaction', id: message.id, reaction })
    return { ok: true }
  }),

  vote: rpc(onMessage.extend({ options: z.array(z.number()) }), (context, { id, options }) => {
    const message = own(context, id)
    log(context, 'vote', message, { options })
    const vote = { id: webId(), from: context.world.settings.me.phone, options, at: Date.now() }
    message.votes = [...message.votes.filter((one) => one.from !== vote.from), vote]
    context.world.update({ kind: 'vote', id: message.id, vote })
    return { ok: true }
  }),

  star: rpc(z.object({ ids: z.array(z.string()), on: z.boolean() }), (context, { ids, on }) => {
    for (const id of ids) {
      const message = own(context, id)
      log(context, on ? 'star' : 'unstar', message)
      context.world.changeMessage(message, { star: on })
    }
    return { ok: true }
  }),

  seen: rpc(onChat, (context, { chat }) => {
    logChat(context, 'seen', chat)
    context.world.changeChat(context.world.chatOf(chat), { unread: 0 })
    return { ok: true }
  }),

  unread: rpc(onChat.extend({ on: z.boolean() }), (context, { chat, on }) => {
    logChat(context, 'mark-unread', chat, { on })
    context.world.changeChat(context.world.chatOf(chat), { unread: on ? -1 : 0 })
    return { ok: true }
  }),

  chatstate: rpc(
    onChat.extend({ state: z.enum(['typing', 'recording', 'paused']) }),
    (context, { chat, state }) => {
      logChat(context, state, chat)
      return { ok: true }
    },
  ),

  presence: rpc(z.object({ available: z.boolean() }), (context, { available }) => {
    context.world.write({ kind: available ? 'available' : 'unavailable', device: context.session.device })
    return { ok: true }
  }),

  archive: rpc(onChat.extend({ on: z.boolean() }), (context, { chat, on }) => {
    logChat(context, on ? 'archive' : 'unarchive', chat)
    context.world.changeChat(context.world.chatOf(chat), { archived: on })
    return { ok: true }
  }),

  pin: rpc(onChat.extend({ on: z.boolean() }), (context, { chat, on }) => {
    logChat(context, on ? 'pin' : 'unpin', chat)
    context.world.changeChat(context.world.chatOf(chat), { pin: on ? now() : 0 })
    return { ok: true }
  }),

  mute: rpc(onChat.extend({ expiration: z.number() }), (context, { chat, expiration }) => {
    logChat(context, expiration === 0 ? 'unmute' : 'mute', chat, { expiration })
    context.world.changeChat(context.world.chatOf(chat), { muteExpiration: expiration })
    return { ok: true }
  }),

  block: rpc(z.object({ contact: z.string(), on: z.boolean() }), (context, { contact, on }) => {
    logChat(context, on ? 'block' : 'unblock', contact)
    context.world.setContact({ ...contactOf(context, contact), isBlocked: on })
    return { ok: true }
  }),

  labels: rpc(onChat.extend({ labels: z.array(z.string()) }), (context, { chat, labels }) => {
    logChat(context, 'label', chat, { labels })
    context.world.changeChat(context.world.chatOf(chat), { labels })
    return { ok: true }
  }),

  'clear-chat': rpc(onChat, (context, { chat }) => {
    logChat(context, 'clear-chat', chat)
    context.world.clearChat(chat)
    return { ok: true }
  }),

  'delete-chat': rpc(onChat, (context, { chat }) => {
    logChat(context, 'delete-chat', chat)
    // A chat may exist in the page alone so far.
    context.world.chatOf(chat)
    context.world.deleteChat(chat)
    return { ok: true }
  }),

  'save-contact': rpc(
    z.object({ contact: z.string(), name: z.string().nullable() }),
    (context, { contact, name }) => {
      logChat(context, 'save-contact', contact, { name })
      context.world.setContact({
        ...contactOf(context, contact),
        name: name ?? undefined,
        isMyContact: name !== null,
      })
      return { ok: true }
    },
  ),

  'reject-call': rpc(z.object({ peer: z.string(), call: z.string() }), (context, { peer, call }) => {
    logChat(context, 'reject-call', peer, { call })
    return { ok: true }
  }),

  group: rpc(
    z.object({ chat: z.string(), action: z.string(), detail: z.record(z.string(), z.unknown()).optional() }),
    (context, { chat, action, detail }) => {
      logChat(context, 'group', chat, { action, ...detail })
      return { ok: true }
    },
  ),

  'pairing-code': rpc(z.object({ phone: z.string() }), (context, { phone }) => {
    // Crockford's alphabet, as WhatsApp's codes use it.
    const alphabet = '123456789ABCDEFGHJKLMNPQRSTVWXYZ'
    const code = [...randomBytes(8)].map((byte) => alphabet[byte % alphabet.length]).join('')
    context.session.pairingCode = code
    context.world.write({ kind: 'pairing-code', detail: { phone, code } })
    return { code }
  }),

  'refresh-qr': (context) => {
    context.session.pairingCode = undefined
    showRef(context.session)
    return { ok: true }
  },

  logout: (context) => {
    const { device } = context.session
    context.world.write({ kind: 'logout', device })
    context.line.unlink(device, false)
    return { ok: true }
  },

  takeover: (context) => {
    context.world.write({ kind: 'takeover', device: context.session.device })
    return { ok: true }
  },

  /** The page has synced and listens: it can be told what it missed. */
  ready: (context) => {
    context.line.deliverMissed(context.session)
    return { ok: true }
  },

  /** The pages asks for the phone behind a LID, or the other way round; what the servers tell becomes known. */
  exists: rpc(z.object({ wid: z.string() }), (context, { wid }) => {
    const contact = context.world.findContact(wid)
    context.world.write({ kind: 'query-exists', chat: wid, device: context.session.device })
    if (contact?.registered !== true) return null
    const knowsPhone = !isLid(wid) || contact.phoneKnown
    return { wid, lid: contact.lid, phone: knowsPhone ? contact.phone : undefined, biz: contact.isBusiness }
  }),
}
