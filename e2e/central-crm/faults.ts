/** Ordered faults: which of the coming requests are to fail, and how. Kept in memory: a restart ends them. */
import type { FaultKind, FaultOrder } from './schemas/control'

interface Rule {
  order: FaultOrder
  left: number
  /** State of the generator behind `ratePerMille`. */
  random: number
}

/** Mulberry32: small, seeded, good enough to choose requests. */
function draw(rule: Rule): number {
  rule.random = (rule.random + 0x6d2b79f5) | 0
  let t = Math.imul(rule.random ^ (rule.random >>> 15), 1 | rule.random)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296
}

export interface Fault {
  kind: FaultKind
  /** Seconds. */
  retryAfter: number
}

export class Faults {
  private rules: Rule[] = []
  private delay = { ms: 0, jitter: 0 }

  add(order: FaultOrder): void {
    this.rules.push({ order, left: order.count ?? Infinity, random: order.seed ?? 1 })
  }

  clear(): void {
    this.rules = []
    this.delay = { ms: 0, jitter: 0 }
  }

  setLatency(ms: number, jitter: number): void {
    this.delay = { ms, jitter }
  }

  /** Milliseconds to wait before the next answer. */
  latency(): number {
    return this.delay.ms + Math.floor(Math.random() * this.delay.jitter)
  }

  /** The fault for this request, counted as used, or null. Rules are tried in the order they were given. */
  take(method: string, path: string): Fault | null {
    for (const rule of this.rules) {
      const { match, ratePerMille, kind, retryAfter } = rule.order
      if (rule.left <= 0) continue
      if (match?.method && match.method.toUpperCase() !== method) continue
      if (match?.pathPrefix && !path.startsWith(match.pathPrefix)) continue
      if (ratePerMille !== undefined && draw(rule) * 1000 >= ratePerMille) continue
      rule.left -= 1
      return { kind, retryAfter: retryAfter ?? 1 }
    }
    return null
  }
}
