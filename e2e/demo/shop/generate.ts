/**
 * The whole shop out of one seed: address book, two months of dialogues, what lies around them, and what the central CRM knows.
 * The same seed and time make the same shop, byte for byte.
 */
import type { ChatSpec, ContactSpec } from '../../whatsapp-web/operations'
import { chanceFrom, type Chance } from './chance'
import { crmFor, type CrmSeed, type Sale } from './crm'
import { play, type Written } from './dialogue'
import { aroundTheShop } from './extras'
import { CUSTOMERS, HIDDEN, STRANGERS, type Person } from './people'
import { OPENERS, PLOTS, type Plot } from './plots'
import { topicFor } from './wording'

const DAY = 86_400
const DAYS = 60
/** Where dialogues stop; what lies around them comes on top. */
const DIALOGUE_MESSAGES = 1925
const MOST_DIALOGUES = 12
const UNREAD_CHATS = 8

/** A change after the messages are there, in the control channel's words. */
export type Later =
  | { do: 'edit'; id: string; body: string }
  | { do: 'revoke'; id: string }
  | { do: 'react'; id: string; from?: string; emoji: string }
  | { do: 'vote'; id: string; from?: string; options: string[] }

export interface Shop {
  contacts: ContactSpec[]
  chats: ChatSpec[]
  /** Oldest first. */
  messages: Written[]
  later: Later[]
  crm: CrmSeed
}

export interface ShopOptions {
  seed?: number
  /** Milliseconds since the epoch: the moment before which everything happened. */
  now: number
}

function weighted<T extends { weight: number }>(chance: Chance, items: readonly T[]): T {
  let left = chance.next() * items.reduce((sum, { weight }) => sum + weight, 0)
  for (const item of items) {
    left -= item.weight
    if (left < 0) return item
  }
  return chance.pick(items)
}

/** Who goes through which plots, until there is enough to read. */
function cast(chance: Chance): Map<Person, Plot[]> {
  const parts = new Map<Person, Plot[]>()
  let messages = 0
  const add = (person: Person): void => {
    const plots = parts.get(person) ?? []
    if (plots.length >= MOST_DIALOGUES) return
    const plot = weighted(chance, PLOTS)
    parts.set(person, [...plots, plot])
    messages += plot.steps.length
  }
  CUSTOMERS.forEach(add)
  while (messages < DIALOGUE_MESSAGES) add(weighted(chance, CUSTOMERS))
  return parts
}

/** The same day at a waking hour in Jakarta. */
function inShopHours(chance: Chance, t: number): number {
  const jakarta = 7 * 3600
  const midnight = Math.floor((t + jakarta) / DAY) * DAY - jakarta
  return midnight + chance.whole(8 * 3600, 20 * 3600)
}

/** @returns contacts, chats, messages and CRM records that fit each other. */
export function makeShop({ seed = 2026, now }: ShopOptions): Shop {
  const chance = chanceFrom(seed)
  const end = Math.floor(now / 1000)
  const start = end - DAYS * DAY
  const messages: Written[] = []
  const later: Later[] = []
  const sales: Sale[] = []

  for (const [person, plots] of cast(chance)) {
    const slot = (DAYS * DAY - 2 * DAY) / plots.length
    let free = start
    plots.forEach((plot, index) => {
      const topic = topicFor(chance, person)
      const wanted = inShopHours(chance, start + slot * index + chance.next() * slot * 0.5)
      const played = play(chance, person, topic, plot, Math.max(wanted, free + 3600))
      free = played.messages.at(-1)?.t ?? free
      // What would not be over by now has not begun.
      const over = played.messages.filter(({ t }) => t < end - 6 * 3600)
      messages.push(...over)
      const kept = new Set(over.map(({ id }) => id))
      later.push(
        ...played.edits.filter(({ id }) => kept.has(id)).map((edit) => ({ do: 'edit' as const, ...edit })),
      )
      if (plot.ordered && over.length > 0)
        sales.push({
          person,
          topic,
          at: over.at(-1)?.t ?? start,
          done: over.length === played.messages.length,
        })
    })
  }

  const unread = new Map<string, number>()
  const waiting = [...CUSTOMERS].sort(() => chance.next() - 0.5).slice(0, UNREAD_CHATS)
  waiting.forEach((person, index) => {
    const opener = OPENERS[index % OPENERS.length] ?? weighted(chance, OPENERS)
    const played = play(chance, person, topicFor(chance, person), opener, end - chance.whole(1200, 4 * 3600))
    messages.push(...played.messages)
    unread.set(person.wid, played.messages.length)
  })
  for (const stranger of STRANGERS) {
    const asked = play(
      chance,
      stranger,
      topicFor(chance, stranger),
      weighted(chance, OPENERS),
      end - chance.whole(1200, DAY),
    )
    messages.push(...asked.messages)
    unread.set(stranger.wid, asked.messages.length)
  }

  const extras = aroundTheShop(chance, end)
  messages.push(...extras.messages)
  messages.sort((a, b) => a.t - b.t)
  settleAcks(chance, messages)

  return {
    contacts: CUSTOMERS.map(contactOf),
    chats: [...extras.chats, ...[...unread].map(([id, count]) => ({ id, unread: count }))],
    messages,
    later: [...later, ...reactions(chance, messages), ...extras.later],
    crm: crmFor(chance, sales),
  }
}

const contactOf = ({ wid, name, pushname, phone }: Person): ContactSpec => ({
  ...{ id: wid, name, pushname },
  ...(HIDDEN.some((one) => one.wid === wid) || phone === null ? { phoneKnown: false } : {}),
})

/** What nobody answered may not have been read; the very last may not even have arrived. */
function settleAcks(chance: Chance, messages: Written[]): void {
  const answered = new Set<string>()
  for (const message of messages.toReversed()) {
    if (message.fromMe !== true) answered.add(message.chat)
    else if (!answered.has(message.chat)) message.ack = chance.flip(0.5) ? 2 : 3
  }
}

function reactions(chance: Chance, messages: readonly Written[]): Later[] {
  const plain = messages.filter(
    ({ chat, fromMe, body }) => chat.endsWith('@c.us') && fromMe === true && body !== undefined,
  )
  const emoji = ['👍', '🙏', '❤️', '😊']
  return Array.from({ length: 24 }, () => chance.pick(plain)).map(({ id, chat }) => ({
    ...{ do: 'react' as const, id, from: chat, emoji: chance.pick(emoji) },
  }))
}
