/**
 * What every benchmark shares: two sides measured in turn, round by round, so that a noisy machine hurts both alike; medians of the
 * rounds; one line per result.
 */

export interface Result {
  name: string
  /** Ours relative to the other side. */
  ratio: number
  /** As text, like ">= 0.6". */
  goal: string
  holds: boolean
  /** What ours was compared with. */
  against: string
  detail: string
}

export interface Benchmark {
  name: string
  /** Runs with others where this is asked for. */
  group?: string
  run(rounds: number): Promise<Result>
}

export interface Goal {
  is: '>=' | '<='
  value: number
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2
}

/** Milliseconds that `work` takes. */
export async function timed(work: () => unknown): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}

/**
 * Calls the sides in turn, the first one first in even rounds and last in odd ones. A round before the first warms up and is not
 * counted.
 * @returns the median of what each side answered.
 */
export async function interleave<K extends string>(
  rounds: number,
  sides: Record<K, () => Promise<number> | number>,
): Promise<Record<K, number>> {
  const names = Object.keys(sides) as K[]
  const measured = new Map<K, number[]>(names.map((name) => [name, []]))
  for (let round = -1; round < rounds; round++) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      globalThis.gc?.()
      const value = await sides[name]()
      if (round >= 0) measured.get(name)?.push(value)
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(measured.get(name) ?? [])])) as Record<
    K,
    number
  >
}

export function resultOf(
  about: { name: string; against: string; detail: string },
  ratio: number,
  goal: Goal,
  isRight = true,
): Result {
  const isMet = goal.is === '>=' ? ratio >= goal.value : ratio <= goal.value
  return {
    name: about.name,
    ratio: Number(ratio.toFixed(3)),
    goal: `${goal.is} ${goal.value}`,
    holds: isMet && isRight,
    against: about.against,
    detail: about.detail,
  }
}

export function lineOf({ name, ratio, goal, holds, against, detail }: Result): string {
  return `${holds ? 'ok  ' : 'MISS'} ${name.padEnd(15)} ${ratio.toFixed(2).padStart(6)} (goal ${goal}) against ${against}: ${detail}`
}

export const perSecond = (value: number): string => `${Math.round(value).toLocaleString('en')}/s`
export const inMs = (value: number): string => `${value.toFixed(value < 1 ? 3 : 2)} ms`
