/** What a person may type for a limit. Pure. The bounds are the contract's, without the schemas that come with its own list. */
import type { LIMIT_BOUNDS, Preferences } from '../../../contract'

export type LimitName = 'dailyLimit' | 'minuteLimit' | 'memoryLimit' | 'mostAccounts'

type Bounds<K extends keyof typeof LIMIT_BOUNDS> = (typeof LIMIT_BOUNDS)[K]

export const BOUNDS = {
  dailyLimit: { min: 1, max: 10_000 } satisfies Bounds<'day'>,
  minuteLimit: { min: 1, max: 60 } satisfies Bounds<'minute'>,
  memoryLimit: { min: 300, max: 8_000 } satisfies Bounds<'memory'>,
  mostAccounts: { min: 1, max: 10 } satisfies Bounds<'accounts'>,
} satisfies Partial<Record<keyof Preferences, { min: number; max: number }>>

/** Figures of any script, and what a person puts between them; null for no number within the bounds. */
export function numberWithin(name: LimitName, text: string): number | null {
  const figures = text
    .replaceAll(/[०-९]/g, (figure) => String(figure.charCodeAt(0) - 0x0966))
    .replaceAll(/[\s.,]/g, '')
  if (!/^\d{1,9}$/.test(figures)) return null
  const { min, max } = BOUNDS[name]
  const number = Number(figures)
  return number >= min && number <= max ? number : null
}
