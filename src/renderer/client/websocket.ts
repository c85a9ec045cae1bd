/** The service host's channel: a WebSocket at `/rpc` of the page's own origin; the cookie set by the first visit lets it in. */
import { RPCLink } from '@orpc/client/websocket'
import type { Channel, Ending } from './transport'

/** Close code of the service for a token it does not know. */
const REFUSED = 4401

/** A refused handshake looks like any lost connection to a page, so the page itself is asked for. */
async function whyClosed(code: number): Promise<Ending> {
  if (code === REFUSED) return 'refused'
  try {
    const answer = await fetch('/', { method: 'HEAD', cache: 'no-store' })
    return answer.status === 401 || answer.status === 403 ? 'refused' : 'lost'
  } catch {
    // Nobody answers there: the app is not running, which is what `lost` means.
    return 'lost'
  }
}

export function openWebSocket(): Channel {
  const address = new URL('/rpc', location.href)
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:'
  const websocket = new WebSocket(address)
  // Blobs would be read asynchronously, and messages could overtake each other.
  websocket.binaryType = 'arraybuffer'
  const closed = new Promise<Ending>((resolve) => {
    websocket.addEventListener('close', (event) => void whyClosed(event.code).then(resolve), { once: true })
  })
  const opened = new Promise<'open'>((resolve) => {
    websocket.addEventListener('open', () => resolve('open'), { once: true })
  })
  return {
    link: new RPCLink({ websocket }),
    opened: Promise.race([opened, closed]),
    closed,
    isOpen: () => websocket.readyState === WebSocket.OPEN,
    close: () => websocket.close(),
  }
}
