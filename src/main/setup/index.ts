/** First run and unlocking: from no key, or a locked one, to open rooms. What goes wrong here is told in words, never with a crash. */
import { AppError, type AppEvent, type ErrorCode, type SetupStatus } from '../../contract'
import type { Logger, Platform } from '../platform/ports'
import { VaultError, type Vault, type VaultErrorCode } from '../vault'
import { watchIdle } from './idle'

export interface SetupOptions {
  vault: Vault
  platform: Pick<Platform, 'host' | 'version' | 'keyFileAllowed'>
  /** Opens the database and everything that stands on it. */
  openRooms(dataKey: Buffer): Promise<void>
  /** After so many minutes without input the screens are locked; null for never. */
  lockAfter(): number | null
  emit(event: AppEvent): void
  logger: Logger
}

export type CreateKey =
  { protection: 'keychain' } | { protection: 'passphrase'; passphrase: string } | { protection: 'file' }

/** What a locked screen is told: nothing that is behind the key. */
const TOLD_WHEN_LOCKED = new Set<AppEvent['type']>(['setup', 'preferences', 'update', 'open'])

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

export function createSetup({ vault, platform, openRooms, lockAfter, emit, logger }: SetupOptions) {
  const { host, version } = platform
  let status: SetupStatus = {
    stage: 'opening',
    keychain: false,
    problem: null,
    host,
    version,
    recoveryCode: null,
    canLock: false,
  }
  /** Set while the rooms are open. */
  let openKey: Buffer | null = null
  /** The rooms go on, but no screen is told anything of them until a person has unlocked. */
  let isLocked = false

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

  /** @param behindLock the rooms open, the screens stay locked. */
  const open = async (dataKey: Buffer, behindLock = false): Promise<void> => {
    isLocked = behindLock
    become({ stage: 'opening', problem: null })
    try {
      await openRooms(dataKey)
      openKey = dataKey
      idle.touch()
      become({ stage: behindLock ? 'locked' : 'open' })
    } catch (error) {
      isLocked = false
      logger.error('open-failed', { error })
      become({ stage: 'locked', problem: problemOf(error) })
    }
  }

  const create = async (input: CreateKey): Promise<{ recoveryCode: string }> => {
    const { dataKey, recoveryCode } = await told(vault.create(input))
    status = { ...status, recoveryCode, canLock: input.protection === 'passphrase' }
    await open(dataKey)
    return { recoveryCode }
  }

  const unlock = async (input: { passphrase: string } | { recoveryCode: string }): Promise<void> => {
    const dataKey = await told(vault.unlock(input))
    if (openKey === null) {
      await open(dataKey)
      return
    }
    isLocked = false
    idle.touch()
    become({ stage: 'open' })
  }

  /** Without a passphrase nobody could come in again; and the recovery code must not stand beside the lock that it opens. */
  const mayLock = (): boolean => status.stage === 'open' && status.canLock && status.recoveryCode === null
  const lock = (): void => {
    isLocked = true
    become({ stage: 'locked' })
  }
  const idle = watchIdle({
    minutes: lockAfter,
    onIdle: () => {
      if (mayLock()) lock()
    },
  })

  return {
    status: (): SetupStatus => status,
    /** The rooms are open, but nothing of them may reach a screen. */
    isLocked: (): boolean => isLocked,
    /** Whether the screens may be told this as it stands. */
    mayTell: ({ type }: AppEvent): boolean => !isLocked || TOLD_WHEN_LOCKED.has(type),
    /** Somebody touched a screen of Leadline. */
    active: (): void => idle.touch(),
    /** When somebody last touched a screen, or the start where nobody did; in ms. */
    usedAt: (): number => idle.touchedAt(),
    /** @throws {AppError} `wrong-state` where it can't be locked: no passphrase, or not open. */
    lock(): void {
      if (!mayLock()) throw new AppError('wrong-state', 'This needs a passphrase, and Leadline open.')
      lock()
    },
    /** The system locked its own screen: so does Leadline where the person wants it locked at all. */
    systemLocked(): void {
      if (lockAfter() !== null && mayLock()) lock()
    },
    /**
     * The passphrase that unlocks, beside what opens the data at a start. Replaces an earlier one, which or the recovery code `current` is.
     * @throws {AppError} `wrong-passphrase`
     */
    setPassphrase: (passphrase: string, current: string | null): Promise<void> =>
      alone('open', async () => {
        if (openKey) await told(vault.setPassphrase(openKey, passphrase, current))
        become({ canLock: true })
      }),
    stop: (): void => idle.stop(),
    /** Opens by itself where nothing has to be asked. Never rejects. */
    async begin(): Promise<void> {
      try {
        const { stage, keychain, wraps } = await vault.status()
        const canLock = wraps.includes('passphrase')
        if (stage === 'new') {
          become({ stage, keychain })
          // An explicit option of the start: a key file, without asking.
          if (platform.keyFileAllowed) await create({ protection: 'file' })
          return
        }
        const dataKey = stage === 'openable' ? await vault.open() : null
        become({ stage: 'locked', keychain, canLock })
        // A start anew must not be a way around the lock.
        if (dataKey) await open(dataKey, canLock && lockAfter() !== null)
      } catch (error) {
        logger.error('setup-failed', { error })
        become({ stage: 'locked', problem: problemOf(error) })
      }
    },
    createKey: (input: CreateKey) => alone('new', () => create(input)),
    confirmRecoveryCode: (): void => become({ recoveryCode: null }),
    unlock: (input: { passphrase: string } | { recoveryCode: string }): Promise<void> =>
      alone('locked', () => unlock(input)),
  }
}
export type Setup = ReturnType<typeof createSetup>
