/** Widths of the panes and whether the card is shown: a matter of this screen, so kept in the browser, not with the app. */
import { create } from 'zustand'

export interface Panes {
  list: number
  card: number
  cardShown: boolean
}

export const LIMITS = { list: { min: 260, max: 420 }, card: { min: 260, max: 420 } } as const
const DEFAULTS: Panes = { list: 320, card: 320, cardShown: true }
const KEY = 'leadline.panes'

const clamp = (value: unknown, pane: 'list' | 'card') =>
  typeof value === 'number' && Number.isFinite(value)
    ? Math.round(Math.min(LIMITS[pane].max, Math.max(LIMITS[pane].min, value)))
    : DEFAULTS[pane]

/** What was remembered, or the defaults for whatever of it makes no sense. */
export function readPanes(stored: string | null): Panes {
  if (stored === null) return DEFAULTS
  try {
    const value: unknown = JSON.parse(stored)
    if (typeof value !== 'object' || value === null) return DEFAULTS
    const given = new Map<string, unknown>(Object.entries(value))
    return {
      list: clamp(given.get('list'), 'list'),
      card: clamp(given.get('card'), 'card'),
      cardShown: given.get('cardShown') !== false,
    }
  } catch {
    // Not JSON: somebody else's or an older entry, and only a width is lost.
    return DEFAULTS
  }
}

/** Below this the card lies over the thread: it comes only when it is asked for. */
const WIDE = window.matchMedia('(min-width: 1100px)')

export const usePanes = create<Panes>(() => {
  const panes = readPanes(localStorage.getItem(KEY))
  return { ...panes, cardShown: panes.cardShown && WIDE.matches }
})

WIDE.addEventListener('change', ({ matches }) => {
  usePanes.setState({ cardShown: matches && readPanes(localStorage.getItem(KEY)).cardShown })
})

export function setPanes(change: Partial<Panes>): void {
  const now = { ...usePanes.getState(), ...change }
  const next = { ...now, list: clamp(now.list, 'list'), card: clamp(now.card, 'card') }
  usePanes.setState(next)
  localStorage.setItem(KEY, JSON.stringify(next))
}
