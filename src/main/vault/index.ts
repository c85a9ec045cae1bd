/** The face of the vault: the data key and what is sealed under it. */
export { VaultError, type VaultErrorCode } from './errors'
export type { WrapKind } from './key-file'
export { deriveKey, seal, unseal, type KeyPurpose } from './seal'
export { createVault, type Protection, type Vault, type VaultHost, type VaultStatus } from './vault'
