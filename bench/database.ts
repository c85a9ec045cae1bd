/** Databases of the benchmarks' own, on a folder that is gone afterwards: the app's file layout, key, pragmas and migrations. */
import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Logger } from '../src/main/platform/ports'
import { migrations, openStorage, type Sql, type Storage } from '../src/main/storage'
import { openDatabase } from '../src/main/storage/open'

const THREAD = new URL('./database-worker.mjs', import.meta.url)

/** Silent but for what would falsify a measurement. */
export const logger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: (event, fields) => {
    throw new Error(event, { cause: fields?.['error'] })
  },
  child: () => logger,
}

export class TemporaryDatabase {
  readonly #folder = fs.mkdtempSync(path.join(os.tmpdir(), 'leadline-bench-'))
  readonly #key = randomBytes(32)
  readonly #file = path.join(this.#folder, 'leadline.db')
  readonly #backups = path.join(this.#folder, 'backups')

  /** In this thread. */
  open(): Sql {
    return openDatabase({ file: this.#file, backups: this.#backups, key: this.#key, migrations })
  }

  /** In the app's database thread, reached as the app reaches it. */
  openInThread(): Promise<Storage> {
    return openStorage({
      threadFile: THREAD,
      file: this.#file,
      backups: this.#backups,
      key: this.#key,
      markKey: this.#key,
      logger,
      onLost: (error) => {
        throw error
      },
    })
  }

  fileNamed(name: string): string {
    return path.join(this.#folder, name)
  }

  remove(): void {
    fs.rmSync(this.#folder, { recursive: true, force: true })
  }
}
