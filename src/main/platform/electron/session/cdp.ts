/** One page as the DevTools protocol sees it: what Electron's debugger and a page's debugging socket have in common. */

export type CdpParams = Record<string, unknown>

export interface CdpListeners {
  /** An event. `sessionId` is undefined for the page itself, else one of the page's workers or foreign frames. */
  message(method: string, params: CdpParams, sessionId: string | undefined): void
  /** The page can't be driven any more: it crashed, was closed, or somebody else took it over. Told at most once. */
  detached(reason: string): void
}

/** Attached to one page from its beginning to its end. Whoever holds it owns the page. */
export interface CdpBackend {
  /** Rejects with the protocol's own error, and where the page is gone. */
  send(method: string, params: CdpParams | undefined, sessionId: string | undefined): Promise<unknown>
  /** Called once. A page that is gone already is told as detached at once. */
  listen(listeners: CdpListeners): void
  /** Ends the page with all that belongs to it. Any number of times, also after it was detached; never rejects. */
  close(): Promise<void>
}
