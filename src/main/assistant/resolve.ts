/** An order's text against the catalogue: of all the ways it may be meant, the one that the catalogue explains best. Pure. */
import type { Match, Shelf } from './match'
import type { Item, OrderLine, Reading } from './order-text'

/** One thing of an order, as far as it is clear. */
export interface Wanted {
  /** As the customer wrote it. */
  asked: string
  words: readonly string[]
  /** Null where it is given, but no whole number from 1 to 100,000. */
  quantity: number | null
  match: Match
}

const rank = (match: Match): number =>
  match.kind === 'none' ? 0 : match.kind === 'several' ? 1 : match.isExact ? 3 : 2

/**
 * A quantity that is said outright holds against a reading that only happens to fit (`laptop:1` is no `Laptop 2-in-1`), not against a
 * product's very name.
 */
function score({ isExplicit }: Reading, match: Match): number {
  const plain = rank(match)
  if (!isExplicit || match.kind === 'none') return plain
  return match.kind === 'one' && match.isExact ? plain + 1 : 2.5 + plain / 10
}

interface Read {
  wanted: Wanted
  isExplicit: boolean
}

function read(item: Item, shelf: Shelf, seen: Map<string, Match>): Read {
  const find = ({ words }: Reading): Match => {
    const key = words.join(' ')
    const known = seen.get(key) ?? shelf.find(words)
    seen.set(key, known)
    return known
  }
  let best: { points: number; reading: Reading; match: Match } | null = null
  for (const reading of item) {
    const match = find(reading)
    const points = score(reading, match)
    if (!best || points > best.points) best = { points, reading, match }
  }
  if (!best) throw new Error('an item without readings')
  const { product, words, quantity, isExplicit } = best.reading
  return { wanted: { asked: product, words, quantity, match: best.match }, isExplicit }
}

/** The worst of it decides, then how well it is explained on the whole. */
function better(a: readonly Read[], b: readonly Read[]): boolean {
  const ranks = (reads: readonly Read[]): number[] => reads.map(({ wanted }) => rank(wanted.match))
  const worst = (reads: readonly Read[]): number => Math.min(...ranks(reads))
  const mean = (reads: readonly Read[]): number =>
    ranks(reads).reduce((sum, one) => sum + one, 0) / reads.length
  if (worst(a) !== worst(b)) return worst(a) > worst(b)
  if (mean(a) !== mean(b)) return mean(a) > mean(b)
  const explicit = (reads: readonly Read[]): boolean => reads.every(({ isExplicit }) => isExplicit)
  return explicit(a) && a.length > b.length
}

/** In the order they were written. */
export function resolve(lines: readonly OrderLine[], shelf: Shelf): Wanted[] {
  const seen = new Map<string, Match>()
  return lines.flatMap(({ ways }) => {
    let best: Read[] | null = null
    for (const way of ways) {
      const reads = way.map((item) => read(item, shelf, seen))
      if (!best || better(reads, best)) best = reads
    }
    return (best ?? []).map(({ wanted }) => wanted)
  })
}
