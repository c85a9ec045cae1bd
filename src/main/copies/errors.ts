/** Why a session's copy was not made or not used, by code, so that the right thing follows and the right sentence is said. */

export type CopyErrorCode =
  /** Changed, cut short, put together anew, or no copy at all. */
  | 'damaged'
  /** Made by a Leadline with another format. */
  | 'other-version'
  /** Made under another data key. */
  | 'other-key'
  /** The copy of another account, or of another host's profile. */
  | 'other-profile'
  /** The profile changed while it was being copied: later. */
  | 'unsteady'
  /** There is nothing in the profile that a link could lie in. */
  | 'empty'
  | 'disk-full'

/** Branch on `code`. Messages name no file and no secret. */
export class CopyError extends Error {
  override readonly name = 'CopyError'
  constructor(
    readonly code: CopyErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options)
  }
}

export const damaged = (cause?: unknown): CopyError =>
  new CopyError('damaged', 'The copy of the session is damaged or was changed.', { cause })

/** `ENOENT` and the like; null where an error has none. */
export function systemCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error ? String(error.code) : null
}
