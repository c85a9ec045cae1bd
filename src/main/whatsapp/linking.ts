/**
 * Linking a phone: the rounds of QR codes or pairing codes, their renewal and their end. WhatsApp rotates several QR codes within
 * a round by itself and then stops; a round here ends there, or after its time, and is renewed until nobody answered too often.
 */
import type { WaState } from './types'

export interface LinkingPage {
  /** Makes the page show a new QR. */
  refreshQr(): Promise<void>
  /** Asks for a pairing code; it arrives at `code`. `phone` in E.164. */
  requestCode(phone: string): Promise<void>
  /** Back from pairing codes to QR. */
  cancelCode(): Promise<void>
}

export interface LinkingOptions {
  roundMs: number
  codeMs: number
  rounds: number
  /** Wall clock, ms: for the screen alone. */
  now(): number
  /** A clock that only goes forward, ms: a changed system clock must not stretch a round. */
  elapsed(): number
  report(state: Extract<WaState, { kind: 'qr' | 'pairing-code' }>): void
  /** Nobody answered in all rounds. */
  unanswered(): void
  /** What the page did not do; the next tick tries again. */
  failed(error: unknown): void
}

/** How long a request to the page may take to show its effect. */
const EFFECT = 10_000

export class Linking {
  #phone: string | null
  #round = 0
  /** By the clock that only goes forward. */
  #endsAt = 0
  /** When the page was last asked for something that has not come yet. */
  #askedAt: number | null = null
  #qr: string | null = null

  constructor(
    private readonly page: LinkingPage,
    private readonly options: LinkingOptions,
    /** E.164 to begin with a pairing code, null for QR. */
    phone: string | null,
  ) {
    this.#phone = phone
  }

  /** A code was shown, so that a person is or was to act. */
  get shown(): boolean {
    return this.#round > 0
  }

  /** A new document: what was asked of the old one will not come. */
  restart(): void {
    this.#askedAt = null
    if (this.#phone !== null) this.#endsAt = 0
  }

  qr(text: string): void {
    // Asked before WhatsApp had made a code.
    if (/^(?:undefined|null)?,/.test(text)) return
    this.#qr = text
    if (this.#phone !== null) return
    const now = this.options.elapsed()
    if (this.#round === 0 || this.#askedAt !== null || now >= this.#endsAt)
      this.#begin(now, this.options.roundMs)
    this.#report()
  }

  code(code: string): void {
    if (this.#phone === null) return
    const now = this.options.elapsed()
    if (this.#round >= this.options.rounds) {
      this.options.unanswered()
      return
    }
    this.#begin(now, this.options.codeMs)
    this.options.report({ kind: 'pairing-code', code, phone: this.#phone, expiresAt: this.#expiresAt })
  }

  /** To be called every second or so while no phone is linked. */
  tick(idle: boolean): void {
    const now = this.options.elapsed()
    if (this.#askedAt !== null && now - this.#askedAt < EFFECT) return
    const asked = this.#askedAt !== null
    if (this.#phone !== null) {
      // The library renews a code by itself; this begins it, and steps in where it did not.
      if (this.#round === 0 || asked || now >= this.#endsAt + EFFECT)
        this.#ask(now, this.page.requestCode(this.#phone))
      return
    }
    if (this.#round === 0 || !(idle || asked || now >= this.#endsAt)) return
    if (this.#round >= this.options.rounds) this.options.unanswered()
    else this.#ask(now, this.page.refreshQr())
  }

  /** Chooses pairing codes (a phone in E.164) or QR (null) before anything could be shown. */
  prefer(phone: string | null): void {
    this.#phone = phone
  }

  /** A person is there: counts from the first round again. */
  async refresh(): Promise<void> {
    this.#round = 0
    this.#askedAt = this.options.elapsed()
    await this.page.refreshQr()
  }

  async usePhone(phone: string): Promise<void> {
    this.#phone = phone
    this.#round = 0
    this.#askedAt = this.options.elapsed()
    try {
      await this.page.requestCode(phone)
    } catch (error) {
      this.#backToQr()
      throw error
    }
  }

  async useQr(): Promise<void> {
    if (this.#phone === null) return
    this.#backToQr()
    await this.page.cancelCode()
  }

  #backToQr(): void {
    this.#phone = null
    this.#round = 0
    this.#askedAt = null
    if (this.#qr !== null) this.qr(this.#qr)
  }

  /** As the wall clock is now. */
  get #expiresAt(): number {
    return this.options.now() + Math.max(0, Math.round(this.#endsAt - this.options.elapsed()))
  }

  #begin(now: number, ms: number): void {
    this.#round++
    this.#endsAt = now + ms
    this.#askedAt = null
  }

  #report(): void {
    if (this.#qr === null) return
    this.options.report({ kind: 'qr', qr: this.#qr, expiresAt: this.#expiresAt, round: this.#round })
  }

  #ask(now: number, done: Promise<void>): void {
    this.#askedAt = now
    done.catch((error: unknown) => {
      this.options.failed(error)
    })
  }
}
