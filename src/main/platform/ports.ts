/**
 * The ports through which the app reaches its host. The desktop host (Electron) and the service host (plain Node) each implement
 * all of them; nothing else differs between the two.
 */

/** Every place on disk, absolute. All below one data folder. */
export interface Paths {
  data: string
  database: string
  backups: string
  media: string
  /** One folder per account below it. */
  profiles: string
  logs: string
  /** The wrapped data key. */
  keyFile: string
}

/**
 * The system's keychain. `get` answers null for a name never set. `available` is asked once at start: false where there is no
 * keychain service (a server without a session bus), and then nothing else is called.
 */
export interface SecretStore {
  available(): Promise<boolean>
  get(name: string): Promise<string | null>
  set(name: string, value: string): Promise<void>
  delete(name: string): Promise<void>
}

/** Where whatsapp-web.js finds the page it drives. */
export interface SessionBrowser {
  /**
   * Puppeteer options for one account's session, for `Client({ puppeteer })`: launch options (pipe, profile, flags) on the service
   * host, a private endpoint on the desktop.
   * @throws {PlatformError} `browser-missing` where no Chromium, Chrome or Edge is installed.
   */
  optionsFor(accountId: string): Promise<Record<string, unknown>>
  /** Deletes all that the browser keeps of an account, its link to the phone included. */
  clear(accountId: string): Promise<void>
  /** The real browser's user agent without words that give away automation, Electron or the app. */
  userAgent(): Promise<string>
  /** Shows or hides WhatsApp Web's own window where the host can; false where it can't. */
  showWindow(accountId: string, visible: boolean): Promise<boolean>
}

/** Raises the app's window; on the service host opens the browser. */
export interface Windows {
  raise(): Promise<void>
}

export interface Logger {
  debug(event: string, fields?: Record<string, unknown>): void
  info(event: string, fields?: Record<string, unknown>): void
  warn(event: string, fields?: Record<string, unknown>): void
  error(event: string, fields?: Record<string, unknown>): void
  child(room: string): Logger
}

/** Preferences: small, not secret, readable before the database is open. Values are validated by the caller. */
export interface PreferenceStore {
  read(): Record<string, unknown>
  write(values: Record<string, unknown>): void
}

export interface Platform {
  readonly host: 'desktop' | 'service'
  readonly version: string
  readonly paths: Paths
  readonly secrets: SecretStore
  readonly browser: SessionBrowser
  readonly windows: Windows
  readonly preferences: PreferenceStore
  readonly logger: Logger
  /** Set by an explicit option only: the data key may lie in a 0600 file where there is no keychain (demo, tests, kiosks). */
  readonly keyFileAllowed: boolean
}

export type PlatformErrorCode = 'browser-missing' | 'profile-in-use' | 'data-folder-in-use' | 'keychain'

/** Branch on `code`. */
export class PlatformError extends Error {
  override readonly name = 'PlatformError'
  constructor(
    readonly code: PlatformErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options)
  }
}
