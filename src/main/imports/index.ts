/** Taking over data of earlier systems: a file is looked through, understood, counted in a dry run, and then imported batch by batch. */
import { randomUUID } from 'node:crypto'
import { AppError, type AppEvent, type ImportJob, type ImportPlan, type Preferences } from '../../contract'
import type { Logger } from '../platform/ports'
import type { Storage } from '../storage'
import { createFiles } from './files'
import { TAKEN } from './items'
import { guessSources, isComplete } from './mapping/guess'
import { checkPlan, firstPlan } from './plan'
import type { Reading } from './reading-thread'
import { createRunner } from './runner'
import type { importsStore, KeptImport } from './store'
import { viewOf } from './view'

export { MOST_IMPORT_BYTES } from './files'
export { IMPORTED_PRODUCT } from './products'
export { readInThread, type Reading } from './reading-thread'

export interface ImportsDeps {
  storage: Storage
  /** For the files handed over. */
  folder: string
  /** For the copy taken before. */
  backups: string
  startReading(): Reading
  preferences: { get(): Preferences; set(values: Partial<Preferences>): Preferences }
  /** Ids of the accounts there are, the first one first. */
  accounts(): string[]
  /** ISO 3166-1 alpha-2. */
  country(): string
  /** Keyed hash of an account's address, for "not for work". */
  hash(accountId: string, address: string): Uint8Array
  /** Whether who is here now may change products. */
  editsCatalog(): boolean
  /** There are contacts that were not there before. */
  onContacts(): void
  emit(event: AppEvent): void
  logger: Logger
  clock?: () => number
}

/** Whoever began something and forgot it does not want the file to lie here. Milliseconds. */
const FORGOTTEN_MS = 7 * 24 * 3600_000
const UNFINISHED = new Set<ImportJob['state']>([
  'reading',
  'mapping',
  'checking',
  'ready',
  'running',
  'stopped',
])

const wrongState = (): AppError => new AppError('wrong-state', 'The import is at another step by now.')

