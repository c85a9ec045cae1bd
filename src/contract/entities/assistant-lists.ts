/** What the assistant understands and says, by name. Known to both sides; without schemas, so that it costs the screens nothing. */

/** What a customer can ask it for. */
export const ASSISTANT_INTENTS = ['catalogue', 'order', 'status', 'greeting', 'help', 'contact'] as const

/** What it says, each with its own placeholders; see `ASSISTANT_PLACEHOLDERS`. */
export const ASSISTANT_TEXTS = [
  'greeting',
  'help',
  'contact',
  'catalogue',
  'nothingForSale',
  'howToOrder',
  'drafted',
  'placed',
  'which',
  'unknown',
  'unknownNear',
  'quantity',
  'tooFew',
  'soldOut',
  'person',
  'status',
  'noOrders',
  'closed',
] as const

/** What stands in braces in each text. Anything else in braces stays as it is. */
export const ASSISTANT_PLACEHOLDERS: Readonly<Record<(typeof ASSISTANT_TEXTS)[number], readonly string[]>> = {
  greeting: ['name'],
  help: ['example'],
  contact: ['name'],
  catalogue: ['products', 'example'],
  nothingForSale: [],
  howToOrder: ['example'],
  drafted: ['lines', 'total', 'name'],
  placed: ['lines', 'total', 'name'],
  which: ['asked', 'options'],
  unknown: ['asked'],
  unknownNear: ['asked', 'options'],
  quantity: ['product', 'example'],
  tooFew: ['product', 'stock', 'example'],
  soldOut: ['product'],
  person: ['name'],
  status: ['orders'],
  noOrders: ['example'],
  closed: ['opens', 'name'],
}
