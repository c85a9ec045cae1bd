/**
 * Every error that can cross a process boundary: a closed set, each looked up by its code in docs/troubleshooting.md.
 * `message` is a plain English sentence for logs and API clients; the screens translate the code.
 */
import { z } from 'zod'

export const ERROR_CODES = [
  /** The input does not fit the contract. Nothing was changed. */
  'invalid-input',
  /** There is no such account, conversation, message, … */
  'not-found',
  /** The data key is not open yet: first run, or a passphrase is asked for. */
  'locked',
  'wrong-passphrase',
  'wrong-recovery-code',
  /** The key file is damaged. */
  'key-file-damaged',
  /** No WhatsApp connection for what was asked. */
  'not-connected',
  /** The number is not at WhatsApp. */
  'not-on-whatsapp',
  /** Not a phone number in any form known for the default country. */
  'bad-phone',
  /** The number is another person's already. */
  'phone-taken',
  /** This person asked not to be written to, and nobody said that this message goes all the same. */
  'opted-out',
  /** This person is blocked at WhatsApp by the account that would write to them. */
  'blocked',
  /** WhatsApp did not do what was asked of it. */
  'whatsapp-refused',
  /** Bigger than the limit for a file. */
  'file-too-large',
  /** Nothing may be kept of this chat until the person is added as a contact. */
  'stranger',
  /** As many accounts as the setting allows are here. */
  'too-many-accounts',
  /** Not possible in the state it is in (a sent message cannot be cancelled). */
  'wrong-state',
  /** Not signed in to the CRM, or the session ended. */
  'crm-signed-out',
  'crm-wrong-password',
  /** The CRM's role may not do this, or its account may not come in. */
  'crm-forbidden',
  /** A customer of the shop: Leadline is for those who sell. */
  'crm-customer',
  /** What is here belongs to another CRM, which only an owner or admin of it may leave. */
  'crm-elsewhere',
  'crm-unreachable',
  /** The CRM answered with something the contract does not know. */
  'crm-protocol',
  /** No Chromium, Chrome or Edge was found. */
  'browser-missing',
  'disk-full',
  /** A fault of ours; the log has the details under `reference`. */
  'internal',
] as const

export const errorCode = z.enum(ERROR_CODES)
export type ErrorCode = z.infer<typeof errorCode>

/** Thrown by rooms; the api room turns it into the contract's error. Branch on `code`. */
export class AppError extends Error {
  override readonly name = 'AppError'
  constructor(
    readonly code: ErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options)
  }
}

/** Works across threads and bundles, where instanceof does not. */
export function codeOf(error: unknown): ErrorCode | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null
  const parsed = errorCode.safeParse(error.code)
  return parsed.success ? parsed.data : null
}
