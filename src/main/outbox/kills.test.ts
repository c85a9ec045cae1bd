/**
 * Whatever happens while messages are sent (kills between any two steps, lost answers, reloads, refusals, identical bodies), each
 * message goes out exactly once or its state says that it did not. The judge is the server's own log.
 */
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { expect, it, vi } from 'vitest'
import { Shop } from './shop.testing'
import type { Fate } from './whatsapp.testing'

const CHATS = ['a@c.us', 'b@lid']

type Action =
  | { do: 'send'; chat: string; body: string; fate: Fate }
  /** The app dies after so many more steps. */
  | { do: 'kill'; after: number }
  | { do: 'flush' }
  | { do: 'drop-connection' }
  | { do: 'settle' }
  | { do: 'phone'; chat: string; body: string }

const body = fc.constantFrom('ok', 'ok', 'yes')
const chat = fc.constantFrom(...CHATS)
const fate = fc.constantFrom<Fate[]>(
  ...(['sent', 'sent', 'sent-unheard', 'lost', 'pending', 'pending-unheard'] as const),
  ...(['refused', 'failed', 'not-connected', 'hangs'] as const),
)
const action = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('send' as const), chat, body, fate }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('kill' as const), after: fc.integer({ min: 0, max: 25 }) }),
  },
  { weight: 1, arbitrary: fc.constant({ do: 'flush' as const }) },
  { weight: 1, arbitrary: fc.constant({ do: 'drop-connection' as const }) },
  { weight: 2, arbitrary: fc.constant({ do: 'settle' as const }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('phone' as const), chat, body }) },
)

interface Asked {
  chat: string
  body: string
  clientId: string
}

/** The composer: asks again, with the same id, until it has an answer. */
async function askAll(shop: Shop, asked: readonly Asked[]): Promise<void> {
  for (const { chat: to, body: text, clientId } of asked) await shop.send(to, text, { clientId })
}

const quiet = (shop: Shop): Promise<void> =>
  vi.waitFor(
    async () => {
      shop.whatsapp.flush()
      for (const one of CHATS)
        for (const message of await shop.messages(one))
          if (message.direction === 'out') expect(message.state).toMatch(/^(sent|failed)$/)
    },
    { timeout: 20_000, interval: 10 },
  )

async function play(shop: Shop, actions: readonly Action[]): Promise<Asked[]> {
  const asked: Asked[] = []
  shop.connect()
  for (const step of actions) {
    if (step.do === 'send') {
      const one = { chat: step.chat, body: step.body, clientId: randomUUID() }
      asked.push(one)
      shop.whatsapp.fates.push(step.fate)
      const answered = shop.send(one.chat, one.body, one).catch(() => undefined)
      await Promise.race([answered, shop.fuse.blown])
    } else if (step.do === 'kill') {
      shop.fuse.left = Math.min(shop.fuse.left, step.after)
      await Promise.race([shop.fuse.blown, new Promise((resolve) => setTimeout(resolve, 60))])
      await shop.restart()
      shop.connect()
    } else if (step.do === 'flush') shop.whatsapp.flush()
    else if (step.do === 'drop-connection') {
      shop.disconnect()
      shop.reconnect()
    } else if (step.do === 'phone') shop.whatsapp.write(step.chat, step.body, true)
    else await new Promise((resolve) => setTimeout(resolve, 20))
  }
  shop.whatsapp.fates.length = 0
  await askAll(shop, asked)
  await quiet(shop)
  return asked
}

function counted(texts: readonly (string | null)[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const text of texts) counts[text ?? ''] = (counts[text ?? ''] ?? 0) + 1
  return counts
}

async function judge(shop: Shop, asked: readonly Asked[]): Promise<void> {
  for (const one of CHATS) {
    const own = (await shop.messages(one)).filter((message) => message.direction === 'out')
    const delivered = shop.whatsapp.delivered.filter((each) => each.chat === one)
    // Nothing lost, nothing doubled in our own thread.
    expect(counted(own.map((message) => message.body))).toEqual(
      counted(asked.filter((each) => each.chat === one).map((each) => each.body)),
    )
    // What we call sent went once, what we call failed did not go.
    const sent = own.filter((message) => message.state === 'sent').map((message) => message.body)
    expect(counted(delivered.map((each) => each.body))).toEqual(counted(sent))
  }
}

const check = (keepsKeys: boolean, numRuns: number): Promise<void> =>
  fc.assert(
    fc.asyncProperty(fc.array(action, { minLength: 3, maxLength: 12 }), async (actions) => {
      const shop = await Shop.open()
      shop.whatsapp.keepsKeys = keepsKeys
      try {
        await judge(shop, await play(shop, actions))
      } finally {
        await shop.close()
      }
    }),
    { numRuns, endOnFailure: true },
  )

it('sends each message once, through any sequence of faults', () => check(true, 8), 120_000)
it('sends nothing twice where the page gives its own keys', () => check(false, 8), 120_000)
