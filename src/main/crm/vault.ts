/**
 * Where the CRM's tokens are kept: in the system's keychain; where there is none, in the encrypted database, sealed with the data
 * key besides.
 */
import { z } from 'zod'
import type { Logger, SecretStore } from '../platform/ports'

export interface Sealer {
  seal: (text: string) => string | Promise<string>
  unseal: (sealed: string) => string | Promise<string>
}

/** The settings table. */
export interface Settings {
  getSetting: (key: string) => Promise<string | null>
  setSetting: (key: string, value: string | null) => Promise<void>
}

const tokens = z.object({
  accessToken: z.string(),
  refreshToken: z.string(),
  /** Milliseconds since the epoch, both. */
  expiresAt: z.number(),
  savedAt: z.number(),
})
export type Tokens = z.infer<typeof tokens>

const NAME = 'crm-tokens'
const SETTING = 'crm.tokens'
/** Windows' keychain holds 2,560 bytes, in two bytes a letter. A new access token can always be had. */
const KEYCHAIN_LIMIT = 1200

const AS_IS: Sealer = { seal: (text) => text, unseal: (sealed) => sealed }

export class Vault {
  constructor(
    private readonly secrets: SecretStore,
    private readonly settings: Settings,
    private readonly logger: Logger,
    private readonly sealer: Sealer = AS_IS,
  ) {}

  /** The newest of both places: the keychain may have been locked when the last ones were saved. */
  async load(): Promise<Tokens | null> {
    const found = [await this.fromKeychain(), await this.fromSettings()].flatMap((text) => {
      const read = text === null ? null : this.read(text)
      return read ? [read] : []
    })
    return found.sort((a, b) => b.savedAt - a.savedAt)[0] ?? null
  }

  private read(text: string): Tokens | null {
    try {
      return tokens.parse(JSON.parse(text))
    } catch (error) {
      this.logger.warn('crm-tokens-unreadable', { cause: String(error) })
      return null
    }
  }

  async save(value: Tokens): Promise<void> {
    const text = JSON.stringify(value)
    const short =
      text.length <= KEYCHAIN_LIMIT ? text : JSON.stringify({ ...value, accessToken: '', expiresAt: 0 })
    if (await this.intoKeychain(short)) {
      await this.settings.setSetting(SETTING, null)
      return
    }
    await this.settings.setSetting(SETTING, await this.sealer.seal(text))
  }

  async clear(): Promise<void> {
    await this.settings.setSetting(SETTING, null)
    await this.tryKeychain('delete', () => this.secrets.delete(NAME))
  }

  private fromKeychain(): Promise<string | null> {
    return this.tryKeychain('get', () => this.secrets.get(NAME)).then((answer) => answer?.value ?? null)
  }

  private async fromSettings(): Promise<string | null> {
    const sealed = await this.settings.getSetting(SETTING)
    if (sealed === null) return null
    try {
      return await this.sealer.unseal(sealed)
    } catch (error) {
      this.logger.warn('crm-tokens-unreadable', { cause: String(error) })
      return null
    }
  }

  private async intoKeychain(text: string): Promise<boolean> {
    return (await this.tryKeychain('set', () => this.secrets.set(NAME, text))) !== null
  }

  /** Null where there is no keychain or it failed: it may be locked, and the tokens must not be lost over that. */
  private async tryKeychain<T>(what: string, work: () => Promise<T>): Promise<{ value: T } | null> {
    try {
      if (!(await this.secrets.available())) return null
      return { value: await work() }
    } catch (error) {
      this.logger.warn('crm-keychain-failed', { what, cause: String(error) })
      return null
    }
  }
}
