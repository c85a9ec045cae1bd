/**
 * The import's own thread: a file of gigabytes, or one made to do harm, keeps neither the app nor the database waiting, and its memory is
 * not theirs. Batches are asked for one by one, so that nothing piles up.
 */
import { parentPort, Worker } from 'node:worker_threads'
import type { FileProblem } from '../../contract'
import { batchesOf, ownersOf, settingsOf, type Source } from './batches'
import type { Batch, Mark } from './items'
import { UnreadableFile } from './reading'
import { scan, type Scanned } from './scan'

export interface Reading {
  /** @throws {UnreadableFile} */
  scan(file: string, name: string, onProgress: (bytes: number) => void): Promise<Scanned>
  owners(source: Source): Promise<ReadonlyMap<string, string>>
  settings(source: Source): Promise<ReadonlyMap<string, string>>
  /** @throws {UnreadableFile} */
  batches(source: Source, mark: Mark | null): AsyncGenerator<Batch>
  /** Ends it, whatever it is doing. */
  stop(): Promise<void>
}

/** The same without a thread, for tests. */
export const readHere = (): Reading => ({
  scan,
  owners: ownersOf,
  settings: settingsOf,
  batches: batchesOf,
  stop: () => Promise.resolve(),
})

type Ask =
  | { ask: 'scan'; file: string; name: string }
  | { ask: 'owners' | 'settings'; source: Source }
  | { ask: 'begin'; source: Source; mark: Mark | null }
  | { ask: 'next' }

type Answer =
  | { value: unknown }
  | { progress: number }
  | { problem: { code: FileProblem; line: number | null } }
  | { error: { message: string; code: string | null } }

const PROGRESS_MS = 200
/** A file that needs more is none that a shop has. */
const MOST_MEMORY_MB = 2048

/** Answers one ask after the other. Called by the thread's entry. */
export function serveReading(): void {
  const port = parentPort
  if (!port) throw new Error('the reading thread was started as a process')
  let batches: AsyncGenerator<Batch> | null = null
  let told = 0
  const onProgress = (bytes: number): void => {
    if (performance.now() - told < PROGRESS_MS) return
    told = performance.now()
    port.postMessage({ progress: bytes } satisfies Answer)
  }
  const answer = async (ask: Ask): Promise<unknown> => {
    if (ask.ask === 'scan') return scan(ask.file, ask.name, onProgress)
    if (ask.ask === 'owners') return ownersOf(ask.source)
    if (ask.ask === 'settings') return settingsOf(ask.source)
    if (ask.ask === 'begin') batches = batchesOf(ask.source, ask.mark)
    else {
      const next = await batches?.next()
      return next?.done === false ? next.value : null
    }
    return null
  }
  port.on('message', (ask: Ask) => {
    answer(ask).then(
      (value) => port.postMessage({ value } satisfies Answer),
      (error: unknown) => port.postMessage(failure(error)),
    )
  })
}

function failure(error: unknown): Answer {
  if (error instanceof UnreadableFile) return { problem: { code: error.code, line: error.line } }
  const known = error instanceof Error ? error : new Error(String(error))
  return { error: { message: known.message, code: 'code' in known ? String(known.code) : null } }
}

/** @param threadFile the built thread. One thread serves one import at a time. */
export function readInThread(threadFile: URL): Reading {
  const worker = new Worker(threadFile, { resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY_MB } })
  let waiting: { resolve(value: unknown): void; reject(error: Error): void } | null = null
  let onProgress: (bytes: number) => void = () => undefined
  let ended: Error | null = null
  const end = (error: Error): void => {
    ended ??= error
    waiting?.reject(ended)
    waiting = null
  }
  worker.on('error', end)
  worker.on('exit', () => end(new Error('the reading thread ended')))
  worker.on('message', (answer: Answer) => {
    if ('progress' in answer) {
      onProgress(answer.progress)
      return
    }
    const settled = waiting
    waiting = null
    if ('value' in answer) settled?.resolve(answer.value)
    else if ('problem' in answer)
      settled?.reject(new UnreadableFile(answer.problem.code, answer.problem.line))
    else settled?.reject(Object.assign(new Error(answer.error.message), { code: answer.error.code }))
  })
  const call = (ask: Ask): Promise<unknown> => {
    if (ended) return Promise.reject(ended)
    return new Promise((resolve, reject) => {
      waiting = { resolve, reject }
      worker.postMessage(ask)
    })
  }
  return {
    scan: (file, name, hear) => {
      onProgress = hear
      return call({ ask: 'scan', file, name }) as Promise<Scanned>
    },
    owners: (source) => call({ ask: 'owners', source }) as Promise<Map<string, string>>,
    settings: (source) => call({ ask: 'settings', source }) as Promise<Map<string, string>>,
    batches: async function* (source, mark) {
      await call({ ask: 'begin', source, mark })
      for (;;) {
        const batch = (await call({ ask: 'next' })) as Batch | null
        if (!batch) return
        yield batch
      }
    },
    stop: async () => {
      await worker.terminate()
    },
  }
}
