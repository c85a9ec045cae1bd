/** What can go wrong with the key, by code, so that the screens can say the right sentence. */

export type VaultErrorCode =
  /** The passphrase does not open this key. */
  | 'wrong-passphrase'
  /** The recovery code is mistyped or belongs to another data folder. */
  | 'wrong-code'
  /** `keys.json` can't be read, or was changed. Nothing was overwritten. */
  | 'corrupt-key-file'
  /** There is no key file where one is needed. */
  | 'no-key'
  /** A key exists already; it is never replaced. */
  | 'key-exists'
  /** The keychain was chosen but does not work on this system. */
  | 'no-keychain'
  /** The key handed in is not this data folder's. */
  | 'wrong-key'
  /** Sealed data was changed, cut short, or sealed with another key or for another place. */
  | 'unreadable'

/** Branch on `code`. Messages name no secret. */
export class VaultError extends Error {
  override readonly name = 'VaultError'
  constructor(
    readonly code: VaultErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options)
  }
}
