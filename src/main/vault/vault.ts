/**
 * The vault: makes, opens and re-wraps the one random key under which everything at rest is encrypted. It asks for nothing where the
 * keychain or a chosen key file opens it; the recovery code always does. Secrets are never logged and never part of an error.
 */
import { randomBytes, randomUUID, timingSafeEqual } from 'node:crypto'
import fs from 'node:fs/promises'
import path from 'node:path'
import type { Paths, SecretStore } from '../platform/ports'
import { VaultError } from './errors'
import {
  corrupt,
  isMissing,
  readKeyFile,
  writeAtomically,
  writeKeyFile,
  type KeyFile,
  type Wrap,
  type WrapKind,
} from './key-file'
import { formatRecoveryCode, newRecoverySecret, parseRecoveryCode } from './recovery-code'
import { derive } from './seal'
import { newScrypt, normalPassphrase, stretch, unwrapKey, wrapKey } from './wrapping'

/** Under which name the wrapping key lies in the keychain. */
const SECRET_NAME = 'data-key-wrap'

export interface VaultStatus {
  /** `new`: no key yet. `locked`: a person must unlock it. `openable`: `open` succeeds without asking. */
  stage: 'new' | 'locked' | 'openable'
  /** Whether this system has a keychain that works. */
  keychain: boolean
  /** The ways in which the key can be opened. */
  wraps: WrapKind[]
}

export type Protection =
  | { protection: 'keychain' }
  | { protection: 'passphrase'; passphrase: string }
  /** The wrapping key in a 0600 file beside the data: protects copies of `keys.json`, not the machine. Chosen knowingly only. */
  | { protection: 'file' }

export interface Vault {
  /** @throws {VaultError} `corrupt-key-file` */
  status(): Promise<VaultStatus>
  /**
   * Makes the data key. The recovery code is answered here and kept nowhere.
   * @throws {VaultError} `key-exists`, `no-keychain`, `no-key` where a database lies there whose key file is gone
   */
  create(protection: Protection): Promise<{ dataKey: Buffer; recoveryCode: string }>
  /**
   * Opens with the keychain or the key file. Null where a person must be asked, or there is no key yet.
   * @throws {VaultError} `corrupt-key-file`
   */
  open(): Promise<Buffer | null>
  /**
   * Opens with what a person knows. Where the keychain (or the key file) protected the key and its entry was lost, it is made anew.
   * @throws {VaultError} `wrong-passphrase`, `wrong-code`, `no-key`, `corrupt-key-file`
   */
  unlock(by: { passphrase: string } | { recoveryCode: string }): Promise<Buffer>
  /**
   * A new recovery code in place of the old, which opens nothing from then on.
   * @throws {VaultError} `wrong-key`, `no-key`, `corrupt-key-file`
   */
  newRecoveryCode(dataKey: Uint8Array): Promise<string>
  /**
   * A passphrase that opens the data too, in place of an earlier one, which (or the recovery code) has to be told. What else opens it stays.
   * @param current null where there was none.
   * @throws {VaultError} `wrong-key`, `wrong-passphrase`, `no-key`, `corrupt-key-file`
   */
  setPassphrase(dataKey: Buffer, passphrase: string, current: string | null): Promise<void>
}

export interface VaultHost {
  paths: Pick<Paths, 'data' | 'database' | 'keyFile'>
  secrets: SecretStore
  /** An explicit option: a lost keychain may then be replaced by a key file when the person unlocks. */
  keyFileAllowed: boolean
}

