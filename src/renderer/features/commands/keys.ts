/** Every key there is, in one table: the list of keys, the palette, the tooltips and the handler all read it. */

export type CommandId =
  | 'palette'
  | 'search'
  | 'next'
  | 'previous'
  | 'reply'
  | 'archive'
  | 'card'
  | 'back'
  | 'keys'
  | 'settings'
  | 'inbox'
  | 'people'
  | 'leads'
  | 'due'
  | 'newLead'
  | 'newOrder'
  | 'startChat'
  | 'sendCatalog'
  | 'catalog'
  | 'accounts'
  | 'addAccount'

export interface KeyEntry {
  id: CommandId
  /** As `Mod+Shift+K`; Mod is ⌘ on a Mac and Ctrl elsewhere. Null: only in the palette. */
  keys: string | null
  /** A single character: not while writing, and not when switched off (WCAG 2.1.4). */
  letter: boolean
  /** Listed in the palette. */
  palette: boolean
}

export const KEYS: readonly KeyEntry[] = [
  { id: 'palette', keys: 'Mod+K', letter: false, palette: false },
  { id: 'next', keys: 'Alt+J', letter: false, palette: true },
  { id: 'previous', keys: 'Alt+K', letter: false, palette: true },
  { id: 'search', keys: '/', letter: true, palette: true },
  { id: 'reply', keys: 'R', letter: true, palette: true },
  { id: 'archive', keys: 'E', letter: true, palette: true },
  { id: 'newOrder', keys: 'O', letter: true, palette: true },
  { id: 'newLead', keys: null, letter: false, palette: true },
  { id: 'sendCatalog', keys: null, letter: false, palette: true },
  { id: 'catalog', keys: null, letter: false, palette: true },
  { id: 'startChat', keys: null, letter: false, palette: true },
  { id: 'card', keys: 'Alt+I', letter: false, palette: true },
  { id: 'back', keys: 'Escape', letter: false, palette: false },
  { id: 'keys', keys: '?', letter: true, palette: true },
  { id: 'inbox', keys: null, letter: false, palette: true },
  { id: 'leads', keys: null, letter: false, palette: true },
  { id: 'due', keys: null, letter: false, palette: true },
  { id: 'people', keys: null, letter: false, palette: true },
  { id: 'accounts', keys: null, letter: false, palette: true },
  { id: 'addAccount', keys: null, letter: false, palette: true },
  { id: 'settings', keys: 'Mod+,', letter: false, palette: true },
]

export interface Press {
  key: string
  /** The physical key: letters of other alphabets, and ⌥ on a Mac, change `key`. */
  code: string
  ctrl: boolean
  meta: boolean
  alt: boolean
  shift: boolean
}

function matches(keys: string, press: Press, mac: boolean): boolean {
  const parts = keys.split('+')
  const key = parts.at(-1) ?? ''
  const wants = (modifier: string) => parts.slice(0, -1).includes(modifier)
  const mod = mac ? press.meta : press.ctrl
  const other = mac ? press.ctrl : press.meta
  if (other || mod !== wants('Mod') || press.alt !== wants('Alt')) return false
  if (/^[A-Z]$/.test(key))
    return (
      press.shift === wants('Shift') &&
      (press.code === `Key${key}`
        ? !/^[a-z]$/i.test(press.key) || press.key.toUpperCase() === key
        : press.key.toUpperCase() === key)
    )
  return press.key === key
}

export interface Circumstances {
  mac: boolean
  /** The focus is where text is written. */
  writing: boolean
  /** Where letters were meant as text though the focus is on no field: after a click, and on a row that is not the open chat's. */
  typing: boolean
  letterKeys: boolean
}

/** One character that would stand in a text; not the space, which presses what has the focus. */
export const isText = ({ key, ctrl, meta, alt }: Press): boolean =>
  !ctrl && !meta && !alt && /^\S$/u.test(key)

/** The command a key press means here, or null. */
export function commandOf(
  press: Press,
  { mac, writing, typing, letterKeys }: Circumstances,
): CommandId | null {
  const entry = KEYS.find(({ keys }) => keys !== null && matches(keys, press, mac))
  if (!entry || (entry.letter && (writing || !letterKeys))) return null
  // Signs begin no sentence: "/" and "?" mean what they mean.
  if (typing && entry.letter && /^[A-Z]$/.test(entry.keys ?? '')) return null
  return entry.id
}
