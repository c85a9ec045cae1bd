/**
 * How dialogues go. A step is `who:meaning`, with `c` for the customer and `s` for the shop, and marks before and after it:
 * `~` before: hours later; `>` before: quotes the other side's last words; `+photo`, `+slip`, `+damage`, `+pdf`, `+voice`, `+place`
 * after: what comes along; `!` after: the writer corrects it later (an edit).
 */
import type { Intent } from './wording'

export type Attachment = 'photo' | 'slip' | 'damage' | 'pdf' | 'voice' | 'place'

export interface Step {
  fromShop: boolean
  intent: Intent
  later: boolean
  quotes: boolean
  corrected: boolean
  attachment: Attachment | null
}

export interface Plot {
  /** How often it happens among the others. */
  weight: number
  /** Whether an order comes of it. */
  ordered: boolean
  steps: readonly Step[]
}

/** The shape a step's text must have; a misspelt meaning does not compile. */
type Written = `${'' | '~'}${'' | '>'}${'c' | 's'}:${Intent}${'' | `+${Attachment}`}${'' | '!'}`

function stepOf(text: Written): Step {
  const match = /^(~?)(>?)([cs]):(\w+?)(?:\+(\w+))?(!?)$/.exec(text)
  if (!match) throw new Error(`${text} is no step`)
  const [, later, quotes, who, intent, attachment, corrected] = match
  return {
    fromShop: who === 's',
    // `Written` has checked both words already.
    intent: intent as Intent,
    attachment: (attachment as Attachment | undefined) ?? null,
    later: later === '~',
    quotes: quotes === '>',
    corrected: corrected === '!',
  }
}

const plot = (weight: number, ordered: boolean, ...steps: readonly Written[]): Plot => ({
  ...{ weight, ordered, steps: steps.map(stepOf) },
})

export const PLOTS: readonly Plot[] = [
  plot(
    ...([10, true] as const),
    ...([
      'c:askPrice',
      's:sayPrice',
      'c:askStock',
      's:yes',
      's:photo+photo',
      'c:order',
      's:summary',
    ] as const),
    ...(['c:address', 's:payInfo', 's:invoice+pdf', '~c:paid', 'c:slip+slip', '>s:paidThanks'] as const),
    ...(['~s:shipped', 'c:thanks', '~c:received', 's:welcome'] as const),
  ),
  plot(
    ...([8, true] as const),
    ...(['c:order', 's:summary', 'c:address', 's:payInfo', 'c:paid', 's:paidThanks', '~s:shipped'] as const),
    ...(['>c:thanks', '~c:received'] as const),
  ),
  plot(
    ...([6, true] as const),
    ...([
      'c:recommend',
      's:suggest',
      'c:askSpec',
      's:spec',
      'c:compare',
      's:difference',
      '~c:confirm',
    ] as const),
    ...([
      'c:order',
      's:summary',
      'c:address',
      's:payInfo',
      '~c:slip+slip',
      's:paidThanks',
      '~s:shipped',
    ] as const),
    ...(['c:thanks'] as const),
  ),
  plot(8, false, 'c:askPrice', 's:sayPrice', 'c:askDiscount', '>s:discount', 'c:later', 's:pleaseDo'),
  plot(
    6,
    false,
    'c:askPrice',
    's:sayPrice',
    'c:askSpec',
    's:spec',
    'c:askWarranty',
    's:warranty',
    'c:thanks',
  ),
  plot(5, false, 'c:like+photo', 's:suggest', 's:photo+photo', 'c:askStock', 's:no', 'c:thanks'),
  plot(
    ...([5, false] as const),
    ...(['c:complain', 's:sorry', 'c:damage+damage', '>s:replace', 'c:thanks', '~s:shipped'] as const),
    ...(['~c:received', 's:welcome'] as const),
  ),
  plot(4, false, 'c:askTracking', 's:tracking!', 'c:thanks', 's:welcome'),
  plot(3, false, 'c:askHours', 's:hours', 'c:askLocation', 's:location+place', 'c:coming', 's:pleaseDo'),
  plot(3, false, 'c:askInvoice', 's:invoice+pdf', 'c:thanks'),
  plot(3, false, 'c:voiceNote+voice', 's:sayPrice', 'c:confirm', 's:payInfo', 'c:later', 's:pleaseDo'),
  plot(3, false, '~s:promo', 'c:askDiscount', 's:discount', 'c:thanks'),
  plot(1, false, 'c:wrong', 's:noProblem'),
]

/** Ways a chat ends in something that nobody has read or answered yet. */
export const OPENERS: readonly Plot[] = [
  plot(3, false, 'c:askPrice'),
  plot(2, false, 'c:askPrice', 'c:askStock'),
  plot(2, false, 'c:order'),
  plot(1, false, 'c:askTracking', 'c:followUp'),
  plot(1, false, 'c:complain', 'c:damage+damage'),
  plot(1, false, 'c:like+photo', 'c:askStock'),
  plot(1, false, 'c:voiceNote+voice'),
]
