/**
 * For tests: the one page of a real headless Chromium over its debugging socket, which speaks as Electron's debugger does. What is
 * shown with it holds for the transport; what only Electron can show is not.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { WebSocket } from 'ws'
import type { CdpBackend, CdpListeners, CdpParams } from './cdp'

export interface ChromiumOptions {
  executable: string
  profile: string
  args: readonly string[]
}

/** Until a browser that was asked to close is killed. */
const PATIENCE = 3_000

/** Starts a Chromium with one page. Rejects where it ends before that. */
export async function socketBackend(options: ChromiumOptions): Promise<CdpBackend> {
  const chromium = spawn(
    options.executable,
    [
      '--headless=new',
      `--user-data-dir=${options.profile}`,
      '--remote-debugging-port=0',
      '--password-store=basic',
      '--use-mock-keychain',
      '--disable-blink-features=AutomationControlled',
      '--disable-background-timer-throttling',
      '--disable-backgrounding-occluded-windows',
      '--disable-renderer-backgrounding',
      ...options.args,
      'about:blank',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  )
  try {
    const browserUrl = await addressOf(chromium)
    const page = await connect(await pageUrl(browserUrl))
    return new SocketBackend(chromium, browserUrl, page)
  } catch (error) {
    chromium.kill('SIGKILL')
    throw error
  }
}

class SocketBackend implements CdpBackend {
  readonly #waiting = new Map<
    number,
    { resolve: (result: unknown) => void; reject: (error: Error) => void }
  >()
  #listeners: CdpListeners | undefined
  #lost: string | undefined
  #closing: Promise<void> | undefined
  #lastId = 0

  constructor(
    private readonly chromium: ChildProcess,
    private readonly browserUrl: string,
    private readonly page: WebSocket,
  ) {
    page.on('message', (data: Buffer) => {
      this.#receive(JSON.parse(data.toString()) as Message)
    })
    page.on('close', () => {
      this.#lose('the socket closed')
    })
    page.on('error', (error) => {
      this.#lose(error.message)
    })
  }

  send(method: string, params: CdpParams | undefined, sessionId: string | undefined): Promise<unknown> {
    if (this.#lost !== undefined) return Promise.reject(new Error(`Session closed: ${this.#lost}`))
    const id = ++this.#lastId
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      this.page.send(JSON.stringify({ id, method, params, sessionId }))
    })
  }

  listen(listeners: CdpListeners): void {
    this.#listeners = listeners
    if (this.#lost !== undefined) listeners.detached(this.#lost)
  }

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  #receive(message: Message): void {
    if (message.id === undefined) {
      this.#listeners?.message(message.method ?? '', message.params ?? {}, message.sessionId)
      return
    }
    const waiting = this.#waiting.get(message.id)
    this.#waiting.delete(message.id)
    if (message.error === undefined) waiting?.resolve(message.result)
    else waiting?.reject(Object.assign(new Error(message.error.message), message.error))
  }

  #lose(reason: string): void {
    if (this.#lost !== undefined) return
    this.#lost = reason
    for (const { reject } of this.#waiting.values()) reject(new Error(`Session closed: ${reason}`))
    this.#waiting.clear()
    this.#listeners?.detached(reason)
  }

  /** As a person would, so that the profile is written out. */
  async #close(): Promise<void> {
    const gone = ended(this.chromium)
    const timer = setTimeout(() => this.chromium.kill('SIGKILL'), PATIENCE)
    try {
      const browser = await connect(this.browserUrl)
      browser.on('error', () => this.chromium.kill('SIGKILL'))
      browser.send(JSON.stringify({ id: 1, method: 'Browser.close' }))
    } catch {
      // It does not listen any more: it is ending already, or hangs.
      this.chromium.kill('SIGKILL')
    }
    await gone
    clearTimeout(timer)
    this.#lose('closed here')
  }
}

interface Message {
  id?: number
  method?: string
  params?: CdpParams
  sessionId?: string
  result?: unknown
  error?: { code: number; message: string }
}

async function ended(chromium: ChildProcess): Promise<void> {
  if (chromium.exitCode !== null || chromium.signalCode !== null) return
  await once(chromium, 'exit')
}

/** Chromium says on its error output where it listens. */
async function addressOf(chromium: ChildProcess): Promise<string> {
  if (chromium.stderr === null) throw new Error('no error output')
  const said: string[] = []
  for await (const line of createInterface({ input: chromium.stderr })) {
    said.push(line)
    const address = /^DevTools listening on (ws:\/\/\S+)$/.exec(line)?.[1]
    if (address === undefined) continue
    chromium.stderr.resume()
    return address
  }
  throw new Error(`Chromium ended before it listened: ${said.join('\n')}`)
}

async function pageUrl(browserUrl: string): Promise<string> {
  const list = `http://${new URL(browserUrl).host}/json/list`
  for (;;) {
    const targets = (await (await fetch(list)).json()) as { type: string; webSocketDebuggerUrl: string }[]
    const page = targets.find((target) => target.type === 'page')
    if (page !== undefined) return page.webSocketDebuggerUrl
  }
}

async function connect(url: string): Promise<WebSocket> {
  const socket = new WebSocket(url, { perMessageDeflate: false, maxPayload: 256 * 1024 * 1024 })
  await once(socket, 'open')
  return socket
}
