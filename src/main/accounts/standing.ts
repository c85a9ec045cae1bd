/** How an account stands: what the database has of it, its state by the table (machine.ts), and what the screens are shown of both. */
import type { Account, AppEvent, SessionCopy } from '../../contract'
import type { Remote } from '../storage'
import type { AccountView } from './machine'
import type { AccountRow, accountsStore, Leaving } from './store'

export interface StandingDeps {
  store: Remote<typeof accountsStore>
  now(): number
  /** How it stands with the copy of its session. */
  copyOf(accountId: string): SessionCopy
  /** Messages that may go from an account on one day. */
  dailyLimit(): number
  emit(event: AppEvent): void
}

export class Standing {
  /** When this state began, ms. */
  #since: number

  constructor(
    private readonly deps: StandingDeps,
    private row: AccountRow,
    private shown: AccountView,
    /** When it is tried again, ms; null while nothing waits. */
    private readonly nextTryAt: () => number | null,
  ) {
    this.#since = deps.now()
  }

  get id(): string {
    return this.row.id
  }

  get view(): AccountView {
    return this.shown
  }

  get isLinked(): boolean {
    return this.row.linked === 1
  }

  get isPaused(): boolean {
    return this.row.paused === 1
  }

  /** The phone ended its last link. */
  get isSignedOut(): boolean {
    return this.row.ended !== null
  }

  /** Its history is not here yet. */
  get isFirstTime(): boolean {
    return this.row.last_connected_at === null
  }

  /** What the last run was interrupted in. */
  get leaving(): Leaving | null {
    return this.row.leaving
  }

  /** Last used, ms; null for never. */
  get usedAt(): number | null {
    return this.row.used_at
  }

  snapshot(): Account {
    const { id, label, colour, name, phone, today, linked_by: linkedBy } = this.row
    return {
      id,
      label,
      colour,
      name,
      phone,
      linkedBy,
      ...this.shown,
      since: this.#since,
      nextTryAt: this.nextTryAt(),
      today: { ...today, limit: this.deps.dailyLimit() },
      paused: this.isPaused,
      sessionCopy: this.deps.copyOf(id),
    }
  }

  show(view: AccountView): void {
    if (view.state !== this.shown.state || view.reason !== this.shown.reason) this.#since = this.deps.now()
    this.shown = view
    this.tell()
  }

  /** Tells the screens of it as it is now. */
  tell(): void {
    this.deps.emit({ type: 'account', account: this.snapshot() })
  }

  /** There is no link any more; the database may not know it yet. `ended`: by the phone, or here (null). */
  unlinked(ended: AccountRow['ended']): void {
    this.row = { ...this.row, linked: 0, ended }
  }

  /** Reads the row again and tells the screens: counters, name, pause. */
  async refresh(): Promise<void> {
    const row = await this.deps.store.get(this.id, this.deps.now())
    if (!row) return
    this.row = row
    this.tell()
  }
}
