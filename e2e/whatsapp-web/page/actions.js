/** What a user does to chats and messages, as the page's commands and action modules; and the small print of modules. */
import { line } from './line.js'
import { messages } from './messages.js'
import { Events } from './model.js'
import { define, faults } from './registry.js'

const chatRpc = (name, more) => (chat, on) => line.rpc(name, { chat: String(chat.id), ...more?.(on) })
const each = async (list, act) => {
  for (const one of list) await act(one)
}
const listOf = (msgs) => (Array.isArray(msgs) ? msgs : msgs.list)
const starring = (on) => (_chat, msgs) =>
  line.rpc('star', { ids: listOf(msgs).map((msg) => String(msg.id)), on })

class Commands extends Events {
  archiveChat = chatRpc('archive', (on) => ({ on }))
  pinChat = chatRpc('pin', (on) => ({ on }))
  markChatUnread = chatRpc('unread', (on) => ({ on }))
  sendStarMsgs = starring(true)
  sendUnstarMsgs = starring(false)
  sendRevokeMsgs = (_chat, msgs) => each(listOf(msgs), (msg) => line.rpc('revoke', { id: String(msg.id) }))
  sendDeleteMsgs = (_chat, msgs) => each(listOf(msgs), (msg) => line.rpc('delete', { id: String(msg.id) }))
  refreshQR = () => {
    void line.rpc('refresh-qr')
  }
  openChatBottom = async () => true
  openChatAt = async () => true
  openDrawerMid = async () => undefined
  chatSearch = async () => undefined
  msgInfoDrawer = async () => undefined
}

export const Cmd = new Commands()

const pattern =
  /\b((?:https?:\/\/|www\.)[^\s<>"]+|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|net|org|io|co|id|in)\b[^\s<>"]*)/gi

function linkOf(text) {
  const href = /^https?:/i.test(text) ? text : `http://${text}`
  try {
    const { hostname: domain } = new URL(href)
    return { href, url: text, domain, suspiciousCharacters: new Set() }
  } catch {
    // Looks like a link but isn't one.
    return undefined
  }
}
const findLinks = (text) =>
  typeof text === 'string' ? [...text.matchAll(pattern)].map(([found]) => linkOf(found)).filter(Boolean) : []

export function defineActions() {
  define('WAWebCmd', { Cmd })
  define('WALinkify', { findLinks, findLink: (text) => findLinks(text)[0] ?? null })
  define('WAWebUpdateUnreadChatAction', {
    sendSeen: async ({ chat }) => {
      if (faults.sendSeenThrows)
        throw new TypeError("Cannot read properties of undefined (reading 'markedUnread')")
      if (chat.unreadCount !== 0) await line.rpc('seen', { chat: String(chat.id) })
    },
    markUnread: chatRpc('unread', () => ({ on: true })),
  })
  define('WAWebChatStateBridge', {
    sendChatStateComposing: (wid) => line.rpc('chatstate', { chat: String(wid), state: 'typing' }),
    sendChatStateRecording: (wid) => line.rpc('chatstate', { chat: String(wid), state: 'recording' }),
    sendChatStatePaused: (wid) => line.rpc('chatstate', { chat: String(wid), state: 'paused' }),
  })
  define('WAWebPresenceChatAction', {
    sendPresenceAvailable: () => line.rpc('presence', { available: true }),
    sendPresenceUnavailable: () => line.rpc('presence', { available: false }),
  })
  define('WAWebStreamModel', {
    Stream: Object.assign(new Events(), {
      mode: 'MAIN',
      info: 'NORMAL',
      available: false,
      markAvailable() {
        this.available = true
        void line.rpc('presence', { available: true }).catch(() => {
          // Off line: presence is told again when the line is back.
        })
      },
      markUnavailable() {
        this.available = false
        void line.rpc('presence', { available: false }).catch(() => {
          // As above.
        })
      },
    }),
  })
  define('WAWebChatClearBridge', { sendClear: chatRpc('clear-chat') })
  define('WAWebDeleteChatAction', { sendDelete: chatRpc('delete-chat') })
  define('WAWebUserPrefsGeneral', preferences(['Audio', 'Documents', 'Photos', 'Videos']))
  define('WAWebUserPrefsNotifications', {
    getGlobalOfflineNotifications: () => false,
    setGlobalOfflineNotifications: async () => undefined,
  })
  define('WAWebBizGatingUtils', { smbNotesV1Enabled: () => false })
  define('WAWebMiscBrowserUtils', { info: () => ({ os: 'Linux', name: 'Chrome', version: '156' }) })
  define('WAWebBackendJobsCommon', { mediaTypeFromProtobuf: () => null })
  define('WAWebE2EProtoUtils', { typeAttributeFromProtobuf: () => 'text' })
  define('WAWebDrawerManager', { DrawerManager: { closeDrawerRight: async () => undefined } })
  define('WAWebGenerateEventCallLink', {
    createEventCallLink: async (_at, type) => `https://call.whatsapp.com/${type}/SIM`,
  })
  define('WAWebMsgDataFromModel', { msgDataFromMsgModel: (msg) => msg.serialize() })
  define('WAWebSetPushnameConnAction', { setPushname: async () => undefined })
  define('WAWebStatusGatingUtils', { canCheckStatusRankingPosterGating: () => false })
  define('WAWebMsgCollection', { MsgCollection: messages })
}

function preferences(kinds) {
  const values = new Map()
  const result = {}
  for (const kind of kinds) {
    result[`getAutoDownload${kind}`] = () => values.get(kind) ?? true
    result[`setAutoDownload${kind}`] = async (flag) => {
      values.set(kind, flag)
    }
  }
  return result
}
