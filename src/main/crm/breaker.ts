/**
 * A circuit breaker in front of the CRM. After some failures in a row, or where there is no way to the CRM at all, nothing is sent for
 * a while; then one write alone tries the way, and only when that is answered the rest follows.
 */
import { backoff } from './backoff'

/** Failures in a row after which the CRM is left alone. */
const IN_A_ROW = 5

export interface Failure {
  /** Of this write, made so far, at least 1. */
  attempts: number
  /** It is the way to the CRM that fails, not this write. */
  unreachable: boolean
  /** Milliseconds the server asked for. */
  retryAfter: number | null
}

export class Breaker {
  private failures = 0
  /** How often it opened since something last went well. */
  private openings = 0

  /** @param random from 0 (included) to 1 (excluded), anew on each call. */
  constructor(private readonly random: () => number) {}

  /** While it is not known that the CRM answers, one write at a time. */
  get isTrying(): boolean {
    return this.failures > 0
  }

  worked(): void {
    this.failures = 0
    this.openings = 0
  }

  /** @returns how long to wait, milliseconds; `all`: with everything, not this write alone. */
  failed({ attempts, unreachable, retryAfter }: Failure): { all: boolean; wait: number } {
    this.failures += 1
    const all = unreachable || this.openings > 0 || this.failures >= IN_A_ROW
    if (all) this.openings += 1
    return { all, wait: backoff(all ? this.openings : attempts, retryAfter, this.random()) }
  }
}
