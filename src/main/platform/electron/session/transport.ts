/**
 * Puppeteer over one page: what it asks of a browser is answered here (targets.ts), everything else goes to the page. So neither a
 * debugging port, which would hand the account to any program on the machine, nor a second browser is needed.
 */
import type { ConnectionTransport } from 'puppeteer-core'
import type { CdpBackend } from './cdp'
import { judge, PAGE_SESSION, type Command, type Event } from './targets'

/** The protocol's number for an unknown method. */
const NO_SUCH_METHOD = -32_601

interface ProtocolError {
  code?: number
  data?: string
  message: string
}

type Reply = { result: unknown } | { error: ProtocolError }

/** Owns its page: closing the connection ends the page, and the page's end closes the connection. */
export class PageTransport implements ConnectionTransport {
  onmessage?: (message: string) => void
  onclose?: () => void
  readonly #backend: CdpBackend
  #closed = false

  constructor(backend: CdpBackend) {
    this.#backend = backend
    backend.listen({
      message: (method, params, sessionId = PAGE_SESSION) => {
        this.#tell({ method, params, sessionId })
      },
      detached: () => {
        this.close()
      },
    })
  }

  send(message: string): void {
    const command = JSON.parse(message) as Command
    if (this.#closed) {
      this.#reply(command, { error: { message: 'Session closed. The page is gone.' } })
      return
    }
    const verdict = judge(command)
    switch (verdict.kind) {
      case 'refuse':
        this.#reply(command, {
          error: { code: NO_SUCH_METHOD, message: `'${command.method}' is not there for a single page` },
        })
        return
      case 'forward':
        void this.#forward(command, verdict.sessionId)
        return
      case 'answer':
      case 'close':
        verdict.before.forEach((event) => this.#tell(event))
        if (verdict.kind === 'answer') this.#reply(command, { result: verdict.result })
        else void this.#end(command, verdict.result)
    }
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    void this.#backend.close()
    this.#sayClosed()
  }

  /** Answers once the page is gone, so that whoever waits for the browser's end may open the next one. */
  async #end(command: Command, result: unknown): Promise<void> {
    this.#closed = true
    await this.#backend.close()
    this.#reply(command, { result })
    this.#sayClosed()
  }

  async #forward(command: Command, sessionId: string | undefined): Promise<void> {
    try {
      const result = await this.#backend.send(command.method, command.params, sessionId)
      this.#reply(command, { result: result ?? {} })
    } catch (error) {
      this.#reply(command, { error: protocolError(error) })
    }
  }

  #reply({ id, sessionId }: Command, reply: Reply): void {
    this.#deliver({ id, ...(sessionId === undefined ? {} : { sessionId }), ...reply })
  }

  #tell(event: Event): void {
    this.#deliver({ ...event })
  }

  /** In order, and each in a turn of its own, as puppeteer's own transports do: it sets up a session before that session speaks. */
  #deliver(message: Record<string, unknown>): void {
    setImmediate(() => this.onmessage?.(JSON.stringify(message)))
  }

  #sayClosed(): void {
    setImmediate(() => this.onclose?.())
  }
}

function protocolError(error: unknown): ProtocolError {
  const { code, data } = Object(error) as { code?: unknown; data?: unknown }
  return {
    message: error instanceof Error ? error.message : String(error),
    ...(typeof code === 'number' ? { code } : {}),
    ...(typeof data === 'string' ? { data } : {}),
  }
}
