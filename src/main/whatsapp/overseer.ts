/** Turns what the page shows, look by look, into the session's state, and does what that calls for. */
import type { Logger } from '../platform/ports'
import { causeOf, isGone } from './failures'
import type { Linking } from './linking'
import { stageOf } from './look'
import type { Look, Stage } from './look'
import type { Timings } from './timings'
import type { WaClosedReason, WaMe, WaState } from './types'
import { Scans } from './scans'
import { Watchdog } from './watchdog'

/** What it can do about a run. */
export interface Helm {
  readonly linking: Linking
  readonly logger: Logger
  readonly timings: Timings
  readonly closed: boolean
  /** The site is being loaded. */
  readonly loading: boolean
  now(): number
  report(state: WaState): void
  /** WhatsApp's timelock began or ended. */
  timelock(active: boolean): void
  /** WhatsApp's list of blocked people is another one. */
  blocklist(addresses: string[]): void
  reload(cause: string): void
  close(reason: WaClosedReason, detail: string): void
  /** Tells the library that WhatsApp has synced, where it missed that. Rejects with what attaching failed for. */
  saySynced(): Promise<void>
  attachFailed(error: unknown): void
  /** Shows WhatsApp's own window; false where the host has none. */
  showWindow(): Promise<boolean>
}

/** A linked device's profile is deleted when it was unlinked: believed only when the page says so this many times running. */
const UNLINKED_LOOKS = 3
/** Reloads after which a page that calls itself outdated is taken at its word. */
const OUTDATED_RELOADS = 3

export class Overseer {
  #stage: Stage['kind'] = 'loading'
  #percent: number | null = null
  /** The library is at work in the present document. */
  #attached = false
  #me: WaMe | null = null
  #windowAsked = false
  #wasReady = false
  #saying = false
  #unlinkedLooks = 0
  #signedOut = false
  #outdated = 0
  #connectingSince: number | null = null
  /** Null until the page has said. */
  #timelocked: boolean | null = null
  /** As it was told last; null until the page has said. */
  #blocked: string | null = null
  readonly #scans = new Scans()
  readonly #watchdog: Watchdog

  constructor(private readonly helm: Helm) {
    this.#watchdog = new Watchdog(helm.timings.stuck, helm.timings.stuckMax)
  }

  get attached(): boolean {
    return this.#attached
  }

  /** Whether a code for linking may be shown now. */
  get mayLink(): boolean {
    return !this.connected
  }

  /** A code was shown, and no phone has been linked since. */
  get linking(): boolean {
    return this.helm.linking.shown && !this.#wasReady
  }

  /** Linked, and in touch with WhatsApp. */
  get connected(): boolean {
    return this.#stage === 'syncing' || this.#stage === 'ready'
  }

  get unlinked(): boolean {
    return this.#stage === 'unlinked'
  }

  /** WhatsApp's page left for the one that it shows after a sign-out. */
  get signedOut(): boolean {
    return this.#signedOut
  }

  /** Perhaps a new main document: a change of the address within one is told in the same way, and the next look knows. */
  document(url: string): void {
    this.#attached = false
    this.#saying = false
    this.#percent = null
    this.#scans.restart()
    this.helm.linking.restart()
    if (!url.includes('post_logout=1')) return
    this.#signedOut = true
    this.loggedOut()
  }

  /** A code for linking is shown, or another one. */
  codeShown(): void {
    this.#scans.codeShown()
  }

  attach(me: WaMe): void {
    this.#me = me
    this.#attached = true
  }

