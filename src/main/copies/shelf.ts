/** The copies on disk: one per account, of this host's profile of it. */
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import fs from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Paths, ProfileFiles } from '../platform/ports'
import { CopyError, systemCode } from './errors'
import { partOf, readCopy, readHeader, writeCopy } from './file'
import { keyIdOf } from './header'
import { findKept } from './walk'

/** A browser that has just ended may still be writing something out: looked at so often, so many ms apart. */
const TRIES = 4
const APART_MS = 500

const HOSTS = ['desktop', 'service'] as const
type Host = (typeof HOSTS)[number]

export interface ShelfOptions {
  folder: Paths['sessionCopies']
  /** A profile of one host is never restored in another: the two are different devices to WhatsApp. */
  host: Host
  /** 32 bytes, derived from the data key for copies alone. */
  key: Uint8Array
  profiles: ProfileFiles
  now(): number
}

export interface KeptCopy {
  /** When it was made, as it says; milliseconds. */
  at: number
  bytes: number
  /** Made under the key of now. Another can't be used, so a new one is due. */
  isUsable: boolean
}

const NAME = /^([A-Za-z0-9][A-Za-z0-9_-]{0,99})\.(desktop|service)\.copy(?:\.part|\.dropped)?$/
/** The account's link has ended, and what was kept of it is not deleted so far. */
const ENDED = /^([A-Za-z0-9][A-Za-z0-9_-]{0,99})\.(desktop|service)\.ended(?:-elsewhere)?$/
/** Beside a copy that could not be deleted: it is none any more, and goes when it can. */
const markOf = (file: string): string => `${file}.dropped`

export class Shelf {
  constructor(private readonly options: ShelfOptions) {}

  private fileOf(accountId: string, host: Host = this.options.host): string {
    const name = `${accountId}.${host}.copy`
    if (!NAME.test(name)) throw new RangeError('not an account id')
    return path.join(this.options.folder, name)
  }

  has(accountId: string): boolean {
    const file = this.fileOf(accountId)
    return existsSync(file) && !existsSync(markOf(file))
  }

  private endedMarkOf(accountId: string): string {
    return this.fileOf(accountId).replace(/copy$/, 'ended')
  }

  /** Made by one host for another, whose profile it can't reach. */
  private elsewhereMarkOf(accountId: string, host: Host = this.options.host): string {
    return this.fileOf(accountId, host).replace(/copy$/, 'ended-elsewhere')
  }

  /** The link has ended, but its profile or its copy is still there: neither may be used again. */
  hasEnded(accountId: string): boolean {
    return existsSync(this.endedMarkOf(accountId))
  }

  /** The account was unlinked in another host: what this one's profile holds is of a link from before that. */
  hasEndedElsewhere(accountId: string): boolean {
    return existsSync(this.elsewhereMarkOf(accountId))
  }

  /** Accounts of this host whose link has ended so, here or elsewhere, also such as are no more. */
  ended(): string[] {
    const found = namesIn(this.options.folder).flatMap((name) => {
      const [, accountId, host] = ENDED.exec(name) ?? []
      return accountId !== undefined && host === this.options.host ? [accountId] : []
    })
    return [...new Set(found)]
  }

  /** Before anything is deleted, so that no crash and no full disk brings back what ended. @throws what the system throws */
  markEnded(accountId: string): void {
    this.mark(this.endedMarkOf(accountId))
  }

  /** The account is unlinked: the other hosts' copies of it go now, their profiles before they open them next. @throws as `markEnded` */
  endElsewhere(accountId: string): void {
    for (const host of HOSTS.filter((each) => each !== this.options.host)) {
      this.mark(this.elsewhereMarkOf(accountId, host))
      this.drop(accountId, host)
    }
  }

