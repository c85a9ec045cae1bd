/** What customers, the owner's phone and WhatsApp itself do: the operations of the control channel on the world. */
import type { ChatSpec, ContactSpec, IncomingMessage } from '../operations'
import type { ChatRecord, ContactRecord, MessageRecord, MessageRef } from '../types'
import { editOf, revocationOf } from './changes'
import { compose } from './compose'
import { androidId, isGroup, isLid, serializedKey, widOf } from './ids'
import { now } from './world'
import type { World } from './world'

export const refOf = ({ id, innerId, chat, t }: MessageRecord): MessageRef => ({ id, innerId, chat, t })

/** A message arrives (or is typed on the phone). Refuses an inner id that the chat has already. */
export function receive(world: World, spec: IncomingMessage, quiet = false): MessageRef {
  const message = compose(world, spec)
  if (world.hasInner(message.chat, message.innerId) !== undefined) {
    throw new Error(`${message.chat} has a message ${message.innerId} already`)
  }
  world.addMessage(message, quiet)
  const chat = world.chatOf(message.chat)
  const counts = !message.fromMe && !message.silent && !quiet && spec.read !== true && !isNotice(message.type)
  if (counts) world.changeChat(chat, { unread: Math.max(0, chat.unread) + 1 })
  return refOf(message)
}

const isNotice = (type: string): boolean =>
  ['gp2', 'e2e_notification', 'notification_template'].includes(type)

export function setContact(world: World, spec: ContactSpec): ContactRecord {
  const id = widOf(spec.id)
  const before = world.findContact(id)
  const { phone, lid, picture, ...plain } = spec
  const given = Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined))
  const contact: ContactRecord = {
    isMyContact: spec.name !== undefined,
    isBusiness: false,
    isBlocked: false,
    registered: true,
    labels: [],
    phoneKnown: !isLid(id) || phone !== undefined,
    ...before,
    ...(spec.name !== undefined && spec.isMyContact === undefined ? { isMyContact: true } : {}),
    ...given,
    id: before?.id ?? id,
    phone: phone === undefined ? (before?.phone ?? (isLid(id) ? undefined : id)) : widOf(phone),
    lid: lid === undefined ? (before?.lid ?? (isLid(id) ? id : undefined)) : widOf(lid),
    picture: picture === undefined ? before?.picture : world.media.put(Buffer.from(picture, 'base64')),
  }
  world.setContact(contact)
  return contact
}

export function setChat(world: World, spec: ChatSpec): ChatRecord {
  const id = world.resolve(spec.id)
  const chat = world.chatOf(id)
  const changes: Partial<ChatRecord> = {}
  if (spec.name !== undefined) changes.name = spec.name
  if (spec.unread !== undefined) changes.unread = spec.unread
  if (spec.archived !== undefined) changes.archived = spec.archived
  if (spec.pinned !== undefined) changes.pin = spec.pinned ? now() : 0
  if (spec.muteExpiration !== undefined) changes.muteExpiration = spec.muteExpiration
  if (spec.readOnly !== undefined) changes.readOnly = spec.readOnly
  if (spec.labels !== undefined) changes.labels = spec.labels
  if (spec.group !== undefined) {
    if (!isGroup(id)) throw new Error(`${id} is no group id; a group ends in @g.us`)
    const { subject, description, owner, announce, participants } = spec.group
    const me = world.settings.me.phone
    const members = participants.map((one) =>
      typeof one === 'string'
        ? { id: widOf(one), isAdmin: false }
        : { id: widOf(one.id), isAdmin: one.isAdmin },
    )
    if (!members.some((one) => one.id === me)) members.unshift({ id: me, isAdmin: false })
    for (const member of members) if (member.id !== me) world.contactOf(member.id)
    changes.name = subject
    changes.group = {
      subject,
      description: description ?? '',
      owner: owner === undefined ? me : widOf(owner),
      creation: chat.group?.creation ?? now(),
      announce: announce ?? false,
      participants: members.map((one) => ({ ...one, isSuperAdmin: false })),
    }
  }
  if (spec.newsletter !== undefined) {
    changes.newsletter = {
      description: spec.newsletter.description ?? '',
      subscribers: spec.newsletter.subscribers ?? 1,
      creation: chat.newsletter?.creation ?? now(),
    }
  }
  world.changeChat(chat, changes)
  return chat
}

export function edit(world: World, id: string, body: string): void {
  const message = world.message(id)
  world.changeMessage(message, editOf(message, body))
}

/** Deleted for everyone. With `newId` the message goes on under another inner id, as some releases do it. */
export function revoke(world: World, id: string, newId: boolean): void {
  const message = world.message(id)
  const key = newId ? serializedKey(message.fromMe, message.chat, androidId(), message.author) : undefined
  world.changeMessage(message, revocationOf(message, key))
  if (key !== undefined) world.rekey(message, key)
}

export function react(world: World, id: string, from: string | undefined, emoji: string): void {
  const message = world.message(id)
  const reaction = { id: androidId(), from: sender(message, from), text: emoji, at: Date.now() }
  message.reactions = message.reactions.filter((one) => one.from !== reaction.from)
  if (emoji !== '') message.reactions.push(reaction)
  world.update({ kind: 'reaction', id: message.id, reaction })
}

export function vote(world: World, id: string, from: string | undefined, names: string[]): void {
  const message = world.message(id)
  const all = message.attrs['pollOptions']
  if (!Array.isArray(all)) throw new Error(`${id} is no poll`)
  const options = names.map((name) => {
    const at = all.findIndex(
      (one: unknown) => typeof one === 'object' && one !== null && 'name' in one && one.name === name,
    )
    if (at < 0) throw new Error(`The poll has no option "${name}"`)
    return at
  })
  const made = { id: androidId(), from: sender(message, from), options, at: Date.now() }
  message.votes = [...message.votes.filter((one) => one.from !== made.from), made]
  world.update({ kind: 'vote', id: message.id, vote: made })
}

function sender(message: MessageRecord, from: string | undefined): string {
  return from === undefined ? (message.author ?? message.chat) : widOf(from)
}
