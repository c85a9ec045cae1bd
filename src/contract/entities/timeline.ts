/** What there was with a person: figures, and everything by time. */
import { z } from 'zod'
import { currency, id, instant, minorUnits } from './common'
import { consent } from './contact'
import { undoObstacle } from './merge'
import { orderStatus } from './selling'

export const personStatistics = z.object({
  firstSeen: instant,
  /** Messages of their chats with them alone; calls and WhatsApp's own notes aside. */
  received: z.number().int(),
  sent: z.number().int(),
  /** Orders that were placed and not cancelled, by currency. */
  orders: z.array(z.object({ currency, count: z.number().int(), total: minorUnits })),
  /** How long they wait for an answer: the median of the latest ones, in ms; null before the first. */
  response: z.object({ median: z.number().int(), answers: z.number().int() }).nullable(),
})
export type PersonStatistics = z.infer<typeof personStatistics>

/** One thing that happened. `key` names it among all. */
const entry = { key: z.string(), at: instant }

export const timelineEntry = z.discriminatedUnion('kind', [
  /** All messages of one chat on one calendar day; `at` and `messageId` are those of the last. */
  z.object({
    ...entry,
    kind: z.literal('messages'),
    conversationId: id,
    messageId: z.number().int(),
    received: z.number().int(),
    sent: z.number().int(),
  }),
  z.object({
    ...entry,
    kind: z.literal('order'),
    id,
    number: z.string().nullable(),
    status: orderStatus,
    total: minorUnits,
    currency,
  }),
  z.object({
    ...entry,
    kind: z.literal('lead'),
    id,
    title: z.string(),
    stage: z.string().nullable(),
    value: minorUnits.nullable(),
    currency: currency.nullable(),
  }),
  z.object({ ...entry, kind: z.literal('note'), text: z.string() }),
  z.object({ ...entry, kind: z.literal('task'), title: z.string(), done: z.boolean() }),
  /** The note on their card was changed to this. */
  z.object({ ...entry, kind: z.literal('card'), text: z.string().nullable() }),
  z.object({ ...entry, kind: z.literal('name'), from: z.string(), to: z.string() }),
  z.object({ ...entry, kind: z.literal('consent'), state: consent.shape.state, how: z.string().nullable() }),
  /** They were made one with somebody of this name. `obstacle`: why it can't be undone; null: it can. */
  z.object({
    ...entry,
    kind: z.literal('merge'),
    mergeId: id.nullable(),
    name: z.string(),
    obstacle: undoObstacle.nullable(),
  }),
  z.object({ ...entry, kind: z.literal('unmerge'), name: z.string() }),
])
export type TimelineEntry = z.infer<typeof timelineEntry>
