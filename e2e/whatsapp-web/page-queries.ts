/** Requests by which a page only looks something up. */
import { z } from 'zod'
import { delay, noAnswer, rpc, ServerStatusCodeError } from './rpc-kit'
import type { RpcHandler } from './rpc-kit'
import type { MessageRecord } from './types'
import { hexOf } from './world/media'
import { widOf } from './world/ids'

const onMessage = z.object({ id: z.string() })

export const pageQueries: Record<string, RpcHandler> = {
  /** A page of older messages, oldest first; empty at the end. */
  history: rpc(
    z.object({ chat: z.string(), before: z.string().nullable(), count: z.number().optional() }),
    async ({ world }, { chat, before, count }) => {
      const { pageSize, delayMs } = world.settings.history
      await delay(delayMs)
      const all = world.messagesOf(chat)
      const found = before === null ? -1 : all.findIndex((message) => message.id === before)
      const end = before === null || found < 0 ? all.length : found
      return all.slice(Math.max(0, end - (count ?? pageSize)), end)
    },
  ),

  'messages-by-id': rpc(z.object({ ids: z.array(z.string()) }), ({ world }, { ids }) =>
    ids.map((id) => world.findMessage(id)).filter((message) => message !== undefined),
  ),

  search: rpc(
    z.object({
      query: z.string(),
      page: z.number().nullish(),
      count: z.number().nullish(),
      chat: z.string().nullish(),
    }),
    ({ world }, { query, page, count, chat }) => {
      const wanted = query.toLowerCase()
      const matches = (message: MessageRecord): boolean =>
        (chat === undefined || chat === null || message.chat === chat) &&
        [message.attrs['body'], message.attrs['caption']].some(
          (text) => typeof text === 'string' && text.toLowerCase().includes(wanted),
        )
      const found = world
        .allMessages()
        .filter(matches)
        .sort((a, b) => b.t - a.t)
      const size = count ?? 20
      const start = ((page ?? 1) - 1) * size
      return found.slice(start, start + size)
    },
  ),

  'find-chat': rpc(z.object({ wid: z.string() }), ({ world }, { wid }) => {
    const id = world.resolve(wid)
    const known = world.findContact(id)
    // A person's chat may be kept under the other of their two ids.
    const other = [known?.id, known?.lid, known?.phone].find(
      (one) => one !== undefined && world.chats.has(one),
    )
    return { id: world.chats.has(id) ? id : (other ?? id), chat: world.chats.get(other ?? id) ?? null }
  }),

  'find-contact': rpc(
    z.object({ wid: z.string() }),
    ({ world }, { wid }) => world.findContact(widOf(wid)) ?? null,
  ),

  picture: rpc(z.object({ wid: z.string() }), ({ world }, { wid }) => {
    const contact = world.findContact(wid)
    if (contact?.picture === undefined) throw new ServerStatusCodeError(404, 'item-not-found')
    const path = `/sim/media/${hexOf(contact.picture)}`
    return { eurl: `https://web.whatsapp.com${path}`, tag: contact.picture.slice(0, 10) }
  }),

  about: rpc(z.object({ wid: z.string() }), ({ world }, { wid }) => ({
    status: world.findContact(wid)?.about ?? null,
  })),

  /** Faults that happen inside the page, before anything is sent. */
  'send-fault': rpc(z.object({ chat: z.string() }), ({ world, faults }, { chat }) => {
    const fault = faults.take(world.resolve(chat), ['throws', 'never-resolves'])
    return fault === undefined ? null : { mode: fault.mode, error: fault.error ?? 'send failed' }
  }),

  /** Asks the servers to bring media: what state the page ends up in. */
  'media-poke': rpc(onMessage, async ({ world }, { id }) => {
    const media = world.message(id).media
    if (media === undefined) return { stage: 'ERROR_MISSING' }
    await delay(media.delayMs)
    switch (media.download) {
      case 'ok':
      case 'not-found':
        return { stage: 'RESOLVED' }
      case 'fetching':
        return { stage: 'FETCHING' }
      case 'error':
        return { stage: 'ERROR_MISSING' }
      case 'never':
        return noAnswer
    }
  }),

  /** Where to fetch the bytes; 404 for what WhatsApp no longer has. */
  download: rpc(z.object({ directPath: z.string() }), async ({ world }, { directPath }) => {
    const parts = /\/([0-9a-f]{64})_([^.]+)\.enc/.exec(directPath)
    if (parts === null) throw new ServerStatusCodeError(404, 'media not found')
    const [, hex = '', innerId = ''] = parts
    const media = world.findMessage(innerId)?.media
    await delay(media?.delayMs ?? 0)
    if (media?.download === 'never') return noAnswer
    if (media?.download === 'not-found' || world.media.byHex(hex) === undefined) {
      throw new ServerStatusCodeError(404, 'media not found')
    }
    if (media?.download === 'error') throw new Error('MediaDecryptionError')
    return { url: `/sim/media/${hex}` }
  }),

  votes: rpc(onMessage, ({ world }, { id }) => world.findMessage(id)?.votes ?? []),
  reactions: rpc(onMessage, ({ world }, { id }) => world.findMessage(id)?.reactions ?? []),
}
