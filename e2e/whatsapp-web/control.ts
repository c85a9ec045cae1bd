/**
 * Typed client of the simulator's control channel, for tests, the demo, soak runs and benchmarks.
 * Every method is one HTTP request; a refused one rejects with the simulator's own sentence.
 */
import { operations } from './operations'
import type { IncomingMessage, OperationArgs, OperationName, OperationResult, Settings } from './operations'
import type { DeviceRecord, LogEntry, MessageRef, PageInfo } from './types'

export type * from './types'
export type * from './operations'

/** What `GET /state` answers. */
export interface SimulatorState {
  /** Whose state it is. */
  phone: number
  /** The phone's own, and those that are not linked and so can be scanned. */
  pages: PageInfo[]
  devices: Omit<DeviceRecord, 'secret'>[]
  chats: number
  contacts: number
  messages: number
  /** `seq` of the last log entry, 0 when the log is empty: the value to pass as `since`. */
  lastLog: number
  network: { up: boolean; http: boolean | 'hang' }
  settings: Settings
}

/** The simulator refused an operation; `message` is its sentence. */
export class ControlError extends Error {
  constructor(
    message: string,
    readonly status: number,
  ) {
    super(message)
    this.name = 'ControlError'
  }
}

/** A wait ended without what was waited for. */
export class WaitError extends Error {
  override readonly name = 'WaitError'
}

export interface WaitOptions {
  /** Milliseconds; 15,000 unless set. */
  timeoutMs?: number
  /** Log entries up to this `seq` don't count. */
  since?: number
}

type OperationMethods = { [K in OperationName]: (args: OperationArgs<K>) => Promise<OperationResult<K>> }

export interface WhatsAppControl extends OperationMethods {
  readonly url: string
  state(): Promise<SimulatorState>
  /** The judge's log, oldest first. */
  log(since?: number): Promise<LogEntry[]>
  /** The first entry that matches, waiting for it. Rejects with `WaitError`. */
  waitForLog(matches: (entry: LogEntry) => boolean, options?: WaitOptions): Promise<LogEntry>
  /** Waits until the simulator's state matches. Rejects with `WaitError`. */
  waitForState(matches: (state: SimulatorState) => boolean, options?: WaitOptions): Promise<SimulatorState>
  /** Waits until a page shows a QR code; answers that page. */
  waitForQr(options?: WaitOptions): Promise<PageInfo>
  /** Waits until a page is linked, CONNECTED and synced; answers it. */
  waitForLinked(options?: WaitOptions): Promise<PageInfo>
  /** A customer writes plain text. */
  text(chat: string, body: string, more?: Omit<IncomingMessage, 'chat' | 'body'>): Promise<MessageRef>
  /** The owner types plain text on the phone. */
  fromPhone(chat: string, body: string, more?: Omit<IncomingMessage, 'chat' | 'body'>): Promise<MessageRef>
  /** What was really sent: one entry per delivered message, optionally to one chat. */
  sent(chat?: string): Promise<LogEntry[]>
}

const pollMs = 25

/**
 * The control client of one phone.
 * @param controlUrl as the simulator's start line gave it
 * @param phone from 1; any is there as soon as it is asked. Pages that are not linked suffer from the first one's faults.
 */
export function controlOf(controlUrl: string, { phone = 1 }: { phone?: number } = {}): WhatsAppControl {
  const url = controlUrl.replace(/\/$/, '') + (phone === 1 ? '' : `/phones/${phone}`)

  async function request<T>(path: string, body?: unknown): Promise<T> {
    const init =
      body === undefined
        ? {}
        : { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
    const response = await fetch(url + path, init)
    const answer: unknown = await response.json()
    if (!response.ok) {
      const sentence =
        typeof answer === 'object' && answer !== null && 'error' in answer
          ? String(answer.error)
          : response.statusText
      throw new ControlError(sentence, response.status)
    }
    // The one place where the wire becomes typed: both ends are built from the same declarations.
    return answer as T
  }

  async function waitFor<T>(
    what: string,
    options: WaitOptions,
    look: () => Promise<T | undefined>,
  ): Promise<T> {
    const timeoutMs = options.timeoutMs ?? 15_000
    const end = Date.now() + timeoutMs
    for (;;) {
      const found = await look()
      if (found !== undefined) return found
      if (Date.now() > end) throw new WaitError(`${what} did not come within ${timeoutMs} ms`)
      await new Promise((resolve) => setTimeout(resolve, pollMs))
    }
  }

  const state = (): Promise<SimulatorState> => request('/state')
  const log = (since = 0): Promise<LogEntry[]> => request(`/log?since=${since}`)
  const waitForPage = (
    what: string,
    options: WaitOptions,
    matches: (page: PageInfo) => boolean,
  ): Promise<PageInfo> => waitFor(what, options, async () => (await state()).pages.find(matches))

  const methods: Record<string, (args: unknown) => Promise<unknown>> = {}
  for (const name of Object.keys(operations)) {
    methods[name] = (args) => request('/control', { ...(args as object), do: name })
  }

  return {
    ...(methods as unknown as OperationMethods),
    url,
    state,
    log,
    async waitForLog(matches, options = {}) {
      let since = options.since ?? 0
      return waitFor('The log entry', options, async () => {
        for (const entry of await log(since)) {
          since = entry.seq
          if (matches(entry)) return entry
        }
        return undefined
      })
    },
    waitForState(matches, options = {}) {
      return waitFor('The state', options, async () => {
        const now = await state()
        return matches(now) ? now : undefined
      })
    },
    waitForQr(options = {}) {
      return waitForPage('A QR code', options, (page) => !page.linked && page.ref !== undefined)
    },
    waitForLinked(options = {}) {
      return waitForPage(
        'A linked page',
        options,
        (page) => page.linked && page.state === 'CONNECTED' && page.hasSynced,
      )
    },
    text: (chat, body, more = {}) => request('/control', { ...more, do: 'incoming', chat, body }),
    fromPhone: (chat, body, more = {}) =>
      request('/control', { ...more, do: 'incoming', chat, body, fromMe: true }),
    async sent(chat) {
      return (await log()).filter(
        (entry) => entry.kind === 'send' && (chat === undefined || entry.chat === chat),
      )
    },
  }
}
