/**
 * What an end-to-end test stands on: the simulator and the reference CRM, the built app, and its screens in the installed browser, all
 * in a folder of the test's own. Whatever ends the test, nothing of it is left running; where it failed, the app's words are kept.
 */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { test as base, expect, type TestInfo } from '@playwright/test'
import { connectTo, startApp, type AppClient, type AppOptions, type RunningApp } from './harness/app'
import { startDesktop, type DesktopApp } from './harness/desktop'
import { findElectron } from './harness/electron'
import { leftovers } from './harness/leftovers'
import { until } from './harness/wait'
import { startWorld, type World } from './harness/world'

export { expect }

export interface Running extends RunningApp {
  client: AppClient
}

/** Which host a project's tests run on. */
export interface Host {
  host: 'service' | 'desktop'
}

export interface Fixtures {
  folder: string
  dataDir: string
  world: World
  /** Starts the app (once more, after the last one ended). Ended with the test. */
  launch: (options?: Partial<AppOptions>) => Promise<Running>
  runnable: null
  /** The desktop app, started; null on the service host. */
  desktop: DesktopApp | null
  /** A started app. */
  app: Running
}

async function keepWords(info: TestInfo, dataDir: string, apps: readonly RunningApp[]): Promise<void> {
  const printed = apps.map((app) => app.process.output()).join('\n---\n')
  await info.attach('app-output', { body: printed, contentType: 'text/plain' })
  const logs = path.join(dataDir, 'logs')
  if (!fs.existsSync(logs)) return
  for (const name of fs.readdirSync(logs))
    await info.attach(name, { path: path.join(logs, name), contentType: 'text/plain' })
}

export const test = base.extend<Fixtures & Host>({
  host: ['service', { option: true }],
  // A fixture's first argument must be a pattern, even an empty one.
  // eslint-disable-next-line no-empty-pattern
  folder: async ({}, use) => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'leadline-e2e-'))
    await use(folder)
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  },
  dataDir: async ({ folder }, use) => {
    await use(path.join(folder, 'data'))
  },
  world: async ({ folder }, use) => {
    const world = await startWorld(folder)
    await use(world)
    await world.close()
  },
  launch: async ({ world, dataDir }, use, info) => {
    const apps: { app: RunningApp; close: () => void }[] = []
    await use(async (options = {}) => {
      const app = await startApp({ dataDir, endpoint: world.endpoint, spki: world.spki, ...options })
      const { client, close } = await connectTo(app.url)
      apps.push({ app, close })
      if (options.keyFile ?? true)
        await until(async () => (await client.setup.status()).stage === 'open', { what: 'the open database' })
      return { ...app, client }
    })
    for (const { close } of apps) close()
    const ends = await Promise.allSettled(apps.map(({ app }) => app.process.kill('SIGTERM')))
    if (info.status !== info.expectedStatus) {
      const all = apps.map(({ app }) => app)
      await keepWords(info, dataDir, all)
    }
    await until(() => Promise.resolve(leftovers(dataDir).length === 0), { what: 'the end of all processes' })
    for (const end of ends) if (end.status === 'rejected') throw end.reason
  },
  // Before anything is started for a test that can't be run here.
  runnable: [
    async ({ host }, use, info) => {
      const found = host === 'desktop' ? findElectron() : null
      if (found && 'why' in found) info.skip(true, found.why)
      await use(null)
    },
    { auto: true },
  ],
  desktop: async ({ host, world, dataDir }, use) => {
    if (host === 'service') {
      await use(null)
      return
    }
    const app = await startDesktop({ dataDir, endpoint: world.endpoint, spki: world.spki })
    await use(app)
    await app.app.process.kill('SIGTERM')
  },
  page: async ({ page, desktop }, use) => {
    await use(desktop?.page ?? page)
  },
  app: async ({ launch, desktop }, use) => {
    await use(desktop ? desktop.app : await launch())
  },
})
