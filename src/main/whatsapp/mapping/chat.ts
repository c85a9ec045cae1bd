/** Chats and people as the page's reader gives them -> `WaChat`, `WaIdentity`. Pure. */
import type { WaChat, WaIdentity } from '../types'
import { isGroup, isLid, isWork, phoneOf } from './address'
import { addressOf, isRaw, numberOf, rawOf, textOf, timeOf } from './raw'

const FOR_EVER = 8.64e15

/** Null for chats that are never given out. */
export function mapChat(value: unknown): WaChat | null {
  if (!isRaw(value)) return null
  const address = addressOf(value['id'])
  if (!isWork(address)) return null
  const group = isGroup(address)
  return {
    address,
    kind: group ? 'group' : 'person',
    title: textOf(value['title']),
    identity: group ? null : mapIdentity(address, value['person']),
    lastActivityAt: timeOf(value['t']) ?? 0,
    // -1 is "marked as unread" by hand.
    unread: Math.abs(numberOf(value['unread']) ?? 0),
    archived: value['archived'] === true,
    pinned: (numberOf(value['pin']) ?? 0) > 0 || value['pin'] === true,
    mutedUntil: mutedUntil(numberOf(value['mute'])),
  }
}

/** WhatsApp's expiration: 0 not muted, -1 for ever, else seconds. */
function mutedUntil(expiration: number | null): number | null {
  if (expiration === null || expiration === 0) return null
  return expiration < 0 ? FOR_EVER : (timeOf(expiration) ?? null)
}

/** `person`: `{ lid, phone, contact }`, any of them absent. The phone of a LID comes from WhatsApp alone, never from its digits. */
export function mapIdentity(address: string, person: unknown): WaIdentity {
  const raw = rawOf(person)
  const contact = rawOf(raw?.['contact'])
  const known = addressOf(raw?.['phone'])
  const lid = isLid(address) ? address : addressOf(raw?.['lid'])
  const isSaved = contact?.['isMyContact'] === true
  return {
    phone: phoneOf(isLid(address) ? known : address),
    lid: lid !== null && isLid(lid) ? lid : null,
    savedName: isSaved ? textOf(contact['name']) : null,
    pushName: textOf(contact?.['pushname']) ?? textOf(contact?.['verifiedName']),
    isSaved,
    isBusiness: contact?.['isBusiness'] === true || contact?.['isEnterprise'] === true,
    isBlocked: contact?.['isBlocked'] === true,
  }
}
