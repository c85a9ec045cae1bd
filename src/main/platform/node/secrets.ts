/** The system's keychain through keytar. Names carry the data folder, so that two folders of one person don't share a key. */
import { createHash, randomUUID } from 'node:crypto'
import { PlatformError, type SecretStore } from '../ports'

const SERVICE = 'Leadline'
/** A keychain without a session to ask in may never answer. Waited in ms. */
const LONGEST_PROBE = 15_000

interface Keytar {
  getPassword(service: string, account: string): Promise<string | null>
  setPassword(service: string, account: string, password: string): Promise<void>
  deletePassword(service: string, account: string): Promise<boolean>
}

/** Imported only when first needed: without libsecret the import itself throws. */
async function loadKeytar(): Promise<Keytar> {
  const loaded: Keytar & { default?: Keytar } = await import('keytar')
  return loaded.default ?? loaded
}

export function createSecrets(
  dataFolder: string,
  onUnavailable: (error: unknown) => void,
  load: () => Promise<Keytar> = loadKeytar,
): SecretStore {
  const prefix = createHash('sha256').update(dataFolder).digest('hex').slice(0, 16)
  const account = (name: string): string => `${prefix}/${name}`
  let loaded: Promise<Keytar> | undefined
  const keytar = (): Promise<Keytar> => (loaded ??= load())

  /** A value kept and read back: a keychain that only answers is not yet one that keeps. */
  async function probe(): Promise<boolean> {
    const chain = await keytar()
    const name = account('probe')
    const value = randomUUID()
    await chain.setPassword(SERVICE, name, value)
    const read = await chain.getPassword(SERVICE, name)
    await chain.deletePassword(SERVICE, name)
    if (read !== value) throw new Error('the keychain did not keep a value')
    return true
  }

  let asked: Promise<boolean> | undefined
  const use = async <T>(work: (chain: Keytar) => Promise<T>): Promise<T> => {
    try {
      return await work(await keytar())
    } catch (cause) {
      throw new PlatformError('keychain', 'The keychain of this system does not answer.', { cause })
    }
  }

  return {
    available: () =>
      (asked ??= within(LONGEST_PROBE, probe()).catch((error: unknown) => {
        onUnavailable(error)
        return false
      })),
    get: (name) => use((chain) => chain.getPassword(SERVICE, account(name))),
    set: (name, value) => use((chain) => chain.setPassword(SERVICE, account(name), value)),
    delete: (name) =>
      use(async (chain) => {
        await chain.deletePassword(SERVICE, account(name))
      }),
  }
}

function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms)
  })
  return Promise.race([work, tooLong]).finally(() => clearTimeout(timer))
}
