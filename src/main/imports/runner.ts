/** The work on one import at a time: looking through, counting, importing. Never throws to its caller; an import carries its own problem. */
import type { AppEvent, ImportJob, Preferences } from '../../contract'
import type { Logger } from '../platform/ports'
import { EVERY_ACCOUNT, type Remote } from '../storage'
import type { Source } from './batches'
import type { Batch } from './items'
import { oldSettings } from './old-settings'
import { UnreadableFile } from './reading'
import type { Reading } from './reading-thread'
import { emptyReport } from './report'
import type { Scanned } from './scan'
import type { importsStore, KeptImport } from './store'

export interface RunnerDeps {
  store: Remote<typeof importsStore>
  backups: string
  startReading(): Reading
  preferences: { get(): Preferences; set(values: Partial<Preferences>): Preferences }
  hash(accountId: string, address: string): Uint8Array
  editsCatalog(): boolean
  onContacts(): void
  fileOf(id: string): string
  removeFile(id: string): Promise<void>
  set(kept: KeptImport, values: Partial<KeptImport>): Promise<void>
  tell(kept: KeptImport): void
  emit(event: AppEvent): void
  clock(): number
  logger: Logger
}

const TELL_MS = 250

type Problem = NonNullable<ImportJob['problem']>

function problemOf(error: unknown): Problem {
  if (error instanceof UnreadableFile) return { code: error.code, line: error.line }
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'account-gone') return { code, line: null }
  const isFull = code === 'ENOSPC' || code === 'SQLITE_FULL' || code === 'disk-full'
  return { code: isFull ? 'disk-full' : 'internal', line: null }
}

const phonesOf = (batch: Batch): (string | null)[] => [
  ...new Set(
    batch.located.flatMap(({ item }) => [
      ...('phone' in item ? [item.phone] : []),
      ...('otherPhones' in item ? item.otherPhones : []),
    ]),
  ),
]

