/** Counting what was erased. Pure. */
import type { ErasedCounts, ErasedKind } from '../../contract'

/** Without those that are none. */
export const onlySome = (counts: ErasedCounts): ErasedCounts =>
  Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0))

export function together(a: ErasedCounts, b: ErasedCounts): ErasedCounts {
  const kinds = Object.keys({ ...a, ...b }) as ErasedKind[]
  return onlySome(Object.fromEntries(kinds.map((kind) => [kind, (a[kind] ?? 0) + (b[kind] ?? 0)])))
}
