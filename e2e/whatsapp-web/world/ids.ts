/** WhatsApp's ids: normalising them, making message keys, and telling the kinds of chat apart. */
import { randomBytes } from 'node:crypto'

/** Bare digits (with or without `+`) become `…@c.us`; anything with a server part stays. */
export function widOf(id: string): string {
  if (id.includes('@')) return id.replace('@s.whatsapp.net', '@c.us')
  return `${id.replace(/\D/g, '')}@c.us`
}

export const userOf = (wid: string): string => wid.slice(0, wid.indexOf('@'))
export const isGroup = (wid: string): boolean => wid.endsWith('@g.us')
export const isLid = (wid: string): boolean => wid.endsWith('@lid')
export const isChannel = (wid: string): boolean => wid.endsWith('@newsletter')
export const isStatus = (wid: string): boolean => wid === 'status@broadcast'

/** The serialised key of a message; groups and the status carry the author at the end. */
export function serializedKey(fromMe: boolean, chat: string, innerId: string, author?: string): string {
  const withAuthor = author !== undefined && (isGroup(chat) || isStatus(chat))
  return `${String(fromMe)}_${chat}_${innerId}${withAuthor ? `_${author}` : ''}`
}

const hex = (bytes: number): string => randomBytes(bytes).toString('hex').toUpperCase()

/** An inner id as Android phones make them (32 hex digits). */
export const androidId = (): string => `AC${hex(15)}`
/** An inner id as iPhones make them. */
export const iphoneId = (): string => `3A${hex(9)}`
/** An inner id as WhatsApp Web makes them. */
export const webId = (): string => `3EB0${hex(9)}`