export function createRunner(deps: RunnerDeps) {
  const { store, set, tell, emit, clock, logger } = deps
  let reading: Reading | null = null
  let stopping = false
  let work: Promise<void> = Promise.resolve()
  let toldAt = 0

  const withReading = async <T>(use: (reading: Reading) => Promise<T>): Promise<T> => {
    reading = deps.startReading()
    try {
      return await use(reading)
    } finally {
      const ended = reading
      reading = null
      await ended.stop()
    }
  }

  const sourceOf = ({ id, scanned, plan }: KeptImport): Source => {
    if (!scanned) throw new Error('an import whose file was not looked through')
    return { file: deps.fileOf(id), scanned, plan }
  }

  /** Refused where the file can't be read: it stays as a failed one that says why. */
  const fail = async (kept: KeptImport, error: unknown): Promise<void> => {
    const problem = problemOf(error)
    if (problem.code === 'internal') logger.error('import-failed', { import: kept.id, error })
    else logger.warn('import-failed', { import: kept.id, code: problem.code, line: problem.line })
    // What was begun for an account that is gone can't go on for another: its messages went with it.
    const isFinal =
      error instanceof UnreadableFile ||
      kept.state === 'reading' ||
      (problem.code === 'account-gone' && kept.mark !== null)
    if (isFinal) {
      await deps.removeFile(kept.id)
      await set(kept, { state: 'failed', problem, scanned: null, finishedAt: clock() })
    } else {
      const goesOn = kept.state === 'running' && problem.code !== 'account-gone'
      await set(kept, { state: goesOn ? 'stopped' : 'mapping', problem })
    }
  }

  const progressed = (kept: KeptImport): void => {
    if (clock() - toldAt < TELL_MS) return
    toldAt = clock()
    tell(kept)
  }

  async function takeAll(kept: KeptImport, using: Reading, dry: boolean): Promise<void> {
    const { accountId, bringBack } = kept.plan
    for await (const batch of using.batches(sourceOf(kept), dry ? null : kept.mark)) {
      if (stopping) return
      const hashes = phonesOf(batch).flatMap((phone) => {
        if (phone === null) return []
        const address = `${phone.slice(1)}@c.us`
        return [[phone, deps.hash(accountId, address), deps.hash(EVERY_ACCOUNT, address)] as const]
      })
      const { keep } = deps.preferences.get()
      const ofPerson = { keep, hashes, bringBack, editsCatalog: deps.editsCatalog() }
      const input = { importId: kept.id, accountId, batch, ...ofPerson, now: clock(), dry }
      const { report, conversations } = await store.takeBatch(input)
      Object.assign(kept, { report, ...(dry ? {} : { mark: batch.mark }) })
      if (!dry && batch.entity === 'contacts') deps.onContacts()
      if (conversations.length > 0) {
        emit({ type: 'conversations', conversations })
        emit({ type: 'history', conversationIds: conversations.map(({ id }) => id) })
      }
      progressed(kept)
    }
  }

  async function takeSettings(kept: KeptImport, using: Reading, dry: boolean): Promise<void> {
    const found = await using.settings(sourceOf(kept))
    const { settings, taking } = oldSettings(found, deps.preferences.get())
    if (!dry && Object.keys(taking).length > 0) deps.preferences.set(taking)
    kept.report = { ...(kept.report ?? emptyReport()), settings }
  }

  async function runAll(kept: KeptImport, dry: boolean): Promise<void> {
    await store.mustHaveAccount(kept.plan.accountId)
    if (dry || kept.mark === null) {
      if (!dry) await store.backUp(deps.backups)
      await store.forgetScratch(kept.id)
    }
    try {
      await withReading(async (using) => {
        await takeAll(kept, using, dry)
        if (!stopping) await takeSettings(kept, using, dry)
      })
    } catch (error) {
      // Whoever stops it ends the thread that reads.
      if (!stopping) throw error
    }
    if (stopping) await set(kept, dry ? { state: 'mapping', report: null } : { state: 'stopped' })
    else if (dry) await set(kept, { state: 'ready' })
    else {
      await deps.removeFile(kept.id)
      // Samples of the file were for the mapping screen alone.
      await set(kept, { state: 'done', scanned: null, finishedAt: clock() })
      logger.info('imported', { import: kept.id })
    }
  }

  const begin = (kept: KeptImport, job: () => Promise<void>): Promise<void> => {
    stopping = false
    work = job().catch((error: unknown) => (stopping ? undefined : fail(kept, error)))
    return work
  }

  return {
    /** Null where it can't be read, or was stopped. */
    async scan(kept: KeptImport, onProgress: (bytes: number) => void): Promise<{ scanned: Scanned } | null> {
      const found: Scanned[] = []
      await begin(kept, () =>
        withReading(async (using) => {
          found.push(await using.scan(deps.fileOf(kept.id), kept.fileName, onProgress))
        }),
      )
      const [scanned] = found
      return scanned && !stopping ? { scanned } : null
    },
    /** Whom old orders belonged to, of what was scanned; null as for `scan`. */
    async owners(
      kept: KeptImport,
      { scanned, plan }: { scanned: Scanned; plan: KeptImport['plan'] },
    ): Promise<ImportJob['owners'] | null> {
      const found: ImportJob['owners'][] = []
      await begin(kept, () =>
        withReading(async (using) => {
          const all = await using.owners({ file: deps.fileOf(kept.id), scanned, plan })
          found.push([...all].map(([id, name]) => ({ id, name: name.slice(0, 200) })))
        }),
      )
      return stopping ? null : (found[0] ?? null)
    },
    start(kept: KeptImport, dry: boolean): void {
      void begin(kept, () => runAll(kept, dry))
    },
    /** After the batch under way; a look through a file is ended at once. */
    async stop(): Promise<void> {
      stopping = true
      await reading?.stop()
      await work
    },
  }
}
