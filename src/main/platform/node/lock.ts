/**
 * One app per data folder, over both hosts. The lock is an exclusive transaction on a tiny SQLite file: the system drops it when the
 * process dies, however it dies, so there is nothing stale to judge. Beside it lies how to reach the one that holds it.
 */
import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'
import { z } from 'zod'

const instance = z.object({
  pid: z.number().int(),
  /** Null for the desktop app, which listens nowhere. */
  port: z.number().int().min(1).max(65_535).nullable(),
  raiseSecret: z.string().min(1),
  startedAt: z.number(),
})

/** The app that has the data folder. */
export interface LockHolder {
  pid: number
  /** `http://127.0.0.1:PORT`; null for the desktop app, which nobody can ask from here. */
  url: string | null
  raiseSecret: string
}

export type DataFolderLock =
  | {
      acquired: true
      /** Made for this start: who knows it may ask to be shown. */
      raiseSecret: string
      /** Tells a second start where to knock, and with what secret; `port` is null where there is nowhere. */
      announce(info: { port: number | null }): void
      release(): void
    }
  /** `holder` is null while the other is still starting. */
  | { acquired: false; holder: LockHolder | null }

/** Header of `POST /raise`. */
export const RAISE_HEADER = 'x-leadline-raise'

const BUSY = new Set(['SQLITE_BUSY', 'SQLITE_LOCKED'])

export function lockDataFolder(folder: string): DataFolderLock {
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 })
  const card = path.join(folder, 'instance.json')
  const database = new Database(path.join(folder, 'instance.lock'), { timeout: 0 })
  try {
    database.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    database.close()
    if (error instanceof Database.SqliteError && BUSY.has(error.code)) {
      return { acquired: false, holder: readHolder(card) }
    }
    throw error
  }
  // What an earlier app left when it was killed leads nowhere.
  fs.rmSync(card, { force: true })
  const raiseSecret = randomBytes(32).toString('base64url')
  let released = false
  return {
    acquired: true,
    raiseSecret,
    announce({ port }) {
      const content = { pid: process.pid, port, raiseSecret, startedAt: Date.now() }
      const temporary = `${card}.tmp`
      fs.writeFileSync(temporary, JSON.stringify(instance.parse(content)), { mode: 0o600 })
      fs.renameSync(temporary, card)
    },
    release() {
      if (released) return
      released = true
      fs.rmSync(card, { force: true })
      database.close()
    },
  }
}

function readHolder(card: string): LockHolder | null {
  let content: unknown
  try {
    content = JSON.parse(fs.readFileSync(card, 'utf8'))
  } catch (error) {
    // Not announced yet, or announced by another version: it can't be reached, and that is all there is to know.
    if (
      error instanceof SyntaxError ||
      (error instanceof Error && 'code' in error && error.code === 'ENOENT')
    )
      return null
    throw error
  }
  const read = instance.safeParse(content)
  if (!read.success) return null
  const { pid, port, raiseSecret } = read.data
  return { pid, url: port === null ? null : `http://127.0.0.1:${port}`, raiseSecret }
}

/** What the one that holds the data folder answers: an address that lets in once, where it is seen in a browser. */
const shown = z.object({ address: z.url().nullable() })
export type Shown = z.infer<typeof shown>

/** Asks the one that holds the data folder to show itself. Null where it does not answer in time, or not as it should. */
export async function raiseHolder(
  holder: Pick<LockHolder, 'raiseSecret'> & { url: string },
  ms = 5_000,
): Promise<Shown | null> {
  try {
    const answer = await fetch(new URL('/raise', holder.url), {
      method: 'POST',
      headers: { [RAISE_HEADER]: holder.raiseSecret },
      signal: AbortSignal.timeout(ms),
    })
    if (!answer.ok) return null
    // A window of its own has no address to tell.
    return answer.status === 204 ? { address: null } : shown.parse(await answer.json())
  } catch {
    // It is ending, or hangs: the caller says so.
    return null
  }
}

/** What a second start met. `pid` is the other one's; `address` lets in once, within a minute, where it is seen in a browser. */
export type SecondStart =
  | { kind: 'starting' }
  | { kind: 'desktop'; pid: number }
  | { kind: 'silent'; pid: number }
  | { kind: 'shown'; pid: number; address: string | null }

/** Asks the one that has the data folder to show itself, where it can be asked. */
export async function meetHolder(holder: LockHolder | null): Promise<SecondStart> {
  if (holder === null) return { kind: 'starting' }
  const { pid, url, raiseSecret } = holder
  if (url === null) return { kind: 'desktop', pid }
  const shown = await raiseHolder({ url, raiseSecret })
  return shown ? { kind: 'shown', pid, address: shown.address } : { kind: 'silent', pid }
}

/** What a second start prints: one line, and the address on one of its own where there is one. */
export function tellSecondStart(met: SecondStart): string {
  if (met.kind === 'starting') return 'Leadline is already starting with this data folder.'
  const running = `Leadline is already running with this data folder (process ${met.pid})`
  if (met.kind === 'desktop') return `${running} as the desktop app. Its icon near the clock opens it.`
  if (met.kind === 'silent') return `${running} but does not answer.`
  if (met.address === null) return `${running}; it was asked to show itself.`
  return `${running}. Open it within a minute at this address, which lets in once:\n${met.address}`
}
