/** The built desktop app in Electron, and a client of its contract that speaks through its own window. */
import { once } from 'node:events'
import path from 'node:path'
import { _electron, type ElectronApplication, type Page } from '@playwright/test'
import { build } from 'vite'
import { OWN_URL } from '../../src/main/platform/electron/security'
import type { AppClient, AppOptions, RunningApp } from './app'
import type { Child } from './child'
import { findElectron } from './electron'

const ROOT = path.resolve(import.meta.dirname, '../..')

export interface DesktopApp {
  page: Page
  /** Its main process. */
  electron: ElectronApplication
  app: RunningApp & { client: AppClient }
}

function processOf(electron: ElectronApplication): Child {
  const child = electron.process()
  const exited = once(child, 'exit').then(([code]) => code as number | null)
  return {
    pid: child.pid ?? 0,
    // Playwright reads it; its own log has it.
    output: () => '',
    exited,
    kill: async (signal) => {
      child.kill(signal)
      await exited
    },
  }
}

let bundled: Promise<string> | undefined

/** The page's side of the client, as one script. */
function bundle(): Promise<string> {
  bundled ??= build({
    configFile: false,
    logLevel: 'error',
    root: ROOT,
    build: {
      write: false,
      minify: false,
      lib: {
        entry: path.join(import.meta.dirname, 'page-client-entry.ts'),
        formats: ['iife'],
        name: 'leadlinePageClient',
      },
    },
  }).then((built) => {
    const result = Array.isArray(built) ? built[0] : built
    const chunk = result && 'output' in result ? result.output[0] : undefined
    if (!chunk) throw new Error('the page’s client was not built')
    return chunk.code
  })
  return bundled
}

type Call = (path: readonly string[], input: unknown) => Promise<unknown>

/** A page that was loaded anew gets its side of the client again. */
async function callIn(page: Page, names: readonly string[], input: unknown): Promise<unknown> {
  if (!(await page.evaluate(() => 'leadlineTest' in window)))
    // Not as a script tag: the page's policy is to hold under test as well.
    await page.evaluate(await bundle())
  return page.evaluate(
    async ([path, value]) => {
      const call = await (window as unknown as { leadlineTest: Promise<Call> }).leadlineTest
      return call(path, value)
    },
    [names, input] as const,
  )
}

/** Calls of any depth, carried out in the page. */
function clientIn(page: Page): AppClient {
  const at = (names: readonly string[]): unknown =>
    new Proxy(() => undefined, {
      get: (_target, name) =>
        typeof name === 'string' && name !== 'then' ? at([...names, name]) : undefined,
      apply: (_target, _self, [input]: unknown[]) => callIn(page, names, input),
    })
  return at([]) as AppClient
}

/** @throws where Electron is not here; ask `findElectron` first. */
export async function startDesktop(options: AppOptions): Promise<DesktopApp> {
  const found = findElectron()
  if ('why' in found) throw new Error(found.why)
  const electron = await _electron.launch({
    executablePath: found.program,
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ROOT,
      `--data-dir=${options.dataDir}`,
      ...((options.keyFile ?? true) ? ['--key-file'] : []),
      `--whatsapp-endpoint=${options.endpoint}`,
      `--whatsapp-spki=${options.spki}`,
    ],
  })
  const page = await electron.firstWindow()
  const app = { url: OWN_URL, process: processOf(electron), client: clientIn(page) }
  return { page, electron, app }
}
