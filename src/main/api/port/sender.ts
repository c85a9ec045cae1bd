/** Who may be served over a message port: the main frame of our own window, showing our own pages. Nobody else. */

/** A connection as the host saw it arrive. */
export interface Sender {
  /** The window it came from is ours. */
  isOwnWindow: boolean
  /** Null where the frame is gone or was navigated meanwhile. */
  frame: { isMainFrame: boolean; url: string; origin: string } | null
}

export type Refusal = 'foreign-window' | 'frame-gone' | 'subframe' | 'foreign-origin'

export class PortRefused extends Error {
  override readonly name = 'PortRefused'
  constructor(readonly code: Refusal) {
    super(`A connection was refused: ${code}.`)
  }
}

/** Why the sender is not served, or null where it is. `ownOrigin` as `scheme://host`. */
export function refusalOf(sender: Sender, ownOrigin: string): Refusal | null {
  if (!sender.isOwnWindow) return 'foreign-window'
  if (sender.frame === null) return 'frame-gone'
  if (!sender.frame.isMainFrame) return 'subframe'
  return sender.frame.origin === ownOrigin && originOf(sender.frame.url) === ownOrigin
    ? null
    : 'foreign-origin'
}

/** Of a scheme of one's own too, for which `URL.origin` says "null". */
function originOf(url: string): string | null {
  const parsed = URL.parse(url)
  return parsed === null || parsed.username !== '' || parsed.password !== ''
    ? null
    : `${parsed.protocol}//${parsed.host}`
}
