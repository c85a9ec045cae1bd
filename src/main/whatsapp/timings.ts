/** Every duration of a session, in milliseconds, so that tests can be quick and nothing waits on a number written elsewhere. */

export interface Timings {
  /** Between two looks at the page. */
  look: number
  /** Until a page that does not answer a look counts as deaf. */
  lookTimeout: number
  /** Deaf for so long: the browser is ended and started anew by whoever restarts sessions. */
  deaf: number
  /** One attempt to load the site. */
  navigation: number
  /** Between attempts to load the site, by attempt; the last one repeats. Whoever runs the session hastens them in its own time. */
  retries: readonly number[]
  /** Until the page must show its modules (the library's own "auth timeout"). */
  modules: number
  /** Without progress for so long after loading: reload; doubled each time, up to `stuckMax`. */
  stuck: number
  stuckMax: number
  /** How long a page's missing modules may still appear. */
  settle: number
  /** Until somebody blocked or unblocked must be so in WhatsApp's list. */
  blocked: number
  /** Connecting for so long without having been ready: tell it as "reconnecting". */
  connecting: number
  /** One QR round, over which WhatsApp rotates several codes. */
  qrRound: number
  /** A pairing code's life. */
  pairingCode: number
  /** Rounds that nobody answers before giving up. */
  linkingRounds: number
  /** Reading calls. */
  read: number
  sendText: number
  sendMedia: number
  /** All attempts at one medium together. */
  download: number
  /** Between two attempts at one medium. */
  downloadRetry: number
  probe: number
  /** Nothing heard from WhatsApp for so long: a probe asks its servers, and not the page alone. */
  silence: number
  logout: number
  /** Until a browser that does not close is killed. */
  close: number
}

export const TIMINGS: Timings = {
  look: 1_000,
  lookTimeout: 5_000,
  deaf: 60_000,
  navigation: 45_000,
  retries: [300_000],
  modules: 30_000,
  stuck: 90_000,
  stuckMax: 900_000,
  settle: 5_000,
  blocked: 10_000,
  connecting: 15_000,
  qrRound: 120_000,
  pairingCode: 180_000,
  linkingRounds: 5,
  read: 60_000,
  sendText: 30_000,
  sendMedia: 180_000,
  download: 60_000,
  downloadRetry: 2_000,
  probe: 5_000,
  silence: 300_000,
  logout: 10_000,
  close: 4_000,
}
