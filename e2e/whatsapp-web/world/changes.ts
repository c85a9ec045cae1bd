/** What an edit and a revocation change about a message, whoever makes them. */
import type { MessageRecord } from '../types'
import { now } from './world'

/** The attribute changes that an edit makes. */
export function editOf(message: MessageRecord, body: string): Record<string, unknown> {
  const field = message.media === undefined ? 'body' : 'caption'
  return {
    [field]: body,
    latestEditMsgKey: message.id,
    latestEditSenderTimestampMs: Date.now(),
  }
}

/** The attribute changes that a revocation makes; with `newId` the message goes on under another key. */
export function revocationOf(message: MessageRecord, newId?: string): Record<string, unknown> {
  return {
    type: 'revoked',
    subtype: 'sender',
    body: undefined,
    caption: undefined,
    directPath: undefined,
    $key: newId,
    protocolMessageKey: message.id,
    revokeTimestamp: now(),
  }
}
