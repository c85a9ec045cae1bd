/** What the servers send becomes models: the snapshot at load, and updates after it. */
import { applyReaction, applyVote } from './addons.js'
import { applyChat, chatFor, homeOf, moved } from './chats.js'
import { toAttributes } from './convert.js'
import { line } from './line.js'
import { addMessage, messages, modelOf } from './messages.js'
import { applyContact } from './people.js'
import { createWid, MsgKey } from './wid.js'

export function applySnapshot({ contacts, chats, messages: records, aliases, seq }) {
  for (const [from, to] of aliases) moved.set(from, to)
  for (const contact of contacts) applyContact(contact)
  for (const chat of chats) applyChat(chat)
  for (const record of records) addMessage(modelOf(record))
  // A chat's own record is right about its time, whatever was loaded of it.
  for (const chat of chats) if (chat.t) chatFor(chat.id)?.set({ t: chat.t })
  line.seq = seq
}

const handlers = {
  message({ message, isNew }, silent) {
    const known = messages.get(message.id)
    if (known) return
    if (!chatFor(message.chat)) homeOf(createWid(message.chat)).gadd(createWid(message.chat))
    addMessage(modelOf(message, isNew && !silent))
  },
  'message-change'({ id, changes }) {
    const msg = messages.get(id)
    if (!msg) return
    const { $key, $mediaStage, ...attributes } = changes
    if ($mediaStage) msg.mediaData?.set({ mediaStage: $mediaStage })
    // JSON drops what is undefined; a revoked message has lost its content.
    const lost =
      changes.type === 'revoked' ? { body: undefined, caption: undefined, directPath: undefined } : {}
    if ($key) msg.set({ id: MsgKey.fromString($key) }, { silent: true })
    msg.set({ ...lost, ...toAttributes(attributes) })
  },
  'message-remove'({ id }) {
    const msg = messages.get(id)
    if (!msg) return
    msg.chat?.msgs.remove(msg, { silent: true })
    messages.remove(msg)
  },
  reaction: ({ id, reaction }) => applyReaction(id, reaction),
  vote: ({ id, vote }) => applyVote(id, vote),
  chat: ({ chat }) => void applyChat(chat),
  'chat-remove'({ id }) {
    const chat = chatFor(id)
    if (chat) homeOf(chat.id).remove(chat)
  },
  'chat-moved'({ from, chat, messages: records }) {
    moved.set(from, chat.id)
    const wid = createWid(from)
    const old = homeOf(wid).get(wid)
    const inMemory = new Set(old?.msgs.map((msg) => msg.id.id) ?? [])
    if (old) {
      for (const msg of old.msgs.getModelsArray()) messages.remove(msg, { silent: true })
      homeOf(wid).remove(old, { silent: true })
    }
    applyChat(chat)
    for (const record of records) if (inMemory.has(record.innerId)) addMessage(modelOf(record))
  },
  contact: ({ contact }) => applyContact(contact),
}

/** In order; `silent` updates announce nothing as new. */
export function applyUpdates(updates, silent) {
  for (const update of updates) {
    handlers[update.kind](update, silent)
    line.seq = Math.max(line.seq ?? 0, update.seq)
  }
}