export function createVault({ paths, secrets, keyFileAllowed }: VaultHost): Vault {
  const wrappingFile = path.join(paths.data, 'data.key')
  let keychain: Promise<boolean> | undefined
  const hasKeychain = () => (keychain ??= secrets.available())

  /** One at a time: two windows creating a key at once must not each believe in their own. */
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = last.then(work, work)
    last = result.catch(() => undefined)
    return result
  }

  const store: Record<'keychain' | 'file', (wrapping: Buffer) => Promise<void>> = {
    async keychain(wrapping) {
      const text = wrapping.toString('base64')
      try {
        await secrets.set(SECRET_NAME, text)
        if ((await secrets.get(SECRET_NAME)) === text) return
      } catch (cause) {
        throw new VaultError('no-keychain', 'The keychain of this system refused the key.', { cause })
      }
      throw new VaultError('no-keychain', 'The keychain of this system did not keep the key.')
    },
    file: (wrapping) => writeAtomically(wrappingFile, wrapping.toString('base64') + '\n'),
  }

  async function storedWrapping(kind: 'keychain' | 'file'): Promise<Buffer | null> {
    const text = kind === 'file' ? await readIfThere(wrappingFile) : await fromKeychain()
    if (text === null) return null
    const key = Buffer.from(text.trim(), 'base64')
    return key.length === 32 ? key : null
  }

  async function fromKeychain(): Promise<string | null> {
    return (await hasKeychain()) ? secrets.get(SECRET_NAME) : null
  }

  async function openUnasked(file: KeyFile): Promise<Buffer | null> {
    for (const wrap of file.wraps) {
      if (wrap.kind !== 'keychain' && wrap.kind !== 'file') continue
      const wrapping = await storedWrapping(wrap.kind)
      const key = wrapping && tryUnwrap(wrapping, wrap, file)
      if (key) return key
    }
    return null
  }

  async function needed(): Promise<KeyFile> {
    const file = await readKeyFile(paths.keyFile)
    if (!file) throw new VaultError('no-key', 'There is no key in this data folder yet.')
    return file
  }

  /** A wrapping key kept by the machine; replaces what was there of this kind. */
  async function keepWrapping(kind: 'keychain' | 'file', dataKey: Buffer, id: string): Promise<Wrap> {
    const wrapping = randomBytes(32)
    await store[kind](wrapping)
    return { kind, sealed: wrapKey(wrapping, dataKey, id, kind) }
  }

  /** The person had to be asked although the machine should have known: next time it knows again. */
  async function mend(file: KeyFile, dataKey: Buffer): Promise<void> {
    const was = (kind: WrapKind) => file.wraps.some((wrap) => wrap.kind === kind)
    if ((!was('keychain') && !was('file')) || (await openUnasked(file))) return
    const kind =
      was('keychain') && (await hasKeychain()) ? 'keychain' : was('file') || keyFileAllowed ? 'file' : null
    if (kind === null) return
    const wrap = await keepWrapping(kind, dataKey, file.id)
    await writeKeyFile(paths.keyFile, { ...file, wraps: replaced(file.wraps, wrap) })
  }

  return {
    status: () =>
      inTurn(async () => {
        const available = await hasKeychain()
        const file = await readKeyFile(paths.keyFile)
        if (!file) return { stage: 'new', keychain: available, wraps: [] }
        const stage = (await openUnasked(file)) ? 'openable' : 'locked'
        return { stage, keychain: available, wraps: file.wraps.map((wrap) => wrap.kind) }
      }),

    create: (chosen) =>
      inTurn(async () => {
        if (await readKeyFile(paths.keyFile)) {
          throw new VaultError('key-exists', 'This data folder has a key already.')
        }
        if (await exists(paths.database)) {
          throw new VaultError(
            'no-key',
            'The data folder holds a database but its key file keys.json is gone. Put it back from a backup, or choose another data folder.',
          )
        }
        if (chosen.protection === 'keychain' && !(await hasKeychain())) {
          throw new VaultError('no-keychain', 'This system has no keychain that works.')
        }
        const dataKey = randomBytes(32)
        const id = randomUUID()
        const first =
          chosen.protection === 'passphrase'
            ? await passphraseWrap(chosen.passphrase, dataKey, id)
            : await keepWrapping(chosen.protection, dataKey, id)
        const { wrap, code } = await recoveryWrap(dataKey, id)
        await writeKeyFile(paths.keyFile, { version: 1, id, check: checkOf(dataKey), wraps: [first, wrap] })
        return { dataKey, recoveryCode: code }
      }),

    open: () =>
      inTurn(async () => {
        const file = await readKeyFile(paths.keyFile)
        return file && openUnasked(file)
      }),

    unlock: (by) =>
      inTurn(async () => {
        const file = await needed()
        const dataKey =
          'passphrase' in by ? await byPassphrase(file, by.passphrase) : await byCode(file, by.recoveryCode)
        await mend(file, dataKey)
        return dataKey
      }),

    setPassphrase: (dataKey, passphrase, current) =>
      inTurn(async () => {
        const file = await needed()
        if (!matches(dataKey, file)) {
          throw new VaultError('wrong-key', 'This key is not the one of this data folder.')
        }
        await prove(file, current)
        const wrap = await passphraseWrap(passphrase, dataKey, file.id)
        await writeKeyFile(paths.keyFile, { ...file, wraps: replaced(file.wraps, wrap) })
      }),

    newRecoveryCode: (dataKey) =>
      inTurn(async () => {
        const file = await needed()
        if (!matches(dataKey, file)) {
          throw new VaultError('wrong-key', 'This key is not the one of this data folder.')
        }
        const { wrap, code } = await recoveryWrap(dataKey, file.id)
        await writeKeyFile(paths.keyFile, { ...file, wraps: replaced(file.wraps, wrap) })
        return code
      }),
  }
}

