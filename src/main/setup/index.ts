/** First run and unlocking: from no key, or a locked one, to open rooms. What goes wrong here is told in words, never with a crash. */
import { AppError, type AppEvent, type ErrorCode, type SetupStatus } from '../../contract'
import type { Logger, Platform } from '../platform/ports'
import { VaultError, type Vault, type VaultErrorCode } from '../vault'

export interface SetupOptions {
  vault: Vault
  platform: Pick<Platform, 'host' | 'version' | 'keyFileAllowed'>
  /** Opens the database and everything that stands on it. */
  openRooms(dataKey: Buffer): Promise<void>
  emit(event: AppEvent): void
  logger: Logger
}

export type CreateKey =
  { protection: 'keychain' } | { protection: 'passphrase'; passphrase: string } | { protection: 'file' }

type Problem = NonNullable<SetupStatus['problem']>

const PROBLEMS: Record<string, Problem['kind']> = {
  'newer-database': 'newer-database',
  damaged: 'damaged',
  SQLITE_FULL: 'disk-full',
  ENOSPC: 'disk-full',
}

function problemOf(error: unknown): Problem {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
  return { kind: PROBLEMS[code] ?? 'other', detail: error instanceof Error ? error.message : String(error) }
}

const CODES: Partial<Record<VaultErrorCode, ErrorCode>> = {
  'wrong-passphrase': 'wrong-passphrase',
  'wrong-code': 'wrong-recovery-code',
  'corrupt-key-file': 'key-file-damaged',
  'no-key': 'key-file-damaged',
  'key-exists': 'wrong-state',
  'no-keychain': 'wrong-state',
}

/** The vault's errors in the contract's words. */
async function told<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    const code = error instanceof VaultError ? CODES[error.code] : undefined
    if (code && error instanceof Error) throw new AppError(code, error.message, { cause: error })
    throw error
  }
}

export function createSetup({ vault, platform, openRooms, emit, logger }: SetupOptions) {
  const { host, version } = platform
  let status: SetupStatus = {
    stage: 'opening',
    keychain: false,
    problem: null,
    host,
    version,
    recoveryCode: null,
  }

  /** One at a time: two tabs must not open everything twice. */
  let isBusy = false
  const alone = async <T>(stage: SetupStatus['stage'], work: () => Promise<T>): Promise<T> => {
    if (isBusy || status.stage !== stage)
      throw new AppError('wrong-state', `This needs the state "${stage}".`)
    isBusy = true
    try {
      return await work()
    } finally {
      isBusy = false
    }
  }

  const become = (change: Partial<SetupStatus>): void => {
    status = { ...status, ...change }
    emit({ type: 'setup', status })
  }

  const open = async (dataKey: Buffer): Promise<void> => {
    become({ stage: 'opening', problem: null })
    try {
      await openRooms(dataKey)
      become({ stage: 'open' })
    } catch (error) {
      logger.error('open-failed', { error })
      become({ stage: 'locked', problem: problemOf(error) })
    }
  }

  const create = async (input: CreateKey): Promise<{ recoveryCode: string }> => {
    const { dataKey, recoveryCode } = await told(vault.create(input))
    status = { ...status, recoveryCode }
    await open(dataKey)
    return { recoveryCode }
  }

  return {
    status: (): SetupStatus => status,
    /** Opens by itself where nothing has to be asked. Never rejects. */
    async begin(): Promise<void> {
      try {
        const { stage, keychain } = await vault.status()
        if (stage === 'new') {
          become({ stage, keychain })
          // An explicit option of the start: a key file, without asking.
          if (platform.keyFileAllowed) await create({ protection: 'file' })
          return
        }
        const dataKey = stage === 'openable' ? await vault.open() : null
        become({ stage: 'locked', keychain })
        if (dataKey) await open(dataKey)
      } catch (error) {
        logger.error('setup-failed', { error })
        become({ stage: 'locked', problem: problemOf(error) })
      }
    },
    createKey: (input: CreateKey) => alone('new', () => create(input)),
    confirmRecoveryCode: (): void => become({ recoveryCode: null }),
    unlock: (input: { passphrase: string } | { recoveryCode: string }): Promise<void> =>
      alone('locked', async () => open(await told(vault.unlock(input)))),
  }
}
export type Setup = ReturnType<typeof createSetup>
