/**
 * Watches every request of an updater's HTTP executor. Electron's network knows no time-out by itself, and redirects may lead
 * anywhere: a request that stands still ends, and one to anything but https is never made.
 */
import { EventEmitter } from 'node:events'

export interface GuardOptions {
  /** A request of which nothing is heard for so long (ms) has failed. */
  stallMs: number
  /** `['https:']`. */
  protocols: readonly string[]
}

/** What is used of a request; Node's and Electron's both fit. */
interface GuardedRequest {
  on(event: 'error', listener: () => void): unknown
  // eslint-disable-next-line @typescript-eslint/unified-signatures -- Electron's own overloads fit no union
  on(event: 'abort', listener: () => void): unknown
  emit(event: 'error', error: Error): unknown
  abort(): void
}

interface GuardedResponse {
  on(event: 'data' | 'end' | 'close', listener: () => void): unknown
}

/** The one method of electron-updater's HTTP executor that all its requests go through. */
export interface Executor {
  createRequest(
    options: { protocol?: string | null },
    callback: (response: GuardedResponse) => void,
  ): GuardedRequest
}

const withCode = (code: string, message: string): Error => Object.assign(new Error(message), { code })

/** A request that fails without having been made. Thrown errors would be lost where a redirect is followed. */
function refused(protocol: string): GuardedRequest {
  const request = new EventEmitter()
  setImmediate(() => {
    request.emit('error', withCode('LEADLINE_INSECURE', `Updates are not fetched over ${protocol}`))
  })
  const nothing = (): void => undefined
  return Object.assign(request, { abort: nothing, end: nothing, write: nothing, setHeader: nothing })
}

export function guardRequests(executor: Executor, { stallMs, protocols }: GuardOptions): void {
  const create = executor.createRequest.bind(executor)
  executor.createRequest = (options, callback) => {
    const protocol = options.protocol ?? 'https:'
    if (!protocols.includes(protocol)) return refused(protocol)
    let timer: NodeJS.Timeout | null = null
    const rest = (): void => {
      if (timer) clearTimeout(timer)
      timer = null
    }
    const watch = (): void => {
      rest()
      timer = setTimeout(() => {
        // The error first: what `abort` brings about differs between Node and Electron, and may be nothing.
        request.emit('error', withCode('LEADLINE_STALLED', 'The update server has gone silent'))
        request.abort()
      }, stallMs)
    }
    const request = create(options, (response) => {
      watch()
      // The callback first: it connects the response to where it goes, so that listening here loses nothing.
      callback(response)
      response.on('data', watch)
      response.on('end', rest)
      response.on('close', rest)
    })
    request.on('error', rest)
    request.on('abort', rest)
    watch()
    return request
  }
}