async function passphraseWrap(passphrase: string, dataKey: Buffer, id: string): Promise<Wrap> {
  const scrypt = newScrypt('passphrase')
  const wrapping = await stretch(normalPassphrase(passphrase), scrypt)
  return { kind: 'passphrase', scrypt, sealed: wrapKey(wrapping, dataKey, id, 'passphrase') }
}

async function recoveryWrap(dataKey: Uint8Array, id: string): Promise<{ wrap: Wrap; code: string }> {
  const secret = newRecoverySecret()
  const scrypt = newScrypt('recovery')
  const sealed = wrapKey(await stretch(secret, scrypt), dataKey, id, 'recovery')
  return { wrap: { kind: 'recovery', scrypt, sealed }, code: formatRecoveryCode(secret) }
}

async function byPassphrase(file: KeyFile, passphrase: string): Promise<Buffer> {
  const wrap = file.wraps.find((each) => each.kind === 'passphrase')
  const wrong = new VaultError('wrong-passphrase', 'This passphrase does not open the data.')
  if (!wrap) throw wrong
  const key = tryUnwrap(await stretch(normalPassphrase(passphrase), wrap.scrypt), wrap, file)
  if (!key) throw wrong
  return key
}

/** Whoever finds an open screen must not be able to lock its owner out. @throws {VaultError} `wrong-passphrase` */
async function prove(file: KeyFile, typed: string | null): Promise<void> {
  if (!file.wraps.some(({ kind }) => kind === 'passphrase')) return
  try {
    await byCode(file, typed ?? '')
  } catch (error) {
    if (!(error instanceof VaultError) || error.code !== 'wrong-code') throw error
    await byPassphrase(file, typed ?? '')
  }
}

async function byCode(file: KeyFile, typed: string): Promise<Buffer> {
  const wrap = file.wraps.find((each) => each.kind === 'recovery')
  if (!wrap) throw corrupt()
  const secret = parseRecoveryCode(typed)
  const key = secret && tryUnwrap(await stretch(secret, wrap.scrypt), wrap, file)
  if (!key) throw new VaultError('wrong-code', 'This recovery code does not open the data.')
  return key
}

/** Null where the wrapping key is not the right one; such a wrap is simply no way in. */
function tryUnwrap(wrapping: Uint8Array, wrap: Wrap, file: KeyFile): Buffer | null {
  try {
    const key = unwrapKey(wrapping, wrap, file.id)
    if (matches(key, file)) return key
  } catch (error) {
    if (error instanceof VaultError && error.code === 'unreadable') return null
    throw error
  }
  throw corrupt()
}

const checkOf = (dataKey: Uint8Array): string => derive(dataKey, 'check').subarray(0, 16).toString('base64')

function matches(dataKey: Uint8Array, file: KeyFile): boolean {
  const expected = Buffer.from(file.check, 'base64')
  const actual = Buffer.from(checkOf(dataKey), 'base64')
  return expected.length === actual.length && timingSafeEqual(expected, actual)
}

function replaced(wraps: Wrap[], wrap: Wrap): Wrap[] {
  return [...wraps.filter((each) => each.kind !== wrap.kind), wrap]
}

async function readIfThere(file: string): Promise<string | null> {
  try {
    return await fs.readFile(file, 'utf8')
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

async function exists(file: string): Promise<boolean> {
  try {
    await fs.access(file)
    return true
  } catch (error) {
    if (isMissing(error)) return false
    throw error
  }
}
