/**
 * A clock that runs as the machine's, but skips over waiting: where nothing is under way, it stands at once where the next thing is
 * due. So a day takes minutes, and whatever takes time by itself (a request, a transaction) takes it as always.
 */
import type { Timer } from '../../src/main/crm'

interface Waiting {
  at: number
  callback: () => void
}

export class TimeLapse {
  private readonly waiting = new Set<Waiting>()
  private idlers: (() => void)[] = []

  /** @param ahead milliseconds by which it is ahead of the machine's clock. */
  constructor(
    private ahead: number,
    private readonly onSkip: (ahead: number) => void,
  ) {}

  /** Milliseconds since the epoch. */
  readonly now = (): number => Math.round(Date.now() + this.ahead)

  readonly timer: Timer = (callback, ms) => {
    const one: Waiting = { at: this.now() + ms, callback }
    this.waiting.add(one)
    for (const idler of this.idlers.splice(0)) idler()
    return () => this.waiting.delete(one)
  }

  /** Resolves when whoever waits by this clock waits. */
  async idle(): Promise<void> {
    while (this.waiting.size === 0) await new Promise<void>((resolve) => this.idlers.push(resolve))
  }

  /** When the next of the waiting is due; Infinity where none ever is. */
  get next(): number {
    return Math.min(...[...this.waiting].map(({ at }) => at))
  }

  /** Skips the time until then, and calls back who was due by then. */
  skipTo(at: number): void {
    const left = at - this.now()
    if (left > 0) {
      this.ahead += left
      this.onSkip(this.ahead)
    }
    for (const one of this.waiting) {
      if (one.at > this.now()) continue
      this.waiting.delete(one)
      one.callback()
    }
  }
}