export async function createImports(deps: ImportsDeps) {
  const { storage, emit, logger, clock = Date.now } = deps
  const store = storage.store<typeof importsStore>('imports')
  const files = createFiles(deps.folder)
  const jobs = new Map<string, KeptImport>()
  /** Bytes read of what is looked through. */
  const read = new Map<string, number>()
  /** A file is being taken in, for an import that is not there before that is done. */
  let receiving = false

  const view = (kept: KeptImport): ImportJob => viewOf(kept, read.get(kept.id) ?? 0)
  const tell = (kept: KeptImport): void => emit({ type: 'import', job: view(kept) })
  const set = async (kept: KeptImport, values: Partial<KeptImport>): Promise<void> => {
    Object.assign(kept, values)
    await store.put(kept)
    tell(kept)
  }
  const find = (id: string): KeptImport => {
    const kept = jobs.get(id)
    if (!kept) throw new AppError('not-found', 'There is no such import.')
    return kept
  }
  const remove = async (kept: KeptImport): Promise<void> => {
    await files.remove(kept.id)
    await store.remove(kept.id)
    jobs.delete(kept.id)
  }
  const runner = createRunner({
    ...deps,
    store,
    fileOf: files.fileOf,
    removeFile: files.remove,
    set,
    tell,
    clock,
  })

  /** What a stop, or a crash, left behind: a run goes on when asked, nothing else does by itself. */
  async function settle(kept: KeptImport): Promise<void> {
    const isForgotten = UNFINISHED.has(kept.state) && kept.createdAt < clock() - FORGOTTEN_MS
    if (kept.state === 'reading' || isForgotten) await remove(kept)
    else if (kept.state === 'checking') await set(kept, { state: 'mapping', report: null })
    else if (kept.state === 'running') await set(kept, { state: 'stopped' })
  }
  for (const kept of await store.list()) jobs.set(kept.id, kept)
  for (const kept of [...jobs.values()]) await settle(kept)
  await files.keepOnly(
    new Set([...jobs.values()].flatMap(({ id, state }) => (UNFINISHED.has(state) ? [id] : []))),
  )

  async function look(kept: KeptImport): Promise<void> {
    const onProgress = (bytes: number): void => {
      read.set(kept.id, bytes)
      tell(kept)
    }
    const found = await runner.scan(kept, onProgress)
    read.delete(kept.id)
    if (!found) return
    const sources = guessSources(found.scanned.tables, kept.plan.country)
    const zone = found.scanned.kind === 'csv' ? ('local' as const) : ('utc' as const)
    const plan = { ...kept.plan, sources, zone }
    const owners = await runner.owners(kept, { scanned: found.scanned, plan })
    if (owners) await set(kept, { scanned: found.scanned, plan, owners, state: 'mapping' })
  }

  return {
    list: (): ImportJob[] => [...jobs.values()].sort((a, b) => b.createdAt - a.createdAt).map(view),

    /**
     * Takes a file and begins to look through it.
     * @throws {AppError} `wrong-state` while another one is under way, `file-too-large`, `disk-full`.
     */
    async receive(
      source: AsyncIterable<Uint8Array>,
      about: { name: string | null; size: number | null },
    ): Promise<{ importId: string }> {
      if (receiving || [...jobs.values()].some(({ state }) => UNFINISHED.has(state)))
        throw new AppError('wrong-state', 'Another import is not finished yet.')
      const [accountId] = deps.accounts()
      if (accountId === undefined) throw new AppError('not-found', 'There is no account to import into.')
      const id = randomUUID()
      let kept: KeptImport
      receiving = true
      try {
        kept = {
          id,
          fileName: (about.name ?? 'file').split(/[/\\]/).at(-1)?.slice(0, 200) ?? 'file',
          size: await files.save(id, source, about.size),
          state: 'reading',
          scanned: null,
          plan: firstPlan(accountId, deps.country()),
          owners: [],
          mark: null,
          report: null,
          problem: null,
          createdAt: clock(),
          finishedAt: null,
        }
        jobs.set(id, kept)
      } finally {
        receiving = false
      }
      await set(kept, {})
      look(kept).catch((error: unknown) => logger.error('import-not-looked-through', { error }))
      return { importId: id }
    },

    /** @throws {AppError} `not-found`, `wrong-state`, `invalid-input`. */
    async setPlan(id: string, plan: ImportPlan): Promise<ImportJob> {
      const kept = find(id)
      if (kept.state !== 'mapping' && kept.state !== 'ready') throw wrongState()
      checkPlan(plan, kept.scanned, deps.accounts())
      await set(kept, { plan, report: null, problem: null, state: 'mapping' })
      return view(kept)
    },

    /** @throws {AppError} `not-found`, `wrong-state`; `invalid-input` where nothing can be taken over yet. */
    async check(id: string): Promise<ImportJob> {
      const kept = find(id)
      if (kept.state !== 'mapping' && kept.state !== 'ready') throw wrongState()
      const entities = [...TAKEN, 'settings'] as const
      if (!entities.some((entity) => isComplete(entity, kept.plan.sources[entity])))
        throw new AppError('invalid-input', 'No table has all the columns that are needed.')
      await set(kept, { state: 'checking', report: null, problem: null })
      runner.start(kept, true)
      return view(kept)
    },

    /** @throws {AppError} `not-found`, `wrong-state`. */
    async run(id: string): Promise<ImportJob> {
      const kept = find(id)
      if (kept.state !== 'ready' && kept.state !== 'stopped') throw wrongState()
      await set(kept, { state: 'running', problem: null, ...(kept.mark ? {} : { report: null }) })
      runner.start(kept, false)
      return view(kept)
    },

    /** @throws {AppError} `not-found`. */
    async stop(id: string): Promise<ImportJob> {
      const kept = find(id)
      await runner.stop()
      return view(kept)
    },

    /** @throws {AppError} `not-found`, `wrong-state` while it runs. */
    async remove(id: string): Promise<void> {
      const kept = find(id)
      if (kept.state === 'running' || kept.state === 'checking') throw wrongState()
      if (kept.state === 'reading') await runner.stop()
      await remove(kept)
    },

    /** Ends what is under way after its batch. */
    close: (): Promise<void> => runner.stop(),
  }
}
export type Imports = Awaited<ReturnType<typeof createImports>>
