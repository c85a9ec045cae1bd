/**
 * Test support: the real database, encrypted, in its real thread, on a file of its own. The thread is built from TypeScript
 * once per test file, into a folder below node_modules from which it finds its packages.
 */
import { randomBytes, randomUUID } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Logger } from '../platform/ports'
import { openStorage, type Storage } from './client'

const ROOT = path.resolve(import.meta.dirname, '../../..')
const THREAD_NAME = 'database-worker.mjs'

const BUILT = path.join(ROOT, 'node_modules/.cache/leadline-tests')

let built: Promise<string> | null = null

/** The database thread's file, built on the first call. */
export function buildThread(): Promise<string> {
  built ??= buildNow()
  return built
}

async function buildNow(): Promise<string> {
  const { build } = await import('vite')
  removeLeftBehind()
  const outDir = path.join(BUILT, `${process.pid}-${randomUUID()}`)
  await build({
    configFile: false,
    logLevel: 'warn',
    root: ROOT,
    build: {
      ssr: path.join(ROOT, 'src/main/database-worker.ts'),
      outDir,
      minify: false,
      sourcemap: 'inline',
      target: 'node22',
      rolldownOptions: { output: { entryFileNames: THREAD_NAME, codeSplitting: false } },
    },
  })
  return path.join(outDir, THREAD_NAME)
}

/** A test's process is ended without a word: what it built is removed by the next one. */
function removeLeftBehind(): void {
  for (const name of fs.existsSync(BUILT) ? fs.readdirSync(BUILT) : []) {
    if (!isRunning(Number.parseInt(name, 10)))
      fs.rmSync(path.join(BUILT, name), { recursive: true, force: true })
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    // No such process.
    return false
  }
}

/** Says nothing. */
export const silentLogger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => silentLogger,
}

export interface TestStorage {
  /** The client that is open now; `reopen` puts a new one here. */
  storage: Storage
  readonly file: string
  readonly backups: string
  readonly key: Uint8Array
  /** Closes the client where it is open and opens the same file with a new one, as after a restart. */
  reopen(): Promise<Storage>
  /** Closes and deletes everything. */
  cleanup(): Promise<void>
}

/**
 * @param options `folder` to open a database that is already there (`leadline.db` in it) with its `key`; `threadFile` where the
 * thread was built already, as for a process that will be killed and could not clean up.
 */
export async function openTestStorage(
  options: { folder?: string; key?: Uint8Array; threadFile?: string; logger?: Logger } = {},
): Promise<TestStorage> {
  const folder = options.folder ?? fs.mkdtempSync(path.join(os.tmpdir(), 'leadline-storage-'))
  const file = path.join(folder, 'leadline.db')
  const backups = path.join(folder, 'backups')
  const key = options.key ?? randomBytes(32)
  const threadFile = options.threadFile ?? (await buildThread())
  const open = (): Promise<Storage> =>
    openStorage({
      threadFile,
      file,
      backups,
      key,
      markKey: key,
      logger: options.logger ?? silentLogger,
      onLost: (error) => {
        throw error
      },
    })
  const test: TestStorage = {
    storage: await open(),
    file,
    backups,
    key,
    reopen: async () => {
      await test.storage.close()
      test.storage = await open()
      return test.storage
    },
    cleanup: async () => {
      await test.storage.close()
      fs.rmSync(folder, { recursive: true, force: true })
    },
  }
  return test
}
