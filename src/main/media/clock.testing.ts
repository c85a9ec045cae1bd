/** Test support: a clock that is never waited for. Once nothing real is under way, it jumps to the next thing that is due. */
import type { Clock } from './clock'

interface Timer {
  at: number
  run(): void
}

export class TestClock implements Clock {
  private timers: Timer[] = []
  private driving: NodeJS.Immediate | null = null
  private quiet = 0
  private stopped = false
  /** While set, time stands still. */
  held = false

  /** @param isBusy whether something real (the database) is still to answer. */
  constructor(
    private time: number,
    private readonly isBusy: () => boolean,
  ) {}

  now(): number {
    return this.time
  }

  /** The machine sleeps, or somebody sets the clock: no timer runs for it. */
  jump(ms: number): void {
    this.time += ms
    // Set back: a timer counts what has gone by, whatever the time of day.
    if (ms < 0) for (const timer of this.timers) timer.at += ms
  }

  after(ms: number, run: () => void): () => void {
    const timer = { at: this.time + ms, run }
    this.timers.push(timer)
    this.drive()
    return () => {
      this.timers = this.timers.filter((other) => other !== timer)
    }
  }

  /** Nothing is called back any more: whoever waits by this clock is dead. */
  stop(): void {
    this.stopped = true
    this.timers = []
    if (this.driving) clearImmediate(this.driving)
  }

  private drive(): void {
    if (this.stopped) return
    this.driving ??= setImmediate(() => {
      this.driving = null
      this.quiet = this.isBusy() || this.held ? 0 : this.quiet + 1
      // A few turns of the real loop in which nothing is under way: then everybody waits for the time.
      if (this.quiet > 5) this.fire()
      if (this.timers.length > 0) this.drive()
    })
  }

  private fire(): void {
    this.quiet = 0
    const next = this.timers.toSorted((a, b) => a.at - b.at)[0]
    if (!next) return
    this.timers = this.timers.filter((other) => other !== next)
    this.time = Math.max(this.time, next.at)
    next.run()
  }
}
