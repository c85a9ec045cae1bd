/** Keyed hashes of addresses at WhatsApp, by which somebody is known again of whom nothing may be kept. */
import { createHmac } from 'node:crypto'

/** In place of an account's id: whatever the account. */
export const EVERY_ACCOUNT = '*'

/** @param key 32 bytes, for nothing else. @param address as WhatsApp writes it: `628…@c.us`. */
export const markOf = (key: Uint8Array, accountId: string, address: string): Buffer =>
  createHmac('sha256', key).update(`${accountId} ${address}`).digest()
