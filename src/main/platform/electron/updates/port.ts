/**
 * The updater port over electron-updater: asks, fetches, checks and installs. What is Electron's own (the app, its network) is handed
 * in, so that the very same code runs in tests against a real update server.
 */
import { createHash } from 'node:crypto'
import { constants, createReadStream } from 'node:fs'
import fs from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { CancellationToken, type AppUpdater, type ProgressInfo, type UpdateInfo } from 'electron-updater'
import { UpdateError, type Logger, type UpdateAnswer, type Updater } from '../../ports'
import { toUpdateError } from './failures'
import { takeMark, writeMark } from './mark'
import { plainNotes } from './notes'
import { checkOffer } from './offer'

export interface PortHost {
  /** Where it is noted what is being installed. */
  markFile: string
  /** The file that an update replaces; null where an installer does that. */
  replaces: string | null
  /** Ends the app and lets the downloaded version take over; rejects where it can't. */
  takeOver(): Promise<void>
  logger: Logger
}

interface Downloaded {
  file: string
  version: string
  sha512: string[]
}

async function sha512Of(file: string): Promise<string> {
  const hash = createHash('sha512')
  await pipeline(createReadStream(file), hash)
  return hash.digest('base64')
}

/** The same for every installation and every time: nothing is downloaded or installed but by this port. */
function configure(updater: AppUpdater, logger: Logger): void {
  updater.autoDownload = false
  updater.autoInstallOnAppQuit = false
  updater.autoRunAppAfterInstall = true
  updater.disableWebInstaller = true
  // Whole files only: a download that was cut off starts over, and the sha512 is of what was sent.
  updater.disableDifferentialDownload = true
  // The roll-out is decided here, by the id that stays here: the server has no need to know it.
  updater.requestHeaders = { 'x-user-staging-id': 'none' }
  const say = (detail: unknown) => logger.debug('electron-updater', { detail: String(detail) })
  updater.logger = { info: say, warn: say, error: say, debug: say }
}

function setChannel(updater: AppUpdater, channel: 'stable' | 'beta'): void {
  updater.channel = channel === 'beta' ? 'beta' : 'latest'
  updater.allowPrerelease = channel === 'beta'
  // Naming a channel allows downgrades; that is taken back here.
  updater.allowDowngrade = false
}

const isMissingFile = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_UPDATER_CHANNEL_FILE_NOT_FOUND'

export function createUpdaterPort(updater: AppUpdater, host: PortHost): Updater {
  configure(updater, host.logger)
  // A SemVer, whose types electron-updater does not bring along.
  const running = updater.currentVersion as { compare(other: string): number }
  let found: UpdateInfo | null = null
  let downloaded: Downloaded | null = null
  let last: Promise<unknown> = Promise.resolve()
  /** One after the other: electron-updater would answer a second check with the first one's result. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = last.then(work, work)
    last = done
    return done
  }

  const ask = async (channel: 'stable' | 'beta'): Promise<UpdateAnswer> => {
    setChannel(updater, channel)
    const result = await updater.checkForUpdates()
    if (!result) throw new UpdateError('other', 'This installation does not update itself.')
    const { updateInfo, isUpdateAvailable } = result
    checkOffer(updateInfo)
    const { version } = updateInfo
    if (isUpdateAvailable) {
      found = updateInfo
      return { kind: 'newer', version, notes: plainNotes(updateInfo.releaseNotes) }
    }
    return running.compare(version) > 0 ? { kind: 'older', version } : { kind: 'same' }
  }

  /** Who takes betas takes stable versions too, where there is no newer beta. */
  const askBoth = async (): Promise<UpdateAnswer> => {
    const beta = await ask('beta').catch((error: unknown) => {
      if (isMissingFile(error)) return null
      throw error
    })
    if (beta?.kind === 'newer') return beta
    const stable = await ask('stable')
    return beta?.kind === 'same' && stable.kind === 'older' ? beta : stable
  }

  const fetch = async (onPercent: (percent: number) => void, signal: AbortSignal): Promise<void> => {
    const info = found
    if (!info) throw new UpdateError('other', 'Nothing was found to download.')
    const token = new CancellationToken()
    const cancel = (): void => token.cancel()
    const tell = ({ percent }: ProgressInfo): void => onPercent(percent)
    signal.addEventListener('abort', cancel)
    updater.on('download-progress', tell)
    try {
      signal.throwIfAborted()
      const [file] = await updater.downloadUpdate(token)
      if (file === undefined) throw new UpdateError('other', 'The download left no file.')
      downloaded = { file, version: info.version, sha512: info.files.map((each) => each.sha512) }
    } finally {
      updater.off('download-progress', tell)
      signal.removeEventListener('abort', cancel)
    }
  }

  /** What was right when it was downloaded may have been changed on disk since. */
  const checkAgain = async ({ file, sha512 }: Downloaded): Promise<void> => {
    if (!sha512.includes(await sha512Of(file))) {
      downloaded = null
      // electron-updater would take it for downloaded as long as it is there.
      await fs.rm(file, { force: true })
      throw new UpdateError('tampered', 'The downloaded update was changed on this machine.')
    }
    if (host.replaces !== null) await fs.access(path.dirname(host.replaces), constants.W_OK)
  }

  const told = <T>(phase: 'check' | 'download' | 'install', work: Promise<T>, signal?: AbortSignal) =>
    work.catch((error: unknown) => {
      throw toUpdateError(error, phase, signal)
    })

  return {
    check: (channel) =>
      told(
        'check',
        inTurn(() => {
          found = null
          return channel === 'beta' ? askBoth() : ask('stable')
        }),
      ),
    download: (onPercent, signal) =>
      told(
        'download',
        inTurn(() => fetch(onPercent, signal)),
        signal,
      ),
    install: () => {
      const ready = downloaded
      if (!ready) return Promise.reject(new UpdateError('other', 'Nothing was downloaded to install.'))
      const work = async (): Promise<void> => {
        await checkAgain(ready)
        await writeMark(host.markFile, ready.version)
        try {
          await host.takeOver()
        } catch (error) {
          await takeMark(host.markFile)
          throw error
        }
      }
      return told('install', inTurn(work))
    },
    failedInstall: async () => {
      const version = await takeMark(host.markFile)
      return version === null || running.compare(version) === 0 ? null : version
    },
  }
}
