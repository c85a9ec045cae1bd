import type { WaEvent, WaState, WhatsAppSession } from '../whatsapp/types'

/** What an account needs of a session, told by the test what to be. */
export class TestSession {
  accountId = 'main'
  state: WaState = { kind: 'closed', reason: 'stopped', detail: '' }
  starts = 0
  stops = 0
  logouts = 0
  /** Start and stop throw. */
  failing = false
  cannotLogOut = false
  onLogout: () => void = () => undefined
  reconnects = 0
  onReconnect: () => void = () => undefined
  /** What probes answer, and whether they asked the servers. */
  alive = true
  readonly probes: boolean[] = []
  private listener: (event: WaEvent) => void = () => undefined
  get asSession(): WhatsAppSession {
    return this as unknown as WhatsAppSession
  }
  readonly subscribe = (listener: (event: WaEvent) => void): (() => void) => {
    this.listener = listener
    return () => undefined
  }
  readonly start = (): Promise<void> => {
    this.starts++
    if (this.failing) return Promise.reject(new Error('no browser'))
    if (this.state.kind === 'closed') this.be({ kind: 'starting' })
    return Promise.resolve()
  }
  readonly stop = (): Promise<void> => {
    this.stops++
    if (this.failing) return Promise.reject(new Error('no answer'))
    if (this.state.kind !== 'closed') this.be({ kind: 'closed', reason: 'stopped', detail: '' })
    return Promise.resolve()
  }
  /** Something holds the profile, so that it can't be deleted. */
  held = false
  /** A sign-out that answers, though the session is still there. */
  keeps = false
  /** WhatsApp is reached by a sign-out. */
  confirms = true
  readonly logout = (): Promise<boolean> => {
    if (this.cannotLogOut) return Promise.reject(new Error('the page is gone'))
    this.onLogout()
    this.logouts++
    if (this.held) this.be({ kind: 'closed', reason: 'profile-left', detail: '' })
    else if (this.keeps) this.be({ kind: 'closed', reason: 'crashed', detail: '' })
    else if (this.state.kind !== 'closed' || this.state.reason !== 'logged-out')
      this.be({ kind: 'closed', reason: 'logged-out', detail: '' })
    return Promise.resolve(this.confirms)
  }
  readonly reconnect = (): Promise<void> => {
    this.reconnects++
    this.onReconnect()
    return Promise.resolve()
  }
  readonly probe = (askServers = false): Promise<boolean> => {
    this.probes.push(askServers)
    return Promise.resolve(this.alive)
  }
  be(state: WaState): void {
    this.state = state
    this.listener({ type: 'state', state })
  }
  tell(event: WaEvent): void {
    this.listener(event)
  }
  /** Opened where it is closed, and linked. */
  ready(phone: string): void {
    if (this.state.kind === 'closed') this.be({ kind: 'starting' })
    this.be({ kind: 'ready', me: { address: 'me@c.us', phone, lid: null, name: 'Shop' } })
  }
}
