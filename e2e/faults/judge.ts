/** What must be true after whatever went wrong, by the simulator's own log: nothing lost, nothing doubled, nothing unexplained. */
import { expect } from '@playwright/test'
import type { SendFailure, SendState } from '../../src/contract'
import type { LogEntry } from '../whatsapp-web/control'
import type { Order, Shop } from './shop'

const GONE_OUT: readonly (SendState | null)[] = ['sent', 'delivered', 'read', 'played']

/** Every customer's message is in the app's inbox once, and nothing else. */
export async function judgeIncoming(shop: Shop): Promise<void> {
  const here = async () =>
    (await shop.messages())
      .filter(({ direction }) => direction === 'in')
      .map(({ body }) => body ?? '')
      .sort()
  await expect
    .poll(here, { message: `inbox of account ${shop.number}`, timeout: 60_000 })
    .toEqual([...shop.incoming].sort())
}

/** How it ended, for whoever reads the run: `7 delivered, 1 failed: refused`. */
export async function summaryOf(shop: Shop): Promise<string> {
  const counts = new Map<string, number>()
  for (const { direction, state, failure } of await shop.messages()) {
    const word = direction === 'in' ? 'in' : [state, failure].filter(Boolean).join(': ')
    counts.set(word, (counts.get(word) ?? 0) + 1)
  }
  const words = [...counts].map(([word, count]) => `${count} ${word}`)
  return `account ${shop.number}: ${words.sort().join(', ')}`
}

/** WhatsApp never took this message. */
const neverTaken = ({ body }: Order, log: readonly LogEntry[]): boolean =>
  log.every((entry) => entry.kind !== 'send' || entry.body !== body)
/** WhatsApp refused this very message, and never took it. */
const wasRefused = (order: Order, log: readonly LogEntry[]): boolean =>
  log.some((entry) => entry.kind === 'refused' && entry.body === order.body) && neverTaken(order, log)

/**
 * Why a message may be shown as failed, by what the simulator knows of it; any other reason is wrong. No fault of these runs leads to
 * another: what a kill or a lost line interrupts is found, or goes out after all.
 */
const EXPLAINED: Partial<Record<SendFailure, (order: Order, log: readonly LogEntry[]) => boolean>> = {
  /** The page itself refuses, too, before anything reaches WhatsApp: one whose modules were renamed, say. */
  refused: neverTaken,
  /** Refused as well: the page took it over a dead line, and sent it on by itself once there was another. */
  'not-delivered': wasRefused,
  /** It was handed over, or about to be, over a link that ended: a new one was made since. Nobody can tell then. */
  'link-lost': ({ seq }, log) => log.some((entry) => entry.kind === 'linked' && entry.seq > seq),
}

/** One word on each message that was ordered: `right`, or what is wrong with it. */
async function verdicts(shop: Shop): Promise<Record<string, string>> {
  const [messages, log] = await Promise.all([shop.messages(), shop.phone.log()])
  const judged = shop.outgoing.map((order): [string, string] => {
    const { body } = order
    const shown = messages.filter((message) => message.direction === 'out' && message.body === body)
    const sends = log.filter((entry) => entry.kind === 'send' && entry.body === body).length
    const [message] = shown
    if (!message || shown.length > 1) return [body, `is in the thread ${shown.length} times`]
    const { state, failure } = message
    const told = `shown as ${state} (${failure}), delivered ${sends} times`
    if (GONE_OUT.includes(state)) return [body, sends === 1 ? 'right' : told]
    const isExplained = failure !== null && (EXPLAINED[failure]?.(order, log) ?? false)
    return [body, state === 'failed' && isExplained && sends <= 1 ? 'right' : told]
  })
  return Object.fromEntries(judged)
}

/**
 * What was ordered was delivered once; or WhatsApp refused it, it is shown so, and it never arrived; or the phone ended the link while
 * it was on its way, and it is shown as one of which nobody can tell.
 */
export async function judgeOutgoing(shop: Shop): Promise<void> {
  const wanted = Object.fromEntries(shop.outgoing.map(({ body }) => [body, 'right']))
  await expect
    .poll(() => verdicts(shop), { message: `what account ${shop.number} sent`, timeout: 120_000 })
    .toEqual(wanted)
  const bodies = new Set(shop.outgoing.map(({ body }) => body))
  const others = (await shop.phone.sent()).filter(({ body }) => !bodies.has(body ?? ''))
  expect(others, `what nobody ordered account ${shop.number} to send`).toEqual([])
}
