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
  /** Of products, encrypted. */
  pictures: string
  /** One folder per account below it. */
  profiles: string
  /** The encrypted copies of them. */
  sessionCopies: string
  logs: string
  /** The desktop's Chromium: all that it keeps, WhatsApp's partitions included. Not there on the service host. */
  chromium: string
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
  /**
   * Bytes that each account's WhatsApp Web takes now, all from one look at the machine; one that has none open, or of which the system
   * does not tell, is left out.
   */
  memory(accountIds: readonly string[]): Promise<ReadonlyMap<string, number>>
  /** Durations of sessions to change, by name, ms: only where WhatsApp is a page on this machine, for development. */
  readonly timings?: Readonly<Record<string, number>>
}

/**
 * The files in which this host's browser keeps the accounts' links to their phones. An id that would lead elsewhere is refused with a
 * `RangeError`. Only `list` while a browser uses the profile.
 */
export interface ProfileFiles {
  /** The folder that holds the profile's storage (`IndexedDB` and the like); it may be missing. */
  storageOf(accountId: string): Promise<string>
  /**
   * Puts another profile in place of the account's: `fill` puts its storage into a new, empty folder. All or nothing: where it throws,
   * the profile is what it was.
   */
  replace(accountId: string, fill: (storage: string) => Promise<void>): Promise<void>
  /** Every profile there, with its size in bytes. */
  list(): Promise<{ accountId: string; bytes: number }[]>
  /** Deletes a profile that no browser uses. */
  remove(accountId: string): Promise<void>
  /** Removes what an interrupted `replace` left. Before any browser is opened. */
  tidy(): Promise<void>
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

/** What the update server offers, beside what runs. */
export type UpdateAnswer =
  | { kind: 'newer'; version: string; notes: string }
  /** The same version, or a newer one that is not for this installation yet (staged roll-out, system too old). */
  | { kind: 'same' }
  | { kind: 'older'; version: string }

/**
 * Replaces the app by a newer version of itself. All but `install` leave the app as it is, whatever happens; `install` replaces it
 * in one step or not at all.
 */
export interface Updater {
  /** @throws {UpdateError} */
  check(channel: 'stable' | 'beta'): Promise<UpdateAnswer>
  /**
   * Fetches what the last `check` found, from the beginning, and checks it.
   * @param onPercent hears 0 to 100.
   * @throws {UpdateError} after `signal` too, with code `cancelled`.
   */
  download(onPercent: (percent: number) => void, signal: AbortSignal): Promise<void>
  /**
   * Checks once more what was downloaded, then quits the app and starts the new version. Resolves when the app is about to quit.
   * @throws {UpdateError} where nothing was changed and the app goes on.
   */
  install(): Promise<void>
  /** The version that the last run was to install and did not; told once. */
  failedInstall(): Promise<string | null>
}

export type UpdateErrorCode =
  'offline' | 'server' | 'interrupted' | 'tampered' | 'disk-full' | 'no-permission' | 'cancelled' | 'other'

/** Branch on `code`. */
export class UpdateError extends Error {
  override readonly name = 'UpdateError'
  constructor(
    readonly code: UpdateErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options)
  }
}

/** What the system is to show about one conversation. Words in the person's language, for everybody at the machine to see. */
export interface Notice {
  /** For what is about no conversation, a key of its own. */
  conversationId: string
  title: string
  /** Plain text, never markup. */
  body: string
  /** Takes the place of the conversation's last one without a sound. */
  silent: boolean
  /** What the field for a reply says; null where there is nothing to reply to from here. */
  replyHint: string | null
}

export interface NoticeHandlers {
  click(): void
  /** The person typed this below the notice. */
  reply(text: string): void
}

/** The system's notifications, at most one per conversation. */
export interface Notifier {
  /** Takes the place of the one that is shown of the same conversation. */
  show(notice: Notice, handlers: NoticeHandlers): void
  /** Takes it from the screen and out of the system's list. Does nothing where none is. */
  remove(conversationId: string): void
}

/** What else the system may do for Leadline. */
export interface SystemServices {
  /** Null where Leadline can't arrange it here. */
  readonly login: LoginItem | null
  /** Null where no key can be listened for while another app has the focus. */
  readonly shortcut: ShortcutKeys | null
}

/** Whether Leadline starts when the person signs in to the computer. The system holds it, not Leadline: it can be changed there too. */
export interface LoginItem {
  isOn(): Promise<boolean>
  set(on: boolean): Promise<void>
}

export interface ShortcutKeys {
  /** Listens for these keys and no others; null for none. False where the system refuses, since another program has them. */
  listen(accelerator: string | null, onPress: () => void): boolean
}

/** Turns documents into paper, in the Chromium that is there anyway, so that every script comes out right. */
export interface DocumentPrinter {
  /**
   * @param html a whole document that needs nothing else: no script runs and nothing is fetched.
   * @returns the PDF's bytes.
   * @throws {PlatformError} `browser-missing`
   */
  pdf(html: string): Promise<Uint8Array>
}

/** Why somebody who waits for a connection might as well try now: the machine slept, or has a network again. */
export type WakeCause = 'machine' | 'network'

/** Tells when the machine or its network came back. May tell the same twice, and of nothing at all: trying does no harm. */
export interface WakeSource {
  /** Returns its end. */
  subscribe(listener: (cause: WakeCause) => void): () => void
}

export interface Platform {
  readonly host: 'desktop' | 'service'
  readonly version: string
  /** The system's languages, as tags (`id-ID`), the best first. */
  readonly locales: readonly string[]
  readonly paths: Paths
  readonly secrets: SecretStore
  readonly browser: SessionBrowser
  readonly profiles: ProfileFiles
  readonly windows: Windows
  readonly preferences: PreferenceStore
  readonly logger: Logger
  /** Null where the app does not update itself: the service host (npm), system packages. */
  readonly updater: Updater | null
  /** Null where the system shows no notifications for Leadline: the service host. */
  readonly notifier: Notifier | null
  readonly system: SystemServices
  readonly wakes: WakeSource
  readonly printer: DocumentPrinter
  /** Set by an explicit option only: the data key may lie in a 0600 file where there is no keychain (demo, tests, kiosks). */
  readonly keyFileAllowed: boolean
}

export type PlatformErrorCode =
  | 'browser-missing'
  | 'profile-in-use'
  /** What the browser keeps of a link that ended can't be deleted, so nothing may open it. */
  | 'profile-left'
  | 'data-folder-in-use'
  | 'keychain'

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
