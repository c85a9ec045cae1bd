/** What each operation of the control channel does; arguments come checked against `operations.ts`. */
import type { OperationName, OperationResult, ParsedArgs } from './operations'
import { pair, passkeyDone } from './pairing'
import type { Phone } from './phones'
import { patched } from './settings'
import { delay } from './rpc-kit'
import { clearChatPolicies, setChatPolicy } from './sending'
import { edit, react, receive, revoke, setChat, setContact, vote } from './world/act'
import { webId, widOf } from './world/ids'
import { now } from './world/world'

type Handlers = {
  [K in OperationName]: (
    context: Phone,
    args: ParsedArgs<K>,
  ) => OperationResult<K> | Promise<OperationResult<K>>
}
const ok = { ok: true } as const

export const handlers: Handlers = {
  async configure({ world, line }, patch) {
    world.settings = patched(world.settings, patch)
    line.broadcast({ t: 'settings', settings: world.settings })
    world.onChange()
    await line.settle()
    return world.settings
  },
  reset({ world, line, faults }, { keepDevices }) {
    faults.clear()
    if (keepDevices !== true && world.devices.size > 0) line.unlink(undefined)
    world.clear(keepDevices === true)
    clearChatPolicies(world)
    line.cut(true, true)
    if (keepDevices === true) line.broadcast({ t: 'reload' })
    return ok
  },

  pair: ({ line }, by) => pair(line, by),
  passkeyDone: ({ line }) => passkeyDone(line),
  unpair: ({ line }, { device }) => ({ unlinked: line.unlink(device) }),

  setContact: ({ world }, spec) => setContact(world, spec),
  setChat: ({ world }, spec) => setChat(world, spec),
  revealPhone({ world }, { lid, phone }) {
    const contact = world.contactOf(widOf(lid))
    world.setContact({ ...contact, lid: contact.lid ?? widOf(lid), phone: widOf(phone), phoneKnown: true })
    return ok
  },
  moveChat({ world }, { from, to }) {
    world.moveChat(world.resolve(from), widOf(to))
    return ok
  },
  deleteChat({ world }, { chat }) {
    world.deleteChat(world.resolve(chat))
    return ok
  },
  readOnPhone({ world }, { chat }) {
    world.changeChat(world.chatOf(world.resolve(chat)), { unread: 0 })
    return ok
  },
  seed({ world }, { contacts = [], chats = [], messages = [] }) {
    for (const contact of contacts) setContact(world, contact)
    for (const { ack, star, ...message } of messages) {
      const { id } = receive(world, { ...message, silent: true })
      const record = world.message(id)
      if (ack !== undefined) record.ack = ack
      if (star !== undefined) record.star = star
    }
    // After the messages, so that unread counts stand as given.
    for (const chat of chats) setChat(world, chat)
    return { contacts: contacts.length, chats: chats.length, messages: messages.length }
  },

  incoming: ({ world }, spec) => receive(world, spec),
  async incomingMany({ world }, { messages, gapMs }) {
    const refs = []
    for (const message of messages) {
      refs.push(receive(world, message))
      if (gapMs !== undefined) await delay(gapMs)
    }
    return refs
  },
  edit({ world }, { id, body }) {
    edit(world, id, body)
    return ok
  },
  revoke({ world }, { id, newId }) {
    revoke(world, id, newId ?? !world.settings.revokeKeepsId)
    return ok
  },
  removeMessage({ world }, { id }) {
    world.removeMessage(world.message(id))
    return ok
  },
  react({ world }, { id, from, emoji }) {
    react(world, id, from, emoji)
    return ok
  },
  vote({ world }, { id, from, options }) {
    vote(world, id, from, options)
    return ok
  },
  ack({ world }, { id, ack }) {
    world.changeMessage(world.message(id), { ack })
    return ok
  },
  star({ world }, { id, on }) {
    world.changeMessage(world.message(id), { star: on })
    return ok
  },
  setMedia({ world }, { id, stage, download, delayMs }) {
    const message = world.message(id)
    if (message.media === undefined) throw new Error(`${id} has no media`)
    if (download !== undefined) message.media.download = download
    if (delayMs !== undefined) message.media.delayMs = delayMs
    if (stage !== undefined) {
      message.media.stage = stage
      world.update({ kind: 'message-change', id: message.id, changes: { $mediaStage: stage } })
    }
    return ok
  },
  ciphertext({ world }, { chat, body, afterMs }) {
    const ref = receive(world, { chat, type: 'ciphertext' })
    if (body !== undefined) {
      setTimeout(() => {
        world.changeMessage(world.message(ref.id), { type: 'chat', body })
      }, afterMs ?? 500).unref()
    }
    return ref
  },
  system({ world }, { chat, type, subtype, author, recipients, body }) {
    const raw = {
      subtype,
      recipients: recipients?.map(widOf),
      ...(author === undefined ? {} : { author: widOf(author) }),
    }
    const known = Object.fromEntries(Object.entries(raw).filter(([, value]) => value !== undefined))
    const sender = author ?? world.settings.me.phone
    return receive(world, {
      chat,
      author: sender,
      type: type ?? 'e2e_notification',
      body,
      read: true,
      raw: known,
    })
  },
  status: ({ world }, { author, body, media }) =>
    receive(world, { chat: 'status@broadcast', author, body, media }),
  channelPost: ({ world }, { channel, body, media }) => receive(world, { chat: channel, body, media }),
  call({ world, line }, { from, video, group, missed }) {
    const peer = world.resolve(from)
    world.contactOf(peer)
    const id = webId()
    line.broadcast({
      t: 'call',
      call: {
        id,
        peerJid: peer,
        offerTime: now(),
        isVideo: video ?? false,
        isGroup: group ?? false,
        canHandleLocally: false,
        outgoing: false,
        webClientShouldHandle: false,
        participants: [],
      },
    })
    const outcome = missed === false ? 'Connected' : 'Missed'
    const raw = {
      isVideoCall: video ?? false,
      callOutcome: outcome,
      subtype: missed === false ? 'connected' : 'miss',
    }
    return { id, message: receive(world, { chat: peer, type: 'call_log', read: missed === false, raw }) }
  },
  typing({ world, line }, { chat, author, state }) {
    const where = world.resolve(chat)
    line.broadcast({
      t: 'typing',
      chat: where,
      author: author === undefined ? undefined : widOf(author),
      state,
    })
    return ok
  },

  async socketState({ line }, { state }) {
    line.broadcast({ t: 'state', state })
    await line.settle()
    return ok
  },
  network({ line }, { up, http }) {
    line.cut(up, http ?? true)
    return ok
  },
  deafen({ line }) {
    line.deafen()
    return ok
  },
  async breakChat({ world, line }, { chat, broken }) {
    line.broadcast({ t: 'break-chat', chat: world.resolve(chat), broken })
    await line.settle()
    return ok
  },
  reload({ line }) {
    line.broadcast({ t: 'reload' })
    return ok
  },
  iframe({ line }, { frames, times }) {
    line.broadcast({ t: 'iframe', frames: frames ?? 1, times: times ?? 1 })
    return ok
  },
  hang({ line }, { ms }) {
    line.broadcast({ t: 'hang', ms })
    return ok
  },

  sendFault({ faults }, fault) {
    faults.add(fault)
    return ok
  },
  clearFaults({ faults }) {
    faults.clear()
    return ok
  },
  chatAutoAck({ world }, { chat, policy }) {
    setChatPolicy(world, world.resolve(chat), policy)
    return ok
  },

  messages: ({ world }, { chat }) =>
    chat === undefined ? world.allMessages() : [...world.messagesOf(world.resolve(chat))],
  chats: ({ world }) => [...world.chats.values()],
  contacts: ({ world }) => [...world.contacts.values()],
}
