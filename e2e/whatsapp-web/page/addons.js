/** Reactions, poll votes and calls: what hangs on messages or comes beside them, announced by tables of their own. */
import { line } from './line.js'
import { messages } from './messages.js'
import { Collection, Events, Model } from './model.js'
import { me } from './people.js'
import { define, use } from './registry.js'
import { createWid, MsgKey } from './wid.js'

const reactionTable = { bulkUpsert: async () => undefined, bulkGet: async () => [] }
const voteTable = { bulkUpsert: async () => undefined, bulkGet: async () => [] }

const isMine = (from) => from === String(me.pn) || from === String(me.lid)

function keyFor(id, from, parent) {
  const remote = parent.remote
  const participant = remote.isGroup() ? from : undefined
  return new MsgKey({ fromMe: isMine(from), remote, id, participant })
}

/** A reaction came: the table is told, which is where the library listens. */
export function applyReaction(messageId, { id, from, text, at }) {
  const parent = MsgKey.fromString(messageId)
  messages.get(messageId)?.set({ hasReaction: text !== '' })
  void use('WAWebAddonReactionTableMode').reactionTableMode.bulkUpsert([
    {
      id: keyFor(id, from, parent),
      reactionParentKey: parent,
      reactionTimestamp: at,
      reactionText: text,
      author: parent.remote.isGroup() ? createWid(from) : undefined,
      from: createWid(from),
      read: false,
      orphan: 0,
      ack: 2,
    },
  ])
}

export function applyVote(messageId, { id, from, options, at }) {
  const parent = MsgKey.fromString(messageId)
  void use('WAWebAddonPollVoteTableMode').pollVoteTableMode.bulkUpsert([
    {
      id: keyFor(id, from, parent),
      pollUpdateParentKey: parent,
      t: at,
      senderTimestampMs: at,
      author: parent.remote.isGroup() ? createWid(from) : undefined,
      from: createWid(from),
      selectedOptionLocalIds: options,
    },
  ])
}

async function findReactions(messageId) {
  const parent = MsgKey.fromString(String(messageId))
  const all = await line.rpc('reactions', { id: String(messageId) })
  const byEmoji = new Collection()
  for (const emoji of new Set(all.map((one) => one.text))) {
    const senders = all
      .filter((one) => one.text === emoji)
      .map((one) => ({
        msgKey: keyFor(one.id, one.from, parent),
        parentMsgKey: parent,
        senderUserJid: one.from,
        reactionText: one.text,
        timestamp: one.at,
        orphan: 0,
        read: true,
        ack: 2,
      }))
    byEmoji.add({
      id: emoji,
      aggregateEmoji: emoji,
      hasReactionByMe: senders.some((one) => isMine(one.senderUserJid)),
      senders,
    })
  }
  return { id: parent, reactions: byEmoji }
}

async function votesOf(parentKey) {
  const parent = MsgKey.fromString(parentKey)
  const all = await line.rpc('votes', { id: parentKey })
  return all.map(({ id, from, options, at }) => ({
    msgKey: String(keyFor(id, from, parent)),
    parentMsgKey: parentKey,
    sender: from,
    senderTimestampMs: at,
    selectedOptionLocalIds: new Uint8Array(options),
  }))
}

/** Calls; the library hooks the map's `set`. */
class CallCollection extends Events {
  _map = new Map()
  processIncomingCall(call) {
    this._map.set(call.id, new Model({ ...call, peerJid: createWid(call.peerJid) }))
  }
}
const calls = new CallCollection()
export const applyCall = (call) => calls.processIncomingCall(call)

/** Who types where; the library has no event for it, a page script may listen. */
const presences = new Collection()
export function applyTyping({ chat, author, state }) {
  const id = createWid(chat)
  const presence = presences.get(id) ?? presences.add({ id, isOnline: true })[0]
  presence.set({ chatstate: { type: state === 'paused' ? 'available' : state, author, t: Date.now() } })
}

export function defineAddons() {
  define('WAWebAddonReactionTableMode', { reactionTableMode: reactionTable })
  define('WAWebAddonPollVoteTableMode', { pollVoteTableMode: voteTable })
  define('WAWebSendReactionMsgAction', {
    sendReactionToMsg: (msg, emoji) => line.rpc('react', { id: String(msg.id), emoji }),
  })
  define('WAWebPollsSendVoteMsgAction', {
    sendVote: (msg, localIds) => line.rpc('vote', { id: String(msg.id), options: [...localIds] }),
  })
  define('WAWebPollsVotesSchema', {
    getTable: () => ({ equals: async (_fields, key) => votesOf(key) }),
  })
  define('WAWebPinInChatSchema', { getTable: () => ({ equals: async () => [] }) })
  define('WAWebPinMsgConstants', { getPinExpiryDuration: () => 86_400 })
  define('WAWebSendPinMessageAction', { sendPinInChatMsg: async () => ({ messageSendResult: 'OK' }) })
  define('WAWebCallCollection', calls)
  define('WAWebPresenceCollection', { PresenceCollection: presences })
  define('WAWap', {
    wap: (tag, attrs, children) => ({ tag, attrs, children }),
    generateId: () => `${Date.now()}`,
  })
  define('WADeprecatedSendIq', {
    deprecatedCastStanza: async (stanza) => {
      const reject = stanza.children?.[0]
      if (reject?.tag === 'reject') {
        await line.rpc('reject-call', {
          peer: String(createWid(stanza.attrs.to)),
          call: reject.attrs['call-id'],
        })
      }
    },
  })
}

export const addonCollections = {
  Reactions: Object.assign(new Collection(), { find: findReactions }),
  Presence: presences,
}
