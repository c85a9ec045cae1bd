/**
 * The one connection to the app: opens it, follows the event stream, and opens it again after a loss, waiting longer each time.
 * After every (re)connect the event stream is opened first and then everything shown is read again, so that nothing falls between.
 */
import type { ClientContext, ClientLink } from '@orpc/client'
import { create } from 'zustand'
import type { AppEvent } from '../../contract'
import { OfflineError } from './errors'
import { dispatch } from './events'
import type { Channel, Transport } from './transport'

export type ConnectionState = 'connecting' | 'online' | 'offline' | 'refused'

export const useConnection = create<{ state: ConnectionState }>(() => ({ state: 'connecting' }))

const FIRST_WAIT = 250
const LONGEST_WAIT = 5000

/** Milliseconds to wait before try number `tries` (from 1). */
export const backOff = (tries: number): number => Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (tries - 1))

let channel: Channel | null = null
let wake: (() => void) | null = null
const onlineListeners = new Set<() => void>()

/** Calls `handler` whenever the app is reached (again): read what is shown. At once if it is reached already. */
export function onOnline(handler: () => void): () => void {
  onlineListeners.add(handler)
  if (useConnection.getState().state === 'online') handler()
  return () => onlineListeners.delete(handler)
}

/** The link to use for a call; waits while the first connection is made, fails at once while there is none. */
export async function currentLink(): Promise<ClientLink<ClientContext>> {
  const current = channel
  if (current === null || (await current.opened) !== 'open')
    throw new OfflineError('Leadline cannot be reached')
  return current.link
}

/** Tries now instead of waiting for the next try. */
export const reconnectNow = (): void => wake?.()

async function rest(ms: number): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms)
    wake = () => {
      clearTimeout(timer)
      resolve()
    }
  })
  wake = null
}

async function follow(stream: () => Promise<AsyncIterable<AppEvent>>): Promise<void> {
  const events = await stream()
  useConnection.setState({ state: 'online' })
  for (const handler of onlineListeners) handler()
  for await (const event of events) dispatch(event)
}

/** Runs until the app refuses us. `stream` opens the event stream over the current channel. */
export async function keepConnected(
  transport: Transport,
  stream: () => Promise<AsyncIterable<AppEvent>>,
): Promise<void> {
  window.addEventListener('online', reconnectNow)
  document.addEventListener('visibilitychange', reconnectNow)
  for (let tries = 0; ;) {
    const current = transport()
    channel = current
    if ((await current.opened) === 'open') {
      tries = 0
      try {
        await follow(stream)
      } catch (error) {
        // The stream ends with the connection, which is no fault; any other is told and must not stop the next try.
        if (current.isOpen()) reportError(error)
      }
      current.close()
    }
    channel = null
    if ((await current.closed) === 'refused') {
      useConnection.setState({ state: 'refused' })
      return
    }
    tries += 1
    // The first moments of a restart pass unseen: "offline" is said only when the second try failed too.
    if (tries > 1) useConnection.setState({ state: 'offline' })
    await rest(backOff(tries))
  }
}
