/** Keeps the shop alive: customers write, type before they do, read what the salesperson sends, and often answer within seconds. */
import type { IncomingMessage, LogEntry, SimulatorState, WhatsAppControl } from '../whatsapp-web/control'
import { chanceFrom } from './shop/chance'
import { attach } from './shop/dialogue'
import { GROUPS } from './shop/extras'
import { CUSTOMERS, STRANGERS, type Person } from './shop/people'
import { OPENERS, PLOTS, type Step } from './shop/plots'
import { say, topicFor, type Intent, type Topic } from './shop/wording'

export interface LifeOptions {
  control: WhatsAppControl
  /** Nobody writes unasked. */
  quiet: boolean
  /** Milliseconds between two messages of customers, on average. */
  paceMs: number
  /** Something went wrong between the demo and the simulated WhatsApp. */
  onError: (error: unknown) => void
}

/** How a customer goes on after the salesperson wrote. */
const ANSWERS: readonly Intent[] = [
  ...([
    'confirm',
    'thanks',
    'order',
    'address',
    'askStock',
    'askDiscount',
    'askSpec',
    'later',
    'thanks',
  ] as const),
]
/** What people call themselves who have never written before. */
const NEWCOMERS = {
  IDR: ['Galih', 'Mbak Yuni', 'Reza', 'Toko Sinar', 'Nadia', 'Pak Slamet', 'Vina', 'Ilham'],
  INR: ['Rohit', 'Shreya', 'Manish', 'Kiran', 'Aditi', 'Imran', 'Gupta Stores', 'Nikhil'],
} as const
const LOOK_MS = 700
const IGNORED = 0.08
const ANSWERED = 0.7

/** What somebody is on about, and what they still have to say. */
interface Mind {
  topic: Topic
  rest: Step[]
}

const isLinked = ({ pages, network }: SimulatorState): boolean =>
  network.up && pages.some((page) => page.linked && page.state === 'CONNECTED' && page.hasSynced)

/** Starts at once, and waits by itself while WhatsApp is not linked. @returns what ends it. */
export function startLife({ control, quiet, paceMs, onError }: LifeOptions): () => void {
  const chance = chanceFrom(Date.now())
  const minds = new Map<string, Mind>()
  const answering = new Set<string>()
  const people = new Map([...CUSTOMERS, ...STRANGERS].map((person) => [person.wid, person]))
  const timers = new Set<NodeJS.Timeout>()
  let ended = false

  /** Runs a step later; after the end nothing runs and nothing is said. */
  function after(ms: number, step: () => Promise<void>): void {
    if (ended) return
    const timer = setTimeout(() => {
      timers.delete(timer)
      step().catch((error: unknown) => {
        if (!ended) onError(error)
      })
    }, ms)
    timers.add(timer)
  }
  const between = (least: number, most: number): number => chance.whole(least, most)

  function mindOf(person: Person): Mind {
    const known = minds.get(person.wid)
    if (known !== undefined) return known
    const made: Mind = { topic: topicFor(chance, person), rest: [] }
    minds.set(person.wid, made)
    return made
  }

  /** Types for a moment, then writes. */
  async function write(
    person: Person,
    message: Omit<IncomingMessage, 'chat'>,
    done?: () => void,
  ): Promise<void> {
    const state = message.media?.mimetype?.startsWith('audio/') === true ? 'recording' : 'composing'
    await control.typing({ chat: person.wid, state })
    after(between(1500, 5000), async () => {
      await control.typing({ chat: person.wid, state: 'paused' })
      await control.incoming({ ...message, chat: person.wid, pushname: person.pushname })
      done?.()
    })
  }

  function worded(person: Person, mind: Mind, intent: Intent, step?: Step): Omit<IncomingMessage, 'chat'> {
    const body = say(chance, person, mind.topic, intent)
    return {
      ...(body === '' ? {} : { body }),
      ...attach(chance, person, mind.topic, step?.attachment ?? null),
    }
  }

  async function someoneWrites(): Promise<void> {
    if (chance.flip(0.05)) {
      const author = chance.pick(CUSTOMERS.slice(0, 4))
      await control.incoming({
        chat: chance.pick(Object.values(GROUPS)),
        author: author.wid,
        body: 'Siap 👍',
      })
      return
    }
    const person = chance.flip(0.06)
      ? newcomer()
      : chance.pick(CUSTOMERS.flatMap((one) => Array<Person>(one.weight).fill(one)))
    if (answering.has(person.wid)) return
    const mind = mindOf(person)
    if (mind.rest.length === 0) {
      const plot = chance.pick(chance.flip(0.5) ? OPENERS : PLOTS)
      mind.topic = topicFor(chance, person)
      // What needs an order first makes no sense out of the blue.
      mind.rest = plot.steps.filter(({ fromShop, intent }) => !fromShop && intent !== 'slip').slice(0, 3)
    }
    const step = mind.rest.shift()
    if (step !== undefined) await write(person, worded(person, mind, step.intent, step))
  }

  /** A number that has never written. */
  function newcomer(): Person {
    const like = chance.pick(STRANGERS)
    const number = `${like.currency === 'IDR' ? '62819000' : '9198110'}${chance.whole(10_000, 99_999)}`
    const name = chance.pick(NEWCOMERS[like.currency])
    const person: Person = { ...like, name, pushname: name, wid: `${number}@c.us`, phone: `+${number}` }
    people.set(person.wid, person)
    return person
  }

  /** Somebody got a message: reads it after a while, perhaps answers. */
  function received({ id, chat, type }: Pick<LogEntry, 'id' | 'chat' | 'type'>): void {
    const person = people.get(chat ?? '')
    if (id === undefined || person === undefined || chance.flip(IGNORED)) return
    after(between(2500, 12_000), async () => {
      await control.ack({ id, ack: 3 })
      if (type === 'ptt') after(between(2000, 6000), () => control.ack({ id, ack: 4 }).then(() => undefined))
      if (answering.has(person.wid) || !chance.flip(ANSWERED)) return
      answering.add(person.wid)
      const mind = mindOf(person)
      const next = mind.rest.shift()
      const message = worded(person, mind, next?.intent ?? chance.pick(ANSWERS), next)
      after(between(800, 4000), () => write(person, message, () => answering.delete(person.wid)))
    })
  }

  async function look(since: number): Promise<void> {
    const entries = await control.log(since)
    for (const entry of entries) if (entry.kind === 'send') received(entry)
    after(LOOK_MS, () => look(entries.at(-1)?.seq ?? since))
  }

  function next(): void {
    after(between(Math.round(paceMs * 0.4), Math.round(paceMs * 1.6)), async () => {
      next()
      if (isLinked(await control.state())) await someoneWrites()
    })
  }

  after(0, async () => {
    const { lastLog } = await control.state()
    // What was delivered when the demo was last ended is read now.
    for (const message of await control.messages({}))
      if (message.fromPage && message.ack > 0 && message.ack < 3) received(message)
    await look(lastLog)
  })
  if (!quiet) next()
  return () => {
    ended = true
    for (const timer of timers) clearTimeout(timer)
  }
}
