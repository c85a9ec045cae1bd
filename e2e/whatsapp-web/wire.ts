/** What goes over the web socket between the simulated page and the simulated servers. */
import { z } from 'zod'
import type { Settings } from './operations'
import type { ChatRecord, ContactRecord, MessageRecord } from './types'
import type { Update } from './world/world'

/** From the page. */
export const fromPage = z.discriminatedUnion('t', [
  z.object({
    t: z.literal('hello'),
    device: z.object({ id: z.string(), secret: z.string() }).optional(),
    /** Set when this page was connected before: the last update it has. */
    resume: z.number().optional(),
    userAgent: z.string(),
  }),
  z.object({
    t: z.literal('rpc'),
    id: z.number(),
    name: z.string(),
    args: z.record(z.string(), z.unknown()),
  }),
  z.object({ t: z.literal('report'), state: z.string(), hasSynced: z.boolean(), ref: z.string().nullable() }),
  z.object({ t: z.literal('seen'), seq: z.number() }),
  z.object({ t: z.literal('pong'), n: z.number() }),
])

export interface Snapshot {
  seq: number
  contacts: ContactRecord[]
  chats: ChatRecord[]
  /** The last messages of each chat. */
  messages: MessageRecord[]
  aliases: [string, string][]
}

/** To the page. */
export type ToPage =
  | { t: 'unlinked'; ref: string; settings: Settings; forget: boolean }
  | { t: 'linked'; settings: Settings; snapshot?: Snapshot }
  | { t: 'paired'; device: { id: string; secret: string }; settings: Settings; snapshot: Snapshot }
  | { t: 'passkey' }
  | { t: 'ref'; ref: string }
  | { t: 'idle' }
  | { t: 'updates'; updates: Update[]; silent: boolean }
  | { t: 'answer'; id: number; value: unknown }
  | { t: 'failed'; id: number; error: { name: string; message: string; status?: number } }
  | { t: 'logout' }
  | { t: 'state'; state: string }
  | { t: 'settings'; settings: Settings }
  | { t: 'ping'; n: number }
  | { t: 'reload' }
  | { t: 'break-chat'; chat: string; broken: boolean }
  | { t: 'iframe'; frames: number; times: number }
  | { t: 'hang'; ms: number }
  | { t: 'call'; call: Record<string, unknown> }
  | { t: 'typing'; chat: string; author?: string | undefined; state: string }
