/** How the screens reach the app. The service host is reached by a WebSocket, the desktop by a message port. */
import type { ClientContext, ClientLink } from '@orpc/client'

/** Why a channel ended: `lost` is tried again, `refused` needs the person (the app was restarted with another token). */
export type Ending = 'lost' | 'refused'

export interface Channel {
  link: ClientLink<ClientContext>
  /** Settles when it can be used, or with why it can't. */
  opened: Promise<Ending | 'open'>
  closed: Promise<Ending>
  /** Whether calls can be made over it now. */
  isOpen: () => boolean
  close: () => void
}

/** Opens a new channel; called again after each loss. */
export type Transport = () => Channel
