/**
 * The one loop that talks with the CRM: what waits goes out, then what changed comes in; then it sleeps until the next change, the
 * next attempt or the next look. Nothing is sent while nobody is signed in.
 */
import type { Logger } from '../platform/ports'
import type { Push, PushResult } from './push'
import type { Pull } from './pull'

/** Calls back once after so many milliseconds of the clock, never for Infinity; answers how to call it off. */
export type Timer = (callback: () => void, ms: number) => () => void

export const realTimer: Timer = (callback, ms) => {
  if (ms === Infinity) return () => undefined
  // Time-outs hold 31 bits; whoever is woken early looks again.
  const timer = setTimeout(callback, Math.min(ms, 2 ** 31 - 1))
  return () => clearTimeout(timer)
}

export interface WorkerOptions {
  push: Push
  pull: Pull
  logger: Logger
  clock: () => number
  signedIn: () => boolean
  /** When the next change may go, null where none can. */
  nextTime: () => Promise<number | null>
  /** After a fault: what was being sent is not any more. */
  recover: () => Promise<void>
  /** The clock was set back: what waits for a time would wait for that much longer. */
  onClockBack: () => Promise<void>
  /** Something was sent, and more may follow at once. */
  onSent: () => void
  /** After each step that may have changed what the person sees. */
  onStep: () => Promise<void>
  /** A look at the CRM was completed. */
  onPulled: () => Promise<void>
  /** Milliseconds between two looks. */
  interval: number
  timer: Timer
}

/** After a fault of ours, milliseconds. */
const AFTER_FAULT = 5000

/** A clock that is corrected by less than that is not set back, milliseconds. */
const CORRECTED = 60_000

export class Worker {
  private stopping = new AbortController()
  private loop: Promise<void> = Promise.resolve()
  private wakeUp: () => void = () => undefined
  private woken = false
  /** The latest time that the clock said. */
  private latest = 0
  private lookAt = 0
  private rounds: (() => void)[] = []
  private faulted = false

  constructor(private readonly options: WorkerOptions) {}

  start(): void {
    this.stopping = new AbortController()
    this.loop = this.run(this.stopping.signal)
  }

  /** What is under way is cut off; nobody knows then whether it arrived, and it goes out again, the same, next time. */
  async stop(): Promise<void> {
    this.stopping.abort()
    this.wake()
    await this.loop
    this.finishRounds()
  }

  /** There may be something to do. */
  wake(): void {
    this.woken = true
    this.wakeUp()
  }

  /** Looks at once; resolves when a whole round that began after this call is over, however it went. */
  round(): Promise<void> {
    this.lookAt = 0
    if (this.stopping.signal.aborted) return Promise.resolve()
    return new Promise((resolve) => {
      this.rounds.push(resolve)
      this.wake()
    })
  }

  private finishRounds(asked = this.rounds): void {
    this.rounds = this.rounds.filter((resolve) => !asked.includes(resolve))
    for (const resolve of asked) resolve()
  }

  private async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.woken = false
      const asked = [...this.rounds]
      let sleepUntil: number
      try {
        sleepUntil = await this.work(signal)
      } catch (error) {
        this.options.logger.error('crm-round-failed', { cause: String(error) })
        sleepUntil = this.options.clock() + AFTER_FAULT
        this.faulted = true
      }
      this.finishRounds(asked)
      await this.sleep(sleepUntil)
    }
  }

  private async work(signal: AbortSignal): Promise<number> {
    const { pull, clock, signedIn, nextTime, onStep, onPulled, interval } = this.options
    if (!signedIn()) return Infinity
    if (this.faulted) await this.options.recover()
    this.faulted = false
    await this.watchClock()
    await pull.stagesFirst(signal)
    const result = await this.sendAll(signal)
    await onStep()
    if (signal.aborted) return Infinity
    // What does not let us send does not let us read either: no second wait for it.
    if (result === 'held') this.lookAt = clock() + interval
    if (signedIn() && clock() >= this.lookAt) {
      this.lookAt = clock() + interval
      if ((await pull.all(signal)) === 'done') await onPulled()
      await onStep()
    }
    if (!signedIn()) return Infinity
    return Math.min(this.lookAt, (await nextTime()) ?? Infinity)
  }

  private async watchClock(): Promise<void> {
    const now = this.options.clock()
    if (now < this.latest - CORRECTED) {
      this.options.logger.info('crm-clock-back')
      this.lookAt = 0
      await this.options.onClockBack()
    }
    this.latest = now
  }

  /** @returns what ended it. */
  private async sendAll(signal: AbortSignal): Promise<PushResult> {
    const { push, onSent } = this.options
    try {
      for (;;) {
        const result = await push.next(signal)
        if (result !== 'sent' || signal.aborted) return result
        onSent()
      }
    } finally {
      await push.finish()
    }
  }

  private sleep(until: number): Promise<void> {
    if (this.woken) return Promise.resolve()
    return new Promise((resolve) => {
      const callOff = this.options.timer(resolve, Math.max(until - this.options.clock(), 0))
      this.wakeUp = () => {
        callOff()
        resolve()
      }
      if (this.stopping.signal.aborted) this.wakeUp()
    })
  }
}
