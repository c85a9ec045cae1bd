/** What is read from the page: chats, messages, people. Every function here may be called again where its document went away. */
import { isRaw } from './mapping/raw'
import type { WhatsAppPage } from './page'

/** What the page gives of one chat; see `mapChat`. */
export interface PageChats {
  /** Each one JSON, so that one chat that can't be copied out of the page fails alone. */
  chats: string[]
  failed: number
}

/**
 * In the page: all chats, or the one named. Reads what the library's own chat model is made of, but no group's member list, which
 * would be asked of the server group by group.
 */
export async function readChats(only: string | null): Promise<PageChats> {
  const page = globalThis as unknown as WhatsAppPage
  const { Chat, Contact } = page.require('WAWebCollections')
  const factory = page.require('WAWebWidFactory')
  const api = page.require('WAWebApiContact')
  const result: PageChats = { chats: [], failed: 0 }
  const one = only === null ? null : await page.WWebJS.getChat(only, { getAsModel: false })
  const list = only === null ? Chat.getModelsArray() : one ? [one] : []
  const contacts = new Map(Contact.getModelsArray().map((contact) => [contact.id._serialized, contact]))
  for (const chat of list) {
    try {
      const id = chat.id._serialized
      if (!/@(c\.us|lid|g\.us)$/.test(id)) continue
      const person: Record<string, unknown> = {}
      if (!id.endsWith('@g.us')) {
        const wid = factory.createWid(id)
        const contact = contacts.get(id)
        try {
          if (contact !== undefined) person['contact'] = page.WWebJS.getContactModel(contact)
        } catch {
          // Names are a nicety: without them the chat still shows by its title.
        }
        try {
          if (id.endsWith('@lid')) {
            person['phone'] = (api.getPhoneNumber(wid) ?? contact?.phoneNumber)?._serialized
          } else {
            person['lid'] = api.getCurrentLid(wid)?._serialized
          }
        } catch {
          // WhatsApp does not know the other half of this identity (yet).
        }
      }
      const model = chat.serialize()
      const row = {
        id,
        title: chat.formattedTitle,
        t: model['t'],
        unread: model['unreadCount'],
        archived: model['archive'],
        pin: model['pin'],
        mute: chat.mute?.expiration ?? model['muteExpiration'],
        person,
      }
      result.chats.push(JSON.stringify(row))
    } catch {
      result.failed++
    }
  }
  return result
}

/** In the page: who is behind an address; JSON of `{ lid, phone, contact }`, see `mapIdentity`. */
export async function readPerson(address: string): Promise<string> {
  const page = globalThis as unknown as WhatsAppPage
  const { Contact } = page.require('WAWebCollections')
  const api = page.require('WAWebApiContact')
  const wid = page.require('WAWebWidFactory').createWid(address)
  const person: Record<string, unknown> = {}
  let contact = Contact.getModelsArray().find((each) => each.id._serialized === address)
  try {
    contact ??= await Contact.find(wid)
    if (contact) person['contact'] = page.WWebJS.getContactModel(contact)
  } catch {
    // Somebody of whom WhatsApp keeps no contact.
  }
  try {
    if (address.endsWith('@lid')) {
      person['phone'] = (api.getPhoneNumber(wid) ?? contact?.phoneNumber)?._serialized
    } else {
      person['lid'] = api.getCurrentLid(wid)?._serialized
    }
  } catch {
    // WhatsApp does not know the other half of this identity (yet).
  }
  return JSON.stringify(person)
}

/** Everybody whom WhatsApp knows; each one JSON of `{ id, phone, lid, contact }`, see `mapIdentity`. */
export interface PageContacts {
  contacts: string[]
  failed: number
}

