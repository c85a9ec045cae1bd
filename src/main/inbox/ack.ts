/** What an ack means for a message going out. Acks come in any order (2, 3, then 1 was seen), so the highest counts. */
import type { SendFailure, SendState } from '../../contract'
import type { WaAck } from '../whatsapp/types'

const BY_ACK: Record<Exclude<WaAck, -1>, SendState> = {
  0: 'sending',
  1: 'sent',
  2: 'delivered',
  3: 'read',
  4: 'played',
}

/** -1 (failed) counts only while nothing better is known, and anything better takes it back. */
export function higherAck(known: number, seen: WaAck): WaAck {
  if (seen === -1) return known >= 1 ? (known as WaAck) : -1
  // An ack 0 that was overtaken says nothing new.
  if (known === -1 && seen === 0) return -1
  return Math.max(known, seen) as WaAck
}

export function stateOfAck(ack: WaAck): { state: SendState; failure: SendFailure | null } {
  return ack === -1 ? { state: 'failed', failure: 'not-delivered' } : { state: BY_ACK[ack], failure: null }
}

/** Which time column an ack fills: each is the first time that the message was known to be that far. */
export const ACK_TIMES = [
  { ack: 1, column: 'sent_at' },
  { ack: 2, column: 'delivered_at' },
  { ack: 3, column: 'read_at' },
  { ack: 4, column: 'played_at' },
] as const
