/** A page over Electron's own debugger, which needs no port. */
import type { Debugger, Event } from 'electron'
import type { CdpBackend, CdpListeners, CdpParams } from './cdp'

const PROTOCOL = '1.3'

export interface DebuggerBackend extends CdpBackend {
  /** The host knows that the page is of no use any more (crashed, hung, closed), which the debugger does not tell. */
  lose(reason: string): void
}

/**
 * Attaches. `destroy` ends the page's window; called by `close`, once.
 * @throws where another debugger is attached.
 */
export function debuggerBackend(cdp: Debugger, destroy: () => void): DebuggerBackend {
  let listeners: CdpListeners | undefined
  let lost: string | undefined
  let closed = false

  const onMessage = (_event: Event, method: string, params: unknown, sessionId: string): void => {
    // The page itself is the empty session here, and undefined everywhere else.
    listeners?.message(method, (params ?? {}) as CdpParams, sessionId || undefined)
  }
  // Also when somebody opens the developer tools: the account's session then starts anew.
  const onDetach = (_event: Event, reason: string): void => {
    lose(reason)
  }
  const lose = (reason: string): void => {
    if (lost !== undefined) return
    lost = reason
    cdp.off('message', onMessage)
    cdp.off('detach', onDetach)
    listeners?.detached(reason)
  }

  cdp.attach(PROTOCOL)
  cdp.on('message', onMessage)
  cdp.on('detach', onDetach)

  return {
    async send(method, params, sessionId) {
      if (lost !== undefined) throw new Error(`Session closed: ${lost}`)
      // Never without params, which Electron may skip and take the session for them; and an empty session id is an error.
      return (await cdp.sendCommand(method, params ?? {}, sessionId)) as unknown
    },
    listen(those) {
      listeners = those
      if (lost !== undefined) those.detached(lost)
    },
    lose,
    close() {
      if (!closed) {
        closed = true
        lose('closed here')
        destroy()
      }
      return Promise.resolve()
    },
  }
}