/** In the page. Tells only what makes an identity: an address book may have thousands. */
export function readContacts(): PageContacts {
  const page = globalThis as unknown as WhatsAppPage
  const { Contact } = page.require('WAWebCollections')
  const api = page.require('WAWebApiContact')
  const result: PageContacts = { contacts: [], failed: 0 }
  for (const contact of Contact.getModelsArray()) {
    const id = contact.id._serialized
    if (!/@(c\.us|lid)$/.test(id)) continue
    try {
      const { name, pushname, verifiedName, isMyContact, isMe, isBusiness, isEnterprise, isBlocked } =
        page.WWebJS.getContactModel(contact)
      if (isMe === true) continue
      const known = { name, pushname, verifiedName, isMyContact, isBusiness, isEnterprise, isBlocked }
      const person: Record<string, unknown> = { id, contact: known }
      if (id.endsWith('@lid'))
        person['phone'] = (api.getPhoneNumber(contact.id) ?? contact.phoneNumber)?._serialized
      else person['lid'] = api.getCurrentLid(contact.id)?._serialized
      result.contacts.push(JSON.stringify(person))
    } catch {
      result.failed++
    }
  }
  return result
}

export interface PageMessages {
  /** Each one JSON. */
  messages: string[]
  failed: number
  /** WhatsApp gave nothing earlier than these. */
  reachedStart: boolean
}

/**
 * In the page: the newest messages of a chat, as the library's `fetchMessages` finds them (without notifications), oldest first.
 * Null where there is no such chat.
 */
export async function readMessages(address: string, limit: number): Promise<PageMessages | null> {
  const page = globalThis as unknown as WhatsAppPage
  const chat = await page.WWebJS.getChat(address, { getAsModel: false })
  if (!chat) return null
  const found = new Map(chat.msgs.getModelsArray().map((message) => [message.id._serialized, message]))
  let isAll = false
  while ([...found.values()].filter((message) => !message.isNotification).length < limit) {
    const earlier = await page.require('WAWebChatLoadMessages').loadEarlierMsgs({ chat })
    const before = found.size
    for (const message of earlier ?? []) found.set(message.id._serialized, message)
    // Nothing, or nothing new: the chat's beginning.
    isAll = found.size === before
    if (isAll) break
  }
  const shown = [...found.values()].filter((message) => !message.isNotification).sort((a, b) => a.t - b.t)
  const result: PageMessages = { messages: [], failed: 0, reachedStart: isAll && shown.length <= limit }
  for (const message of shown.slice(-limit)) {
    try {
      result.messages.push(JSON.stringify(page.WWebJS.getMessageModel(message)))
    } catch {
      result.failed++
    }
  }
  return result
}

/** In the page: one message as JSON, null where WhatsApp does not know it. */
export async function readMessage(serializedId: string): Promise<string | null> {
  const page = globalThis as unknown as WhatsAppPage
  const { Msg } = page.require('WAWebCollections')
  const message = Msg.get(serializedId) ?? (await Msg.getMessagesById([serializedId]))?.messages?.[0]
  return message ? JSON.stringify(page.WWebJS.getMessageModel(message)) : null
}

/** In the page: an id in WhatsApp's own form. */
export async function newKey(): Promise<string> {
  const page = globalThis as unknown as WhatsAppPage
  return page.require('WAWebMsgKey').newId()
}

/** In the page. The library's own does not wait for WhatsApp, so that its failure is nobody's. */
export async function setChatState(address: string, typing: boolean): Promise<void> {
  const page = globalThis as unknown as WhatsAppPage
  await page.WWebJS.sendChatstate(typing ? 'typing' : 'stop', address)
}

/** In the page: waits, for `ms` at most, until WhatsApp says that somebody is blocked, or is not. Answers whether it came to that. */
export async function becomesBlocked(address: string, blocked: boolean, ms: number): Promise<boolean> {
  const page = globalThis as unknown as WhatsAppPage
  const { Contact } = page.require('WAWebCollections')
  const wid = page.require('WAWebWidFactory').createWid(address)
  for (const end = Date.now() + ms; ;) {
    const contact = Contact.get(wid) ?? (await Contact.find(wid))
    if (contact && Boolean(page.WWebJS.getContactModel(contact)['isBlocked']) === blocked) return true
    if (Date.now() >= end) return false
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** JSON from the page -> a plain object, null where it is none. */
export function parsed(json: string): Record<string, unknown> | null {
  const value: unknown = JSON.parse(json)
  return isRaw(value) ? value : null
}
