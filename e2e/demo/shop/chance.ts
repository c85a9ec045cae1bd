/** Seeded chance, so that the same seed always makes the same shop. */

export interface Chance {
  /** From 0 up to, but not, 1. */
  next(): number
  /** A whole number from `min` to `max`, both included. */
  whole(min: number, max: number): number
  /** @throws on an empty list. */
  pick<T>(items: readonly T[]): T
  /** True with probability `p`. */
  flip(p: number): boolean
  /** Upper-case hexadecimal digits. */
  hex(digits: number): string
}

/** Mulberry32: small, quick, and good enough for a shop. */
export function chanceFrom(seed: number): Chance {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const whole = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1))
  return {
    next,
    whole,
    pick(items) {
      const item = items[whole(0, items.length - 1)]
      if (item === undefined) throw new Error('There is nothing to pick from')
      return item
    },
    flip: (p) => next() < p,
    hex: (digits) =>
      Array.from({ length: digits }, () => whole(0, 15).toString(16))
        .join('')
        .toUpperCase(),
  }
}
