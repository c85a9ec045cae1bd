/** Plays a plot between the shop and one customer: messages with times, quotes and attachments. */
import type { SeedMessage } from '../../whatsapp-web/operations'
import type { Chance } from './chance'
import { damagePhoto, invoicePdf, productPhoto, slipPhoto, voiceNote } from './media'
import type { Person } from './people'
import type { Attachment, Plot, Step } from './plots'
import { say, type Intent, type Topic } from './wording'

/** A message whose id and time are settled. */
export type Written = SeedMessage & { id: string; t: number }

/** Where the shop is. */
export const SHOP_PLACE = {
  ...{ latitude: -6.1352, longitude: 106.8133 },
  ...{ name: 'Cahaya Elektronik', address: 'Ruko Glodok Blok C 12, Jakarta' },
} as const

export interface Played {
  messages: Written[]
  /** Changes that come after all messages are there. */
  edits: { id: string; body: string }[]
}

/** Inner ids as phones make them: Android's for customers, an iPhone's for the owner. */
export const newId = (chance: Chance, fromMe: boolean): string =>
  fromMe ? `3A${chance.hex(18)}` : `AC${chance.hex(30)}`

/** What comes along with a message of this meaning; empty for plain text. */
export function attach(
  chance: Chance,
  person: Person,
  topic: Topic,
  attachment: Attachment | null,
): Pick<SeedMessage, 'media' | 'location'> {
  switch (attachment) {
    case 'photo':
      return { media: productPhoto(chance, topic.product.sku) }
    case 'slip':
      return { media: slipPhoto(chance) }
    case 'damage':
      return { media: damagePhoto(chance) }
    case 'pdf':
      return { media: invoicePdf(person, topic) }
    case 'voice':
      return { media: voiceNote(chance) }
    case 'place':
      return { location: { ...SHOP_PLACE } }
    case null:
      return {}
  }
}

const HOUR = 3600

/** Seconds until the next step: typing for the same person, answering for the other, hours where the plot says so. */
function gap(chance: Chance, step: Step, sameWriter: boolean): number {
  if (step.later) return chance.whole(2 * HOUR, 14 * HOUR)
  return sameWriter ? chance.whole(6, 45) : chance.whole(25, 300)
}

/** Nobody writes at night: before 8 and after 21 in Jakarta it becomes the morning. */
function awake(chance: Chance, t: number): number {
  const ofDay = (t + 7 * HOUR) % (24 * HOUR)
  if (ofDay >= 8 * HOUR && ofDay <= 21 * HOUR) return t
  const morning = t - ofDay + (ofDay > 12 * HOUR ? 24 : 0) * HOUR + 8 * HOUR
  return morning + chance.whole(0, HOUR)
}

/** A letter lost on the way, which an edit puts right. */
const mistyped = (text: string): string => text.slice(0, 3) + text.slice(4)

/** @param start seconds since the epoch, of the first message. */
export function play(chance: Chance, person: Person, topic: Topic, plot: Plot, start: number): Played {
  const played: Played = { messages: [], edits: [] }
  let t = start
  let before: Step | undefined
  for (const step of plot.steps) {
    if (before !== undefined) t += gap(chance, step, before.fromShop === step.fromShop)
    if (step.later) t = awake(chance, t)
    before = step
    const body = say(chance, person, topic, step.intent)
    const id = newId(chance, step.fromShop)
    const more = attach(chance, person, topic, step.attachment)
    const last = played.messages.findLast((one) => (one.fromMe ?? false) !== step.fromShop)
    const corrected = step.corrected && body.length > 8 && chance.flip(0.7)
    if (corrected) played.edits.push({ id, body })
    played.messages.push({
      ...{ chat: person.wid, id, t, fromMe: step.fromShop },
      ...(step.fromShop ? { ack: 3 } : { pushname: person.pushname }),
      ...(more.location === undefined && body !== '' ? { body: corrected ? mistyped(body) : body } : {}),
      ...more,
      ...(step.quotes && last !== undefined ? { quoted: last.id } : {}),
    })
  }
  return played
}

/** Something to say about a topic besides a plot. */
export const sayOnce = (
  chance: Chance,
  person: Person,
  topic: Topic,
  intent: Intent,
): Pick<SeedMessage, 'chat' | 'body' | 'pushname'> => ({
  ...{ chat: person.wid, body: say(chance, person, topic, intent), pushname: person.pushname },
})
