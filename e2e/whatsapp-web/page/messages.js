/** Messages: the model with all that the library touches of it, the collection, history and quotes. */
import { chatFor } from './chats.js'
import { toAttributes } from './convert.js'
import { line } from './line.js'
import { pokeMedia } from './media.js'
import { Collection, Model } from './model.js'
import { define } from './registry.js'
import { MsgKey } from './wid.js'

const notices = new Set([
  'e2e_notification',
  'gp2',
  'notification',
  'notification_template',
  'group_notification',
  'broadcast_notification',
  'call_log',
  'debug',
  'protocol',
])

export class MsgModel extends Model {
  defaults() {
    return {
      viewed: false,
      type: 'chat',
      ack: 0,
      star: false,
      invis: false,
      isNewMsg: false,
      recvFresh: false,
      kicNotified: false,
      isFromTemplate: false,
      pollInvalidated: false,
      isSentCagPollCreation: false,
      latestEditMsgKey: null,
      latestEditSenderTimestampMs: null,
      mentionedJidList: [],
      groupMentions: [],
      isEventCanceled: false,
      isVcardOverMmsDocument: false,
      isForwarded: false,
      hasReaction: false,
      viewMode: 'VISIBLE',
      isMdHistoryMsg: false,
      isVideoCall: false,
      labels: [],
    }
  }

  get isNotification() {
    return notices.has(this.type)
  }

  get isEphemeral() {
    return Boolean(this.ephemeralDuration)
  }

  get isMedia() {
    return this.directPath !== undefined
  }

  get mediaObject() {
    return this.mediaData
  }

  get chat() {
    return chatFor(this.id.remote)
  }

  unsafe() {
    return this
  }

  canReply() {
    return !this.isNotification && this.type !== 'revoked'
  }

  /** What a reply carries of this message. */
  msgContextInfo() {
    const { type, body, caption, mimetype, filename, pollName } = this
    const quoted = { type, body, caption, mimetype, filename, pollName }
    return {
      quotedMsg: Object.fromEntries(Object.entries(quoted).filter(([, value]) => value !== undefined)),
      quotedStanzaID: this.id.id,
      quotedParticipant: this.author ?? this.from,
    }
  }

  async downloadMedia() {
    await pokeMedia(this)
  }

  avParams() {
    return {}
  }

  updateAck(ack) {
    this.set({ ack })
  }
}

class MsgCollection extends Collection {
  constructor() {
    super(MsgModel)
  }

  /** Messages by id, from the servers where they aren't in memory. They don't join the collection. */
  async getMessagesById(ids) {
    const wanted = ids.map(String)
    const missing = wanted.filter((id) => !this.get(id))
    const records = missing.length > 0 ? await line.rpc('messages-by-id', { ids: missing }) : []
    const made = records.map((record) => this.get(record.id) ?? modelOf(record))
    return { messages: [...wanted.map((id) => this.get(id)).filter(Boolean), ...made] }
  }

  async search(query, page, count, remote) {
    const records = await line.rpc('search', { query, page, count, chat: remote && String(remote) })
    return { messages: records.map((record) => this.get(record.id) ?? modelOf(record)), eof: true }
  }
}

export const messages = new MsgCollection()

/** A model of the servers' record, in no collection yet. */
export function modelOf(record, isNewMsg = false) {
  const { id, t, type, ack, star, attrs, media, reactions } = record
  const model = new MsgModel({
    id: MsgKey.fromString(id),
    t,
    type,
    ack,
    star,
    isNewMsg,
    hasReaction: reactions.length > 0,
    ...toAttributes(attrs),
  })
  if (media) model.set({ mediaData: mediaDataOf(type, media) }, { silent: true })
  return model
}

export function mediaDataOf(type, { stage, mimetype, size, hash, filename }) {
  return new Model({ type, mediaStage: stage ?? 'RESOLVED', mimetype, size, filehash: hash, filename })
}

/** Puts a message into its chat; those who listen hear `add`. `atFront` for history. */
export function addMessage(model) {
  const known = messages.get(model.id)
  if (known) return known
  const { chat } = model
  chat?.msgs.add(model)
  if (chat && (chat.t ?? 0) <= model.t) {
    const attributes = { t: model.t, lastReceivedKey: model.id }
    if (!model.id.remote.isStatus()) chat.set(attributes)
  }
  messages.add(model)
  return model
}

/** An earlier page of a chat: added to it, and answered oldest first; empty at the end. */
async function loadEarlierMsgs({ chat }) {
  chat.msgs.sortBy((a, b) => a.t - b.t)
  const oldest = chat.msgs.getModelsArray()[0]
  const records = await line.rpc('history', {
    chat: String(chat.id),
    before: oldest ? String(oldest.id) : null,
  })
  const models = records.map((record) => messages.get(record.id) ?? modelOf(record))
  for (const model of models) {
    messages.add(model)
    chat.msgs.add(model)
  }
  chat.msgs.sortBy((a, b) => a.t - b.t)
  return models
}

function getQuotedMsgObj(msg) {
  if (!msg?.quotedStanzaID) return undefined
  const found = chatFor(msg.id.remote)?.msgs.findFirst((one) => one.id.id === msg.quotedStanzaID)
  if (found) return found
  const from = msg.quotedParticipant
  const fromMe = from ? !from.equals(msg.id.remote) && !msg.id.remote.isGroup() : false
  const participant = msg.id.remote.isGroup() ? from : undefined
  return new MsgModel({
    ...msg.quotedMsg,
    id: new MsgKey({ fromMe, remote: msg.id.remote, id: msg.quotedStanzaID, participant }),
    from,
  })
}

export function defineMessages() {
  define('WAWebChatLoadMessages', { loadEarlierMsgs, loadRecentMsgs: async () => [] })
  define('WAWebMsgReply', { canReplyMsg: (msg) => msg.canReply() })
  define('WAWebQuotedMsgModelUtils', { getQuotedMsgObj })
  define('WAWebMsgActionCapability', {
    canStarMsg: (msg) => !msg.isNotification,
    canSenderRevokeMsg: (msg) => msg.id.fromMe && msg.type !== 'revoked',
    canAdminRevokeMsg: (msg) => msg.id.remote.isGroup() && (msg.chat?.iAmAdmin() ?? false),
    canEditText: (msg) => msg.id.fromMe && msg.type === 'chat' && Date.now() / 1000 - msg.t < 15 * 60,
    canEditCaption: (msg) => msg.id.fromMe && msg.isMedia && Date.now() / 1000 - msg.t < 15 * 60,
  })
  define('WAWebSendNonMessageDataRequest', {
    sendPeerDataOperationRequest: async () => ({ success: true }),
  })
  define('WAWebNonMessageDataRequestPlaceholderMessageResendUtils', {
    handlePlaceholderMsgsSeen: async () => undefined,
  })
  define('WAWebSyncGatingUtils', { isPlaceholderMessageResendEnabled: () => false })
  define('WAWebChatMessageSearch', { getSearchContext: async () => ({}) })
  define('WAWebApiMessageInfoStore', {
    queryMsgInfo: async (id) => {
      const ack = messages.get(id)?.ack ?? 0
      const entry = { id: id.remote, t: messages.get(id)?.t }
      return {
        delivery: ack >= 2 ? [entry] : [],
        deliveryRemaining: 0,
        read: ack >= 3 ? [entry] : [],
        readRemaining: 0,
        played: ack >= 4 ? [entry] : [],
        playedRemaining: 0,
      }
    },
  })
}