  /** WhatsApp tells how far it has loaded. */
  progress(percent: number | null): void {
    this.#percent = percent
    if (this.#stage === 'syncing' && !this.attached) this.helm.report({ kind: 'syncing', percent })
  }

  loggedOut(): void {
    this.helm.close('logged-out', 'signed out on the phone')
  }

  /** Somebody was blocked or unblocked from here: the list is told anew, be it the one that was told last. */
  blocksChanged(): void {
    this.#blocked = null
  }

  judge(look: Look): void {
    const { helm } = this
    this.#attached = look.attached && this.#me !== null
    const stage = stageOf({ ...look, attached: this.#attached })
    if (stage.kind !== this.#stage) helm.logger.info('stage', { stage: stage.kind })
    this.#stage = stage.kind
    if (stage.kind !== 'connecting') this.#connectingSince = null
    if (this.linking && this.#scans.refused(stage)) {
      helm.close('auth-failure', 'WhatsApp took a phone in and asked for one again')
      return
    }
    this.#unlinkedLooks = stage.kind === 'unlinked' ? this.#unlinkedLooks + 1 : 0
    this.#act(stage, look)
    if (helm.closed || helm.loading) return
    const waitsForPerson = stage.kind === 'passkey' || (stage.kind === 'unlinked' && helm.linking.shown)
    const well = stage.kind === 'ready' || waitsForPerson
    if (this.#watchdog.stalled(`${stage.kind} ${this.#percent ?? ''}`, well, helm.now())) {
      helm.reload(`stuck: ${stage.kind}`)
    }
  }

  #act(stage: Stage, look: Look): void {
    const { helm } = this
    switch (stage.kind) {
      case 'ready':
        if (this.#me === null) return
        this.#wasReady = true
        this.#outdated = 0
        helm.report({ kind: 'ready', me: this.#me })
        this.#timelock(look.timelocked)
        this.#blocklist(look.blocked)
        return
      case 'syncing':
        helm.report({ kind: 'syncing', percent: this.#percent })
        if (look.synced && look.injected) this.#saySynced()
        return
      case 'unlinked':
        if (!this.#wasReady) helm.linking.tick(stage.idle)
        else if (this.#unlinkedLooks >= UNLINKED_LOOKS)
          helm.close('logged-out', 'the phone unlinked this device')
        return
      case 'connecting':
        this.#connecting(stage.cause)
        return
      case 'loading':
        if (this.#wasReady) helm.report({ kind: 'reconnecting', cause: 'loading' })
        return
      case 'elsewhere':
        if (!helm.loading) helm.reload('not on the site')
        return
      case 'passkey':
        void this.#passkey()
        return
      case 'conflict':
        helm.close('conflict', 'WhatsApp Web was opened elsewhere')
        return
      case 'banned':
        helm.close('banned', stage.cause)
        return
      case 'outdated':
        this.#outdated++
        if (this.#outdated > OUTDATED_RELOADS)
          helm.close('changed', 'this WhatsApp Web is no longer accepted')
        else helm.reload('outdated')
        return
    }
  }

  /** What a page says first is told in any case: it may have changed while there was no page. What it does not say has not changed. */
  #timelock(active: boolean | null): void {
    if (active === null || active === this.#timelocked) return
    this.#timelocked = active
    this.helm.timelock(active)
  }

  /** Like the timelock: the first list is told, and every one that differs from the last. */
  #blocklist(addresses: string[] | null): void {
    if (addresses === null || addresses.join() === this.#blocked) return
    this.#blocked = addresses.join()
    this.helm.blocklist(addresses)
  }

  #connecting(cause: string): void {
    const { helm } = this
    this.#connectingSince ??= helm.now()
    if (this.#wasReady || helm.now() - this.#connectingSince > helm.timings.connecting) {
      helm.report({ kind: 'reconnecting', cause })
    } else if (helm.linking.shown) {
      // Somebody scanned: WhatsApp is taking the new device in.
      helm.report({ kind: 'syncing', percent: null })
    }
  }

  /** The library waits for an event that may have come before it listened. Saying it twice does no harm: attaching happens once. */
  #saySynced(): void {
    if (this.#saying) return
    this.#saying = true
    this.helm.saySynced().catch((error: unknown) => {
      if (!isGone(error)) this.helm.attachFailed(error)
    })
  }

  /** In WhatsApp's own window a person can answer; without one, linking is impossible here. */
  async #passkey(): Promise<void> {
    if (this.#windowAsked) return
    this.#windowAsked = true
    let shown = false
    try {
      shown = await this.helm.showWindow()
    } catch (error) {
      this.helm.logger.warn('show-window-failed', { cause: causeOf(error) })
    }
    if (shown) this.helm.report({ kind: 'syncing', percent: null })
    else this.helm.close('passkey', 'linking asks for a passkey')
  }
}
