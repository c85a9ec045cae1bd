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

/** An order's text, as far as it is clear. */
export interface Resolved {
  /** In the order they were written. */
  wanted: Wanted[]
  /** Lines that order nothing: where to, for whom, anything else. */
  notes: string[]
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
  isCounted: boolean
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
  const { product, words, quantity, isExplicit, isCounted } = best.reading
  return { wanted: { asked: product, words, quantity, match: best.match }, isExplicit, isCounted }
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

/** The catalogue has it, and as many as are wanted were counted, or it is called just so: `Address Book:2` is no address. */
const isMeant = ({ wanted: { match, quantity }, isCounted }: Read): boolean =>
  quantity !== null &&
  (match.kind === 'one' ? isCounted || match.isExact : match.kind !== 'none' && isCounted)

const isKnown = ({ wanted }: Read): boolean => wanted.match.kind !== 'none'

export function resolve(lines: readonly OrderLine[], shelf: Shelf): Resolved {
  const seen = new Map<string, Match>()
  const all = lines.map(({ text, role, ways }) => {
    let best: Read[] = []
    for (const way of ways) {
      const reads = way.map((item) => read(item, shelf, seen))
      if (best.length === 0 || better(reads, best)) best = reads
    }
    return { text, role, reads: best }
  })
  const hasItems = all.some(({ role, reads }) => role === 'item' || reads.some(isKnown))
  const resolved: Resolved = { wanted: [], notes: [] }
  for (const { text, role, reads } of all) {
    const isOrdered = {
      item: true,
      either: !hasItems || reads.some(isKnown),
      note: reads.length > 0 && reads.every(isMeant),
    }[role]
    if (isOrdered) resolved.wanted.push(...reads.map(({ wanted }) => wanted))
    else resolved.notes.push(text)
  }
  return resolved
}
