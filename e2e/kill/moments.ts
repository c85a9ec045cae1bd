/** What is under way when the app is killed, and the proof that it was. */
import { randomUUID } from 'node:crypto'
import type { AppClient } from '../harness/app'
import { until } from '../harness/wait'
import type { World } from '../harness/world'

/** What must be true in the end, as the test ordered it. */
export interface Expected {
  /** Bodies that customers wrote, each once. */
  incoming: { chat: string; body: string }[]
  /** Messages that the salesperson sent, by client id; bodies repeat on purpose. */
  outgoing: Map<string, { chat: string; conversationId: string; body: string }>
  leads: Map<string, Parameters<AppClient['leads']['create']>[0]>
  orders: Map<string, Parameters<AppClient['orders']['create']>[0]>
}

export interface Moment {
  world: World
  client: AppClient
  random: () => number
  number: number
  chats: readonly { address: string; conversationId: string; contactId: string }[]
  expected: Expected
}

export type Kind = 'arriving' | 'sending' | 'pushing'
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** A call whose answer the kill may cut off; the repetition after the restart tells. */
function unanswered(call: Promise<unknown>): void {
  call.catch(() => undefined)
}

async function arriving({ world, random, number, chats, expected }: Moment): Promise<boolean> {
  const messages = Array.from({ length: 25 }, (_, index) => {
    const chat = chats[Math.floor(random() * chats.length)]!.address
    return { chat, body: index % 5 === 0 ? 'ok' : `arriving ${number}-${index}` }
  })
  expected.incoming.push(...messages)
  let isOver = false
  unanswered(world.whatsapp.incomingMany({ messages, gapMs: 8 }).finally(() => (isOver = true)))
  await pause(20 + random() * 140)
  return !isOver
}

async function sending({ client, random, number, chats, expected }: Moment): Promise<boolean> {
  const chat = chats[number % chats.length]!
  const bodies = ['ok', 'ok', `sending ${number}`]
  const ids: string[] = []
  for (const body of bodies) {
    const clientId = randomUUID()
    ids.push(clientId)
    expected.outgoing.set(clientId, { chat: chat.address, conversationId: chat.conversationId, body })
    unanswered(send(client, chat.conversationId, clientId, body))
  }
  const isUnderWay = async (): Promise<boolean> => {
    const page = await client.messages.list({
      conversationId: chat.conversationId,
      at: { edge: 'newest' },
      limit: 10,
    })
    return page.items.some((message) => message.state === 'sending')
  }
  await until(isUnderWay, { what: 'a message being sent' })
  await pause(random() * 100)
  return isUnderWay()
}

async function pushing({ world, client, random, number, chats, expected }: Moment): Promise<boolean> {
  const { contactId, conversationId } = chats[number % chats.length]!
  await world.crm.latency(120, 60)
  const [lead, order] = [randomUUID(), randomUUID()]
  const stages = await client.leads.stages()
  const newLead = {
    ...{ id: lead, contactId, conversationId, title: `Lead ${number}`, stageId: stages[0]!.id },
    ...{ value: 100_00 + number, currency: 'IDR' },
  }
  const newOrder = {
    ...{ id: order, contactId, conversationId, currency: 'IDR', note: null, status: 'placed' as const },
    lines: [{ productId: null, name: `Line ${number}`, quantity: 1 + (number % 3), unitPrice: 25_000_00 }],
  }
  expected.leads.set(lead, newLead)
  expected.orders.set(order, newOrder)
  unanswered(client.leads.create(newLead))
  unanswered(client.orders.create(newOrder))
  await until(async () => (await client.crm.status()).waiting > 0, { what: 'a change waiting to be pushed' })
  await pause(random() * 350)
  return (await client.crm.status()).waiting > 0
}

export const send = (client: AppClient, conversationId: string, clientId: string, body: string) =>
  client.messages.send({ conversationId, clientId, body, quotedMessageId: null, attachment: null })

/** Starts something of this kind and answers whether it is still under way. */
export const moments: Record<Kind, (moment: Moment) => Promise<boolean>> = { arriving, sending, pushing }
