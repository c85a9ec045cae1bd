/** Sending: into the chat at once, kept in the page's storage until the servers have it, and sent on after a reload. */
import { chatFor, homeOf, moved } from './chats.js'
import { toAttributes, toRecordAttrs } from './convert.js'
import { line } from './line.js'
import { addMessage, mediaDataOf, messages, MsgModel } from './messages.js'
import { define, use } from './registry.js'
import { pendingStore } from './store.js'
import { createWid, MsgKey } from './wid.js'

/** Messages go out one after the other, in the order they were sent. */
let outbox = Promise.resolve()
/** Inner ids that wait for a line, with what to do once they are through. */
const waiting = new Map()

function toRecord(msg) {
  return {
    chat: String(msg.id.remote),
    innerId: msg.id.id,
    ...(msg.id.participant ? { author: String(msg.id.participant) } : {}),
    type: msg.type,
    t: msg.t,
    attrs: toRecordAttrs(attributesOf(msg)),
  }
}

function attributesOf(msg) {
  return Object.fromEntries(Object.keys(msg).map((name) => [name, msg[name]]))
}

function modelFor(message) {
  // What a media model brings along is not the message's.
  const { mediaBlob, renderableUrl, mediaStage, local, self, ...rest } = message
  void [mediaBlob, renderableUrl, mediaStage, local, self]
  const msg = new MsgModel({ ...rest, isNewMsg: true })
  if (msg.directPath) {
    const { type, mimetype, size, filehash: hash, filename } = msg
    msg.set(
      { mediaData: mediaDataOf(type, { stage: 'RESOLVED', mimetype, size, hash, filename }) },
      { silent: true },
    )
  }
  return msg
}

/**
 * WhatsApp Web's own: two promises at once, one for the message being in the chat, one for the servers' answer.
 * The message goes out under the key that it was given.
 */
function addAndSendMsgToChat(chat, message) {
  let resolveSent
  const sent = new Promise((resolve) => {
    resolveSent = resolve
  })
  const added = (async () => {
    const fault = line.isOpen ? await line.rpc('send-fault', { chat: String(chat.id) }) : null
    if (fault?.mode === 'throws') throw new Error(fault.error)
    const msg = modelFor(message)
    const record = toRecord(msg)
    await pendingStore.add(record)
    addMessage(msg)
    if (fault?.mode === 'never-resolves') return new Promise(() => undefined)
    sendOn(msg, record, false).then(resolveSent)
    return msg
  })()
  return [added, sent]
}

function sendOn(msg, record, resent) {
  const turn = outbox.then(() => attempt(msg, record, resent))
  // A message that waits for the line must not hold up the queue for ever; it is retried when the line is back.
  outbox = Promise.race([turn, new Promise((resolve) => setTimeout(resolve, 50))]).then(
    () => undefined,
    () => undefined,
  )
  return turn
}

async function attempt(msg, record, resent) {
  try {
    const answer = await line.rpc('send', { ...record, resent })
    await pendingStore.remove(record.innerId)
    if (answer.error) {
      msg.set({ ack: -1 })
      return { messageSendResult: 'ERROR_UNKNOWN', error: answer.error }
    }
    // An ack, or an error, that came before the answer stands.
    if (msg.ack === 0 && answer.ack > 0) msg.set({ ack: answer.ack })
    return { messageSendResult: 'OK', t: answer.t, ack: answer.ack }
  } catch (error) {
    if (error.message !== 'SocketClosed') throw error
    return new Promise((resolve) => waiting.set(record.innerId, { msg, record, resolve }))
  }
}

/** The line is back: what waited goes on, in its order. */
export function resumeSending() {
  const all = [...waiting.values()]
  waiting.clear()
  for (const { msg, record, resolve } of all) void sendOn(msg, record, true).then(resolve)
}

/** After a load: messages that the servers never took are in their chats again, and sent on if this release does so. */
export async function restorePending(sendThemOn) {
  for (const record of await pendingStore.all()) {
    const { innerId, author: participant, type, t, attrs } = record
    const chat = moved.get(record.chat) ?? record.chat
    const key = new MsgKey({ fromMe: true, remote: chat, id: innerId, participant })
    const known = messages.get(key)
    if (known) {
      await pendingStore.remove(innerId)
      continue
    }
    const wid = createWid(chat)
    if (!chatFor(wid)) homeOf(wid).gadd(wid)
    const msg = modelFor({ id: key, type, t, ack: 0, ...toAttributes(attrs) })
    msg.set({ isNewMsg: false }, { silent: true })
    addMessage(msg)
    if (sendThemOn) void sendOn(msg, record, true)
  }
}

async function sendMessageEdit(msg, body) {
  await line.rpc('edit', { id: String(msg.id), body })
}

/** Forwarded messages are new ones with a mark. */
async function forwardMessages({ chat, msgs }) {
  for (const msg of msgs) {
    const { fromMe, ...rest } = attributesOf(msg)
    void fromMe
    const [added] = addAndSendMsgToChat(chat, {
      ...rest,
      id: await freshKey(chat),
      ack: 0,
      t: Math.floor(Date.now() / 1000),
      from: use('WAWebUserPrefsMeUser').getMaybeMePnUser(),
      to: chat.id,
      author: undefined,
      isForwarded: true,
      forwardingScore: (msg.forwardingScore ?? 0) + 1,
    })
    await added
  }
}

async function freshKey(chat) {
  const Key = use('WAWebMsgKey')
  const from = use('WAWebUserPrefsMeUser').getMaybeMePnUser()
  const participant = chat.id.isGroup() ? from : undefined
  return new Key({ from, to: chat.id, id: await Key.newId(), participant, selfDir: 'out' })
}

export function defineSending() {
  define('WAWebSendMsgChatAction', { addAndSendMsgToChat })
  define('WAWebSendMessageEditAction', { sendMessageEdit })
  define('WAWebChatForwardMessage', { forwardMessages })
  define('WAWebGetEphemeralFieldsMsgActionsUtils', {
    getEphemeralFields: (chat) =>
      chat.ephemeralDuration ? { ephemeralDuration: chat.ephemeralDuration } : {},
  })
  define('WAWebLinkPreviewChatAction', { getLinkPreview: async () => undefined })
  define('WAWebFrontendVcardUtils', {
    vcardFromContactModel: (contact) => {
      const { user } = contact.phoneNumber ?? contact.id
      const name = contact.formattedName
      return {
        displayName: name,
        vcard: `BEGIN:VCARD\nVERSION:3.0\nN:;${name};;;\nFN:${name}\nTEL;type=CELL;waid=${user}:+${user}\nEND:VCARD`,
      }
    },
  })
  define('WAWebVcardParsingUtils', {
    parseVcard: (text) => ({ name: /^FN:(.*)$/m.exec(text)?.[1] ?? '', text }),
  })
  define('WAWebVcardGetNameFromParsed', { vcardGetNameFromParsed: (parsed) => parsed.name })
}
