/** Which of WhatsApp's addresses Leadline knows at all, and what may be read out of one. */
import type { ChatAddress } from '../types'

/** People and groups. Statuses, broadcast lists, channels, bots and WhatsApp's own account never pass this border. */
export function isWork(address: ChatAddress | null): address is ChatAddress {
  return address !== null && /^(?!0@)[\d-]+@(c\.us|lid|g\.us)$/.test(address)
}

export function isGroup(address: ChatAddress): boolean {
  return address.endsWith('@g.us')
}

export function isLid(address: ChatAddress): boolean {
  return address.endsWith('@lid')
}

/** E.164 of a phone address; null for every other kind, for a LID looks like a phone number and is none. */
export function phoneOf(address: ChatAddress | null): string | null {
  const digits = address === null ? undefined : /^(\d{5,15})@c\.us$/.exec(address)?.[1]
  return digits === undefined ? null : `+${digits}`
}

/** The address a phone (E.164) would have, before WhatsApp was asked for its canonical form. */
export function addressOfPhone(phone: string): ChatAddress | null {
  const digits = /^\+?(\d{5,15})$/.exec(phone.replace(/[\s().-]/g, ''))?.[1]
  return digits === undefined ? null : `${digits}@c.us`
}
