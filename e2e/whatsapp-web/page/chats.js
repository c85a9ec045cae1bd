/** Chats, groups and channels: models, collections, and the modules that find and read them. */
import { line } from './line.js'
import { Collection, Model } from './model.js'
import { contacts, me } from './people.js'
import { define } from './registry.js'
import { createWid } from './wid.js'

class MuteModel extends Model {
  async mute({ expiration }) {
    this.set({ expiration })
    await line.rpc('mute', { chat: String(this.chatId), expiration })
  }

  async unmute() {
    this.set({ expiration: 0 })
    await line.rpc('mute', { chat: String(this.chatId), expiration: 0 })
  }

  canMute() {
    return true
  }
}

class ChatModel extends Model {
  constructor(attributes) {
    super(attributes)
    // Neither is an attribute: chat and message models point at each other.
    Object.defineProperty(this, 'msgs', { value: new Collection(), enumerable: false })
    const mute = new MuteModel({ chatId: this.id, expiration: this.muteExpiration })
    Object.defineProperty(this, 'mute', { value: mute, enumerable: false })
  }

  defaults() {
    return {
      pendingMsgs: false,
      unreadCount: 0,
      unreadMentionCount: 0,
      archive: false,
      isLocked: false,
      isReadOnly: false,
      isAnnounceGrpRestrict: false,
      muteExpiration: 0,
      ephemeralDuration: 0,
      ephemeralSettingTimestamp: 0,
      endOfHistoryTransferType: 0,
      disappearingModeInitiator: 'chat',
      kind: 'chat',
      labels: [],
    }
  }

  get contact() {
    return contacts.get(this.id)
  }

  get formattedTitle() {
    return this.groupMetadata?.subject ?? this.name ?? this.contact?.formattedName ?? this.id.user
  }

  get isGroup() {
    return this.id.isGroup()
  }

  iAmAdmin() {
    return this.groupMetadata?.participants.get(me.pn)?.isAdmin ?? false
  }

  canReply() {
    return true
  }

  serialize() {
    if (this.broken) throw new TypeError("Cannot read properties of undefined (reading 'unreadMentions')")
    // Only the last of them: nobody reads the list, but many ask whether there is any.
    const last = this.msgs.last()
    return { ...super.serialize(), formattedTitle: this.formattedTitle, msgs: last ? [last.serialize()] : [] }
  }
}

class ChatCollection extends Collection {
  constructor() {
    super(ChatModel)
  }

  getModelsArray() {
    return super.getModelsArray().sort((a, b) => (b.pin ?? 0) - (a.pin ?? 0) || (b.t ?? 0) - (a.t ?? 0))
  }

  async find(id) {
    return (await findOrCreateLatestChat(createWid(id))).chat
  }
}

export const chats = new ChatCollection()
export const channels = new ChatCollection()
export const groupMetadata = Object.assign(new Collection(), {
  update: async (id) => groupMetadata.get(id),
  find: async (id) => groupMetadata.get(id),
})
const channelMetadata = Object.assign(new Collection(), {
  update: async (id) => channelMetadata.get(id),
})
export const labels = Object.assign(new Collection(), { addOrRemoveLabels })
/** Old chat ids that moved. */
export const moved = new Map()

/** The collection that a chat of this id belongs to. The status is in neither. */
export const homeOf = (wid) => (wid.isNewsletter() ? channels : chats)

export function chatFor(id) {
  const wid = createWid(moved.get(String(id)) ?? id)
  return homeOf(wid).get(wid) ?? statusChat(wid)
}

let status
function statusChat(wid) {
  if (!wid.isStatus()) return undefined
  status ??= new ChatModel({ id: wid, kind: 'broadcast' })
  return status
}

/** Makes or changes a chat after the servers' record. */
export function applyChat(record) {
  const id = createWid(record.id)
  if (id.isStatus()) return statusChat(id)
  const home = homeOf(id)
  const attributes = {
    id,
    name: record.name,
    t: record.t || undefined,
    unreadCount: record.unread,
    archive: record.archived,
    pin: record.pin || undefined,
    muteExpiration: record.muteExpiration,
    isReadOnly: record.readOnly,
    labels: record.labels,
    kind: id.isGroup() ? 'group' : id.isNewsletter() ? 'newsletter' : 'chat',
  }
  const meta = metadataOf(id, record)
  const known = home.get(id)
  if (known) {
    known.set(meta)
    known.mute.set({ expiration: record.muteExpiration })
    known.set(attributes)
    return known
  }
  return home.add(new ChatModel({ ...attributes, ...meta }))[0]
}

