/** So many accounts, linked and ended again: the app's data folder as a start finds it, and the same sessions for the bare library. */
import fs from 'node:fs'
import path from 'node:path'
import { openShops } from '../../e2e/faults/shop'
import { Stage } from '../../e2e/faults/stage'
import { startApp, connectTo, END_WITH_PARENT } from '../../e2e/harness/app'
import { startChild, type Child } from '../../e2e/harness/child'
import { leftovers } from '../../e2e/harness/leftovers'
import { until } from '../../e2e/harness/wait'
import { browserArgs, chromiumPath } from '../../e2e/whatsapp-web/testing'
import { MEASURED } from './memory-of'

/** People in each account's phone, and what each of them wrote. */
const PEOPLE = 40
const EACH = 10
/** What a page needs to sync, ms. Much less, and the library misses on a busy machine that it did, and waits for ever. */
const SYNC_MS = 1_500
/** Ms; a busy machine may need long for ten browsers. */
const LONGEST = 240_000

export interface Side {
  child: Child
  /** From its start until all its sessions were ready, ms. */
  took: number
  end(): Promise<void>
}

export interface Fixture {
  /** Leadline, with the times it has in real use. */
  ours(): Promise<Side>
  /** The library alone, two sessions at a time. */
  bare(): Promise<Side>
  close(): Promise<void>
}

export async function linked(count: number): Promise<Fixture> {
  const stage = await Stage.open()
  const { world, dataDir, folder } = stage
  for (let number = 1; number <= count; number++) {
    const people = Array.from({ length: PEOPLE }, (_, index) => `62815${number * 1_000_000 + index}@c.us`)
    await world.phone(number + 1).seed({
      contacts: people.map((id, index) => ({ id, name: `Person ${index}`, isMyContact: true })),
      messages: people.flatMap((chat) =>
        Array.from({ length: EACH }, (_, index) => ({ chat, body: `Message ${index} of ${EACH}` })),
      ),
    })
  }
  const shops = await openShops(stage, count)
  // Else the first start would make them, and close each browser for it.
  for (const { accountId } of shops)
    await until(() => stage.ask((client) => client.accounts.saveSession({ accountId })).then(() => true), {
      what: 'a copy of the session',
      timeout: 120_000,
    })
  for (const shop of shops) {
    await shop.settle()
    await shop.phone.configure({ boot: { syncMs: SYNC_MS } })
  }
  await stage.endApp()

  const dataPath = path.join(folder, 'bare')
  for (const { accountId, profile } of shops)
    fs.cpSync(profile, path.join(dataPath, `session-${accountId}`), { recursive: true })

  return {
    async ours() {
      const started = performance.now()
      const { endpoint, spki } = world
      const app = await startApp({ dataDir, endpoint, spki, nodeArgs: MEASURED })
      const { client, close } = await connectTo(app.url)
      await until(
        async () => {
          const all = await client.accounts.list()
          return all.length === count && all.every(({ state }) => state === 'connected')
        },
        { what: 'all accounts connected', timeout: LONGEST },
      )
      const took = performance.now() - started
      close()
      return { child: app.process, took, end: () => ended(app.process, dataDir) }
    },
    async bare() {
      const started = performance.now()
      const told = {
        dataPath,
        clientIds: shops.map(({ accountId }) => accountId),
        atOnce: 2,
        executablePath: chromiumPath(),
        args: browserArgs(world),
      }
      const script = path.join(import.meta.dirname, 'bare.mjs')
      const { child } = await startChild(
        [...MEASURED, '--import', END_WITH_PARENT, script, JSON.stringify(told)],
        (line) => (line === 'all ready' ? true : undefined),
        { timeout: LONGEST },
      )
      const took = performance.now() - started
      return { child, took, end: () => ended(child, dataPath) }
    },
    close: () => stage.close(),
  }
}

async function ended(child: Child, dataDir: string): Promise<void> {
  await child.kill('SIGTERM')
  await until(() => Promise.resolve(leftovers(dataDir).length === 0), { what: 'the end of all browsers' })
}
