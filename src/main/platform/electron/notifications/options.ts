/** A notice in Electron's words, system by system. Pure. */
import type { NotificationConstructorOptions } from 'electron'
import type { Notice } from '../../ports'

const MARKUP: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

/** Linux desktops read markup in the body (not the title): what a customer writes must not become a link or a picture. */
const escaped = (text: string): string => text.replace(/[&<>]/g, (sign) => MARKUP[sign] ?? sign)

/** Only macOS and Windows have a field for a reply. */
const canReply = (system: NodeJS.Platform): boolean => system === 'darwin' || system === 'win32'

export function optionsOf(notice: Notice, system: NodeJS.Platform): NotificationConstructorOptions {
  const { conversationId, title, body, silent, replyHint } = notice
  const options = { title, body: system === 'linux' ? escaped(body) : body, silent }
  if (!canReply(system)) return options
  const grouped = { ...options, groupId: conversationId }
  return replyHint === null ? grouped : { ...grouped, hasReply: true, replyPlaceholder: replyHint }
}

/** What goes away by itself may still be in the system's list, and has to be taken out of it later. */
export const isStillListed = (reason: string | undefined): boolean => reason === 'timedOut'