function metadataOf(id, { group, newsletter }) {
  if (group) {
    const participants = new Collection()
    participants.add(group.participants.map((one) => ({ ...one, id: createWid(one.id) })))
    const { subject, description: desc, creation, announce } = group
    const attributes = {
      id,
      subject,
      desc,
      creation,
      announce,
      restrict: false,
      owner: createWid(group.owner),
    }
    const model = groupMetadata.add({
      ...attributes,
      participants,
      isLidAddressingMode: false,
      size: participants.length,
    })[0]
    return { groupMetadata: model }
  }
  if (newsletter) {
    const { description, subscribers: size, creation: creationTime } = newsletter
    const attributes = { id, description, size, creationTime, membershipType: 'subscriber' }
    return { newsletterMetadata: channelMetadata.add(attributes)[0] }
  }
  return {}
}

/** The chat with someone, under whichever of their ids it lives; made (in this page only) when there is none. */
export async function findOrCreateLatestChat(id) {
  const wid = createWid(id)
  const here = chatFor(wid)
  if (here) return { chat: here, created: false }
  const found = await line.rpc('find-chat', { wid: wid._serialized })
  if (found.chat) return { chat: applyChat(found.chat), created: false }
  const known = chatFor(found.id)
  if (known) return { chat: known, created: false }
  await contacts.find(found.id)
  const chat = homeOf(createWid(found.id)).add(new ChatModel({ id: createWid(found.id) }))[0]
  return { chat, created: true }
}

async function addOrRemoveLabels(actions, chatModels) {
  for (const chat of chatModels) {
    const next = new Set(chat.labels)
    for (const { id, type } of actions) type === 'add' ? next.add(id) : next.delete(id)
    await line.rpc('labels', { chat: String(chat.id), labels: [...next] })
  }
}

const group = (action) => async (chat, detail) => {
  await line.rpc('group', {
    chat: String(chat.id ?? chat),
    action,
    detail: { value: JSON.stringify(detail ?? null) },
  })
  return { status: 200 }
}

export function defineChats() {
  define('WAWebFindChatAction', {
    findOrCreateLatestChat,
    findExistingChat: async (wid) => ({ chat: chatFor(wid) }),
  })
  define('WAWebChatGetters', {
    getIsNewsletter: (chat) => chat.id.isNewsletter(),
    getIsBroadcast: (chat) => chat.id.isBroadcast(),
    getIsGroup: (chat) => chat.id.isGroup(),
    getIsUser: (chat) => chat.id.isUser(),
  })
  define('WAWebLoadNewsletterPreviewChatAction', { loadNewsletterPreviewChat: async () => undefined })
  define('WAWebGroupQueryJob', {
    queryAndUpdateGroupMetadataById: async ({ id }) => groupMetadata.get(id),
    queryGroupInvite: group('query-invite'),
    resetGroupInviteCode: async () => ({ code: 'SimulatedInvite' }),
  })
  define('WAWebMexFetchGroupInviteCodeJob', {
    fetchMexGroupInviteCode: async () => ({ code: 'SimulatedInvite' }),
  })
  define('WAWebGroupModifyInfoJob', {
    setGroupSubject: group('subject'),
    setGroupDescription: group('description'),
  })
  define('WAWebSetPropertyGroupAction', { setGroupProperty: group('property') })
  define('WAWebModifyParticipantsGroupAction', {
    addParticipants: group('add'),
    removeParticipants: group('remove'),
    promoteParticipants: group('promote'),
    demoteParticipants: group('demote'),
  })
  define('WAWebExitGroupAction', { sendExitGroup: group('exit') })
}

export const chatCollections = {
  Chat: chats,
  WAWebNewsletterCollection: channels,
  GroupMetadata: groupMetadata,
  WAWebGroupMetadataCollection: groupMetadata,
  NewsletterMetadataCollection: channelMetadata,
  WAWebNewsletterMetadataCollection: channelMetadata,
  Label: labels,
}