  private mark(name: string): void {
    mkdirSync(this.options.folder, { recursive: true, mode: 0o700 })
    const file = openSync(name, 'w', 0o600)
    try {
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
  }

  /** All of it is deleted. @throws what the system throws; then it is deleted once more, which does no harm */
  unmarkEnded(accountId: string): void {
    rmSync(this.endedMarkOf(accountId), { force: true })
    rmSync(this.elsewhereMarkOf(accountId), { force: true })
  }

  /** Null where there is none. */
  async look(accountId: string): Promise<KeptCopy | null> {
    const file = this.fileOf(accountId)
    if (existsSync(markOf(file))) return null
    try {
      const { size } = await fs.stat(file)
      const { createdAt, keyId } = await readHeader(file)
      return { at: createdAt, bytes: size, isUsable: keyId.equals(keyIdOf(this.options.key)) }
    } catch (error) {
      if (systemCode(error) === 'ENOENT') return null
      if (error instanceof CopyError) return { at: 0, bytes: 0, isUsable: false }
      throw error
    }
  }

  /**
   * Makes the account's copy anew; its browser must be closed. Whatever it throws, the copy before is there as it was.
   * @throws {CopyError}; what aborted the signal
   */
  async take(accountId: string, signal: AbortSignal): Promise<void> {
    const { profiles, host, key, now } = this.options
    const folder = await profiles.storageOf(accountId)
    const file = this.fileOf(accountId)
    const profile = `${host}/${accountId}`
    for (let tries = 1; ; tries++) {
      signal.throwIfAborted()
      try {
        await writeCopy({ folder, file, profile, key, now: now(), signal })
        await fs.rm(markOf(file), { force: true })
        return
      } catch (error) {
        if (!(error instanceof CopyError && error.code === 'unsteady') || tries >= TRIES) throw error
        await delay(APART_MS, undefined, { signal })
      }
    }
  }

  /** Whether so many bytes fit on the disk; true where the system does not say, since writing finds out. */
  async hasRoom(bytes: number): Promise<boolean> {
    const disk = await fs.statfs(this.options.folder).catch(() => null)
    return disk === null || disk.bavail * disk.bsize >= bytes
  }

  /** The profile holds nothing that a link could lie in. */
  async isMissing(accountId: string): Promise<boolean> {
    return (await findKept(await this.options.profiles.storageOf(accountId))).length === 0
  }

  /**
   * Puts the copy in place of the profile, whose browser must be closed.
   * @throws {CopyError}; what aborted the signal; then the profile is what it was.
   */
  async restore(accountId: string, signal: AbortSignal): Promise<void> {
    const { profiles, host, key } = this.options
    await profiles.replace(accountId, (folder) =>
      readCopy({ file: this.fileOf(accountId), folder, profile: `${host}/${accountId}`, key, signal }),
    )
  }

  /**
   * At once: whatever comes next, it is not used again, also where something holds the file so that it can't be deleted.
   * @throws what the system throws where it can't even be marked
   */
  drop(accountId: string, host: Host = this.options.host): void {
    const file = this.fileOf(accountId, host)
    try {
      rmSync(file, { force: true })
      rmSync(partOf(file), { force: true })
    } catch {
      writeFileSync(markOf(file), '', { mode: 0o600 })
      return
    }
    rmSync(markOf(file), { force: true })
  }

  /** Every file there, of both hosts, halves of interrupted writes included. */
  async list(): Promise<{ accountId: string; name: string; bytes: number }[]> {
    const found = namesIn(this.options.folder).flatMap((name) => {
      const accountId = NAME.exec(name)?.[1]
      return accountId === undefined ? [] : [{ accountId, name }]
    })
    return Promise.all(
      found.map(async (each) => {
        const stat = await fs.stat(path.join(this.options.folder, each.name)).catch(() => null)
        return { ...each, bytes: stat?.size ?? 0 }
      }),
    )
  }

  /** Removes the halves of interrupted writes, and what could not be deleted. Before anything is written. */
  async tidy(): Promise<void> {
    for (const { accountId, name } of await this.list()) {
      if (name.endsWith(partOf(''))) await this.remove(name)
      if (name === path.basename(markOf(this.fileOf(accountId)))) this.drop(accountId)
    }
  }

  /** @param name as `list` told it */
  async remove(name: string): Promise<void> {
    if (!NAME.test(name)) throw new RangeError('not a copy of a session')
    await fs.rm(path.join(this.options.folder, name), { force: true })
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    // It is made with the first copy.
    if (systemCode(error) === 'ENOENT') return []
    throw error
  }
}
