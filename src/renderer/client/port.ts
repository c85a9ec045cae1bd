/** The desktop's channel: a message port to the app, handed over by the window's preload. Every new channel asks for a new port. */
import type { ClientContext, ClientLink } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { Channel, Ending, Transport } from './transport'

/** What is needed of a MessagePort. */
export interface ClientPort {
  addEventListener(event: 'message' | 'close', listener: (event: MessageEvent) => void): void
  postMessage(message: unknown): void
  start(): void
  close(): void
}

/** The preload answers at once; one that does not is not there. Milliseconds. */
const LONGEST_WAIT = 5_000

/** Whether this page is the desktop's own, which has a preload. */
export const isDesktop = (): boolean => location.protocol === 'leadline-app:'

/** Asks the preload. @throws where nobody answers. */
export function askPreload(): Promise<ClientPort> {
  return new Promise((resolve, reject) => {
    const done = (): void => {
      clearTimeout(timer)
      window.removeEventListener('message', listen)
    }
    const listen = (event: MessageEvent): void => {
      const [port] = event.ports
      if (event.source !== window || event.data !== 'leadline:port' || !port) return
      done()
      resolve(port)
    }
    const timer = setTimeout(() => {
      done()
      reject(new Error('the window has no way to the app'))
    }, LONGEST_WAIT)
    window.addEventListener('message', listen)
    window.postMessage('leadline:ask-port', window.origin)
  })
}

function openPort(ask: () => Promise<ClientPort>): Channel {
  let state: 'asking' | 'open' | 'closed' = 'asking'
  let port: ClientPort | null = null
  const ended = Promise.withResolvers<Ending>()
  const end = (): void => {
    state = 'closed'
    ended.resolve('lost')
  }
  const link = ask().then((given): ClientLink<ClientContext> => {
    port = given
    port.addEventListener('close', end)
    const made = new RPCLink({ port: given as unknown as MessagePort })
    port.start()
    if (state === 'asking') state = 'open'
    else port.close()
    return made
  })
  const opened = link.then(
    () => (state === 'open' ? ('open' as const) : ('lost' as const)),
    (error: unknown) => {
      end()
      reportError(error)
      return 'lost' as const
    },
  )
  return {
    link: { call: async (path, input, options) => (await link).call(path, input, options) },
    opened,
    closed: ended.promise,
    isOpen: () => state === 'open',
    close: () => {
      port?.close()
      end()
    },
  }
}

/** @param ask how a port is come by; of the preload, unless a test has another way. */
export const portTransport =
  (ask: () => Promise<ClientPort> = askPreload): Transport =>
  () =>
    openPort(ask)
